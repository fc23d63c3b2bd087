"""What was promised for the trade, beside what this site counted: for everybody."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from boutdufil.rooms.barometer.selectors.claims import claim_rows


@login_not_required
@require_safe
def claims(request: HttpRequest) -> HttpResponse:
    """Show each claim with who said it, and apart what was counted."""
    return render(request, "barometer/facts/claims.html", {"rows": claim_rows()})
