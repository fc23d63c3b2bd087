"""What an audit reports."""

from dataclasses import dataclass

from boutdufil.engines.secrecy._cells import Place

# An interval may miss its margin by rounding only.
TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True)
class AuditedCell:
    """What a reader can work out of one cell that must not be found.

    `release` is empty for today's tables and names an earlier one otherwise: a cell that stayed
    in then, or the difference with what it was (`value` may then be negative). The interval is the
    public's; `insiders` tells whether groups that are alone in other cells are kept away too.
    """

    release: str
    measure: str
    place: Place
    why: str
    value: float
    low: float
    high: float
    low_needed: float
    high_needed: float
    insiders: bool = True

    @property
    def passed(self) -> bool:
        """Whether everybody stays uncertain enough."""
        room = TOLERANCE * max(1.0, abs(self.value))
        wide = self.low <= self.low_needed + room and self.high >= self.high_needed - room
        return wide and self.insiders


@dataclass(frozen=True, slots=True)
class Audit:
    """Every cell that must not be found, with what can be found of it."""

    cells: tuple[AuditedCell, ...]

    @property
    def passed(self) -> bool:
        """Whether the pattern may be published."""
        return all(cell.passed for cell in self.cells)

    @property
    def failed(self) -> tuple[AuditedCell, ...]:
        """The cells that can be found too closely."""
        return tuple(cell for cell in self.cells if not cell.passed)
