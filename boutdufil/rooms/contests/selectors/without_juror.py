"""What a stage would come to without one of its jurors: for who leads it, and in an appeal.

It decides nothing; it tells whether a single voice carried a result.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from boutdufil.engines.judging import Candidate, Outcome, Rule, select
from boutdufil.rooms.contests.enums import RanksBy
from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.models import Entry, Stage
from boutdufil.rooms.contests.rules.scores import Scale, entry_scores
from boutdufil.rooms.contests.selectors.given_readings import GivenReading, given_readings
from boutdufil.rooms.contests.selectors.jurors import juror_names
from boutdufil.rooms.contests.selectors.ranking import Ranked, ranked
from boutdufil.rooms.contests.selectors.rubric_settings import scales_of


@dataclass(frozen=True, slots=True)
class WithoutJuror:
    """Who would come in and go out without a juror, and whom nobody else read, by number."""

    entered: tuple[str, ...]
    left: tuple[str, ...]
    unread: tuple[str, ...]

    @property
    def changes_nothing(self) -> bool:
        """Whether the selection stays what it is."""
        return not (self.entered or self.left or self.unread)


@dataclass(frozen=True, slots=True)
class Without:
    """What one entry would be without one of its jurors; no rank where nobody else read it."""

    juror: str
    rank: int | None
    is_selected: bool


@dataclass(frozen=True, slots=True)
class _Board:
    """What ranks a stage now, with the readings behind it and the number of each entry."""

    found: Ranked
    given: tuple[GivenReading, ...]
    rubric: tuple[Scale, ...]
    numbers: Mapping[int, str]

    def without(self, juror_id: int) -> tuple[Candidate, ...]:
        """Return who would be ranked without a juror, with their scores then."""
        read: dict[str, list[Mapping[int, int]]] = {}
        for one in self.given:
            if one.juror_id != juror_id:
                read.setdefault(self.numbers[one.entry_id], []).append(one.marks)
        return tuple(
            Candidate(one.number, one.place, entry_scores(read[one.number], self.rubric))
            for one in self.found.candidates
            if one.number in read
        )

    def select_without(self, juror_id: int) -> Mapping[str, Outcome]:
        """Return the outcomes without a juror, by number."""
        left = self.without(juror_id)
        return outcomes_by_number(left, self.found.rule) if left else {}


def outcomes_by_number(candidates: Sequence[Candidate], rule: Rule) -> dict[str, Outcome]:
    """Return what a rule makes of some candidates, by number."""
    return {one.number: one for one in select(candidates, rule).places}


def without_jurors(stage_id: int) -> Mapping[int, WithoutJuror]:
    """Return what each juror's readings change, by juror.

    Empty where calibrated marks rank, since each juror moves the correction of all the others,
    and while nobody can be ranked.
    """
    board = _board(stage_id)
    if board is None:
        return {}
    before = _selected(outcomes_by_number(board.found.candidates, board.found.rule))
    everybody = {one.number for one in board.found.candidates}
    return {
        juror: _difference(before, everybody, board.select_without(juror))
        for juror in sorted({one.juror_id for one in board.given})
    }


def entry_without(number: str, stage_id: int) -> tuple[Without, ...]:
    """Return what an entry would be without each of its jurors, in the order of their names."""
    board = _board(stage_id)
    if board is None:
        return ()
    own = {one.juror_id for one in board.given if board.numbers[one.entry_id] == number}
    names = juror_names(own)
    rows = []
    for juror in own:
        place = board.select_without(juror).get(number)
        rank, selected = (place.rank, place.selected) if place else (None, False)
        rows.append(Without(names[juror], rank, selected))
    return tuple(sorted(rows, key=lambda one: one.juror))


def _difference(
    before: set[str], everybody: set[str], after: Mapping[str, Outcome]
) -> WithoutJuror:
    now, unread = _selected(after), everybody - set(after)
    return WithoutJuror(
        tuple(sorted(now - before)), tuple(sorted(before - now - unread)), tuple(sorted(unread))
    )


def _selected(outcomes: Mapping[str, Outcome]) -> set[str]:
    return {number for number, one in outcomes.items() if one.selected}


def _board(stage_id: int) -> _Board | None:
    if Stage.objects.values_list("ranks_by", flat=True).get(pk=stage_id) != RanksBy.RAW:
        return None
    given = given_readings(stage_id)
    try:
        found = ranked(stage_id) if given else None
    except ContestError:
        return None
    read = Entry.objects.filter(pk__in={one.entry_id for one in given})
    numbers = dict(read.values_list("pk", "number"))
    return _Board(found, given, scales_of(stage_id), numbers) if found else None
