"""The page of one job card."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from boutdufil.rooms.mobility import selectors
from boutdufil.rooms.mobility.selectors import search
from boutdufil.rooms.mobility.views.visitors import path_context, profile_of


@require_safe
@login_not_required
def card(request: HttpRequest, code: str) -> HttpResponse:
    """Show a job: what it is, what it asks, where it leads, where people come from."""
    page = selectors.cards.card_page(code)
    if page is None:
        raise Http404
    profile = profile_of(request)
    offers = search.offers_near([code], profile.near_code if profile else "")
    context = path_context(profile, page=page, near_offers=offers)
    return render(request, "mobility/card.html", context)
