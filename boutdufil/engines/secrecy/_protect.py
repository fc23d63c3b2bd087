"""Protecting a release: the least search, a safe pattern when time is short, an audit always."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from boutdufil.engines.secrecy._audit import audit
from boutdufil.engines.secrecy._budget import Budget, Meter
from boutdufil.engines.secrecy._cells import Cell, CellTable, Pattern
from boutdufil.engines.secrecy._checks import check_tables
from boutdufil.engines.secrecy._cover import cover, repair, trim
from boutdufil.engines.secrecy._exact import search
from boutdufil.engines.secrecy._relations import Relation
from boutdufil.engines.secrecy._releases import Published, check_known
from boutdufil.engines.secrecy._report import Audit
from boutdufil.engines.secrecy._rules import Rules, primary_cells
from boutdufil.engines.secrecy._system import Mask, System, build_system


@dataclass(frozen=True, slots=True)
class Protected:
    """A protected release: a pattern for each table, in the order the tables came.

    `proven`: no pattern hides less. `way` is "search", "repair" or "cover"; `bound` is the least
    cost any pattern has (zero when the search did not get there), `cost` that of this one, primary
    cells not counted. A release whose audit has not passed must not go out.
    """

    patterns: tuple[Pattern, ...]
    audit: Audit
    proven: bool
    way: str
    cost: float
    bound: float
    programmes: int


def protect(
    tables: Sequence[CellTable],
    *,
    rules: Rules | None = None,
    known: Sequence[Published] = (),
    relations: Sequence[Relation] = (),
    budget: Budget | None = None,
) -> Protected:
    """Hide what must be hidden in all tables of a release at once, and audit it.

    `known` are the tables that are out already, `relations` what ties measures to each other.
    Raises TableRefused for a table that does not add up, has negative values, or for a release
    that would tell too much whatever is hidden ("already_out", "exposed"; the cells are named).
    """
    rules, meter = rules or Rules(), Meter(budget or Budget())
    check_tables(tables)
    check_known(known)
    system = build_system(tables, known, rules, relations)
    for found in _ways(system, meter):
        patterns = _patterns(system, tables, rules, found.hidden)
        checked = audit(tables, patterns, rules=rules, known=known, relations=relations)
        best = Protected(
            patterns,
            checked,
            found.proven and checked.passed,
            found.way,
            _cost(system, found.hidden),
            found.bound,
            meter.programmes,
        )
        if checked.passed:
            break
    return best


@dataclass(frozen=True, slots=True)
class _Found:
    way: str
    hidden: Mask
    proven: bool = False
    bound: float = 0.0


def _ways(system: System, meter: Meter) -> Iterator[_Found]:
    """Yield patterns, best first; the last is safe without any search."""
    safe = cover(system, meter)
    found = search(system, safe.witnesses, meter)
    if found.safe:
        yield _Found("search", found.hidden, found.proven, found.bound)
    mended = repair(system, safe.witnesses, found.hidden, meter)
    if mended is not None:
        yield _Found("repair", trim(system, safe.witnesses, mended, meter), bound=found.bound)
    yield _Found("cover", safe.hidden, bound=found.bound)


def _cost(system: System, hidden: Mask) -> float:
    return float(system.cost[hidden & ~system.forced].sum())


def _patterns(
    system: System, tables: Sequence[CellTable], rules: Rules, hidden: Mask
) -> tuple[Pattern, ...]:
    return tuple(
        Pattern(dict(sorted(_whys(system, number, table, rules, hidden).items())))
        for number, table in enumerate(tables)
    )


def _whys(
    system: System, number: int, table: CellTable, rules: Rules, hidden: Mask
) -> dict[Cell, str]:
    primary = primary_cells(table, rules)
    return {
        cell: primary.get(cell, "secondary")
        for cell in table.values
        if hidden[system.spots[number, cell]]
    }
