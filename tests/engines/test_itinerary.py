"""Tours: reference values, what is refused, and what a search that may not end still proves."""

import csv
from itertools import combinations, pairwise, permutations
from pathlib import Path

import pytest

from boutdufil.engines.itinerary import (
    Fault,
    Place,
    Problem,
    ProblemError,
    Status,
    Weights,
    _search,
    alternatives,
    plan_tour,
)
from tests.engines import tour_oracle as oracle

COMMUNES = Path(_search.__file__).parents[2] / "kernel" / "territories" / "data" / "communes.csv"
LINE = tuple(Place(name, 48.0, 2.0 + at, job_seekers=1) for at, name in enumerate("ABCD"))


def most_populous(count):
    """Real towns of the mainland; their population stands in for job seekers."""
    with COMMUNES.open(encoding="utf-8", newline="") as file:
        rows = [
            row
            for row in csv.DictReader(file)
            if row["population"] and not row["parent"]
            and not row["department"].startswith(("2A", "2B", "97"))
        ]  # fmt: skip
    rows.sort(key=lambda row: (-int(row["population"]), row["code"]))
    return tuple(
        Place(
            f"{row['name']} {row['code']}",
            float(row["latitude"]),
            float(row["longitude"]),
            job_seekers=int(row["population"]),
        )
        for row in rows[:count]
    )


def enumerated(problem):
    """Return the most that any tour reaches: sets from the best down, until one has an order."""
    places = problem.places
    km = [[oracle.km_between(a, b) for b in places] for a in places]
    reach = [sum(1 << at for at, way in enumerate(row) if way <= problem.reach_km) for row in km]
    worth = [place.job_seekers for place in places]

    def value(stops):
        reached = 0
        for stop in stops:
            reached |= reach[stop]
        return sum(one for at, one in enumerate(worth) if reached >> at & 1)

    def has_an_order(stops):
        return any(
            all(km[a][b] <= problem.leg_km for a, b in pairwise(order))
            for order in permutations(stops)
        )

    sets = sorted(
        ((value(stops), stops) for stops in combinations(range(len(places)), problem.days)),
        reverse=True,
    )
    return next((most for most, stops in sets if has_an_order(stops)), None)


@pytest.mark.parametrize("count", [12, 18, 24])
def test_enumerating_all_sets_of_real_towns_finds_nothing_better(count):
    problem = Problem(most_populous(count), days=5, leg_km=300)
    tour = plan_tour(problem)

    assert tour.reach.job_seekers == enumerated(problem)
    assert tour.status is Status.OPTIMAL
    assert oracle.keeps_rules(problem, tour.order)


def test_sixty_towns_in_five_days_are_proven():
    problem = Problem(most_populous(60), days=5, leg_km=300)
    tour = plan_tour(problem)

    assert (tour.status, tour.gap) == (Status.OPTIMAL, 0.0)
    assert tour.reach.job_seekers == 5_801_590
    assert oracle.keeps_rules(problem, tour.order)


def test_whom_two_stops_reach_is_counted_on_the_first_day():
    places = (Place("A", 48, 2, 10, 3, 1), Place("B", 48.1, 2, 5, 2, 1), Place("C", 49, 2, 4))
    tour = plan_tour(Problem(places, days=2, reach_km=20, weights=Weights(1, 2, 0.5)))

    assert tour.order == ("B", "C")
    assert tour.stops[0].places == ("A", "B")
    assert tour.reach.job_seekers == 19
    assert tour.reach.value == 15 + 2 * 5 + 0.5 * 2 + 4
    assert (tour.stops[0].leg_km, tour.stops[0].leg_minutes) == (None, None)
    assert tour.stops[1].leg_km == pytest.approx(100.08, abs=0.01)


def test_of_equal_tours_the_shortest_then_the_first_by_names():
    assert plan_tour(Problem(LINE, days=4, reach_km=1)).order == ("A", "B", "C", "D")
    assert plan_tour(Problem(LINE[::-1], days=2, reach_km=1)).order == ("A", "B")


def test_a_city_that_is_no_stop_is_still_reached():
    tour = plan_tour(Problem(LINE, days=1, reach_km=80, never=frozenset("B")))

    assert tour.order == ("C",)
    assert tour.stops[0].places == ("B", "C", "D")


