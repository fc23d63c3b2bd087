"""A day of job dating as it stands, and as the slotting engine reads it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from boutdufil.engines import slotting
from boutdufil.kernel.occupations.selectors import matching_index
from boutdufil.rooms.campaigns.enums import LIVE, MeetingState, RegistrationStatus
from boutdufil.rooms.campaigns.models import Availability, Dating, Meeting, Table, Wish
from boutdufil.rooms.campaigns.rules.dating import Clock, fit_of

Pair = tuple[int, int]  # registration, table


@dataclass(frozen=True, slots=True)
class DatingRow:
    """A day: its rounds, the ones kept free by everybody, and how far its plan is."""

    id: int
    node_id: int
    clock: Clock
    breaks: tuple[int, ...]
    most: int
    screen_nonce: str
    published_at: datetime | None

    @property
    def is_published(self) -> bool:
        """Tell whether people were told their meetings."""
        return self.published_at is not None

    @property
    def topic(self) -> str:
        """What open pages of this day listen to."""
        return f"dating:{self.node_id}"


@dataclass(frozen=True, slots=True)
class Seat:
    """A table as the plan needs it: when it is open, and the trades of its posts (ROME)."""

    id: int
    rounds: frozenset[int]
    breaks: frozenset[int]
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who wishes to meet: when they are there, how often, and the job they said."""

    id: int
    rounds: frozenset[int]
    most: int
    job_code: str
    wishes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """A meeting that stands: as the engine calls it, and its state."""

    id: int
    pair: Pair
    round: int
    state: str

    @property
    def meeting(self) -> slotting.Meeting:
        """The meeting in the engine's words."""
        return slotting.Meeting(self.round, str(self.pair[1]), str(self.pair[0]))


@dataclass(frozen=True)
class Day:
    """All that a plan is made of. ``absences`` are pairs that missed each other: not planned anew.

    ``nearness`` is in 0..1 by pair, without those nothing is known of.
    """

    row: DatingRow
    seats: tuple[Seat, ...]
    guests: tuple[Guest, ...]
    held: tuple[Held, ...]
    absences: frozenset[Pair]
    nearness: dict[Pair, float]

    @property
    def meetings(self) -> tuple[slotting.Meeting, ...]:
        """The meetings that stand, in the engine's words."""
        return tuple(one.meeting for one in self.held)

    @cached_property
    def problem(self) -> slotting.Problem:
        """The day in the engine's words; what took place is kept, whoever is away by now."""
        met = [one for one in self.held if one.state == MeetingState.MET]
        of_guest = _rounds_by(met, 0)
        of_seat = _rounds_by(met, 1)
        return slotting.Problem(
            slots=self.row.clock.rounds,
            recruiters=tuple(
                slotting.Recruiter(
                    str(one.id),
                    one.rounds | of_seat.get(one.id, frozenset()),
                    one.breaks - of_seat.get(one.id, frozenset()),
                )
                for one in self.seats
            ),
            candidates=tuple(
                slotting.Candidate(
                    str(one.id),
                    one.rounds | of_guest.get(one.id, frozenset()),
                    max(one.most, len(of_guest.get(one.id, ()))),
                )
                for one in self.guests
            ),
            wishes=tuple(self._wishes()),
            kept=frozenset(one.meeting for one in met),
        )

    def _wishes(self) -> Iterable[slotting.Wish]:
        for guest in self.guests:
            for rank, table in enumerate(guest.wishes, start=1):
                pair = (guest.id, table)
                if pair not in self.absences:
                    fit = fit_of(rank, self.nearness.get(pair))
                    yield slotting.Wish(str(guest.id), str(table), fit)


def ahead(day: Day, now: datetime) -> slotting.Problem:
    """Return the day as it can still be changed: without the rounds that have begun."""
    gone = frozenset(range(day.row.clock.next(now)))
    problem = day.problem
    return replace(
        problem,
        recruiters=tuple(replace(one, slots=one.slots - gone) for one in problem.recruiters),
        candidates=tuple(replace(one, slots=one.slots - gone) for one in problem.candidates),
        kept=frozenset(),
    )


