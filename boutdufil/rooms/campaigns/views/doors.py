"""Whose node it is: to anybody else there is none."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from boutdufil.kernel.people.permissions import Actor
from boutdufil.rooms.campaigns.errors import CampaignError
from boutdufil.rooms.campaigns.permissions import nodes as permissions
from boutdufil.rooms.campaigns.rules.rows import NodeRow
from boutdufil.rooms.campaigns.selectors.nodes import node_row

if TYPE_CHECKING:
    from boutdufil.kernel.people.models import Person

    class PersonRequest(HttpRequest):
        """A request of somebody signed in."""

        user: Person


View = Callable[..., HttpResponse]
HOUR = 3600


def own_node(view: View) -> View:
    """Hand the view the node of its address, to those who organise it."""
    return guarded(view, permissions.can_manage)


def seen_node(view: View) -> View:
    """Hand the view the node of its address, to those who organise it or above it."""
    return guarded(view, permissions.can_oversee)


def lockable_node(view: View) -> View:
    """Hand the view the node of its address, to those who say what stays as it is beneath."""
    return guarded(view, permissions.can_lock)


def attempt(request: HttpRequest, act: Callable[[], object], done: str) -> bool:
    """Do something and say so, or say why it cannot be; tell whether it was done."""
    try:
        act()
    except CampaignError as error:
        messages.error(request, str(error))
        return False
    messages.success(request, done)
    return True


def guarded(view: View, may: Callable[[Actor, NodeRow], bool]) -> View:
    """Hand the view the node of its address, to those who may; nobody else learns that it is."""

    @never_cache
    @wraps(view)
    def checked(request: HttpRequest, node_id: int, *args: Any, **kwargs: Any) -> HttpResponse:
        node = node_row(node_id)
        if node is None or not may(request.user, node):
            raise Http404
        return view(request, node, *args, **kwargs)

    return checked
