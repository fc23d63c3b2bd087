"""What goes into the itinerary engine: places, days, and what a tour has to keep to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Fault(StrEnum):
    """What is wrong with a problem."""

    DUPLICATE_PLACE = "duplicate place"
    UNKNOWN_PLACE = "unknown place"
    POSITION_OUTSIDE = "latitude outside -90 to 90 or longitude outside -180 to 180"
    FIGURE_OUTSIDE = "job seekers, posts and centres are 0 to 100 million"
    WEIGHTS_OUTSIDE = "weights are 0 to 1000"
    REACH_OUTSIDE = "reach outside 0 to 1000 km"
    DAYS_OUTSIDE = "days outside 1 to 60"
    LIMIT_OUTSIDE = "a leg limit is above 0"
    TWO_LIMITS = "legs have a limit in km or in minutes, not both"
    DAY_OUTSIDE = "a fixed day outside the tour"
    DAY_TAKEN_TWICE = "two places on one day"
    WANTED_AND_REFUSED = "a place that must and must not be visited"
    TOO_MANY_WANTED = "more places must be visited than there are days"
    TOO_FEW_PLACES = "fewer places than days"


class ProblemError(ValueError):
    """A problem that cannot be read: `fault` says what, `ids` which places it is about."""

    def __init__(self, fault: Fault, *ids: str) -> None:
        super().__init__(f"{fault.value}: {', '.join(ids)}" if ids else fault.value)
        self.fault = fault
        self.ids = ids


@dataclass(frozen=True, slots=True)
class Place:
    """A city: where it is (decimal degrees, WGS 84), and whom and what it holds.

    `landmass` is what no leg leaves: an island, the mainland. Equal names are one.
    """

    id: str
    latitude: float
    longitude: float
    job_seekers: int = 0
    posts: int = 0
    centres: int = 0
    landmass: str = ""


@dataclass(frozen=True, slots=True)
class Weights:
    """What one job seeker, one post and one centre are worth, kept to the thousandth."""

    job_seekers: float = 1.0
    posts: float = 1.0
    centres: float = 1.0


@dataclass(frozen=True, slots=True)
class Problem:
    """Places, of which `days` become stops, one a day.

    A stop reaches every place within `reach_km` as the crow flies, each place once in the whole
    tour. From one stop to the next a leg is at most `leg_km` as the crow flies, or at most
    `leg_minutes` by car as `lib.geo` estimates and shows them (up to the next five); with neither,
    any leg will do. `must` are stops on whatever day, `fixed` stops on their day (1 is the first),
    `never` are no stops and still to be reached.
    """

    places: tuple[Place, ...]
    days: int
    reach_km: float = 35.0
    leg_km: float | None = None
    leg_minutes: int | None = None
    weights: Weights = Weights()
    must: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()
    fixed: Mapping[str, int] = field(default_factory=dict)
