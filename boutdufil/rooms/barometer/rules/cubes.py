"""The fixed tables of a release as sums by group of companies, for the secrecy engine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import fsum

from boutdufil.engines.secrecy import (
    Cell,
    CellTable,
    Contributors,
    Dimension,
    Published,
    Relation,
)
from boutdufil.rooms.barometer.rules.estimation import HEADS, Weighed
from boutdufil.rooms.barometer.rules.formulas import BALANCE, TYPE

ALL = "all"
# Published for every indicator: the whole, and by one variable.
BREAKDOWNS: Mapping[str, tuple[str, ...]] = {
    "total": (),
    "region": ("region",),
    "type": (TYPE,),
    "size": ("size",),
}
# Of heads the crossings with the type are summed too: shares of in-house centres tell of them.
CROSSED: Mapping[str, tuple[str, ...]] = {
    "region-type": ("region", TYPE),
    "size-type": ("size", TYPE),
}
Place = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """What one centre that answered brings: its group, categories, weight and amounts by code."""

    group: str
    places: Mapping[str, str]
    weight: float
    amounts: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Named:
    """A table of one variable by some axes."""

    code: str
    axes: tuple[str, ...]
    table: CellTable


def lines_of(weighed: Weighed) -> tuple[Line, ...]:
    """Return the lines of who answered, in the order of the sample."""
    return tuple(
        Line(
            group=one.group,
            places=dict(one.places),
            weight=float(weighed.calibrated[at]),
            amounts={code: float(column[at]) for code, column in weighed.amounts.items()},
        )
        for at, one in enumerate(weighed.centres)
        if weighed.respondents[at]
    )


def tables_of(lines: Sequence[Line], codes: Iterable[str]) -> tuple[Named, ...]:
    """Return the fixed tables of some variables; those that share a margin share its cells."""
    return tuple(
        Named(code, axes, _table(lines, code, axes))
        for code in sorted(codes)
        for axes in _axes_of(code)
    )


def relations(codes: Iterable[str]) -> tuple[Relation, ...]:
    """Return what ties the variables: the balance of people, when it is summed whole."""
    return (Relation(BALANCE),) if set(codes) >= BALANCE.keys() else ()


def published_before(
    name: str,
    before: Sequence[Line],
    today: Sequence[Line],
    hidden: Mapping[tuple[str, tuple[str, ...]], frozenset[Cell]],
) -> tuple[Published, ...]:
    """Return the tables of an earlier release, and which groups made each difference since."""
    codes = {code for code, _axes in hidden}
    now = {(one.code, one.axes): one.table for one in tables_of(today, codes)}
    return tuple(
        Published(
            one.table,
            hidden[one.code, one.axes],
            _changes(before, today, one, now[one.code, one.axes]),
            name,
        )
        for one in tables_of(before, codes)
        if (one.code, one.axes) in hidden
    )


def _axes_of(code: str) -> tuple[tuple[str, ...], ...]:
    single = tuple(axes for axes in BREAKDOWNS.values() if axes)
    return (*single, *CROSSED.values()) if code == HEADS else single


def _table(lines: Sequence[Line], code: str, axes: tuple[str, ...]) -> CellTable:
    dimensions = tuple(_dimension(axis, lines) for axis in axes)
    held = _by_cell(lines, code, axes)
    values = {cell: fsum(amounts.values()) for cell, amounts in held.items()}
    behind = {cell: _contributors(amounts) for cell, amounts in held.items()}
    return CellTable(dimensions, values, behind, code)


def _dimension(axis: str, lines: Sequence[Line]) -> Dimension:
    codes = sorted({one.places[axis] for one in lines})
    return Dimension(axis, (ALL, *codes), dict.fromkeys(codes, ALL))


def _by_cell(
    lines: Sequence[Line], code: str, axes: tuple[str, ...]
) -> dict[Cell, dict[str, float]]:
    """Return what each group brings to each cell, weighted; totals among them."""
    held: dict[Cell, dict[str, float]] = {}
    for one in lines:
        amount = one.weight * one.amounts.get(code, 0.0)
        for cell in product(*((ALL, one.places[axis]) for axis in axes)):
            groups = held.setdefault(cell, {})
            groups[one.group] = groups.get(one.group, 0.0) + amount
    return held


def _contributors(amounts: Mapping[str, float]) -> Contributors:
    """Count who brings something; where all bring nothing, each of them is told by the 0."""
    some = {group: amount for group, amount in amounts.items() if amount > 0}
    return Contributors.of(some or amounts)


def _changes(
    before: Sequence[Line], today: Sequence[Line], one: Named, now: CellTable
) -> dict[Cell, Contributors]:
    old, new = _by_cell(before, one.code, one.axes), _by_cell(today, one.code, one.axes)
    return {
        cell: Contributors.of(_moved(old.get(cell, {}), new.get(cell, {})))
        for cell, value in one.table.values.items()
        if now.values.get(cell, 0.0) != value
    }


def _moved(old: Mapping[str, float], new: Mapping[str, float]) -> dict[str, float]:
    moved = {
        group: abs(new.get(group, 0.0) - old.get(group, 0.0)) for group in sorted({*old, *new})
    }
    return {group: amount for group, amount in moved.items() if amount > 0}
