"""One system of sums over every table of a release and what is already out."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array

from boutdufil.engines.secrecy._cells import Cell, CellTable, Place, TableRefused, sums
from boutdufil.engines.secrecy._checks import is_unchanged
from boutdufil.engines.secrecy._insiders import Identity, OwnParts, groups_alone
from boutdufil.engines.secrecy._relations import Relation, related_cells
from boutdufil.engines.secrecy._releases import Change, Published, changes
from boutdufil.engines.secrecy._rules import Rules

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
# A table of today is numbered from 0, an earlier one from -1 downwards.
Spot = tuple[int, Cell]
Row = tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class Target:
    """An unknown that must stay uncertain by `below` and `above`.

    `before` has other margins for insiders that are in the cell: what is theirs is no secret to
    them, so the margin is one of the rest.
    """

    at: int
    below: float
    above: float
    before: dict[int, tuple[float, float]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class System:
    """Unknowns with their values, the sums between them, and what may be done with each.

    `down` and `up` bound an attacker's guess around the value; `sums` are rows of parts less their
    whole; `hideable` unknowns may be hidden, `forced` ones are.
    """

    values: Array
    sums: csc_array
    down: Array
    up: Array
    hideable: Mask
    forced: Mask
    cost: Array
    targets: tuple[Target, ...]
    insiders: tuple[NDArray[np.int64], ...]
    spots: dict[Spot, int]
    names: tuple[object, ...]


@dataclass(slots=True)
class _Unknown:
    measure: str
    place: Place
    value: float
    bounds: tuple[float, float]
    spots: list[Spot] = field(default_factory=list)
    whys: set[str] = field(default_factory=set)
    today: bool = False
    out: bool = False
    empty: bool = True

    @property
    def order(self) -> tuple[object, ...]:
        first = min(number for number, _cell in self.spots)
        return (not self.today, self.measure, self.place, -first)


def build_system(
    tables: Sequence[CellTable],
    known: Sequence[Published],
    rules: Rules,
    relations: Sequence[Relation] = (),
) -> System:
    """Join all tables by their shared cells; earlier cells of equal value are the same unknown.

    Raises TableRefused ("already_out") when a cell that must be hidden is out with this value,
    ("relation") for one that is not true.
    """
    unknowns = sorted(_unknowns(tables, known, rules), key=lambda one: one.order)
    _refuse_what_is_out(unknowns)
    spots = {spot: at for at, one in enumerate(unknowns) for spot in one.spots}
    today = {(one.measure, one.place): at for at, one in enumerate(unknowns) if one.today}
    found = changes(tables, known, rules)
    rows = _rows(tables, known, spots)
    for terms in related_cells(tables, relations):
        rows.add(tuple(sorted((today[name], factor) for name, factor in terms)))
    for number, change in enumerate(found):
        now, before = today[change.measure, change.place], spots[-1 - change.known, change.cell]
        rows.add(((now, 1), (before, -1), (len(unknowns) + number, -1)))
    every = [*tables, *(release.table for release in known)]
    groups = groups_alone(every) if rules.own_values else ()
    targets = _targets(unknowns, rules, groups, OwnParts(every))
    for number, change in enumerate(found, start=len(unknowns)):
        targets.append(Target(number, *rules.margins(change.size)))
    return _assemble(unknowns, found, rows, tuple(targets), _insiders(groups, unknowns), rules)


def _assemble(
    unknowns: Sequence[_Unknown],
    found: Sequence[Change],
    rows: set[Row],
    targets: tuple[Target, ...],
    insiders: tuple[NDArray[np.int64], ...],
    rules: Rules,
) -> System:
    values = np.array([one.value for one in unknowns] + [change.size for change in found])
    free, hidden = np.full(len(found), np.inf), np.ones(len(found), dtype=bool)
    return System(
        values=values,
        sums=_matrix(rows, len(values)),
        down=np.append([one.value - one.bounds[0] for one in unknowns], free),
        up=np.append([one.bounds[1] - one.value for one in unknowns], free),
        hideable=np.append([_is_hideable(one) for one in unknowns], hidden),
        forced=np.append([_is_forced(one) for one in unknowns], hidden),
        cost=_costs(values, rules),
        targets=targets,
        insiders=insiders,
        spots={spot: at for at, one in enumerate(unknowns) for spot in one.spots},
        names=(*((one.measure, one.place) for one in unknowns), *found),
    )


def _unknowns(
    tables: Sequence[CellTable], known: Sequence[Published], rules: Rules
) -> list[_Unknown]:
    found: dict[Identity, list[_Unknown]] = {}
    for number, table in enumerate(tables):
        for cell in table.values:
            one = _unknown_at(found, table, cell, rules, revised=False)
            one.today = True
            _note(one, (number, cell), table, rules)
    for number, release in enumerate(known):
        for cell in release.table.values:
            one = _unknown_at(found, release.table, cell, rules, revised=True)
            one.out |= cell not in release.hidden
            _note(one, (-1 - number, cell), release.table, rules)
    return [one for ones in found.values() for one in ones]


def _note(one: _Unknown, spot: Spot, table: CellTable, rules: Rules) -> None:
    behind = table.contributors[spot[1]]
    one.spots.append(spot)
    one.empty &= behind.count <= 0
    why = rules.why(table.values[spot[1]], behind)
    one.whys |= {why} if why else set()


def _unknown_at(
    found: dict[Identity, list[_Unknown]],
    table: CellTable,
    cell: Cell,
    rules: Rules,
    *,
    revised: bool,
) -> _Unknown:
    """Return the unknown of a cell; only between releases is another value another unknown."""
    value, place = table.values[cell], table.place(cell)
    ones = found.setdefault((table.measure, place), [])
    for one in ones:
        if not revised or is_unchanged(one.value, value):
            return one
    ones.append(_Unknown(table.measure, place, value, rules.bounds(value)))
    return ones[-1]


def _refuse_what_is_out(unknowns: Sequence[_Unknown]) -> None:
    late = [(one.measure, one.place) for one in unknowns if one.today and one.out and one.whys]
    if late:
        raise TableRefused("already_out", tuple(late))


def _is_hideable(one: _Unknown) -> bool:
    return not one.empty and not one.out


def _is_forced(one: _Unknown) -> bool:
    return _is_hideable(one) and (bool(one.whys) or not one.today)


def _targets(
    unknowns: Sequence[_Unknown],
    rules: Rules,
    groups: Sequence[frozenset[Identity]],
    parts: OwnParts,
) -> list[Target]:
    found: list[Target] = []
    for at, one in enumerate(unknowns):
        if one.whys and not one.out:
            known = [parts.known((one.measure, one.place), group) for group in groups]
            before = {
                by: rules.margins(max(0.0, one.value - own)) for by, own in enumerate(known) if own
            }
            found.append(Target(at, *rules.margins(one.value), before))
    return found


def _rows(
    tables: Sequence[CellTable], known: Sequence[Published], spots: dict[Spot, int]
) -> set[Row]:
    numbered = list(enumerate(tables))
    numbered += [(-1 - number, release.table) for number, release in enumerate(known)]
    rows: set[Row] = set()
    for number, table in numbered:
        for one in sums(table):
            parts = sorted((spots[number, part], 1) for part in one.parts)
            rows.add((*parts, (spots[number, one.whole], -1)))
    return rows


def _matrix(rows: set[Row], width: int) -> csc_array:
    entries = [(r, at, sign) for r, row in enumerate(sorted(rows)) for at, sign in row]
    if not entries:
        return csc_array((0, width))
    r, at, sign = zip(*entries, strict=True)
    return csc_array(csr_array((np.array(sign, dtype=float), (r, at)), shape=(len(rows), width)))


def _costs(values: Array, rules: Rules) -> Array:
    if rules.objective == "count" or not values.size:
        return np.ones(len(values))
    sizes = np.abs(values)
    return sizes / max(float(sizes.mean()), 1e-12) + 1e-3


def _insiders(
    groups: Sequence[frozenset[Identity]], unknowns: Sequence[_Unknown]
) -> tuple[NDArray[np.int64], ...]:
    places: dict[Identity, list[int]] = {}
    for at, one in enumerate(unknowns):
        places.setdefault((one.measure, one.place), []).append(at)
    return tuple(
        np.array(sorted(at for identity in group for at in places[identity]), dtype=np.int64)
        for group in groups
    )
