"""Told meetings that would be lost, saved by moving others at the same table.

The told candidates of one table are put into its slots anew, by an exact assignment: most of them
are met, and among those ways the fewest move. Everybody's meetings at other tables stay. Tables
are taken in the order of their identifiers.
"""

from collections import defaultdict
from collections.abc import Collection

import numpy as np
from scipy.optimize import linear_sum_assignment

from boutdufil.engines.slotting._problem import Meeting, Problem

STAYS = 1.0


def rescue(
    problem: Problem, kept: Collection[Meeting], lost: Collection[Meeting], now: int
) -> frozenset[Meeting]:
    """Return the `kept` meetings, some moved, with as many of the `lost` ones as fit at a table.

    `kept` meetings that `problem.kept` names, or that lie before slot `now`, are not moved.
    """
    meetings = set(kept)
    for recruiter in sorted({one.recruiter for one in lost}):
        wanted = [one for one in lost if one.recruiter == recruiter]
        own = {one for one in meetings if one.recruiter == recruiter}
        loose = {one for one in own - problem.kept if one.slot >= now}
        day = _Table(problem, recruiter, meetings - loose, now)
        meetings = (meetings - loose) | day.settle(sorted(loose), sorted(wanted))
    return frozenset(meetings)


class _Table:
    """One table, and what its told candidates do elsewhere."""

    def __init__(
        self, problem: Problem, recruiter: str, others: Collection[Meeting], now: int
    ) -> None:
        self.problem, self.recruiter, self.others = problem, recruiter, others
        self.slots = range(now, problem.slots)
        self.visits: dict[str, set[int]] = defaultdict(set)
        for one in others:
            self.visits[one.candidate].add(one.slot)
        self.taken = {one.slot for one in others if one.recruiter == recruiter}

    def settle(self, loose: list[Meeting], lost: list[Meeting]) -> set[Meeting]:
        """Put told meetings into slots: all that were kept, most of the lost, the fewest moved."""
        told = loose + lost
        saved = STAYS * (len(told) + 1)
        kept = saved * (len(told) + 1)
        worth = np.array([kept] * len(loose) + [saved] * len(lost))
        may = np.array([self._may(one) for one in told])
        stays = np.array([[one.slot == slot for slot in self.slots] for one in told])
        stays[len(loose) :] = False
        values = np.where(may, worth[:, None] + STAYS * stays, 0.0)
        rows, columns = linear_sum_assignment(values, maximize=True)
        return {
            Meeting(self.slots[column], self.recruiter, told[row].candidate)
            for row, column in zip(rows.tolist(), columns.tolist(), strict=True)
            if may[row, column]
        }

    def _may(self, told: Meeting) -> list[bool]:
        """Tell in which slots a told meeting could be held, everything elsewhere as it is."""
        person = next(one for one in self.problem.candidates if one.id == told.candidate)
        table = next(one for one in self.problem.recruiters if one.id == self.recruiter)
        free = (person.slots & table.open) - self.visits[told.candidate] - self.taken
        if len(self.visits[told.candidate]) >= person.most:
            free = frozenset()
        return [slot in free for slot in self.slots]
