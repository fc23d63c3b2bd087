"""One person, one meeting of a job dating, as their organiser changes them by hand."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise

from boutdufil.engines import slotting
from boutdufil.rooms.campaigns.enums import LIVE
from boutdufil.rooms.campaigns.models import Meeting
from boutdufil.rooms.campaigns.rules.dating_words import REASONS
from boutdufil.rooms.campaigns.selectors.dating import DatingRow, Day, ahead, day_of
from boutdufil.rooms.campaigns.selectors.dating_pages import PersonRow, names_of, people_of
from boutdufil.rooms.campaigns.selectors.dating_tables import tables_of


@dataclass(frozen=True, slots=True)
class Refused:
    """A wish without a meeting: why, and instead of which meetings it could be held.

    ``rounds`` are those in which nothing stands against it.
    """

    table_id: int
    table: str
    why: str | Promise
    instead_of: tuple[str, ...]
    rounds: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class PersonPage:
    """Somebody's meetings, and why not more."""

    row: PersonRow
    meetings: tuple[Choice, ...]
    refused: tuple[Refused, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A meeting one may exchange with: its number, in words."""

    id: int
    words: str


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """A meeting to be changed by hand."""

    id: int
    registration_id: int
    table_id: int
    name: str
    table: str
    round: int
    hour: str
    others: tuple[Choice, ...]
    rounds: tuple[tuple[int, str], ...]


def person_page(row: DatingRow, registration_id: int) -> PersonPage | None:
    """Return somebody's meetings and why not more; None for who wishes nothing here."""
    day = day_of(row)
    person = next((one for one in people_of(day) if one.id == registration_id), None)
    if person is None:
        return None
    labels = {one.id: one.label for one in tables_of(row.id, also_removed=True)}
    now = timezone.now()
    told = slotting.explain(ahead(day, now), day.meetings, str(registration_id))
    names = names_of(one.pair[0] for one in day.held)
    return PersonPage(
        row=person,
        meetings=tuple(
            Choice(one.id, f"{row.clock.hour(one.round)} · {labels[one.pair[1]]}")
            for one in day.held
            if one.pair[0] == registration_id
        ),
        refused=tuple(_refused(one, day, labels, names) for one in told.refusals),
    )


def meeting_page(row: DatingRow, meeting_id: int) -> MeetingPage | None:
    """Return a meeting that stands with what it may be exchanged for; None for none."""
    held = list(
        Meeting.objects.filter(dating_id=row.id, state__in=LIVE).select_related(
            "table", "registration"
        )
    )
    one = next((found for found in held if found.pk == meeting_id), None)
    if one is None:
        return None
    clock = row.clock
    return MeetingPage(
        id=one.pk,
        registration_id=one.registration_id,
        table_id=one.table_id,
        name=one.registration.name,
        table=one.table.label,
        round=one.round,
        hour=clock.hour(one.round),
        others=tuple(
            Choice(
                other.pk,
                f"{clock.hour(other.round)} · {other.table.label} · {other.registration.name}",
            )
            for other in held
            if other.pk != one.pk
        ),
        rounds=tuple((n, clock.hour(n)) for n in range(clock.rounds) if n != one.round),
    )


def _refused(
    one: slotting.Refusal, day: Day, labels: dict[int, str], names: dict[int, str]
) -> Refused:
    table_id, guest = int(one.wish.recruiter), int(one.wish.candidate)
    clock = day.row.clock
    busy = {held.round for held in day.held if guest == held.pair[0] or table_id == held.pair[1]}
    is_open = one.reason == slotting.Reason.OPEN
    return Refused(
        table_id=table_id,
        table=labels[table_id],
        why=REASONS[one.reason],
        instead_of=tuple(
            f"{clock.hour(other.slot)} · {labels[int(other.recruiter)]}"
            f" · {names.get(int(other.candidate), '')}"
            for other in one.instead_of
        ),
        rounds=tuple((n, clock.hour(n)) for n in one.slots if is_open and n not in busy),
    )
