"""Improve a table: the day of one recruiter, or one slot of all, is planned exactly anew.

Each step is an exact assignment around everything else, so no step makes the plan worse, and it
ends where no single day and no single slot can be planned better. To get beyond that, a few
meetings are taken out at random and all is improved anew; what is worse is forgotten.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from boutdufil.engines.slotting._colouring import SEED
from boutdufil.engines.slotting._instance import FREE, Bools, Instance, Ints, Table

MOST_ROUNDS = 40
# The share of people, and by turns of meetings, that is taken out before improving anew.
TAKEN_OUT = 0.03


@dataclass
class _State:
    """A table, and what follows from it: who is busy when, who met whom, and how often."""

    instance: Instance
    table: Table
    busy: Bools
    met: Bools
    visits: Ints

    @classmethod
    def of(cls, instance: Instance, table: Table) -> "_State":
        """Return the state of a valid table."""
        busy = np.zeros(instance.comes.shape, dtype=np.bool_)
        met = np.zeros(instance.quality.shape, dtype=np.bool_)
        state = cls(instance, table.copy(), busy, met, np.zeros(len(busy), dtype=np.int64))
        recruiters, slots = np.nonzero(table != FREE)
        state.note(recruiters, slots, present=True)
        return state

    def note(self, recruiters: Ints, slots: Ints, *, present: bool) -> None:
        """Note or forget the meetings at these places of the table; all of one day or slot."""
        candidates = self.table[recruiters, slots]
        self.busy[candidates, slots] = present
        self.met[candidates, recruiters] = present
        np.add.at(self.visits, candidates, 1 if present else -1)

    def plan_day(self, recruiter: int) -> None:
        """Plan the day of one recruiter anew."""
        slots = np.flatnonzero(self.instance.there[recruiter])
        self._clear(np.full(len(slots), recruiter), slots)
        quality = self.instance.quality[:, recruiter]
        people = np.flatnonzero((quality >= 0) & (self.visits < self.instance.most))
        free = self.instance.comes[np.ix_(people, slots)] & ~self.busy[np.ix_(people, slots)]
        values = np.where(free, self.instance.values[people, recruiter][:, None], 0)
        rows, columns = _best(values)
        self._write(np.full(len(rows), recruiter), slots[columns], people[rows])

    def plan_slot(self, slot: int) -> None:
        """Plan one slot of all recruiters anew."""
        tables = np.flatnonzero(self.instance.there[:, slot])
        self._clear(tables, np.full(len(tables), slot))
        may = self.instance.comes[:, slot] & (self.visits < self.instance.most)
        people = np.flatnonzero(may)
        at = np.ix_(people, tables)
        rows, columns = _best(np.where(self.met[at], 0, self.instance.values[at]))
        self._write(tables[columns], np.full(len(rows), slot), people[rows])

    def _clear(self, recruiters: Ints, slots: Ints) -> None:
        held = self.table[recruiters, slots] != FREE
        self.note(recruiters[held], slots[held], present=False)
        self.table[recruiters, slots] = FREE

    def _write(self, recruiters: Ints, slots: Ints, candidates: Ints) -> None:
        self.table[recruiters, slots] = candidates
        self.note(recruiters, slots, present=True)


def improve(instance: Instance, table: Table) -> Table:
    """Return a table of at least the same value; the given one is left alone."""
    return _improved(instance, table, np.random.default_rng(SEED))


def shake(instance: Instance, table: Table, bound: int, times: int) -> Table:
    """Improve a table again and again with some meetings taken out, until it meets the bound."""
    chance = np.random.default_rng(SEED)
    best = table
    for time in range(times):
        if instance.value(best) == bound:
            break
        people = chance.random(len(instance.most)) < TAKEN_OUT
        cells = chance.random(best.shape) < TAKEN_OUT
        out = (people[best] if time % 2 else cells) & (best != FREE)
        other = _improved(instance, np.where(out, FREE, best), chance)
        best = max(other, best, key=instance.value)
    return best


def _improved(instance: Instance, table: Table, chance: np.random.Generator) -> Table:
    state = _State.of(instance, table)
    recruiters, slots = instance.there.shape
    value = instance.value(state.table)
    for _ in range(MOST_ROUNDS):
        for step in chance.permutation(recruiters + slots).tolist():
            if step < recruiters:
                state.plan_day(step)
            else:
                state.plan_slot(step - recruiters)
        before, value = value, instance.value(state.table)
        if value == before:
            break
    return state.table


def _best(values: Ints) -> tuple[Ints, Ints]:
    """Return the rows and columns of a best assignment, without what adds nothing."""
    rows, columns = linear_sum_assignment(values, maximize=True)
    worth = values[rows, columns] > 0
    return rows[worth], columns[worth]
