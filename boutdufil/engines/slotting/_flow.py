"""Who meets whom when only numbers count: a b-matching of best value, as a minimum-cost flow.

The clock is left out, so what it reaches is a bound for every plan.
"""

from dataclasses import dataclass

import numpy as np
from ortools.graph.python import min_cost_flow

from boutdufil.engines.slotting._instance import Instance, Ints


@dataclass(frozen=True)
class Pairs:
    """Who meets whom, shapes (meetings,): places of the candidates and of the recruiters."""

    candidate: Ints
    recruiter: Ints

    def __len__(self) -> int:
        return len(self.candidate)


def best_pairs(instance: Instance, values: Ints, most: int) -> Pairs:
    """Return the pairs of highest total `values`, at most `most`, each person within their caps.

    `values` int64 of the shape of `instance.quality`, not negative where a pair is possible.
    """
    candidate, recruiter = np.nonzero(instance.possible)
    solver = min_cost_flow.SimpleMinCostFlow()
    people, tables = instance.quality.shape
    start, end = people + tables, people + tables + 1
    costs = -values[instance.possible]
    _arcs(solver, candidate, people + recruiter, np.ones_like(candidate), costs)
    _arcs(solver, np.full(people, start), np.arange(people), instance.visits)
    _arcs(solver, np.arange(people, start), np.full(tables, end), instance.tables)
    _arcs(solver, np.array([start]), np.array([end]), np.array([most]))
    supplies = np.zeros(end + 1, dtype=np.int64)
    supplies[[start, end]] = most, -most
    solver.set_nodes_supplies(np.arange(end + 1, dtype=np.int32), supplies)
    status = solver.solve()
    if status != solver.OPTIMAL:
        raise RuntimeError(f"minimum-cost flow: {status}")  # nobody meeting anybody is a flow
    used = np.asarray(solver.flows(np.arange(len(candidate), dtype=np.int32))) > 0
    return Pairs(candidate[used], recruiter[used])


def _arcs(
    solver: min_cost_flow.SimpleMinCostFlow,
    tails: Ints,
    heads: Ints,
    room: Ints,
    costs: Ints | None = None,
) -> None:
    costs = np.zeros(len(tails), dtype=np.int64) if costs is None else costs
    solver.add_arcs_with_capacity_and_unit_cost(
        tails.astype(np.int32), heads.astype(np.int32), room.astype(np.int64), costs
    )