def dating_of(node_id: int) -> DatingRow | None:
    """Return the day of an event; None where none was set up."""
    one = Dating.objects.filter(node_id=node_id).first()
    return dating_row(one) if one else None


def dating_row(one: Dating) -> DatingRow:
    """Return the row of a day."""
    return DatingRow(
        id=one.pk,
        node_id=one.node_id,
        clock=Clock(one.starts_at, one.minutes, one.rounds),
        breaks=tuple(one.breaks),
        most=one.most,
        screen_nonce=one.screen_nonce,
        published_at=one.published_at,
    )


def day_of(row: DatingRow) -> Day:
    """Read a whole day; the same queries whatever its size."""
    seats = tuple(_seats(row))
    held = tuple(_held(row))
    guests = tuple(_guests(row, {one.id for one in seats}, {one.pair[0] for one in held}))
    absent = Meeting.objects.filter(dating_id=row.id, state=MeetingState.ABSENT)
    return Day(
        row=row,
        seats=seats,
        guests=guests,
        held=held,
        absences=frozenset(absent.values_list("registration_id", "table_id")),
        nearness=_nearness(seats, guests),
    )


def _seats(row: DatingRow) -> Iterable[Seat]:
    everyone = frozenset(range(row.clock.rounds))
    for one in Table.objects.filter(dating_id=row.id).prefetch_related("vacancies").order_by("pk"):
        yield Seat(
            id=one.pk,
            rounds=frozenset() if one.removed_at else everyone,
            breaks=frozenset({*row.breaks, *one.breaks}) & everyone,
            codes=tuple(sorted({vacancy.code for vacancy in one.vacancies.all()})),
        )


def _held(row: DatingRow) -> Iterable[Held]:
    found = Meeting.objects.filter(dating_id=row.id, state__in=LIVE).order_by("round", "pk")
    for pk, registration, table, round_, state in found.values_list(
        "pk", "registration_id", "table_id", "round", "state"
    ):
        yield Held(pk, (registration, table), round_, state)


def _guests(row: DatingRow, tables: set[int], also: set[int]) -> Iterable[Guest]:
    wishes: dict[int, list[int]] = {}
    coming: set[int] = set()
    found = Wish.objects.filter(table__dating_id=row.id).order_by("rank", "pk")
    for registration, table, status, places in found.values_list(
        "registration_id", "table_id", "registration__status", "registration__places"
    ):
        wishes.setdefault(registration, []).append(table)
        if status == RegistrationStatus.CONFIRMED and places == 1:
            coming.add(registration)
    said = Availability.objects.in_bulk([*wishes, *also], field_name="registration_id")
    everyone = frozenset(range(row.clock.rounds))
    for registration in sorted({*wishes, *also}):
        own = said.get(registration)
        there = everyone - set(own.away if own else ()) if registration in coming else frozenset()
        yield Guest(
            id=registration,
            rounds=frozenset(there),
            most=own.most if own and own.most is not None else row.most,
            job_code=own.job_code if own else "",
            wishes=tuple(table for table in wishes.get(registration, ()) if table in tables),
        )


def _nearness(seats: Iterable[Seat], guests: Iterable[Guest]) -> dict[Pair, float]:
    """Compare the job somebody said with the trades of the tables they wish to meet.

    It is the share of what a trade asks that the job asks too (`engines.matching`); where a table
    shows no post, or no job was said, nothing is known.
    """
    codes = {one.id: one.codes for one in seats}
    found: dict[Pair, float] = {}
    shares: dict[str, dict[str, float]] = {}
    for guest in guests:
        if not guest.job_code:
            continue
        if guest.job_code not in shares:
            index = matching_index()
            shares[guest.job_code] = index.shares(index.asked_skills(guest.job_code))
        for table in guest.wishes:
            if codes[table]:
                near = shares[guest.job_code]
                found[guest.id, table] = max(near.get(code, 0.0) for code in codes[table])
    return found


def _rounds_by(met: Iterable[Held], place: int) -> dict[int, frozenset[int]]:
    found: dict[int, frozenset[int]] = {}
    for one in met:
        found[one.pair[place]] = found.get(one.pair[place], frozenset()) | {one.round}
    return found
