"""What every write on a path owes: a limit a whole room can share, and a session that lasts."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from boutdufil.kernel.people.services import take_allowance
from boutdufil.kernel.people.throttle import SAFE_METHODS, client_address, too_many_requests
from boutdufil.rooms.mobility.views.visitors import View, visitor_of

TEN_MINUTES, HOUR = 600, 3600
# A room of thirty people behind one address begins thirty paths in a minute.
OPENED_PER_ADDRESS = 600


def writes(scope: str, limit: int, per_seconds: int) -> Callable[[View], View]:
    """Let each path be written `limit` times per period; answer 429 beyond.

    The one who writes is a person, or a guest's path; an address counts only while there is
    neither, when a path is about to be opened. Reading is never counted.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method in SAFE_METHODS:
                return view(request, *args, **kwargs)
            key = _writer(request)
            wait = (
                take_allowance(scope=scope, key=key, limit=limit, per_seconds=per_seconds)
                if key
                else _opening(request)
            )
            if wait:
                return too_many_requests(request, wait)
            # A guest's cookie runs out so long after their last write, not after their first.
            request.session.modified = request.session.modified or key.startswith("path:")
            return view(request, *args, **kwargs)

        return counted

    return decorate


def _opening(request: HttpRequest) -> int:
    """Count a path about to be opened; the seconds to wait, 0 when it may be."""
    return take_allowance(
        scope="mobility.open",
        key=client_address(request),
        limit=OPENED_PER_ADDRESS,
        per_seconds=TEN_MINUTES,
    )


def _writer(request: HttpRequest) -> str:
    """Who writes, as a key; empty for whoever has no path yet."""
    visitor = visitor_of(request)
    if visitor.person_id is not None:
        return f"person:{visitor.person_id}"
    return f"path:{visitor.guest_profile_id}" if visitor.guest_profile_id is not None else ""
