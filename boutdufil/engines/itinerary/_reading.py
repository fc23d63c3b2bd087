"""A problem read: every word checked, put in the order of the identifiers."""

from collections import Counter
from collections.abc import Iterable
from math import isfinite

from boutdufil.engines.itinerary._problem import Fault, Place, Problem, ProblemError

MOST_DAYS = 60
MOST_FIGURE = 100_000_000
MOST_WEIGHT = 1_000.0
MOST_REACH_KM = 1_000.0


def read_problem(problem: Problem) -> tuple[Place, ...]:
    """Return the places in the order of their names; raises ProblemError naming what is wrong."""
    _check_numbers(problem)
    counted = Counter(place.id for place in problem.places)
    _refuse(Fault.DUPLICATE_PLACE, (name for name, times in counted.items() if times > 1))
    for place in problem.places:
        _check_place(place)
    named = {*problem.must, *problem.never, *problem.fixed}
    _refuse(Fault.UNKNOWN_PLACE, named - counted.keys())
    _check_wishes(problem)
    return tuple(sorted(problem.places, key=lambda place: place.id))


def _check_numbers(problem: Problem) -> None:
    weights = problem.weights
    limits = [limit for limit in (problem.leg_km, problem.leg_minutes) if limit is not None]
    for fault, holds in (
        (Fault.DAYS_OUTSIDE, 1 <= problem.days <= MOST_DAYS),
        (Fault.REACH_OUTSIDE, 0 <= problem.reach_km <= MOST_REACH_KM),
        (Fault.TWO_LIMITS, len(limits) <= 1),
        (Fault.LIMIT_OUTSIDE, all(limit > 0 for limit in limits)),
        (
            Fault.WEIGHTS_OUTSIDE,
            all(
                0 <= w <= MOST_WEIGHT for w in (weights.job_seekers, weights.posts, weights.centres)
            ),
        ),
    ):
        if not holds:
            raise ProblemError(fault)


def _check_place(place: Place) -> None:
    spot = place.latitude, place.longitude
    if not (all(map(isfinite, spot)) and abs(spot[0]) <= 90 and abs(spot[1]) <= 180):
        raise ProblemError(Fault.POSITION_OUTSIDE, place.id)
    figures = place.job_seekers, place.posts, place.centres
    if not all(0 <= figure <= MOST_FIGURE for figure in figures):
        raise ProblemError(Fault.FIGURE_OUTSIDE, place.id)


def _check_wishes(problem: Problem) -> None:
    wanted = problem.must | problem.fixed.keys()
    _refuse(Fault.WANTED_AND_REFUSED, wanted & problem.never)
    _refuse(
        Fault.DAY_OUTSIDE,
        (name for name, day in problem.fixed.items() if not 1 <= day <= problem.days),
    )
    on = Counter(problem.fixed.values())
    _refuse(Fault.DAY_TAKEN_TWICE, (name for name, day in problem.fixed.items() if on[day] > 1))
    if len(wanted) > problem.days:
        raise ProblemError(Fault.TOO_MANY_WANTED, *sorted(wanted))
    if len(problem.places) - len(problem.never) < problem.days:
        raise ProblemError(Fault.TOO_FEW_PLACES)


def _refuse(fault: Fault, names: Iterable[str]) -> None:
    found = sorted(names)
    if found:
        raise ProblemError(fault, *found)
