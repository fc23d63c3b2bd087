"""Tours on generated maps: nothing is better, nothing counts twice, no leg is too long."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from boutdufil.engines.itinerary import Place, Problem, Status, Weights, plan_tour
from tests.engines import tour_oracle as oracle

NAMES = "ABCDEFG"


@st.composite
def maps(draw, most=7):
    """Some cities of a region of some 200 by 200 km, with rules a tour has to keep."""
    count = draw(st.integers(1, most))
    places = tuple(
        Place(
            name,
            latitude=48 + draw(st.integers(0, 8)) / 4,
            longitude=5 + draw(st.integers(0, 8)) / 3,
            job_seekers=draw(st.integers(0, 5)),
            posts=draw(st.integers(0, 3)),
            centres=draw(st.integers(0, 2)),
            landmass=draw(st.sampled_from(("", "", "", "island"))),
        )
        for name in NAMES[:count]
    )
    days = draw(st.integers(1, min(4, count)))
    free = draw(st.permutations(NAMES[:count]))
    wanted, refused = draw(st.integers(0, days)), draw(st.integers(0, count - days))
    fixed_days = draw(st.permutations(range(1, days + 1)))
    fixed = draw(st.integers(0, wanted))
    limit = draw(st.sampled_from(("none", "km", "minutes")))
    return Problem(
        places,
        days,
        reach_km=draw(st.sampled_from((0, 30, 60, 120))),
        leg_km=draw(st.integers(20, 200)) if limit == "km" else None,
        leg_minutes=draw(st.integers(20, 150)) if limit == "minutes" else None,
        weights=Weights(*draw(st.sampled_from(((1, 1, 1), (1, 0.5, 10), (0, 2.25, 0))))),
        must=frozenset(free[fixed:wanted]),
        fixed=dict(zip(free[:fixed], fixed_days, strict=False)),
        never=frozenset(free[count - refused :]),
    )


@settings(max_examples=250, deadline=None)
@given(maps())
def test_no_tour_is_better_shorter_or_earlier_by_name(problem):
    best, tour = oracle.best_order(problem), plan_tour(problem)

    assert tour.order == (best or ())
    assert tour.status is (Status.OPTIMAL if best else Status.INFEASIBLE)


@settings(max_examples=100, deadline=None)
@given(maps(), st.randoms())
def test_the_order_of_the_places_changes_nothing(problem, order):
    places = list(problem.places)
    order.shuffle(places)

    assert plan_tour(replace(problem, places=tuple(places))) == plan_tour(problem)


@settings(max_examples=100, deadline=None)
@given(maps())
def test_each_place_is_counted_once_on_the_first_day_that_reaches_it(problem):
    tour = plan_tour(problem)
    told = [name for stop in tour.stops for name in stop.places]
    at = {place.id: place for place in problem.places}

    assert len(told) == len(set(told))
    assert set(told) == oracle.reached(problem, tour.order)
    assert tour.reach.job_seekers == sum(at[name].job_seekers for name in told)
    assert round(1000 * tour.reach.value) == oracle.points(problem, tour.order)
    assert [stop.day for stop in tour.stops] == list(range(1, len(tour.stops) + 1))
    assert round(1000 * tour.km) == oracle.metres(problem, tour.order)


@settings(max_examples=100, deadline=None)
@given(maps())
def test_a_limit_that_is_said_to_do_does_and_no_smaller_one(problem):
    tour = plan_tour(problem)
    limit = tour.limit_that_would_do
    if limit is None:
        free = replace(problem, leg_km=None, leg_minutes=None)
        assert tour.stops or not plan_tour(free).stops
        return
    field, given_limit = ("leg_km", limit) if problem.leg_km else ("leg_minutes", round(limit))
    assert plan_tour(replace(problem, **{field: given_limit})).stops
    assert not plan_tour(replace(problem, **{field: given_limit - 0.001})).stops


@settings(max_examples=100, deadline=None)
@given(maps(), st.integers(0, 100))
def test_a_longer_leg_or_a_wider_reach_never_makes_a_tour_worse(problem, more):
    tour = plan_tour(problem)
    wider = replace(problem, reach_km=problem.reach_km + more)
    looser = replace(problem, leg_km=problem.leg_km + more) if problem.leg_km else problem

    if tour.stops:
        assert plan_tour(wider).reach.value >= tour.reach.value
        assert plan_tour(looser).reach.value >= tour.reach.value
