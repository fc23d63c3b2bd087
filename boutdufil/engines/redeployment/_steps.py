"""Goals served one after the other: each step keeps exactly the best plans of the one before."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from boutdufil.engines.redeployment._face import Face
from boutdufil.engines.redeployment._flow import (
    LARGEST_PRODUCT,
    WAITING,
    best_plan,
    node_count,
)
from boutdufil.engines.redeployment._instance import Instance, Ints
from boutdufil.engines.redeployment._prices import prices
from boutdufil.engines.redeployment._problem import Goal
from boutdufil.engines.redeployment._units import largest_value, longest_exchange, units

Weights = tuple[tuple[Goal, int], ...]
Report = Callable[[Goal, int], None]

# How many later changes one change of a goal outweighs in a guess.
LIKELY_EXCHANGE = 10


@dataclass(frozen=True)
class Step:
    """One flow: what it maximised, a best plan, and the prices that prove it, by offer."""

    weights: Weights
    prices: Ints
    pairs: Ints  # the pair of each candidate as a position in the instance, or WAITING


def serve(face: Face, goals: Sequence[Goal], report: Report) -> tuple[list[Step], Face]:
    """Serve the goals one after the other, as many in one step as its integers can hold.

    Returns at least one step, and the face of all plans that are best for these goals. Ends
    early when a single plan is left.
    """
    steps: list[Step] = []
    left, guess = list(goals), guessed(face, goals)
    while left and not (steps and face.is_decided()):
        step, face = take_step(face, fitting(face, left), guess)
        steps.append(step)
        left = left[len(step.weights) :]
        if left and not np.array_equal(guess, step.pairs):
            guess = guessed(face, left)
        report(step.weights[-1][0], len(goals) - len(left))
    return steps, face


def guessed(face: Face, goals: Sequence[Goal]) -> Ints:
    """Return a plan that is likely to be best for the goals in their order, several in one flow.

    Units that are safe for any problem are so large that the solver takes four times as long;
    these are mostly enough, and the prices tell when they were not.
    """
    weights = _weights(face, goals, LIKELY_EXCHANGE)
    return _positions(face, best_plan(face, weighted(face, weights)))


def fitting(face: Face, goals: Sequence[Goal]) -> Weights:
    """Return the leading goals that one step can hold, with units safe for any problem."""
    exchange = longest_exchange(face.instance.candidates, face.instance.offers)
    return _weights(face, goals, exchange)


def _weights(face: Face, goals: Sequence[Goal], exchange: int) -> Weights:
    largest = [largest_value(face.instance.values(goal, face.pairs)) for goal in goals]
    found = units(largest, exchange, LARGEST_PRODUCT // node_count(face))
    return tuple(zip(goals, found, strict=False))


def take_step(face: Face, weights: Weights, guess: Ints | None = None) -> tuple[Step, Face]:
    """Maximise one weighted sum of goals on a face, and keep the plans that are best for it.

    `guess` is a plan of the face as positions in the instance: taken when prices prove it best.
    """
    values = weighted(face, weights)
    chosen = None if guess is None else _choices(face, guess)
    found = None if chosen is None else prices(face, values, chosen)
    if chosen is None or found is None:
        chosen = best_plan(face, values)
        found = prices(face, values, chosen)
    if found is None:
        raise RuntimeError("the flow is not the best one")  # the solver would have erred
    return Step(weights, found, _positions(face, chosen)), face.tight(values, found)


def _positions(face: Face, chosen: Ints) -> Ints:
    """Return the pairs of a plan as positions in the instance."""
    pairs, placed = chosen.copy(), chosen != WAITING
    pairs[placed] = face.pairs[chosen[placed]]
    return pairs


def _choices(face: Face, pairs: Ints) -> Ints:
    """Return the pairs of a plan as places in the face."""
    chosen, placed = pairs.copy(), pairs != WAITING
    chosen[placed] = np.searchsorted(face.pairs, pairs[placed])
    return chosen


def weighted(face: Face, weights: Weights) -> Ints:
    """Return the weighted sum of goals for each pair of a face."""
    values = np.zeros(len(face.pairs), dtype=np.int64)
    for goal, unit in weights:
        values += face.instance.values(goal, face.pairs) * unit
    return values


def total(instance: Instance, goal: Goal, pairs: Ints) -> int:
    """Return the sum of a goal over the proposals of a plan, in points."""
    return int(instance.values(goal, pairs[pairs != WAITING]).sum())
