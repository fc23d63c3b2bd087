"""Groups of companies that are alone in a cell, and so know its value."""

from collections.abc import Iterable, Sequence
from itertools import chain

from boutdufil.engines.secrecy._cells import Cell, CellTable, Place, sums

Identity = tuple[str, Place]


def groups_alone(tables: Sequence[CellTable]) -> tuple[frozenset[Identity], ...]:
    """Return, for each group that is alone somewhere, all the cells it is alone in.

    Groups are followed by the name they were given; one that has none is followed where it must be
    itself: from a whole to its only part, and from measure to measure.
    """
    links = _Links()
    for table in tables:
        alone = {cell for cell, behind in table.contributors.items() if _is_alone(table, cell)}
        for cell in sorted(alone):
            links.join(_node(table, cell), _label(table, cell))
        for whole, part in _only_parts(table, alone):
            links.join(_node(table, whole), _node(table, part))
    return links.groups()


class OwnParts:
    """How much of a cell a group recognises as its own, from the cells it is alone in."""

    def __init__(self, tables: Sequence[CellTable]) -> None:
        """Read what adds up to what; where releases differ, the smaller value counts."""
        self._parts: dict[Identity, set[tuple[Identity, ...]]] = {}
        self._values: dict[Identity, float] = {}
        for table in tables:
            names = {cell: (table.measure, table.place(cell)) for cell in table.values}
            for cell, value in table.values.items():
                self._values[names[cell]] = min(value, self._values.get(names[cell], value))
            for one in sums(table):
                parts = tuple(sorted(names[part] for part in one.parts))
                self._parts.setdefault(names[one.whole], set()).add(parts)

    def known(self, cell: Identity, group: frozenset[Identity]) -> float:
        """Return what of a cell's value this group can put aside; zero when it is not in it."""
        return self._known(cell, group, {})

    def _known(
        self, cell: Identity, group: frozenset[Identity], done: dict[Identity, float]
    ) -> float:
        if cell in group:
            return self._values[cell]
        if cell not in done:
            ways = (
                sum(self._known(part, group, done) for part in parts)
                for parts in self._parts.get(cell, ())
            )
            done[cell] = min(self._values[cell], max(chain([0.0], ways)))
        return done[cell]


def _is_alone(table: CellTable, cell: Cell) -> bool:
    behind = table.contributors[cell]
    return bool(behind.only) or (behind.count == 1.0 and table.values[cell] > 0)


def _node(table: CellTable, cell: Cell) -> tuple[str, object]:
    return ("cell", (table.measure, table.place(cell)))


def _label(table: CellTable, cell: Cell) -> tuple[str, object]:
    only = table.contributors[cell].only
    return ("group", only) if only else ("place", table.place(cell))


def _only_parts(table: CellTable, alone: set[Cell]) -> Iterable[tuple[Cell, Cell]]:
    for one in sums(table):
        if one.whole in alone:
            yield from ((one.whole, part) for part in one.parts if part in alone)


class _Links:
    """Nodes joined into groups (union-find)."""

    def __init__(self) -> None:
        self._head: dict[tuple[str, object], tuple[str, object]] = {}

    def _find(self, node: tuple[str, object]) -> tuple[str, object]:
        self._head.setdefault(node, node)
        while self._head[node] != node:
            node = self._head[node]
        return node

    def join(self, one: tuple[str, object], other: tuple[str, object]) -> None:
        first, second = sorted((self._find(one), self._find(other)), key=repr)
        self._head[second] = first

    def groups(self) -> tuple[frozenset[Identity], ...]:
        members: dict[tuple[str, object], set[Identity]] = {}
        for kind, node in list(self._head):
            if kind == "cell":
                head = self._find((kind, node))
                members.setdefault(head, set()).add(node)  # type: ignore[arg-type]
        return tuple(sorted((frozenset(group) for group in members.values()), key=sorted))
