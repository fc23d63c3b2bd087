"""Pages of the territories module: the list behind every "where?" box."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from boutdufil.kernel.territories import selectors


@require_safe
@login_not_required
@cache_control(public=True, max_age=3600)
def search(request: HttpRequest) -> HttpResponse:
    """Answer the autocomplete with the options that match `q`, best first."""
    places = selectors.search_places(request.GET.get("q", ""))
    return render(request, "territories/_options.html", {"places": places})
