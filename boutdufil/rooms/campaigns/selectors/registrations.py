"""Registrations by their secrets, and how an event takes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.utils import timezone

from boutdufil.kernel.people.tokens import hash_token
from boutdufil.rooms.campaigns.enums import NodeStatus, RegistrationStatus
from boutdufil.rooms.campaigns.models import Intake, Registration
from boutdufil.rooms.campaigns.rules.life import LISTED
from boutdufil.rooms.campaigns.rules.registrations import ACTIVE
from boutdufil.rooms.campaigns.rules.rows import NodeRow

State = Literal["open", "soon", "waiting", "full", "closed", "called_off"]


@dataclass(frozen=True, slots=True)
class WayIn:
    """How one registers for an event now.

    ``left`` is how many places are free, None without limit. "waiting" is full with a waiting
    list, "full" without one, "soon" before ``opens_at``.
    """

    node_id: int
    slug: str
    state: State
    left: int | None
    opens_at: datetime | None
    closes_at: datetime | None
    called_off_reason: str
    largest_group: int | None

    @property
    def is_open(self) -> bool:
        """Tell whether one may register or wait."""
        return self.state in {"open", "waiting"}


@dataclass(frozen=True, slots=True)
class RegistrationRow:
    """A registration as it stands; its secrets are not in it, but its nonce."""

    id: int
    intake_id: int
    node_id: int
    slot_id: int | None
    person_id: int | None
    name: str
    email: str
    language: str
    places: int
    group_name: str
    needs: str
    answers: Mapping[str, Any]
    status: RegistrationStatus
    nonce: str
    code: str
    offered_until: datetime | None
    came_at: datetime | None

    @property
    def is_active(self) -> bool:
        """Tell whether somebody still means to come."""
        return self.status in ACTIVE


def registration_by_link(token: str) -> RegistrationRow | None:
    """Return the registration whose page's secret this is; what was erased is found by nobody."""
    return _first(link_hash=hash_token(token))


def registration_row(registration_id: int) -> RegistrationRow | None:
    """Return a registration by its number."""
    return _first(pk=registration_id)


def way_in(node: NodeRow) -> WayIn | None:
    """Return how one registers for an event; None where nobody has to."""
    intake = Intake.objects.filter(node_id=node.id).prefetch_related("slots").first()
    return way_in_of(intake, node) if intake else None


def way_in_of(intake: Intake, node: NodeRow) -> WayIn:
    """Return how one registers where registrations are taken."""
    now = timezone.now()
    left = places_left(intake, now)
    return WayIn(
        node_id=node.id,
        slug=node.slug,
        state=state_of(intake, node.status, left, now),
        left=left,
        opens_at=intake.opens_at,
        closes_at=intake.closes_at,
        called_off_reason=intake.called_off_reason,
        largest_group=intake.largest_group,
    )


def state_of(intake: Intake, status: str, left: int | None, now: datetime) -> State:
    """Return how an event takes registrations at a moment."""
    if intake.called_off_at is not None:
        return "called_off"
    if is_closed(intake, status, now):
        return "closed"
    if intake.opens_at and now < intake.opens_at:
        return "soon"
    if left == 0:
        return "waiting" if intake.keeps_waiting_list else "full"
    return "open"


def is_closed(intake: Intake, status: str, now: datetime) -> bool:
    """Tell whether it is too late, or the event not for the public (any more)."""
    too_late = intake.closes_at is not None and intake.closes_at <= now
    return too_late or status not in LISTED or status == NodeStatus.OVER


def places_left(intake: Intake, now: datetime) -> int | None:
    """Return how many places are free at an event, in slots to come where it has slots."""
    own = None if intake.capacity is None else intake.capacity - intake.taken
    slots = list(intake.slots.all())
    free = [None if s.capacity is None else s.capacity - s.taken for s in slots if s.ends_at > now]
    if slots and not free:
        return 0
    if not free or None in free:
        return own
    known = sum(n for n in free if n is not None)
    return known if own is None else min(own, known)


def _first(**condition: object) -> RegistrationRow | None:
    found = Registration.objects.filter(erased_at=None, **condition)
    one = found.select_related("intake").first()
    return row_of(one) if one else None


def row_of(one: Registration) -> RegistrationRow:
    """Return the row of a registration that comes with its intake."""
    return RegistrationRow(
        id=one.pk,
        intake_id=one.intake_id,
        node_id=one.intake.node_id,
        slot_id=one.slot_id,
        person_id=one.person_id,
        name=one.name,
        email=one.email,
        language=one.language,
        places=one.places,
        group_name=one.group_name,
        needs=one.needs,
        answers=one.answers,
        status=RegistrationStatus(one.status),
        nonce=one.nonce,
        code=one.code,
        offered_until=one.offered_until,
        came_at=one.came_at,
    )
