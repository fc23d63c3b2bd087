"""One best plan of a face, as a minimum-cost flow (Google OR-Tools, cost scaling)."""

import numpy as np
from ortools.graph.python import min_cost_flow

from boutdufil.engines.redeployment._face import Face
from boutdufil.engines.redeployment._instance import Ints

# The solver multiplies costs by the number of nodes and adds along paths in 64 bits: 2**62
# was refused in trials, so a quarter of it is what we use.
LARGEST_PRODUCT = 2**60

WAITING = -1


def node_count(face: Face) -> int:
    """Return the nodes of the network: people, offers, and one where all arrive."""
    return face.instance.candidates + face.instance.offers + 1


def best_plan(face: Face, values: Ints) -> Ints:
    """Return the place in `face.pairs` of each candidate's pair, or WAITING, shape (candidates,).

    The sum of `values` (by pair) is the highest there is; |values| x nodes below 2**60.
    """
    solver = min_cost_flow.SimpleMinCostFlow()
    _add_pairs(solver, face, values)
    _add_exits(solver, face)
    solver.set_nodes_supplies(np.arange(node_count(face), dtype=np.int32), _supplies(face))
    status = solver.solve()
    if status != solver.OPTIMAL:
        raise RuntimeError(f"minimum-cost flow: {status}")  # a face always holds a plan
    flows = np.asarray(solver.flows(np.arange(len(values), dtype=np.int32)))
    used = np.flatnonzero(flows)
    chosen = np.full(face.instance.candidates, WAITING, dtype=np.int64)
    chosen[face.candidate[used]] = used
    return chosen


def _add_pairs(solver: min_cost_flow.SimpleMinCostFlow, face: Face, values: Ints) -> None:
    solver.add_arcs_with_capacity_and_unit_cost(
        face.instance.candidate[face.pairs].astype(np.int32),
        (face.instance.offer[face.pairs] + face.instance.candidates).astype(np.int32),
        np.ones(len(values), dtype=np.int64),
        -values,
    )


def _add_exits(solver: min_cost_flow.SimpleMinCostFlow, face: Face) -> None:
    """Lead people who may wait, and places that may stay free, to the end at no cost."""
    waiting, end = np.flatnonzero(face.may_wait), node_count(face) - 1
    free = np.flatnonzero(~face.must_fill)
    tails = np.concatenate((waiting, free + face.instance.candidates))
    room = np.concatenate((np.ones(len(waiting), dtype=np.int64), face.instance.places[free]))
    solver.add_arcs_with_capacity_and_unit_cost(
        tails.astype(np.int32),
        np.full(len(tails), end, dtype=np.int32),
        room,
        np.zeros(len(tails), dtype=np.int64),
    )


def _supplies(face: Face) -> Ints:
    filled = np.where(face.must_fill, face.instance.places, 0)
    everybody = np.ones(face.instance.candidates, dtype=np.int64)
    rest = face.instance.candidates - filled.sum()
    return np.concatenate((everybody, -filled, [-rest])).astype(np.int64)
