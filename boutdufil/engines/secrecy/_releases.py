"""What is already out: earlier releases, and what a difference with them would tell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from boutdufil.engines.secrecy._cells import (
    Cell,
    CellTable,
    Contributors,
    Place,
    TableRefused,
)
from boutdufil.engines.secrecy._checks import check_tables, is_unchanged
from boutdufil.engines.secrecy._rules import Rules

# A change of a figure whose authors are not told is taken for one person's.
UNKNOWN_CHANGE = "primary_unknown_change"


@dataclass(frozen=True, slots=True)
class Published:
    """A table of an earlier release, as it went out.

    `table` has the values of its time, the hidden ones too; `hidden` are those that stayed in.
    `changes` tells, for cells whose value is another one today, which groups made the difference
    (in size, whatever its sign); a change that is not told counts as one group's.
    """

    table: CellTable
    hidden: frozenset[Cell]
    changes: Mapping[Cell, Contributors] | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A cell whose value is not what was published, where too few groups made the difference."""

    known: int
    cell: Cell
    measure: str
    place: Place
    size: float
    why: str


def check_known(known: Sequence[Published]) -> None:
    """Raise TableRefused for an earlier release that is not whole."""
    for release in known:
        check_tables([release.table])
        if strangers := release.hidden - set(release.table.values):
            raise TableRefused("pattern", tuple(sorted(strangers)))


def changes(
    tables: Sequence[CellTable], known: Sequence[Published], rules: Rules
) -> tuple[Change, ...]:
    """Return the differences with what is out that would tell of too few groups."""
    today = {
        (table.measure, table.place(cell)): value
        for table in tables
        for cell, value in table.values.items()
    }
    found: list[Change] = []
    for number, release in enumerate(known):
        for cell, before in sorted(release.table.values.items()):
            identity = (release.table.measure, release.table.place(cell))
            now = today.get(identity, before)
            why = (
                None if is_unchanged(now, before) else _why(release, cell, abs(now - before), rules)
            )
            if why is not None:
                found.append(Change(number, cell, *identity, now - before, why))
    return tuple(found)


def _why(release: Published, cell: Cell, size: float, rules: Rules) -> str | None:
    told = (release.changes or {}).get(cell)
    if told is None or told.count <= 0:
        return UNKNOWN_CHANGE
    return rules.why(size, told)
