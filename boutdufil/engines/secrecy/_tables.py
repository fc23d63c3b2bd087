"""Hiding the small counts of a table with margins, and whatever would give them back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import OptimizeResult, linprog

Counts = NDArray[np.int64]
Mask = NDArray[np.bool_]
Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class HiddenTable:
    """Counts with None where one is hidden; `rows` ends with the totals of the columns.

    Each row ends with its own total; the last cell of the last row is the grand total.
    """

    rows: tuple[tuple[int | None, ...], ...]

    @property
    def hidden(self) -> int:
        """How many counts are hidden, totals among them."""
        return sum(count is None for row in self.rows for count in row)


def hide_small_counts(counts: Sequence[Sequence[int]], *, threshold: int = 5) -> HiddenTable:
    """Hide every count from 1 to `threshold` - 1, totals too, and what would give it back.

    `counts` has a row a group and a column an outcome, without totals; counts are not negative.
    Whoever reads the shown counts, adds and subtracts, and knows that counts are not negative
    cannot bound a hidden small count more closely than `threshold` wide (Cox, 1995, for the
    attack by linear programming; secondary suppression here is greedy, not least). Zero is shown:
    it is nobody's. Raises ValueError for rows of unequal length or a negative count.
    """
    table = _with_totals(counts)
    small = (table > 0) & (table < threshold)
    hidden = small.copy()
    while (exposed := _first_exposed(table, hidden, small, threshold)) is not None:
        _hide_one_more(table, hidden, exposed)
    return HiddenTable(
        tuple(
            tuple(None if hidden[i, j] else int(table[i, j]) for j in range(table.shape[1]))
            for i in range(table.shape[0])
        )
    )


def interval(table: Counts, hidden: Mask, cell: Cell) -> tuple[float, float]:
    """Return the least and the most a hidden count can be, from the counts that are shown."""
    at = {place: number for number, place in enumerate(map(tuple, np.argwhere(hidden)))}
    sums, rest = _equations(table, hidden, at)
    cost = np.zeros(len(at))
    cost[at[cell]] = 1.0
    least = linprog(cost, A_eq=sums, b_eq=rest, bounds=(0, None))
    most = linprog(-cost, A_eq=sums, b_eq=rest, bounds=(0, None))
    return _value(least), -_value(most) if most.status == 0 else float("inf")


def _value(solution: OptimizeResult) -> float:
    return float(solution.fun)


def _with_totals(counts: Sequence[Sequence[int]]) -> Counts:
    table = np.array([list(row) for row in counts], dtype=np.int64)
    if table.ndim != 2 or (table < 0).any():
        raise ValueError("a table has rows of one length and counts that are not negative")
    table = np.hstack([table, table.sum(axis=1, keepdims=True)])
    return np.vstack([table, table.sum(axis=0, keepdims=True)])


def _first_exposed(table: Counts, hidden: Mask, small: Mask, threshold: int) -> Cell | None:
    """Return a small count that can be worked out too closely, None when all are safe."""
    for place in map(tuple, np.argwhere(small)):
        low, high = interval(table, hidden, place)
        if high - low < threshold - 1e-6:
            return place
    return None


def _hide_one_more(table: Counts, hidden: Mask, exposed: Cell) -> None:
    """Hide the smallest shown count that crosses a line of the exposed one; else the smallest."""
    shown = [tuple(place) for place in np.argwhere(~hidden & (table > 0))]
    lines = _lines_of_hidden(hidden, exposed)
    near = [place for place in shown if place[0] in lines[0] or place[1] in lines[1]]
    candidates = near or shown or [tuple(place) for place in np.argwhere(~hidden)]
    last = (table.shape[0] - 1, table.shape[1] - 1)
    # Totals are hidden last: they tell the most and give away the least.
    hidden[
        min(
            candidates,
            key=lambda place: (
                (place[0] == last[0]) + (place[1] == last[1]),
                int(table[place]),
                place,
            ),
        )
    ] = True


def _lines_of_hidden(hidden: Mask, exposed: Cell) -> tuple[set[int], set[int]]:
    """Return the rows and columns an exposed count is tied to by other hidden ones."""
    rows, columns = {exposed[0]}, {exposed[1]}
    while True:
        more = {i for i, j in np.argwhere(hidden) if j in columns} - rows
        other = {j for i, j in np.argwhere(hidden) if i in rows | more} - columns
        if not more and not other:
            return rows, columns
        rows |= more
        columns |= other


def _equations(
    table: Counts, hidden: Mask, at: dict[Cell, int]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the sums a reader knows: each line's parts less its total are nothing."""
    lines = list(_lines(table.shape))
    sums, rest = np.zeros((len(lines), len(at))), np.zeros(len(lines))
    for number, line in enumerate(lines):
        for place, sign in line:
            if hidden[place]:
                sums[number, at[place]] = sign
            else:
                rest[number] -= sign * table[place]
    return sums, rest


def _lines(shape: tuple[int, ...]) -> Iterator[list[tuple[Cell, int]]]:
    rows, columns = shape
    for i in range(rows):
        yield [((i, j), -1 if j == columns - 1 else 1) for j in range(columns)]
    for j in range(columns):
        yield [((i, j), -1 if i == rows - 1 else 1) for i in range(rows)]
