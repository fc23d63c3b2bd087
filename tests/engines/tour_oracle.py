"""Every tour there is, tried one after the other in plain Python with `lib.geo`."""

from itertools import pairwise, permutations

from boutdufil.lib.geo import Position, distance_km, shown_minutes


def km_between(a, b):
    return round(
        distance_km(Position(a.latitude, a.longitude), Position(b.latitude, b.longitude)), 3
    )


def worth(problem, place):
    weights = problem.weights
    return round(
        1000 * weights.job_seekers * place.job_seekers
        + 1000 * weights.posts * place.posts
        + 1000 * weights.centres * place.centres
    )


def reached(problem, order):
    """Name the places that a set of stops reaches."""
    at = {place.id: place for place in problem.places}
    return {
        place.id
        for place in problem.places
        if any(km_between(at[name], place) <= problem.reach_km for name in order)
    }


def may_be_driven(problem, a, b):
    km = km_between(a, b)
    if a.landmass != b.landmass:
        return False
    if problem.leg_km is not None:
        return km <= problem.leg_km
    return problem.leg_minutes is None or shown_minutes(km) <= problem.leg_minutes


def keeps_rules(problem, order):
    at = {place.id: place for place in problem.places}
    legs = pairwise(order)
    return (
        set(problem.must) <= set(order)
        and not problem.never & set(order)
        and all(order[day - 1] == name for name, day in problem.fixed.items())
        and all(may_be_driven(problem, at[a], at[b]) for a, b in legs)
    )


def metres(problem, order):
    at = {place.id: place for place in problem.places}
    legs = pairwise(order)
    return sum(round(1000 * km_between(at[a], at[b])) for a, b in legs)


def points(problem, order):
    at = {place.id: place for place in problem.places}
    return sum(worth(problem, at[name]) for name in reached(problem, order))


def best_order(problem):
    """Return the best tour: most reached, then shortest, then first by names; None if none is."""
    stops = sorted(place.id for place in problem.places if place.id not in problem.never)
    orders = permutations(stops, problem.days)
    kept = [order for order in orders if keeps_rules(problem, order)]
    return min(
        kept,
        key=lambda order: (-points(problem, order), metres(problem, order), order),
        default=None,
    )
