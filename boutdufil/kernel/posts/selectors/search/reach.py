"""How far a place can be for a limit of minutes, and how far many places are."""

import numpy as np
from numpy.typing import NDArray

from boutdufil.kernel.posts.selectors.search.query import VacancyQuery
from boutdufil.kernel.territories.selectors import PACES
from boutdufil.lib import geo

Floats = NDArray[np.float64]


def limit_km(query: VacancyQuery) -> float | None:
    """Return the kilometres a query goes from its place; None when it sets no limit."""
    if query.minutes is not None:
        return furthest_km(query.minutes, PACES[query.by])
    return float(query.km) if query.km is not None else None


def furthest_km(minutes: float, pace: geo.Pace) -> float:
    """Return the longest straight line that `lib.geo.travel_minutes` does in these minutes.

    >>> from boutdufil.lib.geo import BY_CAR, travel_minutes
    >>> round(travel_minutes(furthest_km(30, BY_CAR)), 6)
    30.0
    """
    left, road, done = minutes - pace.wait, 0.0, 0.0
    for end, speed in pace.stretches:
        stretch = min(max(left, 0.0) * speed / 60, end - done)
        road += stretch
        left, done = left - 60 * stretch / speed, end
    return road / geo.ROAD_DETOUR


def distances(centre: geo.Position, latitudes: Floats, longitudes: Floats) -> Floats:
    """Return the kilometres from a point to many, shape of the arrays; NaN stays NaN.

    The haversine of `lib.geo.distance_km`.
    """
    latitude, longitude = np.radians(latitudes), np.radians(longitudes)
    half_dlat = (latitude - np.radians(centre.latitude)) / 2.0
    half_dlon = (longitude - np.radians(centre.longitude)) / 2.0
    across = np.cos(latitude) * np.cos(np.radians(centre.latitude)) * np.sin(half_dlon) ** 2
    chord = np.sqrt(np.minimum(np.sin(half_dlat) ** 2 + across, 1.0))
    return np.asarray(2 * geo.EARTH_RADIUS_KM * np.arcsin(chord))


def shown_minutes(km: float, query: VacancyQuery) -> int:
    """Return the estimate shown, up to the next five minutes as everywhere else."""
    return geo.shown_minutes(km, PACES[query.by])
