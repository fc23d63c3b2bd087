"""Whose number it is: to anybody else there is none."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from boutdufil.rooms.illico.errors import IllicoError
from boutdufil.rooms.illico.permissions.numbers import can_manage_numbers
from boutdufil.rooms.illico.selectors.numbers import number_row

if TYPE_CHECKING:
    from boutdufil.kernel.people.models import Person

    class PersonRequest(HttpRequest):
        """A request of somebody signed in."""

        user: Person


View = Callable[..., HttpResponse]
HOUR = 3600


def own_number(view: View) -> View:
    """Hand the view the number of its address, to those who manage it."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, code: str, *args: Any, **kwargs: Any) -> HttpResponse:
        number = number_row(code)
        if number is None or not can_manage_numbers(request.user, number.organisation_id):
            raise Http404
        return view(request, number, *args, **kwargs)

    return guarded


def attempt(request: HttpRequest, act: Callable[[], object], done: str) -> bool:
    """Do something and say so, or say why it cannot be; tell whether it was done."""
    try:
        act()
    except IllicoError as error:
        messages.error(request, str(error))
        return False
    messages.success(request, done)
    return True
