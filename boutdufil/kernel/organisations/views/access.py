"""Who gets through: an organisation that exists, a person who may."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from boutdufil.kernel.organisations import selectors
from boutdufil.kernel.people.throttle import View

if TYPE_CHECKING:
    from boutdufil.kernel.people.models import Person

    class PersonRequest(HttpRequest):
        """A request that passed the login middleware."""

        user: Person


HOUR = 60 * 60
# Whoever does this all day long still never meets these limits by hand.
WRITES = {"limit": 60, "per_seconds": HOUR}
MAILS = {"limit": 40, "per_seconds": HOUR}


def only_if(predicate: Callable[[Any, int], bool]) -> Callable[[View], View]:
    """Answer 404 to an unknown organisation, 403 unless the visitor may do this there."""

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def allowed(request: HttpRequest, organisation_id: int) -> HttpResponse:
            row = selectors.organisation(organisation_id)
            if row is None:
                raise Http404
            if not predicate(request.user, organisation_id):
                raise PermissionDenied
            return view(request, row)

        return allowed

    return decorate
