"""Other ways to plan a tour: plain CP-SAT, and the city that reaches most first."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise, permutations

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from boutdufil.engines.itinerary import Place, Problem
from boutdufil.lib.geo import Position, distance_km

WORKERS = 2
SEED = 1
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class PeerTour:
    """What a peer reaches in job seekers, and what it has proven nobody can surpass."""

    reached: int
    bound: float
    proven: bool


def kilometres(places: tuple[Place, ...]) -> NDArray[np.float64]:
    """Return distances one by one with `lib.geo`: none of the code that is measured."""
    spots = [Position(place.latitude, place.longitude) for place in places]
    return np.array([[distance_km(a, b) for b in spots] for a in spots])


def by_cp_sat(problem: Problem, seconds: float) -> PeerTour:
    """Solve circuit and coverage as anybody would write them down, within some seconds."""
    km = kilometres(problem.places)
    model = cp_model.CpModel()
    visits = [model.new_bool_var(place.id) for place in problem.places]
    model.add_circuit(list(arcs(model, visits, km <= (problem.leg_km or np.inf))))
    model.add(sum(visits) == problem.days)
    reached = []
    for at, place in enumerate(problem.places):
        covered = model.new_bool_var(f"reached {place.id}")
        near = np.flatnonzero(km[:, at] <= problem.reach_km).tolist()
        model.add_bool_or(visits[stop] for stop in near).only_enforce_if(covered)
        reached.append(covered * place.job_seekers)
    model.maximize(sum(reached))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = WORKERS
    solver.parameters.random_seed = SEED
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return PeerTour(0, solver.best_objective_bound, proven=False)
    value = round(solver.objective_value)
    return PeerTour(value, solver.best_objective_bound, proven=status == cp_model.OPTIMAL)


def arcs(
    model: cp_model.CpModel, visits: list[cp_model.IntVar], near: Bools
) -> Iterator[tuple[int, int, cp_model.LiteralT]]:
    """Yield legs between cities (1 and up), and to and from nowhere (0)."""
    for at, visit in enumerate(visits, start=1):
        yield 0, at, model.new_bool_var("")
        yield at, 0, model.new_bool_var("")
        yield at, at, ~visit
    for a, b in zip(*np.nonzero(near), strict=True):
        if a != b:
            yield int(a) + 1, int(b) + 1, model.new_bool_var("")


def most_first(problem: Problem) -> tuple[int, bool]:
    """Take the city that adds most, `days` times, legs aside.

    Returns the job seekers reached, and whether any order of these cities keeps the legs.
    """
    km = kilometres(problem.places)
    near = km <= problem.reach_km
    left = np.array([place.job_seekers for place in problem.places])
    total, chosen = int(left.sum()), []
    for _ in range(problem.days):
        chosen.append(int((near @ left).argmax()))
        left = np.where(near[chosen[-1]], 0, left)
    legs = km <= (problem.leg_km or np.inf)
    drivable = any(all(legs[a, b] for a, b in pairwise(order)) for order in permutations(chosen))
    return total - int(left.sum()), drivable
