"""Who gets through to a branch's own pages."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from boutdufil.kernel.organisations import selectors as organisations
from boutdufil.rooms.mobility.views.visitors import View

if TYPE_CHECKING:
    from boutdufil.kernel.people.models import Person

    class PersonRequest(HttpRequest):
        """A request that passed the login middleware."""

        user: Person


def needs_branch(predicate: Callable[[Any, int], bool]) -> Callable[[View], View]:
    """Give the view its branch; answer 404 to an unknown one, 403 to whoever may not."""

    def decorate(view: View) -> View:
        @wraps(view)
        def allowed(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponse:
            branch = organisations.branch(slug)
            if branch is None:
                raise Http404
            if not predicate(request.user, branch.id):
                raise PermissionDenied
            return view(request, branch, **kwargs)

        return allowed

    return decorate
