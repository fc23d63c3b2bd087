"""Who comes: those who registered at a node or beneath it, filtered, counted, in rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.formats import date_format, time_format
from django.utils.timezone import localtime

from boutdufil.rooms.campaigns.enums import RegistrationStatus
from boutdufil.rooms.campaigns.models import Intake, Registration, Slot
from boutdufil.rooms.campaigns.rules.attendance import Filters
from boutdufil.rooms.campaigns.rules.registrations import HOLDING

TONES = {
    RegistrationStatus.CONFIRMED: "held",
    RegistrationStatus.WAITING: "unknown",
    RegistrationStatus.OFFERED: "open",
    RegistrationStatus.LAPSED: "",
    RegistrationStatus.CANCELLED: "missing",
}


@dataclass(frozen=True, slots=True)
class Visitor:
    """A registration as the organiser reads it."""

    id: int
    name: str
    email: str
    group_name: str
    places: int
    event: str
    event_id: int
    slot: str
    status: RegistrationStatus
    tone: str
    origin: str
    needs: str
    code: str
    registered_at: datetime
    came_at: datetime | None
    is_walk_in: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """People, not registrations: groups count as many as they are."""

    expected: int
    waiting: int
    came: int
    cancelled: int
    erased: int


@dataclass(frozen=True, slots=True)
class Choices:
    """What the list can be narrowed to, as (value, words)."""

    events: tuple[tuple[int, str], ...]
    slots: tuple[tuple[int, str], ...]
    origins: tuple[str, ...]


def registrations_at(node_id: int) -> QuerySet[Registration]:
    """Return every registration at a node or beneath it, erased ones too."""
    return Registration.objects.filter(
        Q(intake__node_id=node_id) | Q(intake__node__path__contains=[node_id])
    )


def visitors_at(node_id: int, filters: Filters) -> QuerySet[Registration]:
    """Return the registrations of a list, by name; those whose names were erased are no list."""
    found = registrations_at(node_id).filter(erased_at=None)
    for condition in _conditions(filters):
        found = found.filter(condition)
    return found.select_related("intake__node", "slot").order_by("name", "pk")


def visitor_of(one: Registration) -> Visitor:
    """Return the row of a registration that comes with its event and slot."""
    status = RegistrationStatus(one.status)
    return Visitor(
        id=one.pk,
        name=one.name,
        email=one.email,
        group_name=one.group_name,
        places=one.places,
        event=one.intake.node.name,
        event_id=one.intake.node_id,
        slot=slot_words(one.slot),
        status=status,
        tone=TONES[status],
        origin=one.origin,
        needs=one.needs,
        code=one.code,
        registered_at=one.registered_at,
        came_at=one.came_at,
        is_walk_in=one.is_walk_in,
    )


def counts_at(node_id: int) -> Counts:
    """Count people at a node and beneath it, those without name any more included."""
    expected = Q(status__in=HOLDING)
    told = registrations_at(node_id).aggregate(
        expected=Sum("places", filter=expected),
        waiting=Sum("places", filter=Q(status=RegistrationStatus.WAITING)),
        came=Sum("places", filter=Q(came_at__isnull=False)),
        cancelled=Sum("places", filter=Q(status=RegistrationStatus.CANCELLED)),
        erased=Count("pk", filter=Q(erased_at__isnull=False)),
    )
    return Counts(**{name: value or 0 for name, value in told.items()})


def choices_at(node_id: int, event_id: int | None) -> Choices:
    """Return what the list of a node can be narrowed to; slots are those of one event."""
    intakes = Intake.objects.filter(Q(node_id=node_id) | Q(node__path__contains=[node_id]))
    events = intakes.order_by("node__starts_on", "node__name").values_list("node_id", "node__name")
    only = event_id or (events[0][0] if len(events) == 1 else None)
    slots = Slot.objects.filter(intake__node_id=only) if only else Slot.objects.none()
    origins = registrations_at(node_id).exclude(origin="").order_by("origin")
    return Choices(
        events=tuple(events),
        slots=tuple((slot.pk, slot_words(slot)) for slot in slots),
        origins=tuple(origins.values_list("origin", flat=True).distinct()),
    )


def slot_words(slot: Slot | None) -> str:
    """Return "5 octobre 2026, 14:00" as the reader's language writes it."""
    if slot is None:
        return ""
    begins = localtime(slot.starts_at)
    return f"{date_format(begins, 'DATE_FORMAT')}, {time_format(begins)}"


def _conditions(filters: Filters) -> Iterable[Q]:
    if filters.status:
        yield Q(status=filters.status)
    if filters.event:
        yield Q(intake__node_id=filters.event)
    if filters.slot:
        yield Q(slot_id=filters.slot)
    if filters.origin:
        yield Q(origin=filters.origin)
    if filters.came:
        yield Q(came_at__isnull=filters.came == "no")
    if filters.text:
        yield _text(filters.text)


def _text(typed: str) -> Q:
    found = Q()
    for word in typed.split():
        found &= (
            Q(name__icontains=word)
            | Q(email__icontains=word)
            | Q(group_name__icontains=word)
            | Q(code__iexact=word)
        )
    return found
