"""Pairs into slots when people have times of their own: one recruiter's day at a time.

Each recruiter's candidates are put into their slots by an exact assignment that pays for every
slot in which a candidate is wanted elsewhere too. The price of such a slot grows as long as the
quarrel lasts, so pairs settle. This is a search: what it cannot settle is left out.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from boutdufil.engines.slotting._flow import Pairs
from boutdufil.engines.slotting._instance import FREE, Instance, Ints, Table

SEED = 20261122
SWEEPS = 60
IMPOSSIBLE = 1e6
LEFT_OUT = 1e3
# Breaks ties, so that the same quarrel does not come back in the same order.
NOISE = 0.01


@dataclass
class _Days:
    """The day of each recruiter as it stands: a slot for each of their candidates, or FREE."""

    instance: Instance
    candidates: list[Ints]
    chance: np.random.Generator
    slots: list[Ints] = field(init=False)
    load: Ints = field(init=False)  # shape (candidates, slots): who wants them then
    prices: NDArray[np.float64] = field(init=False)

    def __post_init__(self) -> None:
        self.slots = [np.full(len(own), FREE, dtype=np.int64) for own in self.candidates]
        self.load = np.zeros(self.instance.comes.shape, dtype=np.int64)
        self.prices = np.ones(self.instance.comes.shape)

    def plan(self, recruiter: int) -> None:
        """Plan one day anew around all others."""
        own = self.candidates[recruiter]
        if not len(own):
            return
        self._count(recruiter, -1)
        may = self.instance.comes[own] & self.instance.there[recruiter]
        quarrel = self.load[own] * self.prices[own] + NOISE * self.chance.random(may.shape)
        costs = np.where(may, quarrel, IMPOSSIBLE)
        out = np.full((len(own), len(own)), LEFT_OUT)
        _, column = linear_sum_assignment(np.hstack((costs, out)))
        self.slots[recruiter] = np.where(column < may.shape[1], column, FREE).astype(np.int64)
        self._count(recruiter, 1)

    def _count(self, recruiter: int, sign: int) -> None:
        placed = self.slots[recruiter] != FREE
        self.load[self.candidates[recruiter][placed], self.slots[recruiter][placed]] += sign

    def missing(self) -> int:
        """Return how many meetings are left out or clash."""
        left_out = sum(int((slots == FREE).sum()) for slots in self.slots)
        return left_out + int(np.maximum(self.load - 1, 0).sum())


def settle(instance: Instance, pairs: Pairs) -> Table:
    """Return a table of as many of the pairs as could be settled; nobody is at two tables."""
    tables = len(instance.there)
    candidates = [pairs.candidate[pairs.recruiter == one] for one in range(tables)]
    days = _Days(instance, candidates, np.random.default_rng(SEED))
    fewest, best = len(pairs) + 1, days.slots
    for _ in range(SWEEPS):
        for recruiter in days.chance.permutation(tables).tolist():
            days.plan(recruiter)
        if (missing := days.missing()) < fewest:
            fewest, best = missing, list(days.slots)
        if not missing:
            break
        days.prices[days.load > 1] += 1
    return _without_clashes(instance, candidates, best)


def _without_clashes(instance: Instance, candidates: list[Ints], slots: list[Ints]) -> Table:
    """Write the days into a table; of meetings that clash the one of best quality stays."""
    table = np.full(instance.there.shape, FREE, dtype=np.int64)
    wanted = sorted(
        (-int(instance.quality[candidate, recruiter]), recruiter, candidate, slot)
        for recruiter, own in enumerate(candidates)
        for candidate, slot in zip(own.tolist(), slots[recruiter].tolist(), strict=True)
        if slot != FREE
    )
    taken: set[tuple[int, int]] = set()
    visits = np.zeros(len(instance.most), dtype=np.int64)
    for _, recruiter, candidate, slot in wanted:
        if (candidate, slot) not in taken and visits[candidate] < instance.most[candidate]:
            table[recruiter, slot] = candidate
            taken.add((candidate, slot))
            visits[candidate] += 1
    return table
