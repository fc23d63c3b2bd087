"""Who has to be told that their meetings are not what they were told."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F, Q

from boutdufil.rooms.campaigns.enums import LIVE, MeetingState
from boutdufil.rooms.campaigns.models import Meeting
from boutdufil.rooms.campaigns.selectors.dating import DatingRow

# Live ones whose round is not the one told, and lost ones that were told.
UNTOLD = Q(state__in=LIVE) & (Q(told_round=None) | ~Q(told_round=F("round"))) | Q(
    state=MeetingState.CANCELLED, told_round__isnull=False
)


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One change: at which table; hours, "" for no meeting before, or after."""

    table: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Notice:
    """Somebody to be told; without an address only by voice."""

    registration_id: int
    name: str
    has_email: bool
    lines: tuple[NoticeLine, ...]


def to_be_told(dating_id: int) -> set[int]:
    """Return the registrations whose meetings are not what they were told."""
    found = Meeting.objects.filter(UNTOLD, dating_id=dating_id)
    return set(found.values_list("registration_id", flat=True))


def notices_of(row: DatingRow) -> tuple[Notice, ...]:
    """Return who has to be told what, by name; nobody before the plan is published."""
    if not row.is_published:
        return ()
    found = Meeting.objects.filter(UNTOLD, dating_id=row.id).select_related("table", "registration")
    people: dict[int, list[Meeting]] = {}
    for one in found.order_by("registration__name", "registration_id", "round"):
        people.setdefault(one.registration_id, []).append(one)
    return tuple(_notice(row, ones) for ones in people.values())


def _notice(row: DatingRow, ones: list[Meeting]) -> Notice:
    person = ones[0].registration
    lines = tuple(_line(row, one) for one in ones)
    return Notice(person.pk, person.name, bool(person.email), lines)


def _line(row: DatingRow, one: Meeting) -> NoticeLine:
    told, clock = one.told_round, row.clock
    return NoticeLine(
        table=one.table.label,
        before=clock.hour(told) if told is not None else "",
        after=clock.hour(one.round) if one.state in LIVE else "",
    )
