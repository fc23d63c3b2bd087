"""Whose bank it is: to anybody else, and to candidates of its contests, there is none."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from boutdufil.kernel.people.permissions import Actor
from boutdufil.rooms.contests.permissions import banks as permissions
from boutdufil.rooms.contests.rules.rows import EditionRow
from boutdufil.rooms.contests.selectors.banks import bank_row
from boutdufil.rooms.contests.views.doors import View, own_edition


def open_bank(view: View) -> View:
    """Hand the view the bank of its address, to those who write for it."""
    return _guarded(view, permissions.can_open_bank)


def arranged_bank(view: View) -> View:
    """Hand the view the bank of its address, to those who arrange it."""
    return _guarded(view, permissions.can_arrange_bank)


def analysed_edition(view: View) -> View:
    """Hand the view the edition of its address, to those who may look into its papers."""

    @own_edition
    @wraps(view)
    def checked(
        request: HttpRequest, edition: EditionRow, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if not permissions.can_analyse(request.user, edition.id):
            raise Http404
        return view(request, edition, *args, **kwargs)

    return checked


def _guarded(view: View, may: Callable[[Actor, int], bool]) -> View:
    @never_cache
    @wraps(view)
    def checked(request: HttpRequest, bank_id: int, *args: Any, **kwargs: Any) -> HttpResponse:
        bank = bank_row(bank_id)
        if bank is None or not may(request.user, bank_id):
            raise Http404
        return view(request, bank, *args, **kwargs)

    return checked
