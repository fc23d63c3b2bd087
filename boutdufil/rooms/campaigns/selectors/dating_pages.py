"""A job dating as its organiser sees it: tables, the plan with its bound, who has fewer and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from boutdufil.engines import slotting
from boutdufil.rooms.campaigns.enums import PlanState
from boutdufil.rooms.campaigns.models import Availability, DatingPlan, Registration
from boutdufil.rooms.campaigns.rules.dating import first_open
from boutdufil.rooms.campaigns.rules.dating_words import clash_words
from boutdufil.rooms.campaigns.selectors.dating import DatingRow, Day, day_of
from boutdufil.rooms.campaigns.selectors.dating_notices import Notice, notices_of
from boutdufil.rooms.campaigns.selectors.dating_tables import TableRow, tables_of
from boutdufil.rooms.campaigns.selectors.dating_visits import screen_token


@dataclass(frozen=True, slots=True)
class PlanFigure:
    """How good the last plan was when it was made: ``gap`` is the share missing of its bounds."""

    number: int
    state: str
    is_repair: bool
    meetings: int
    bound: int
    fit: float
    fit_bound: float
    seconds: float
    failure: str

    @property
    def is_waiting(self) -> bool:
        """Tell whether it is still being computed."""
        return self.state == PlanState.WAITING

    @property
    def is_done(self) -> bool:
        """Tell whether it was computed."""
        return self.state == PlanState.DONE

    @property
    def is_proven(self) -> bool:
        """Tell whether no plan is better."""
        return self.meetings == self.bound and self.fit == self.fit_bound

    @property
    def gap(self) -> float:
        """The share of the bound that is missing at most, 0 to 1."""
        shares = [
            1 - reached / most
            for reached, most in ((self.meetings, self.bound), (self.fit, self.fit_bound))
            if most
        ]
        return max([0.0, *shares])


@dataclass(frozen=True, slots=True)
class Cell:
    """A table in a round: a meeting with whom, a break, or free."""

    hour: str
    meeting_id: int | None
    name: str
    state: str
    is_break: bool


@dataclass(frozen=True, slots=True)
class GridRow:
    """A table with its rounds."""

    table: TableRow
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody who wishes to meet: how many meetings of how many wanted."""

    id: int
    name: str
    wishes: int
    most: int
    meetings: int
    is_late: bool
    is_absent: bool

    @property
    def wanted(self) -> int:
        """How many meetings they could have had."""
        return min(self.wishes, self.most)

    @property
    def has_fewer(self) -> bool:
        """Tell whether they have fewer than they wished."""
        return self.meetings < self.wanted


@dataclass(frozen=True, slots=True)
class DatingPage:
    """A whole day for its organiser. ``standing`` is how many meetings stand now."""

    day: DatingRow
    hours: tuple[str, ...]
    tables: tuple[TableRow, ...]
    grid: tuple[GridRow, ...]
    figure: PlanFigure | None
    standing: int
    people: tuple[PersonRow, ...]
    notices: tuple[Notice, ...]
    clashes: str
    said_jobs: int
    screen: str

    @property
    def fewer(self) -> tuple[PersonRow, ...]:
        """Those who have fewer meetings than they wished."""
        return tuple(one for one in self.people if one.has_fewer)


def dating_page(row: DatingRow) -> DatingPage:
    """Return a day for its organiser; the same queries whatever its size."""
    day = day_of(row)
    tables = tables_of(row.id)
    found = slotting.check(day.problem, day.meetings)
    return DatingPage(
        day=row,
        hours=tuple(row.clock.hour(one) for one in range(row.clock.rounds)),
        tables=tables,
        grid=tuple(_grid(day, tables)),
        figure=last_figure(row.id),
        standing=len(day.held),
        people=tuple(people_of(day)),
        notices=notices_of(row),
        clashes=clash_words(found, row.clock) if found else "",
        said_jobs=len({guest for guest, _table in day.nearness}),
        screen=screen_token(row),
    )


def last_figure(dating_id: int) -> PlanFigure | None:
    """Return how good the last plan was; None before the first."""
    one = DatingPlan.objects.filter(dating_id=dating_id).order_by("-number").first()
    if one is None:
        return None
    return PlanFigure(
        number=one.number,
        state=one.state,
        is_repair=one.is_repair,
        meetings=one.meetings,
        bound=one.bound,
        fit=one.fit,
        fit_bound=one.fit_bound,
        seconds=one.seconds,
        failure=one.failure,
    )


def _grid(day: Day, tables: Iterable[TableRow]) -> Iterable[GridRow]:
    here = {(one.pair[1], one.round): one for one in day.held}
    names = names_of(one.pair[0] for one in day.held)
    clock = day.row.clock
    for table in tables:
        breaks = {*day.row.breaks, *table.breaks}
        cells = []
        for round_ in range(clock.rounds):
            held = here.get((table.id, round_))
            name = names.get(held.pair[0], "") if held else ""
            state = held.state if held else ""
            at = held.id if held else None
            cells.append(Cell(clock.hour(round_), at, name, state, round_ in breaks))
        yield GridRow(table, tuple(cells))


def people_of(day: Day) -> Iterable[PersonRow]:
    """Yield everybody who wishes to meet, by name."""
    ids = [one.id for one in day.guests]
    names = names_of(ids)
    said = Availability.objects.in_bulk(ids, field_name="registration_id")
    held: dict[int, int] = {}
    for one in day.held:
        held[one.pair[0]] = held.get(one.pair[0], 0) + 1
    for guest in sorted(day.guests, key=lambda one: (names[one.id].casefold(), one.id)):
        own = said.get(guest.id)
        yield PersonRow(
            id=guest.id,
            name=names[guest.id],
            wishes=len(guest.wishes),
            most=guest.most,
            meetings=held.get(guest.id, 0),
            is_late=own is not None and own.late_at is not None,
            is_absent=own is not None and own.absent_at is not None,
        )


def names_of(ids: Iterable[int]) -> dict[int, str]:
    """Return names by the numbers of registrations."""
    found = Registration.objects.filter(pk__in=set(ids))
    return dict(found.values_list("pk", "name"))


def rounds_ahead(row: DatingRow, now: datetime | None = None) -> list[tuple[int, str]]:
    """Return until when somebody may be late: after the round it is, or the first; the end last."""
    now = now or timezone.now()
    first = min(first_open(row.clock, now) + 1, row.clock.rounds)
    return [(one, row.clock.hour(one)) for one in range(first, row.clock.rounds + 1)]
