"""A tour through the 60 most populous communes of mainland France, beside CP-SAT and greed."""

import time
from dataclasses import replace

from benchmarks.tour_peers import by_cp_sat, most_first
from benchmarks.tour_towns import most_populous
from boutdufil.engines.itinerary import Problem, alternatives, plan_tour

DAYS = 5
LEG_KM = 300.0
REACH_KM = 35.0
PEER_SECONDS = 20.0
LARGE = (120, 7)
Figures = dict[str, object]


def tour_figures(*, peer_seconds: float = PEER_SECONDS, with_large: bool = True) -> Figures:
    """Measure the tour of sixty towns, then those of 24 and of 120, then the peers on sixty."""
    problem = Problem(most_populous(60), DAYS, reach_km=REACH_KM, leg_km=LEG_KM)
    small = replace(problem, places=problem.places[:24])
    figures = planned("tour_60_cities", problem) | planned("tour_24_cities", small)
    if with_large:
        large = Problem(most_populous(LARGE[0]), LARGE[1], reach_km=REACH_KM, leg_km=LEG_KM)
        figures |= planned("tour_120_cities_7_days", large)
    figures |= without_each(problem) | peers(problem, peer_seconds)
    return figures | {"job_seekers_are": "the population"}


def planned(name: str, problem: Problem) -> Figures:
    """Time one tour: seconds of the clock, and of CPU."""
    started, cpu = time.perf_counter(), time.process_time()
    tour = plan_tour(problem)
    return {
        f"{name}_s": round(time.perf_counter() - started, 3),
        f"{name}_cpu_s": round(time.process_time() - cpu, 3),
        f"{name.removesuffix('_cities')}_gap": round(tour.gap, 5),
        f"{name}_status": tour.status.value,
        f"{name}_reached": tour.reach.job_seekers,
        f"{name}_order": list(tour.order),
    }


def without_each(problem: Problem) -> Figures:
    """Time the best tours without each city of the best one."""
    tour, started = plan_tour(problem), time.perf_counter()
    others = alternatives(problem, tour)
    changes = {one.without: one.change and round(one.change, 4) for one in others}
    spent = round(time.perf_counter() - started, 3)
    return {"tour_60_without_each_s": spent, "tour_60_without_each": changes}


def peers(problem: Problem, seconds: float) -> Figures:
    """Give CP-SAT its seconds, and look where greed would go."""
    started = time.perf_counter()
    found = by_cp_sat(problem, seconds)
    spent = round(time.perf_counter() - started, 3)
    greedy, drivable = most_first(problem)
    return {
        "cp_sat_60_s": spent,
        "cp_sat_60_reached": found.reached,
        "cp_sat_60_gap": round(1 - found.reached / found.bound, 5),
        "cp_sat_60_proven": found.proven,
        "greedy_60_reached": greedy,
        "greedy_60_keeps_the_legs": drivable,
    }
