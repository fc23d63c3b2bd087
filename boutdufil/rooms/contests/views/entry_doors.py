"""Whose entry it is: to anybody else there is none."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from boutdufil.kernel.people.permissions import Actor
from boutdufil.rooms.contests.permissions.entries import can_change_entry, can_see_entry
from boutdufil.rooms.contests.selectors.entries import entry_row
from boutdufil.rooms.contests.views.doors import View


def own_entry(view: View) -> View:
    """Hand the view the entry of its address, to its members."""
    return _guarded(view, can_see_entry)


def captains_entry(view: View) -> View:
    """Hand the view the entry of its address, to who answers for it."""
    return _guarded(view, can_change_entry)


def _guarded(view: View, may: Callable[[Actor, int], bool]) -> View:
    @never_cache
    @wraps(view)
    def checked(request: HttpRequest, entry_id: int, *args: Any, **kwargs: Any) -> HttpResponse:
        entry = entry_row(entry_id)
        if entry is None or not may(request.user, entry_id):
            raise Http404
        return view(request, entry, *args, **kwargs)

    return checked
