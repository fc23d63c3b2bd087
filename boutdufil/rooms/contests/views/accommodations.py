"""Asking for an accommodation, and deciding on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from boutdufil.kernel.people.throttle import rate_limited
from boutdufil.kernel.ui.answers import show_form
from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.forms.accommodations import (
    AccommodationForm,
    RefereeForm,
    known_needs,
)
from boutdufil.rooms.contests.permissions.entries import (
    can_grant_accommodations,
    can_name_referee,
)
from boutdufil.rooms.contests.rules.rows import EditionRow
from boutdufil.rooms.contests.selectors import accommodations as selectors
from boutdufil.rooms.contests.selectors.editions import edition_row
from boutdufil.rooms.contests.services import accommodations as services
from boutdufil.rooms.contests.views.doors import HOUR, attempt

if TYPE_CHECKING:
    from boutdufil.rooms.contests.views.doors import PersonRequest


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@rate_limited("contests.accommodation", 60, HOUR)
def accommodation(request: PersonRequest) -> HttpResponse:
    """Show somebody what they asked for, and take a request."""
    row = selectors.own_accommodation(request.user.pk)
    form = AccommodationForm(request.POST or None, initial=known_needs(row))
    if request.method == "POST" and form.is_valid():
        try:
            services.ask_accommodation(person_id=request.user.pk, draft=form.draft())
        except ContestError as error:
            form.blame(error)
        else:
            messages.success(request, _("Votre demande est notée."))
            return redirect("contests:accommodation")
    return show_form(request, "contests/entries/accommodation.html", form, row=row)


@require_POST
def withdraw_accommodation(request: PersonRequest) -> HttpResponse:
    """Take one's consent back: the request is erased."""
    services.withdraw_consent(person_id=request.user.pk)
    messages.success(request, _("C’est effacé."))
    return redirect("contests:accommodation")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def accommodations(request: PersonRequest, edition_id: int) -> HttpResponse:
    """List the requests to who decides on them; let the organiser say who that is."""
    edition = _edition(edition_id)
    decides = can_grant_accommodations(request.user, edition_id)
    names = can_name_referee(request.user, edition_id)
    if not decides and not names:
        raise Http404
    people = selectors.possible_referees(edition_id)
    form = RefereeForm(request.POST if names and request.POST else None, people=people)
    if form.is_bound and form.is_valid():
        attempt(
            request,
            lambda: services.name_referee(
                edition_id=edition_id,
                person_id=form.cleaned_data["person"],
                actor_id=request.user.pk,
            ),
            _("C’est noté : cette personne décide désormais."),
        )
        return redirect("contests:accommodations", edition_id)
    context = {
        "edition": edition,
        "rows": selectors.accommodations_of(edition_id) if decides else None,
        "referee": selectors.referee_of(edition_id),
        "may_name": names,
    }
    return show_form(request, "contests/entries/accommodations.html", form, **context)


@require_POST
@never_cache
def decide_accommodation(
    request: PersonRequest, edition_id: int, accommodation_id: int
) -> HttpResponse:
    """Grant a request, or say no."""
    if not can_grant_accommodations(request.user, edition_id):
        raise Http404
    attempt(
        request,
        lambda: services.decide_accommodation(
            accommodation_id=accommodation_id,
            edition_id=edition_id,
            grants=request.POST.get("do") == "grant",
            actor_id=request.user.pk,
        ),
        _("C’est noté, et la personne est prévenue."),
    )
    return redirect("contests:accommodations", edition_id)


def _edition(edition_id: int) -> EditionRow:
    edition = edition_row(edition_id)
    if edition is None:
        raise Http404
    return edition
