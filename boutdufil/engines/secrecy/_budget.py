"""How much computing a protection may take; engines have no clock of their own."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Budget:
    """A limit of linear programmes, and of seconds on a clock that is passed in.

    A limit of programmes alone gives the same answer on any machine. Past it, more is hidden.
    """

    programmes: int = 200_000
    seconds: float = float("inf")
    clock: Callable[[], float] | None = None


class Meter:
    """What is left of a budget."""

    def __init__(self, budget: Budget) -> None:
        """Start counting now."""
        self._budget = budget
        self._started = budget.clock() if budget.clock else 0.0
        self.programmes = 0

    def count(self) -> None:
        """Note one more programme."""
        self.programmes += 1

    @property
    def seconds_left(self) -> float:
        """Seconds until the limit; infinite without a clock."""
        clock = self._budget.clock
        return self._budget.seconds - (clock() - self._started) if clock else float("inf")

    def is_spent(self, share: float = 1.0) -> bool:
        """Whether this share of the budget is used up."""
        left = self.seconds_left - (1.0 - share) * self._budget.seconds if self._timed else 1.0
        return self.programmes >= share * self._budget.programmes or left <= 0

    @property
    def _timed(self) -> bool:
        return self._budget.clock is not None and self._budget.seconds != float("inf")
