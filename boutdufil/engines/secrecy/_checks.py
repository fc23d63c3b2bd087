"""What a table must be before it can be protected; the faults are named cell by cell."""

import math
from collections.abc import Sequence

from boutdufil.engines.secrecy._cells import Cell, CellTable, Dimension, Place, TableRefused, sums

# Sums of published or weighted figures differ by rounding; more is a mistake in the table.
RELATIVE, ABSOLUTE = 1e-6, 1e-3
# Two releases of a figure are the same but for the last digits of a float: more is a revision.
UNCHANGED = 1e-9


def check_tables(tables: Sequence[CellTable]) -> None:
    """Raise TableRefused for a table that does not add up, or two that disagree on a cell."""
    seen: dict[tuple[str, Place], float] = {}
    for table in tables:
        _check_shape(table)
        _check_values(table)
        _check_sums(table)
        for cell, value in table.values.items():
            first = seen.setdefault((table.measure, table.place(cell)), value)
            if not near(first, value):
                raise TableRefused("disagree", (cell, first, value))


def near(one: float, other: float) -> bool:
    """Whether two figures are the same but for rounding."""
    return abs(one - other) <= max(ABSOLUTE, RELATIVE * max(abs(one), abs(other)))


def is_unchanged(one: float, other: float) -> bool:
    """Whether a figure was not revised; a small revision of a large total may be one group's."""
    return abs(one - other) <= UNCHANGED * max(1.0, abs(one), abs(other))


def _check_shape(table: CellTable) -> None:
    for dimension in table.dimensions:
        _check_dimension(dimension)
    known = [frozenset(dimension.codes) for dimension in table.dimensions]
    odd = [cell for cell in table.values if not _fits(cell, known)]
    if odd:
        raise TableRefused("code", tuple(sorted(odd)))
    if set(table.values) != set(table.contributors):
        raise TableRefused("cells", tuple(sorted(set(table.values) ^ set(table.contributors))))


def _fits(cell: Cell, known: list[frozenset[str]]) -> bool:
    return len(cell) == len(known) and all(c in k for c, k in zip(cell, known, strict=True))


def _check_dimension(dimension: Dimension) -> None:
    roots = [code for code in dimension.codes if code not in dimension.parent]
    if len(roots) != 1 or len(set(dimension.codes)) != len(dimension.codes):
        raise TableRefused("dimension", (dimension.name, *roots))
    for code in dimension.codes:
        above, steps = code, 0
        while above in dimension.parent and steps <= len(dimension.codes):
            above, steps = dimension.parent[above], steps + 1
        if above != roots[0]:
            raise TableRefused("dimension", (dimension.name, code))


def _check_values(table: CellTable) -> None:
    faults: dict[str, list[Cell]] = {}
    for cell, value in sorted(table.values.items()):
        if reason := _fault(table, cell, value):
            faults.setdefault(reason, []).append(cell)
    for reason, cells in faults.items():
        raise TableRefused(reason, tuple(cells))


def _fault(table: CellTable, cell: Cell, value: float) -> str:
    behind = table.contributors[cell]
    numbers = (value, behind.count, behind.largest, behind.second)
    if not all(math.isfinite(number) for number in numbers):
        return "number"
    if value < 0:
        return "negative"
    if min(numbers[1:]) < 0 or behind.second > behind.largest:
        return "contributors"
    if behind.largest > value and not near(behind.largest, value):
        return "contributors"
    return "nobody" if behind.count == 0 and value != 0 else ""


def _check_sums(table: CellTable) -> None:
    wrong = [
        (one.whole, table.values[one.whole], math.fsum(table.values[part] for part in one.parts))
        for one in sums(table)
    ]
    wrong = [(cell, whole, parts) for cell, whole, parts in wrong if not near(whole, parts)]
    if wrong:
        raise TableRefused("sum", tuple(wrong))
