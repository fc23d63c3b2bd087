"""Whoever holds the link of a response answers it; to anybody else there is none."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from boutdufil.rooms.barometer.selectors.respondents import centres_page
from boutdufil.rooms.barometer.selectors.responses import response_at

View = Callable[..., HttpResponse]
# Each pause in one's typing saves: an hour of quick answers is some hundreds.
SAVES_AN_HOUR = 3000


def own_response(view: View) -> View:
    """Hand the view the response its link opens."""

    @login_not_required
    @never_cache
    @wraps(view)
    def checked(request: HttpRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponse:
        row = response_at(token)
        if row is None:
            raise Http404
        return view(request, token, row, *args, **kwargs)

    return checked


def own_centres(view: View) -> View:
    """Hand the view the centres a contact's link opens, for one wave."""

    @login_not_required
    @never_cache
    @wraps(view)
    def checked(request: HttpRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponse:
        page = centres_page(token)
        if page is None:
            raise Http404
        return view(request, token, page, *args, **kwargs)

    return checked
