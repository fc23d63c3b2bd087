"""Who is here, and which seats in calls their session remembers."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast
from uuid import UUID

from django.http import HttpRequest

from boutdufil.kernel.calls.permissions import Visitor
from boutdufil.kernel.calls.services.practice import SEATS_KEY, seats_of
from boutdufil.kernel.people.permissions import is_signed_in

if TYPE_CHECKING:
    from boutdufil.kernel.people.models import Person

MOST_SEATS = 20
# Where a session remembers the page of a room that somebody came to practise from.
WAY_BACK = "calls_way_back"


def visitor_of(request: HttpRequest) -> Visitor:
    """Return the visitor behind a request."""
    return Visitor(request.user, seats_of(request.session))


def person_of(request: HttpRequest) -> Person | None:
    """Return who is signed in, or None."""
    return cast("Person", request.user) if is_signed_in(request.user) else None


def remember_seat(request: HttpRequest, participant_id: UUID) -> None:
    """Let the session remember a seat: for POST requests only."""
    kept = [text for text in request.session.get(SEATS_KEY, []) if isinstance(text, str)]
    request.session[SEATS_KEY] = [*kept, str(participant_id)][-MOST_SEATS:]


def forget_seat(request: HttpRequest, participant_id: UUID) -> None:
    """Let the session forget a seat: for POST requests only."""
    kept = request.session.get(SEATS_KEY, [])
    request.session[SEATS_KEY] = [text for text in kept if text != str(participant_id)]


def remember_way_back(request: HttpRequest, path: str, label: str) -> None:
    """Let pages of practised calls lead back to a room's page: for POST requests only."""
    request.session[WAY_BACK] = {"path": path, "label": label}
