"""Whose edition it is: to anybody else there is none."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.permissions.editions import can_run_edition
from boutdufil.rooms.contests.rules.rows import StageRow
from boutdufil.rooms.contests.selectors.editions import edition_row
from boutdufil.rooms.contests.selectors.stages import stage_row

if TYPE_CHECKING:
    from boutdufil.kernel.people.models import Person

    class PersonRequest(HttpRequest):
        """A request of somebody signed in."""

        user: Person


View = Callable[..., HttpResponse]
HOUR = 3600


def own_edition(view: View) -> View:
    """Hand the view the edition of its address, to those who run it; nobody else learns of it."""

    @never_cache
    @wraps(view)
    def checked(request: HttpRequest, edition_id: int, *args: Any, **kwargs: Any) -> HttpResponse:
        edition = edition_row(edition_id)
        if edition is None or not can_run_edition(request.user, edition_id):
            raise Http404
        return view(request, edition, *args, **kwargs)

    return checked


def stage_within(edition_id: int, stage_id: int) -> StageRow:
    """Return a stage of an edition; there is none of another edition."""
    stage = stage_row(stage_id)
    if stage is None or stage.edition_id != edition_id:
        raise Http404
    return stage


def attempt(request: HttpRequest, act: Callable[[], object], done: str) -> bool:
    """Do something and say so, or say why it cannot be; tell whether it was done."""
    try:
        act()
    except ContestError as error:
        messages.error(request, str(error))
        return False
    messages.success(request, done)
    return True
