"""From a problem in places to a tour in places."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from boutdufil.engines.itinerary._ground import (
    POINT,
    Floats,
    Ground,
    distances_km,
    lay_ground,
    minutes_between,
    worths,
)
from boutdufil.engines.itinerary._problem import Place, Problem
from boutdufil.engines.itinerary._reading import read_problem
from boutdufil.engines.itinerary._search import Found, Progress, search
from boutdufil.engines.itinerary._tour import Alternative, Reach, Status, Stop, Tour
from boutdufil.lib.geo import shown_minutes


def plan_tour(problem: Problem, *, progress: Progress | None = None) -> Tour:
    """Return the tour that reaches most, of several the shortest, then the first by names.

    `progress` is called with (steps done, steps in all). The order of the places changes nothing,
    neither does the machine: work is bounded by counts, not by a clock. Raises ProblemError.
    """
    places = read_problem(problem)
    ground = lay_ground(problem, places)
    found = search(ground, progress=progress)
    if not found.exists:
        return _no_tour(problem, places, found)
    return _told(problem, places, ground, found)


def alternatives(problem: Problem, tour: Tour) -> tuple[Alternative, ...]:
    """Return, for each city of a tour that may be left out, the best tour without it."""
    wanted = problem.must | problem.fixed.keys()
    return tuple(_without(problem, tour, name) for name in tour.order if name not in wanted)


def _without(problem: Problem, tour: Tour, name: str) -> Alternative:
    if len(problem.places) - len(problem.never) <= problem.days:
        return Alternative(name, Tour(Status.INFEASIBLE), None)
    other = plan_tour(replace(problem, never=problem.never | {name}))
    if not other.stops or not tour.reach.value:
        return Alternative(name, other, 0.0 if other.stops else None)
    return Alternative(name, other, other.reach.value / tour.reach.value - 1)


def _told(problem: Problem, places: Sequence[Place], ground: Ground, found: Found) -> Tour:
    stops = _stops(problem, places, [ground.names[at] for at in found.path])
    reach = _sum([stop.reach for stop in stops])
    return Tour(
        status=_status(found),
        stops=stops,
        reach=reach,
        km=round(sum(stop.leg_km or 0.0 for stop in stops), 3),
        bound=max(found.bound, found.value) / POINT,
    )


def _status(found: Found) -> Status:
    if found.bound > found.value:
        return Status.WITHIN_BOUND
    return Status.OPTIMAL if found.shortest else Status.MOST_REACHED


def _stops(problem: Problem, places: Sequence[Place], names: Sequence[str]) -> tuple[Stop, ...]:
    """Go through the days and count what each reaches anew."""
    at = {place.id: row for row, place in enumerate(places)}
    km, worth = distances_km(places), worths(places, problem.weights)
    left, stops = np.ones(len(places), dtype=np.bool_), []
    for day, name in enumerate(names, start=1):
        new = (km[at[name]] <= problem.reach_km) & left
        left &= ~new
        reached = [places[row] for row in np.flatnonzero(new).tolist()]
        leg = float(km[at[names[day - 2]], at[name]]) if day > 1 else None
        stops.append(
            Stop(
                day=day,
                place=name,
                leg_km=leg,
                leg_minutes=None if leg is None else shown_minutes(leg),
                reach=_reach(reached, int(worth[new].sum())),
                places=tuple(place.id for place in reached),
            )
        )
    return tuple(stops)


def _reach(places: Sequence[Place], points: int) -> Reach:
    return Reach(
        job_seekers=sum(place.job_seekers for place in places),
        posts=sum(place.posts for place in places),
        centres=sum(place.centres for place in places),
        value=points / POINT,
    )


def _sum(reaches: Sequence[Reach]) -> Reach:
    return Reach(
        job_seekers=sum(one.job_seekers for one in reaches),
        posts=sum(one.posts for one in reaches),
        centres=sum(one.centres for one in reaches),
        value=sum(round(one.value * POINT) for one in reaches) / POINT,
    )


def _no_tour(problem: Problem, places: Sequence[Place], found: Found) -> Tour:
    status = Status.INFEASIBLE if found.bound < 0 else Status.NOT_FOUND
    return Tour(
        status=status,
        bound=max(found.bound, 0) / POINT,
        limit_that_would_do=_limit_that_would_do(problem, places),
    )


def _limit_that_would_do(problem: Problem, places: Sequence[Place]) -> float | None:
    """Halve the list of all legs until the least limit with a tour is found."""
    km = distances_km(places)
    by_time = problem.leg_minutes is not None
    lengths: Floats = minutes_between(km).astype(np.float64) if by_time else km
    given = problem.leg_minutes if by_time else problem.leg_km
    limits = [length for length in np.unique(lengths).tolist() if length > (given or 0)]
    if given is None or not limits:
        return None
    at = bisect_left(limits, 1, key=lambda limit: int(_is_possible(problem, places, limit)))
    return limits[at] if at < len(limits) else None


def _is_possible(problem: Problem, places: Sequence[Place], limit: float) -> bool:
    by_time = problem.leg_minutes is not None
    other = (
        replace(problem, leg_minutes=round(limit)) if by_time else replace(problem, leg_km=limit)
    )
    ground = lay_ground(other, places)
    worthless = replace(ground, points=ground.points[:0], cover=ground.cover[:, :0])
    return search(worthless, any_will_do=True).exists
