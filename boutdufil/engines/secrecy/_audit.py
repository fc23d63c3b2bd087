"""The audit: a reader with a linear programme for each cell that must not be found.

It shares no equation and no bound with the search: every table, of today or out already, is
written again with values (not moves), each cell of each table an unknown of its own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_array, hstack

from boutdufil.engines.secrecy._cells import Cell, CellTable, Pattern
from boutdufil.engines.secrecy._checks import check_tables, is_unchanged
from boutdufil.engines.secrecy._insiders import Identity, OwnParts, groups_alone
from boutdufil.engines.secrecy._relations import Relation, Terms, related_cells
from boutdufil.engines.secrecy._releases import Published, changes, check_known
from boutdufil.engines.secrecy._report import TOLERANCE, Audit, AuditedCell
from boutdufil.engines.secrecy._rules import Rules

Array = NDArray[np.float64]
Spot = tuple[int, Cell]


def audit(
    tables: Sequence[CellTable],
    patterns: Sequence[Pattern],
    *,
    rules: Rules,
    known: Sequence[Published] = (),
    relations: Sequence[Relation] = (),
) -> Audit:
    """Return the interval of every cell that must not be found. Raises TableRefused."""
    check_tables(tables)
    check_known(known)
    ties = related_cells(tables, relations)
    reader = _Reader(tables, patterns, known, rules, ties)
    return Audit(tuple(reader.cells()))


@dataclass(frozen=True, slots=True)
class _Question:
    """A sum of unknowns that must not be found: one cell, or a cell less what it was."""

    release: str
    identity: Identity
    why: str
    value: float
    terms: tuple[tuple[Spot, float], ...]


class _Reader:
    """Everything a reader has: what is shown, how it adds up, what is possible at all."""

    def __init__(
        self,
        tables: Sequence[CellTable],
        patterns: Sequence[Pattern],
        known: Sequence[Published],
        rules: Rules,
        ties: Sequence[Terms],
    ) -> None:
        self._rules, self._known, self._ties = rules, known, ties
        self._tables = {
            **dict(enumerate(tables)),
            **{-1 - number: release.table for number, release in enumerate(known)},
        }
        self._hidden = {number: frozenset(one.hidden) for number, one in enumerate(patterns)}
        self._hidden |= {-1 - number: release.hidden for number, release in enumerate(known)}
        self._spots = [
            (number, cell)
            for number, table in self._tables.items()
            for cell in sorted(self._hidden[number])
            if table.contributors[cell].count > 0
        ]
        self._at = {spot: at for at, spot in enumerate(self._spots)}
        self._true = np.array([self._value(spot) for spot in self._spots])
        self._bounds = [rules.bounds(value) for value in self._true]
        self._same = self._same_cells()
        self._pin_what_is_shown_elsewhere()
        self._sums = self._equations()
        every = list(self._tables.values())
        self._own = OwnParts(every)
        self._groups = [
            (group, [at for at, spot in enumerate(self._spots) if self._identity(spot) in group])
            for group in (groups_alone(every) if rules.own_values else ())
        ]

    def cells(self) -> Iterator[AuditedCell]:
        """Yield the answer to every question."""
        for question in self._questions():
            below, above = self._rules.margins(question.value)
            low, high = self._interval(question)
            yield AuditedCell(
                question.release,
                *question.identity,
                question.why,
                question.value,
                low,
                high,
                question.value - below,
                question.value + above,
                self._fools_insiders(question),
            )

    def _value(self, spot: Spot) -> float:
        return self._tables[spot[0]].values[spot[1]]

    def _identity(self, spot: Spot) -> Identity:
        table = self._tables[spot[0]]
        return table.measure, table.place(spot[1])

    def _same_cells(self) -> dict[Identity, list[Spot]]:
        same: dict[Identity, list[Spot]] = {}
        for number, table in self._tables.items():
            for cell in table.values:
                same.setdefault(self._identity((number, cell)), []).append((number, cell))
        return same

    def _twins(self, spot: Spot) -> list[Spot]:
        """Return the cells that are this one: today's of any table, earlier ones if unchanged."""
        value = self._value(spot)
        return [
            other
            for other in self._same[self._identity(spot)]
            if (spot[0] >= 0 and other[0] >= 0) or is_unchanged(self._value(other), value)
        ]

    def _pin_what_is_shown_elsewhere(self) -> None:
        for at, spot in enumerate(self._spots):
            if any(twin not in self._at for twin in self._twins(spot)):
                self._bounds[at] = (self._true[at], self._true[at])

    def _equations(self) -> csr_array:
        rows = [row for number in self._tables for row in self._table_rows(number)]
        rows += [
            {self._at[one]: 1.0, self._at[other]: -1.0}
            for spots in self._same.values()
            for one in spots
            for other in spots
            if one < other and {one, other} <= self._at.keys() and other in self._twins(one)
        ]
        rows += [self._tie(terms) for terms in self._ties]
        return _matrix(rows, len(self._spots))

    def _tie(self, terms: Terms) -> dict[int, float]:
        row: dict[int, float] = {}
        for identity, factor in terms:
            hidden = [s for s in self._same[identity] if s[0] >= 0 and s in self._at]
            if hidden:
                row[self._at[hidden[0]]] = factor
        return row

    def _table_rows(self, number: int) -> Iterator[dict[int, float]]:
        """Yield, for each cell and axis, its parts' hidden ones less itself if it is hidden."""
        table = self._tables[number]
        lines: dict[tuple[int, Cell], dict[int, float]] = {}
        for cell in table.values:
            at = self._at.get((number, cell))
            for axis, dimension in enumerate(table.dimensions):
                above = dimension.parent.get(cell[axis])
                whole = (*cell[:axis], above or "", *cell[axis + 1 :])
                if above is not None and whole in table.values:
                    line = lines.setdefault((axis, whole), {})
                    if at is not None:
                        line[at] = 1.0
        for (_axis, whole), line in lines.items():
            if (at := self._at.get((number, whole))) is not None:
                line[at] = -1.0
        yield from (line for line in lines.values() if line)

    def _questions(self) -> Iterator[_Question]:
        for number, table in sorted(self._tables.items(), reverse=True):
            for cell, behind in sorted(table.contributors.items()):
                why = self._rules.why(table.values[cell], behind)
                spot = (number, cell)
                # What an earlier release told is no longer ours to hide.
                if why is not None and (number >= 0 or spot in self._at):
                    release = self._known[-1 - number].name if number < 0 else ""
                    value = table.values[cell]
                    yield _Question(release, self._identity(spot), why, value, ((spot, 1.0),))
        yield from self._changes()

    def _changes(self) -> Iterator[_Question]:
        today = [table for number, table in self._tables.items() if number >= 0]
        for change in changes(today, self._known, self._rules):
            identity = (change.measure, change.place)
            now = next(spot for spot in self._same[identity] if spot[0] >= 0)
            terms = ((now, 1.0), ((-1 - change.known, change.cell), -1.0))
            name = self._known[change.known].name
            yield _Question(name, identity, change.why, change.size, terms)

    def _interval(self, question: _Question) -> tuple[float, float]:
        cost, shown = self._cost(question)
        if not cost.any():
            return shown, shown
        low = self._least(cost, self._bounds)
        high = -self._least(-cost, self._bounds)
        return shown + low, shown + high

    def _cost(self, question: _Question) -> tuple[Array, float]:
        cost, shown = np.zeros(len(self._spots)), 0.0
        for spot, sign in question.terms:
            if spot in self._at:
                cost[self._at[spot]] += sign
            else:
                shown += sign * self._value(spot)
        return cost, shown

    def _least(self, cost: Array, bounds: Sequence[tuple[float, float]]) -> float:
        known = self._sums @ self._true
        found = linprog(  # type: ignore[call-overload]  # sparse sums
            cost, A_eq=self._sums, b_eq=known, bounds=np.array(bounds)
        )
        if found.status == 3:
            return -np.inf
        # Without an answer the cell counts as found: a failed audit, never a passed one.
        return float(found.fun) if found.status == 0 else float(cost @ self._true)

    def _fools_insiders(self, question: _Question) -> bool:
        cost, _shown = self._cost(question)
        if not self._groups or not cost.any():
            return True
        return all(self._fools_every_insider(question, sign, sign * cost) for sign in (1, -1))

    def _fools_every_insider(self, question: _Question, sign: int, cost: Array) -> bool:
        """Whether each group alone elsewhere must grant this side; a sparse move answers most."""
        moved = self._sparse_move(cost, self._need(question, sign, frozenset()))
        for group, own in self._groups:
            if question.identity in group or not own:
                continue
            if moved is not None and not np.any(np.abs(moved[own]) > TOLERANCE):
                continue
            bounds = list(self._bounds)
            for at in own:
                bounds[at] = (self._true[at], self._true[at])
            reached = -self._least(-cost, bounds) - float(cost @ self._true)
            need = self._need(question, sign, group)
            if reached < need - TOLERANCE * max(1.0, abs(question.value)):
                return False
        return True

    def _need(self, question: _Question, sign: int, group: frozenset[Identity]) -> float:
        """Return how far off a group must be: a share of what is not its own."""
        own = self._own.known(question.identity, group) if len(question.terms) == 1 else 0.0
        below, above = self._rules.margins(max(0.0, abs(question.value) - own))
        return above if sign > 0 else below

    def _sparse_move(self, cost: Array, need: float) -> Array | None:
        """Return a small move of the values that is worth the need, None when there is none."""
        width = len(self._spots)
        low, high = np.array(self._bounds).T
        room = np.concatenate([high - self._true, self._true - low])
        both = hstack([self._sums, -self._sums], format="csr")
        found = linprog(  # type: ignore[call-overload]  # sparse sums
            np.ones(2 * width),
            A_eq=both,
            b_eq=np.zeros(both.shape[0]),
            A_ub=-np.concatenate([cost, -cost])[None, :],
            b_ub=[-need],
            bounds=np.column_stack([np.zeros(2 * width), np.maximum(room, 0.0)]),
        )
        return found.x[:width] - found.x[width:] if found.status == 0 else None


def _matrix(rows: Sequence[dict[int, float]], width: int) -> csr_array:
    entries = [(r, at, sign) for r, row in enumerate(rows) for at, sign in row.items()]
    if not entries:
        return csr_array((0, width))
    r, at, sign = zip(*entries, strict=True)
    return csr_array((np.array(sign), (r, at)), shape=(len(rows), width))
