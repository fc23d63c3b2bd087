"""A problem read: every word checked, put in the order of the identifiers, and made arrays."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from boutdufil.engines.slotting._clashes import clashes_of_kept
from boutdufil.engines.slotting._instance import FREE, NO_WISH, POINTS, Instance, Table
from boutdufil.engines.slotting._problem import (
    Candidate,
    Fault,
    Meeting,
    Problem,
    ProblemError,
    Recruiter,
    Wish,
    best_wishes,
)

PairNames = tuple[str, str]  # candidate, recruiter
Named = TypeVar("Named", Recruiter, Candidate)


@dataclass(frozen=True)
class Reading:
    """What is still to be planned, the names in its order, and the meetings that stand."""

    problem: Problem
    candidates: tuple[str, ...]
    recruiters: tuple[str, ...]
    standing: frozenset[Meeting]
    promised: frozenset[PairNames]
    instance: Instance

    def meetings(self, table: Table) -> frozenset[Meeting]:
        """Return the meetings of a table, with those that stand."""
        recruiters, slots = np.nonzero(table != FREE)
        planned = zip(recruiters.tolist(), slots.tolist(), strict=True)
        return self.standing | {
            Meeting(slot, self.recruiters[at], self.candidates[int(table[at, slot])])
            for at, slot in planned
        }


def read_problem(
    problem: Problem,
    *,
    held: frozenset[Meeting] = frozenset(),
    promised: frozenset[PairNames] = frozenset(),
    now: int = 0,
) -> Reading:
    """Check and arrange a problem; raises ProblemError naming what is wrong.

    `held` meetings took place, whoever is announced absent; nothing is planned before slot `now`.
    """
    check_words(problem)
    if found := clashes_of_kept(problem, problem.kept | held, held):
        raise ProblemError(Fault.CLASH, *found)
    candidates = tuple(sorted(one.id for one in problem.candidates))
    recruiters = tuple(sorted(one.id for one in problem.recruiters))
    standing = problem.kept | held
    instance = _Arranged(problem, candidates, recruiters).instance(standing, promised, now)
    return Reading(problem, candidates, recruiters, standing, promised, instance)


@dataclass(frozen=True)
class _Arranged:
    problem: Problem
    candidates: tuple[str, ...]
    recruiters: tuple[str, ...]

    def instance(
        self, standing: Collection[Meeting], promised: Collection[PairNames], now: int
    ) -> Instance:
        """Return the arrays of what is left when the standing meetings have taken their part."""
        people = {one.id: at for at, one in enumerate(sorted_by_id(self.problem.candidates))}
        tables = {one.id: at for at, one in enumerate(sorted_by_id(self.problem.recruiters))}
        shape = (len(people), len(tables))
        fits, told = np.full(shape, NO_WISH, dtype=np.int64), np.zeros(shape, dtype=np.bool_)
        for (candidate, recruiter), wish in best_wishes(self.problem.wishes).items():
            fits[people[candidate], tables[recruiter]] = points(wish.fit)
        for candidate, recruiter in promised:
            told[people[candidate], tables[recruiter]] = True
        listed = sorted_by_id(self.problem.candidates)
        comes = self._times(one.slots for one in listed)
        there = self._times(one.open for one in sorted_by_id(self.problem.recruiters))
        comes[:, :now] = there[:, :now] = False
        most = np.array([one.most for one in listed], dtype=np.int64)
        for meeting in standing:
            person, table = people[meeting.candidate], tables[meeting.recruiter]
            fits[person, table], most[person] = NO_WISH, most[person] - 1
            comes[person, meeting.slot] = there[table, meeting.slot] = False
        return Instance(fits, told, comes, there, np.maximum(most, 0))

    def _times(self, listed: Iterable[frozenset[int]]) -> np.ndarray:
        sets = list(listed)
        times = np.zeros((len(sets), self.problem.slots), dtype=np.bool_)
        for at, slots in enumerate(sets):
            times[at, sorted(slots)] = True
        return times


def points(fit: float) -> int:
    """Return a fit in points."""
    return round(fit * POINTS)


def sorted_by_id(listed: Iterable[Named]) -> list[Named]:
    """Return people or tables in the order of their identifiers."""
    return sorted(listed, key=lambda one: one.id)


def check_words(problem: Problem) -> None:
    """Check names, slots and numbers; raises ProblemError."""
    _check_once(Fault.DUPLICATE_RECRUITER, [one.id for one in problem.recruiters])
    _check_once(Fault.DUPLICATE_CANDIDATE, [one.id for one in problem.candidates])
    _check_once(Fault.DUPLICATE_WISH, [(w.candidate, w.recruiter, w.post) for w in problem.wishes])
    for who, slots in _slots_named(problem):
        if outside := sorted(slot for slot in slots if not 0 <= slot < problem.slots):
            raise ProblemError(Fault.SLOT_OUTSIDE, who, *outside)
    for candidate in problem.candidates:
        if candidate.most < 0:
            raise ProblemError(Fault.NEGATIVE_MOST, candidate.id)
    _check_names(problem)


def _slots_named(problem: Problem) -> Iterator[tuple[str, frozenset[int]]]:
    for recruiter in problem.recruiters:
        yield recruiter.id, recruiter.slots | recruiter.breaks
    for candidate in problem.candidates:
        yield candidate.id, candidate.slots
    for meeting in sorted(problem.kept):
        yield str(meeting), frozenset({meeting.slot})


def _check_once(fault: Fault, names: Sequence[object]) -> None:
    if twice := [name for name, times in Counter(names).items() if times > 1]:
        raise ProblemError(fault, min(twice, key=str))


def _check_names(problem: Problem) -> None:
    posts = {one.id: one.posts for one in problem.recruiters}
    candidates = {one.id for one in problem.candidates}
    pairs: list[Wish | Meeting] = [*problem.wishes, *sorted(problem.kept)]
    for named in pairs:
        if named.candidate not in candidates:
            raise ProblemError(Fault.UNKNOWN_CANDIDATE, named.candidate)
        if named.recruiter not in posts:
            raise ProblemError(Fault.UNKNOWN_RECRUITER, named.recruiter)
    for wish in problem.wishes:
        if not 0 <= wish.fit <= 1:
            raise ProblemError(Fault.FIT_OUTSIDE, wish.candidate, wish.recruiter)
        if wish.post and wish.post not in posts[wish.recruiter]:
            raise ProblemError(Fault.UNKNOWN_POST, wish.candidate, wish.recruiter, wish.post)
