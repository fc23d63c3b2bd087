"""Pages of the kit itself: the language switch and the style guide."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import i18n

from boutdufil.kernel.ui import samples

set_language = login_not_required(i18n.set_language)


@login_not_required
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component of the kit in every state; a form sent here is checked and forgotten."""
    sent = request.POST if request.method == "POST" else None
    return render(request, "ui/styleguide.html", samples.context(sent))


@login_not_required
def suggestions(request: HttpRequest) -> HttpResponse:
    """Suggestions for the style guide's autocomplete."""
    found = samples.suggestions(request.GET.get("q", ""))
    return render(request, "ui/_suggestions.html", {"suggestions": found})