def test_leaving_a_city_out_is_told_with_the_tour_that_is_then_best():
    problem = Problem(LINE, days=2, reach_km=80, fixed={"A": 1})
    told = alternatives(problem, plan_tour(problem))

    assert [(one.without, one.change) for one in told] == [("C", 0.0)]
    assert told[0].tour.order == ("A", "D")
    free = Problem(LINE[:3], days=3)
    assert {one.change for one in alternatives(free, plan_tour(free))} == {None}


def test_a_tour_that_cannot_be_names_the_limit_that_would_do():
    tour = plan_tour(Problem(LINE, days=3, leg_km=60))

    assert (tour.status, tour.order) == (Status.INFEASIBLE, ())
    assert tour.limit_that_would_do == pytest.approx(74.4, abs=0.1)
    assert plan_tour(Problem(LINE, days=3, leg_minutes=30)).limit_that_would_do == 90


def test_no_limit_helps_over_the_sea():
    places = (Place("Nice", 43.7, 7.3), Place("Ajaccio", 41.9, 8.7, landmass="corsica"))
    tour = plan_tour(Problem(places, days=2, leg_km=100))

    assert (tour.status, tour.limit_that_would_do) == (Status.INFEASIBLE, None)


def test_a_search_that_may_not_end_proves_how_much_may_be_missing(monkeypatch):
    problem = Problem(most_populous(40), days=5, leg_km=300)
    best = plan_tour(problem).reach.value
    monkeypatch.setattr(_search, "WIDTHS", (3, 8))
    tour = plan_tour(problem)

    assert tour.status is Status.WITHIN_BOUND
    assert tour.reach.value <= best <= tour.bound
    assert tour.gap == pytest.approx(1 - tour.reach.value / tour.bound)
    assert oracle.keeps_rules(problem, tour.order)


def test_progress_ends_with_everything_done():
    told = []
    plan_tour(Problem(LINE, days=2), progress=lambda done, total: told.append((done, total)))

    assert all(done <= total for done, total in told)
    assert told[-1] == (1, 1)


@pytest.mark.parametrize(
    ("fault", "changes"),
    [
        (Fault.DUPLICATE_PLACE, {"places": (*LINE, LINE[0])}),
        (Fault.UNKNOWN_PLACE, {"must": frozenset("Z")}),
        (Fault.POSITION_OUTSIDE, {"places": (Place("A", 91, 0),), "days": 1}),
        (Fault.POSITION_OUTSIDE, {"places": (Place("A", float("nan"), 0),), "days": 1}),
        (Fault.FIGURE_OUTSIDE, {"places": (Place("A", 0, 0, posts=-1),), "days": 1}),
        (Fault.WEIGHTS_OUTSIDE, {"weights": Weights(posts=-1)}),
        (Fault.WEIGHTS_OUTSIDE, {"weights": Weights(posts=float("nan"))}),
        (Fault.REACH_OUTSIDE, {"reach_km": -1}),
        (Fault.DAYS_OUTSIDE, {"days": 0}),
        (Fault.LIMIT_OUTSIDE, {"leg_km": 0}),
        (Fault.TWO_LIMITS, {"leg_km": 10, "leg_minutes": 10}),
        (Fault.DAY_OUTSIDE, {"fixed": {"A": 3}}),
        (Fault.DAY_TAKEN_TWICE, {"fixed": {"A": 1, "B": 1}}),
        (Fault.WANTED_AND_REFUSED, {"must": frozenset("A"), "never": frozenset("A")}),
        (Fault.TOO_MANY_WANTED, {"must": frozenset("ABC")}),
        (Fault.TOO_FEW_PLACES, {"days": 5}),
    ],
)
def test_a_problem_that_makes_no_sense_is_refused_by_name(fault, changes):
    with pytest.raises(ProblemError) as caught:
        plan_tour(Problem(**{"places": LINE, "days": 2, **changes}))

    assert caught.value.fault is fault


def test_a_place_with_a_fault_is_named():
    with pytest.raises(ProblemError, match="unknown place: Y, Z") as caught:
        plan_tour(Problem(LINE, days=2, must=frozenset("ZY")))

    assert caught.value.ids == ("Y", "Z")
