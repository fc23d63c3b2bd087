"""The cells of a release: every figure of the fixed tables, or the mark that stands in its place.

Secrecy is decided on totals of single variables; a figure is shown where every total it tells of
is shown, so that whatever a reader works out of it could be worked out of published totals.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from boutdufil.engines.sealing import canonical_json
from boutdufil.engines.secrecy import Cell, Protected, Published, protect
from boutdufil.rooms.barometer.enums import Mark
from boutdufil.rooms.barometer.rules.cubes import (
    BREAKDOWNS,
    CROSSED,
    Line,
    Named,
    Place,
    lines_of,
    published_before,
    relations,
    tables_of,
)
from boutdufil.rooms.barometer.rules.estimation import HEADS, Figure, Weighed, figure
from boutdufil.rooms.barometer.rules.formulas import BALANCE, TYPE, Formula, Term

SECONDARY = "secondary"
Hidden = Mapping[tuple[str, tuple[str, ...]], frozenset[Cell]]


@dataclass(frozen=True, slots=True)
class Earlier:
    """A release that is out: its lines of then, and the cells that stayed in."""

    name: str
    lines: tuple[Line, ...]
    hidden: Hidden


@dataclass(frozen=True, slots=True)
class Made:
    """A protected release: its cells as data, what it was made from, what the audit says."""

    cells: tuple[dict[str, Any], ...]
    lines: tuple[Line, ...]
    hidden: Hidden
    audit: Mapping[str, Any]
    passed: bool


def make_cells(
    weighed: Weighed, formulas: Mapping[str, Formula], earlier: Sequence[Earlier]
) -> Made:
    """Return the protected cells of a release. Raises TableRefused (engines/secrecy)."""
    lines = lines_of(weighed)
    codes = _summed(weighed, formulas)
    named = tables_of(lines, codes)
    known = [one for before in earlier for one in _known(before, lines)]
    kept = protect([one.table for one in named], known=known, relations=relations(codes))
    why = _whys(named, kept)
    cells = tuple(
        cell
        for slug, formula in formulas.items()
        for table, axes in _breakdowns(formula).items()
        for cell in _cells(weighed, slug, formula, table, axes, why)
    )
    hidden = {
        (one.code, one.axes): frozenset(pattern.hidden)
        for one, pattern in zip(named, kept.patterns, strict=True)
    }
    return Made(cells, lines, hidden, _audited(kept), kept.audit.passed)


def written_source(made: Made) -> dict[str, Any]:
    """Return what a release was made from as data, hidden cells too."""
    return {
        "lines": [
            [one.group, dict(one.places), one.weight, dict(one.amounts)] for one in made.lines
        ],
        "hidden": [
            [code, list(axes), sorted(list(cell) for cell in cells)]
            for (code, axes), cells in sorted(made.hidden.items())
        ],
    }


def read_source(name: str, written: Mapping[str, Any]) -> Earlier:
    """Read what an earlier release was made from."""
    return Earlier(
        name=name,
        lines=tuple(Line(*one) for one in written["lines"]),
        hidden={
            (code, tuple(axes)): frozenset(tuple(cell) for cell in cells)
            for code, axes, cells in written["hidden"]
        },
    )


def sealable(value: Any) -> bytes:
    """Return data as canonical JSON, its numbers with a point as texts (shortest exact form)."""
    return canonical_json(_plain(value))


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value


def _summed(weighed: Weighed, formulas: Mapping[str, Formula]) -> Collection[str]:
    named = {code for formula in formulas.values() for code in formula.codes}
    return {code for code in named | BALANCE.keys() if code in weighed.amounts}


def _known(before: Earlier, today: Sequence[Line]) -> tuple[Published, ...]:
    return published_before(before.name, before.lines, today, before.hidden)


def _whys(named: Sequence[Named], kept: Protected) -> dict[tuple[str, Place], str]:
    return {
        (one.code, one.table.place(cell)): why
        for one, pattern in zip(named, kept.patterns, strict=True)
        for cell, why in pattern.hidden.items()
    }


def _breakdowns(formula: Formula) -> Mapping[str, tuple[str, ...]]:
    """Return the tables of a figure; what compares types is not told within one."""
    if formula.is_of_types:
        return {table: axes for table, axes in BREAKDOWNS.items() if TYPE not in axes}
    is_heads = not formula.under and formula.codes == {HEADS}
    return {**BREAKDOWNS, **CROSSED} if is_heads else BREAKDOWNS


def _cells(
    weighed: Weighed,
    slug: str,
    formula: Formula,
    table: str,
    axes: Sequence[str],
    why: Mapping[tuple[str, Place], str],
) -> Iterator[dict[str, Any]]:
    for codes in sorted({tuple(one.places[axis] for axis in axes) for one in weighed.centres}):
        place = dict(zip(axes, codes, strict=True))
        told = figure(weighed, formula, place)
        mark = _mark(formula, place, told, why)
        yield {
            "indicator": slug,
            "table": table,
            "place": place,
            "mark": str(mark),
            "respondents": None if mark in {Mark.SECRET, Mark.SECONDARY} else told.respondents,
            **_numbers(told, mark, 2 if formula.under else 0),
        }


def _mark(
    formula: Formula, place: Mapping[str, str], told: Figure, why: Mapping[tuple[str, Place], str]
) -> Mark:
    reasons = {why.get((one.code, _place(place, one))) for one in formula.terms} - {None}
    if reasons - {SECONDARY}:
        return Mark.SECRET
    if reasons:
        return Mark.SECONDARY
    if told.value is None:
        return Mark.UNKNOWN
    return Mark.CAREFUL if told.is_careful else Mark.SHOWN


def _place(place: Mapping[str, str], term: Term) -> Place:
    own = {TYPE: term.centre_type} if term.centre_type else {}
    return tuple(sorted({**place, **own}.items()))


def _numbers(told: Figure, mark: Mark, digits: int) -> dict[str, float | None]:
    """Round what is shown: the last digits of a weighted sum would tell of single answers."""
    if mark not in {Mark.SHOWN, Mark.CAREFUL}:
        return dict.fromkeys(("value", "low", "high", "variation"))
    found = {name: getattr(told, name) for name in ("value", "low", "high")}
    rounded = {
        name: None if one is None else round(one, digits) + 0.0 for name, one in found.items()
    }
    return rounded | {"variation": None if told.variation is None else round(told.variation, 4)}


def _audited(kept: Protected) -> dict[str, Any]:
    hidden = [why for pattern in kept.patterns for why in pattern.hidden.values()]
    return {
        "passed": kept.audit.passed,
        "way": kept.way,
        "proven": kept.proven,
        "primary": sum(why != SECONDARY for why in hidden),
        "secondary": sum(why == SECONDARY for why in hidden),
        "asked": len(kept.audit.cells),
        "failed": [
            {"release": one.release, "variable": one.measure, "place": dict(one.place)}
            for one in kept.audit.failed
        ],
    }
