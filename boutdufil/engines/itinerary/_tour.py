"""What comes out of the itinerary engine."""

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """How sure a tour is the best one."""

    OPTIMAL = "optimal"  # no tour reaches more, and none that reaches as much is shorter
    MOST_REACHED = "most reached"  # no tour reaches more; a shorter one may reach as much
    WITHIN_BOUND = "within bound"  # no tour reaches more than the bound
    INFEASIBLE = "infeasible"  # there is no tour
    NOT_FOUND = "not found"  # none was found, and none was proven impossible


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom and what is reached, each once; `value` is the weighted sum."""

    job_seekers: int = 0
    posts: int = 0
    centres: int = 0
    value: float = 0.0


@dataclass(frozen=True, slots=True)
class Stop:
    """One day: the city, the leg to it (km as the crow flies, minutes by car as an estimate).

    The first day has no leg. `reach` is what no earlier stop had reached, `places` whose that is.
    """

    day: int
    place: str
    leg_km: float | None
    leg_minutes: int | None
    reach: Reach
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tour:
    """The best tour found; no stops when there is none.

    No tour reaches more than `bound`, in the unit of `reach.value`. `limit_that_would_do` is told
    when there is no tour: the least leg limit found, in the unit of the problem's own, with which
    there is one; None when no limit would help.
    """

    status: Status
    stops: tuple[Stop, ...] = ()
    reach: Reach = Reach()
    km: float = 0.0
    bound: float = 0.0
    limit_that_would_do: float | None = None

    @property
    def gap(self) -> float:
        """How much of the bound may be missing, as a share; 0 when the value is proven."""
        return (self.bound - self.reach.value) / self.bound if self.bound else 0.0

    @property
    def order(self) -> tuple[str, ...]:
        """The cities, day by day."""
        return tuple(stop.place for stop in self.stops)


@dataclass(frozen=True, slots=True)
class Alternative:
    """The best tour that leaves a city out, and what it changes as a share of the value.

    `change` is None when no tour can leave the city out, or none was found.
    """

    without: str
    tour: Tour
    change: float | None
