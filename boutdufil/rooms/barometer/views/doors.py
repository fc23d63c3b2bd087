"""Whose survey it is: to anybody else there is none."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from boutdufil.rooms.barometer.errors import BarometerError
from boutdufil.rooms.barometer.permissions.surveys import can_run_survey
from boutdufil.rooms.barometer.selectors.surveys import survey_row

if TYPE_CHECKING:
    from boutdufil.kernel.people.models import Person

    class PersonRequest(HttpRequest):
        """A request of somebody signed in."""

        user: Person


View = Callable[..., HttpResponse]
HOUR = 3600


def own_survey(view: View) -> View:
    """Hand the view the survey of its address, to those who run it; nobody else learns of it."""

    @never_cache
    @wraps(view)
    def checked(request: HttpRequest, survey: str, *args: Any, **kwargs: Any) -> HttpResponse:
        row = survey_row(survey)
        if row is None or not can_run_survey(request.user, row.id):
            raise Http404
        return view(request, row, *args, **kwargs)

    return checked


def attempt(request: HttpRequest, act: Callable[[], object], done: str) -> bool:
    """Do something and say so, or say why it cannot be; tell whether it was done."""
    try:
        act()
    except BarometerError as error:
        messages.error(request, str(error))
        return False
    messages.success(request, done)
    return True
