"""Positions on the Earth: distance, bounding box, and an estimate of travel time.

Positions are decimal degrees (WGS 84), distances kilometres as the crow flies, times minutes.
"""

from dataclasses import dataclass
from math import asin, ceil, cos, degrees, isfinite, radians, sin, sqrt

# Mean radius (R1) of the GRS 80 ellipsoid, as the International Union of Geodesy states it.
EARTH_RADIUS_KM = 6371.0088

# A road is longer than the straight line. Measured detours of European road networks lie
# around 1.3; it is wrong by far where a river, a mountain or the sea is in between.
ROAD_DETOUR = 1.3
# An estimate to the minute would look like a measurement.
STEP_MINUTES = 5


@dataclass(frozen=True, slots=True)
class Position:
    """A point: `latitude` in [-90, 90], `longitude` in [-180, 180], degrees."""

    latitude: float
    longitude: float

    def __post_init__(self) -> None:
        if not (isfinite(self.latitude) and abs(self.latitude) <= 90):
            raise ValueError(f"latitude out of range: {self.latitude}")
        if not (isfinite(self.longitude) and abs(self.longitude) <= 180):
            raise ValueError(f"longitude out of range: {self.longitude}")


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of latitudes and longitudes, degrees."""

    south: float
    north: float
    west: float
    east: float


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast one travels: `wait` minutes, then stretches of (road km, km/h); the last is open."""

    wait: float
    stretches: tuple[tuple[float, float], ...]


# Our own round figures, not a measurement: streets, then roads, then motorways or trains.
BY_CAR = Pace(wait=4, stretches=((10, 30), (50, 65), (float("inf"), 100)))
BY_PUBLIC_TRANSPORT = Pace(wait=15, stretches=((10, 20), (50, 45), (float("inf"), 90)))


def distance_km(a: Position, b: Position) -> float:
    """Return the great-circle distance in kilometres (haversine formula).

    The Earth is taken as a sphere: the error against the ellipsoid is at most 0.5 %.

    >>> round(distance_km(Position(50.63391, 3.05512), Position(48.85341, 2.3488)))
    204
    """
    half_dlat = radians(b.latitude - a.latitude) / 2
    half_dlon = radians(b.longitude - a.longitude) / 2
    across = cos(radians(a.latitude)) * cos(radians(b.latitude)) * sin(half_dlon) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(min(1.0, sin(half_dlat) ** 2 + across)))


def bounding_box(centre: Position, km: float) -> Box:
    """Return a box that holds every point within `km` kilometres of `centre`.

    Where the circle touches a pole or crosses the 180th meridian, all longitudes are in the box.

    >>> box = bounding_box(Position(50.0, 3.0), 111.2)
    >>> round(box.south, 1), round(box.north, 1), round(box.west, 2), round(box.east, 2)
    (49.0, 51.0, 1.44, 4.56)
    """
    if km < 0:
        raise ValueError(f"a distance is not negative: {km}")
    # A hair wider than the circle, so that rounding never loses a point on its edge.
    angle = km / EARTH_RADIUS_KM + 1e-9
    south, north = (centre.latitude - degrees(angle), centre.latitude + degrees(angle))
    if south <= -90 or north >= 90:
        return Box(max(south, -90.0), min(north, 90.0), -180.0, 180.0)
    width = degrees(asin(min(1.0, sin(angle) / cos(radians(centre.latitude))))) + 1e-9
    west, east = (centre.longitude - width, centre.longitude + width)
    if west < -180 or east > 180:
        return Box(south, north, -180.0, 180.0)
    return Box(south, north, west, east)


def travel_minutes(km: float, pace: Pace = BY_CAR) -> float:
    """Estimate the minutes needed to cover `km` kilometres as the crow flies.

    minutes = wait + sum over the stretches of 60 * road km / speed, with road km = 1.3 * km.
    It grows with the distance and knows nothing of traffic, timetables, relief, rivers or
    whether a line exists at all: always show it as an estimate. Same place: no time at all.

    >>> [round(travel_minutes(km)) for km in (0, 5, 20, 100)]
    [0, 17, 39, 109]
    """
    if km <= 0:
        return 0.0
    left, minutes, done = km * ROAD_DETOUR, pace.wait, 0.0
    for end, speed in pace.stretches:
        stretch = min(left, end - done)
        minutes += 60 * stretch / speed
        left, done = left - stretch, end
        if left <= 0:
            break
    return minutes


def shown_minutes(km: float, pace: Pace = BY_CAR) -> int:
    """Return the estimate of `travel_minutes` as it is shown: up to the next five, five at least.

    >>> [shown_minutes(km) for km in (0, 5, 20, 100)]
    [5, 20, 40, 110]
    """
    return max(STEP_MINUTES, STEP_MINUTES * ceil(travel_minutes(km, pace) / STEP_MINUTES))
