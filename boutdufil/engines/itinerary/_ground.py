"""The same problem as arrays: legs, days, and what each stop reaches."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from boutdufil.engines.itinerary._problem import Place, Problem, Weights
from boutdufil.lib.geo import EARTH_RADIUS_KM, shown_minutes

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

# Weights are kept to the thousandth, so that sums are integers and equal tours are equal.
POINT = 1_000


@dataclass(frozen=True)
class Ground:
    """A problem in arrays: n candidates for a stop in the order of their names, p groups.

    A group is all places that the same candidates reach; places that nobody reaches are left out.
    `metres` (n, n) as the crow flies; `near` (n, n) tells a leg that may be driven; `allowed`
    (days, n) who may be the stop of a day; `must` (n,); `cover` (n, p) what a stop reaches;
    `points` (p,) what a group is worth, in thousandths.
    """

    names: tuple[str, ...]
    metres: Ints
    near: Bools
    allowed: Bools
    must: Bools
    cover: Bools
    points: Ints

    @property
    def days(self) -> int:
        """How many stops a tour has."""
        return len(self.allowed)

    @property
    def unit(self) -> int:
        """What every tour's value is a multiple of: bounds are rounded down to it."""
        return int(np.gcd.reduce(self.points, initial=0)) or 1


def lay_ground(problem: Problem, places: Sequence[Place]) -> Ground:
    """Return the arrays of a problem that was read."""
    stops = [at for at, place in enumerate(places) if place.id not in problem.never]
    km = distances_km(places)
    names = tuple(places[at].id for at in stops)
    wanted = problem.must | problem.fixed.keys()
    cover, points = _groups((km <= problem.reach_km)[stops], worths(places, problem.weights))
    between = km[np.ix_(stops, stops)]
    return Ground(
        names=names,
        metres=np.rint(between * 1000).astype(np.int64),
        near=_legs(problem, between, [places[at].landmass for at in stops]),
        allowed=_days(problem, names),
        must=np.array([name in wanted for name in names], dtype=np.bool_),
        cover=cover,
        points=points,
    )


def distances_km(places: Sequence[Place]) -> Floats:
    """Return kilometres between all places (n, n): the haversine of `lib.geo`."""
    latitude = np.radians([place.latitude for place in places])
    longitude = np.radians([place.longitude for place in places])
    north = np.sin((latitude[:, None] - latitude[None, :]) / 2) ** 2
    east = np.sin((longitude[:, None] - longitude[None, :]) / 2) ** 2
    across = np.cos(latitude)[:, None] * np.cos(latitude)[None, :] * east
    chord = np.sqrt(np.minimum(1.0, north + across))
    # The same to the metre from both ends, whatever the rounding of the sines.
    km: Floats = np.round(2 * EARTH_RADIUS_KM * np.arcsin(chord), 3)
    return km


def worths(places: Sequence[Place], weights: Weights) -> Ints:
    """Return what each place is worth, in thousandths."""
    each = (weights.job_seekers, weights.posts, weights.centres)
    units = np.rint(np.array(each) * POINT).astype(np.int64)
    figures = [(place.job_seekers, place.posts, place.centres) for place in places]
    worth: Ints = np.array(figures, dtype=np.int64).reshape(-1, 3) @ units
    return worth


def _groups(reached: Bools, worth: Ints) -> tuple[Bools, Ints]:
    """Put together the places that the same stops reach."""
    counted = reached.any(axis=0) & (worth > 0)
    columns, group = np.unique(reached[:, counted], axis=1, return_inverse=True)
    points = np.zeros(columns.shape[1], dtype=np.int64)
    np.add.at(points, group.reshape(-1), worth[counted])
    return columns, points


def _legs(problem: Problem, km: Floats, landmasses: Sequence[str]) -> Bools:
    lands = np.array(landmasses, dtype=np.str_)
    near: Bools = lands[:, None] == lands[None, :]
    if problem.leg_km is not None:
        near &= km <= problem.leg_km
    if problem.leg_minutes is not None:
        near &= minutes_between(km) <= problem.leg_minutes
    np.fill_diagonal(near, val=False)
    return near


def minutes_between(km: Floats) -> Ints:
    """Return the minutes by car that are shown for these kilometres."""
    return np.array([shown_minutes(one) for one in km.ravel().tolist()]).reshape(km.shape)


def _days(problem: Problem, names: Sequence[str]) -> Bools:
    """Tell who may be the stop of which day."""
    allowed = np.ones((problem.days, len(names)), dtype=np.bool_)
    for name, day in problem.fixed.items():
        at = names.index(name)
        allowed[:, at] = False
        allowed[day - 1, :] = False
        allowed[day - 1, at] = True
    return allowed
