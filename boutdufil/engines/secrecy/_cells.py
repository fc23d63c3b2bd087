"""Tables of sums, who contributes to each cell, and the name a cell has in every table."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Cell = tuple[str, ...]
# The coordinates of a cell without its totals: the same in every table that shares the margin.
Place = tuple[tuple[str, str], ...]


class TableRefused(ValueError):  # noqa: N818 — it is a refusal, not a fault of ours
    """A table that cannot be protected: `reason` is a code, `cells` name where.

    Reasons: dimension, code, cells, negative, number, contributors, nobody, sum, disagree, and of
    releases: pattern, already_out, exposed.
    """

    def __init__(self, reason: str, cells: tuple[object, ...] = ()) -> None:
        """Keep the reason's code and the cells, at most twenty in the message."""
        self.reason, self.cells = reason, cells
        super().__init__(f"{reason}: {', '.join(map(str, cells[:20]))}")


@dataclass(frozen=True, slots=True)
class Dimension:
    """One axis; `parent` gives each code's parent, the total alone has none.

    A hierarchy may have several levels (NAF section, division, class).
    """

    name: str
    codes: tuple[str, ...]
    parent: Mapping[str, str]

    @property
    def total(self) -> str:
        """The code that stands for everything."""
        return next(code for code in self.codes if code not in self.parent)

    def children(self) -> dict[str, list[str]]:
        """Return the codes beneath each code that has some."""
        beneath: dict[str, list[str]] = {}
        for code in self.codes:
            if code in self.parent:
                beneath.setdefault(self.parent[code], []).append(code)
        return beneath


@dataclass(frozen=True, slots=True)
class Contributors:
    """Who stands behind a cell, counted as groups of companies, never as sites.

    `count` is weighted where the survey is (the weights stay secret: Insee's rule); `largest` and
    `second` are what the two largest groups contribute, in the table's unit. `only` is any stable
    name of the group when it is alone, so that what it knows of itself is followed across tables.
    """

    count: float
    largest: float = 0.0
    second: float = 0.0
    only: str = ""

    @classmethod
    def of(cls, amounts: Mapping[str, float], *, count: float | None = None) -> "Contributors":
        """Summarise amounts by group; `count` replaces the number of groups by a weighted one."""
        ranked = [*sorted(amounts.values(), reverse=True), 0.0, 0.0]
        only = next(iter(amounts)) if len(amounts) == 1 else ""
        return cls(float(len(amounts)) if count is None else count, ranked[0], ranked[1], only)


@dataclass(frozen=True, slots=True)
class CellTable:
    """A table of sums: every cell, totals among them; a cell that is not listed holds nobody.

    Two tables with one `measure` share the cells that have the same codes on dimensions of the
    same name: they are protected as one.
    """

    dimensions: tuple[Dimension, ...]
    values: Mapping[Cell, float]
    contributors: Mapping[Cell, Contributors]
    measure: str = ""

    def place(self, cell: Cell) -> Place:
        """Return what the cell is called in any table: its codes that are not totals."""
        pairs = zip(self.dimensions, cell, strict=True)
        return tuple(sorted((d.name, code) for d, code in pairs if code != d.total))


@dataclass(frozen=True, slots=True)
class Sum:
    """A whole and its parts, as cells of one table."""

    whole: Cell
    parts: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """The hidden cells of a table, each with why.

    `primary_frequency`, `primary_dominance`, `primary_p_percent` or `secondary`.
    """

    hidden: Mapping[Cell, str] = field(default_factory=dict)

    @property
    def secondary(self) -> int:
        """How many are hidden for the sake of others."""
        return sum(why == "secondary" for why in self.hidden.values())


def sums(table: CellTable) -> list[Sum]:
    """Return every sum of a table that has its whole and at least one part."""
    found: list[Sum] = []
    for axis, dimension in enumerate(table.dimensions):
        beneath = dimension.children()
        for cell in sorted(table.values):
            parts = _parts(table, cell, axis, beneath.get(cell[axis], []))
            if parts:
                found.append(Sum(cell, parts))
    return found


def _parts(table: CellTable, cell: Cell, axis: int, codes: list[str]) -> tuple[Cell, ...]:
    listed = ((*cell[:axis], code, *cell[axis + 1 :]) for code in codes)
    return tuple(part for part in listed if part in table.values)
