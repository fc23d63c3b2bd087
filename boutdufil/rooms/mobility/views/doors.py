"""What a number in an address stands for; to whoever may not know of it, there is none."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from boutdufil.rooms.mobility.views.visitors import View


def handed(
    find: Callable[[int], Any], allowed: Callable[[Any, Any], bool], name: str
) -> Callable[[View], View]:
    """Hand the view what `find` gives for the part `name` of its address.

    `allowed` says whether the person who asks, its first argument, may do this with it.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            found = find(kwargs.pop(name))
            if found is None or not allowed(request.user, found):
                raise Http404
            return view(request, found, *args, **kwargs)

        return guarded

    return decorate
