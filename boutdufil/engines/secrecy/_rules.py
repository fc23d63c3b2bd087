"""Which cells tell too much of somebody by themselves, and how far an attacker is to be kept."""

from dataclasses import dataclass
from typing import Literal

from boutdufil.engines.secrecy._cells import Cell, CellTable, Contributors


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of a release; the defaults are Insee's for tables of businesses.

    `minimum`: at least so many groups (weighted count in a weighted survey); `dominance`: none
    above this share; `p_percent`: the second largest cannot estimate the largest closer than this
    share. `below`, `above`: a hidden cell stays uncertain by these shares of its value each way,
    and by `least` in the table's unit. `prior`: what anybody may guess beforehand, from nothing to
    twice the value ("double") or to any value ("open"). `own_values`: a group that is alone in a
    cell uses what it knows of itself. `objective`: hide the fewest cells, or the least value.
    """

    minimum: float = 3.0
    dominance: float = 0.85
    p_percent: float | None = None
    below: float = 0.10
    above: float = 0.10
    least: float = 1.0
    prior: Literal["double", "open"] = "double"
    own_values: bool = True
    objective: Literal["count", "value"] = "count"

    def why(self, value: float, behind: Contributors) -> str | None:
        """Return why a cell must be hidden for its own sake, None when it need not be."""
        if behind.count <= 0:
            return None
        if behind.count < self.minimum:
            return "primary_frequency"
        if behind.largest > self.dominance * value:
            return "primary_dominance"
        if self.p_percent is not None:
            others = value - behind.largest - behind.second
            return "primary_p_percent" if others < self.p_percent * behind.largest else None
        return None

    def margins(self, value: float) -> tuple[float, float]:
        """Return by how much an attacker must be off, below and above."""
        size = abs(value)
        below = max(self.below * size, min(self.least, size))
        return below, max(self.above * size, self.least)

    def bounds(self, value: float) -> tuple[float, float]:
        """Return what anybody knows of a hidden cell beforehand: its least and its most."""
        most = 2 * value if self.prior == "double" else float("inf")
        return 0.0, max(most, value + self.least)


def primary_cells(table: CellTable, rules: Rules) -> dict[Cell, str]:
    """Return the cells of one table that must be hidden for their own sake, each with why."""
    found = {
        cell: rules.why(value, table.contributors[cell]) for cell, value in table.values.items()
    }
    return {cell: why for cell, why in sorted(found.items()) if why is not None}
