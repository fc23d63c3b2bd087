"""From a problem in identifiers to a plan in identifiers."""

from collections import Counter
from collections.abc import Mapping, Sequence

from boutdufil.engines.redeployment._arrays import SLACK, ArrayPlan, Progress, solve_arrays
from boutdufil.engines.redeployment._flow import WAITING
from boutdufil.engines.redeployment._plan import Certainty, Plan, Proof, Stage
from boutdufil.engines.redeployment._points import Points, readable
from boutdufil.engines.redeployment._problem import DEFAULT_GOALS, Goal, Pair, Problem
from boutdufil.engines.redeployment._reading import Reading, read_problem
from boutdufil.engines.redeployment._steps import Step, total


def solve(
    problem: Problem,
    *,
    goals: Sequence[Goal] = DEFAULT_GOALS,
    slack: float = SLACK,
    progress: Progress | None = None,
) -> Plan:
    """Return the best plan around what is settled and refused, each goal with its proof.

    `progress` is called with (goal, steps done, steps in all). Where the last goals are FIT and
    PRIORITY and criteria differ, they may take up to `slack` (a share) from the best total fit.
    The order of the input changes nothing. Raises ProblemError naming what is wrong.
    """
    reading = read_problem(problem)
    answer = solve_arrays(reading.instance, goals=goals, slack=slack, progress=progress)
    assignment = _assignment(reading, answer)
    taken = Counter(offer for offer in assignment.values() if offer is not None)
    return Plan(
        assignment=assignment,
        stages=tuple(_stage(reading, answer, goal) for goal in goals),
        waiting=tuple(name for name, offer in assignment.items() if offer is None),
        free={offer.id: offer.places - taken[offer.id] for offer in reading.offers},
        proofs=tuple(_proof(reading, step) for step in answer.steps),
        ceiling=None if answer.ceiling is None else _proof(reading, answer.ceiling),
        slack=0.0 if answer.ceiling is None else slack,
    )


def _assignment(reading: Reading, answer: ArrayPlan) -> dict[str, str | None]:
    found: dict[str, str | None] = dict(reading.problem.settled)
    for candidate, at in zip(reading.candidates, answer.pairs.tolist(), strict=True):
        found[candidate.id] = None if at == WAITING else reading.pairs[at].offer
    return dict(sorted(found.items()))


def _stage(reading: Reading, answer: ArrayPlan, goal: Goal) -> Stage:
    settled = settled_points(reading.problem, goal)
    points = total(reading.instance, goal, answer.pairs)
    bound = max(answer.bounds.get(goal, points), points)
    certainty = Certainty.OPTIMAL if bound == points else Certainty.BOUND
    value, limit = readable(goal, settled + points), readable(goal, settled + bound)
    return Stage(goal, value, limit, certainty)


def settled_points(problem: Problem, goal: Goal) -> int:
    """Return what the settled people add to a goal: their places, and what is known of pairs."""
    if goal is Goal.PLACED:
        return len(problem.settled)
    points = Points.of(problem)
    return sum(points(goal, pair) for pair in _settled_pairs(problem))


def _settled_pairs(problem: Problem) -> list[Pair]:
    settled: Mapping[str, str] = problem.settled
    return [pair for pair in problem.pairs if settled.get(pair.candidate) == pair.offer]


def _proof(reading: Reading, step: Step) -> Proof:
    names = (offer.id for offer in reading.offers)
    return Proof(step.weights, dict(zip(names, step.prices.tolist(), strict=True)))
