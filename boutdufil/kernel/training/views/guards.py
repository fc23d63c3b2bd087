"""What a page acts on, only for who may: 404 for what is not there, 403 for anybody else."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from boutdufil.kernel.training import permissions
from boutdufil.kernel.training.selectors import found

if TYPE_CHECKING:
    from boutdufil.kernel.people.permissions import Actor
    from boutdufil.kernel.training.models import Accreditation, Enrolment, TrainingBody

T = TypeVar("T")


def allowed(request: HttpRequest, thing: T | None, may: Callable[[Actor, T], bool]) -> T:
    """Return the thing when the visitor may act on it."""
    if thing is None:
        raise Http404
    if not may(request.user, thing):
        raise PermissionDenied
    return thing


def my_body(request: HttpRequest, body: TrainingBody | None) -> TrainingBody:
    """Return a body the visitor runs."""
    return allowed(request, body, permissions.can_run_body)


def enrolment_to_decide(request: HttpRequest, enrolment_id: int) -> Enrolment:
    """Return an enrolment the visitor decides on."""
    return allowed(request, found.enrolment(enrolment_id), permissions.can_decide_seat)


def accreditation_to_change(request: HttpRequest, accreditation_id: int) -> Accreditation:
    """Return an accreditation of a branch the visitor speaks for."""
    thing = found.accreditation(accreditation_id)
    return allowed(request, thing, permissions.can_change_accreditation)
