"""Pages of the kit itself: the language switch and the style guide."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import i18n

set_language = login_not_required(i18n.set_language)


@login_not_required
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component of the kit in every state."""
    return render(request, "ui/styleguide.html")


@login_not_required
def suggestions(request: HttpRequest) -> HttpResponse:
    """Suggestions for the style guide's autocomplete, from a list of its own."""
    return render(request, "ui/_suggestions.html", {"suggestions": []})
