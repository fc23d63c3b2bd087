"""What we keep, for how long, by what rule: public."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from boutdufil.kernel.people import selectors


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """List the rules of retention as they run, and the rights of people."""
    return render(request, "people/privacy.html", {"rules": selectors.retention_rows()})
