"""The whole solution of an instance: all goals, the criteria within their slack, the lot."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from boutdufil.engines.redeployment._face import Face
from boutdufil.engines.redeployment._instance import Instance, Ints
from boutdufil.engines.redeployment._problem import DEFAULT_GOALS, Fault, Goal, ProblemError
from boutdufil.engines.redeployment._steps import Report, Step, Weights, serve, take_step, total

Progress = Callable[[str, int, int], None]
SLACK = 0.01

# Exponents of two: how much a thousandth of priority weighs against a millionth of fit.
LIGHTEST, HEAVIEST = -14, 14


@dataclass(frozen=True)
class ArrayPlan:
    """The answer for an instance: `pairs` by candidate (a position, or -1), and its proof.

    `totals` and `bounds` are in points (`Instance.values`), more is better; all are equal but
    where criteria took some of the fit: `ceiling` then proves the bound of the fit.
    """

    pairs: Ints
    totals: dict[Goal, int]
    bounds: dict[Goal, float]
    steps: tuple[Step, ...]
    ceiling: Step | None = None


def solve_arrays(
    instance: Instance,
    *,
    goals: Sequence[Goal] = DEFAULT_GOALS,
    slack: float = SLACK,
    progress: Progress | None = None,
) -> ArrayPlan:
    """Return the best plan of a large problem, goal after goal, each proven.

    Where the last goals are FIT and PRIORITY, a plan with a high total priority is taken among
    those whose total fit is within `slack` (a share) of the best; otherwise goals are served
    strictly. Raises ProblemError for goals out of order.
    """
    check_goals(goals)
    telling = telling_goals(instance, goals)
    report = _reporter(progress, len(telling) + 1)
    if slack > 0 and telling[-2:] == (Goal.FIT, Goal.PRIORITY):
        return _with_slack(instance, telling, slack, report)
    return _strict(instance, telling, report)


def check_goals(goals: Sequence[Goal]) -> None:
    """Raise ProblemError unless the goals start with PLACED, each once, without TIE."""
    if not goals or goals[0] is not Goal.PLACED or len(set(goals)) < len(goals):
        raise ProblemError(Fault.GOALS)
    if Goal.TIE in goals:
        raise ProblemError(Fault.GOALS)


def telling_goals(instance: Instance, goals: Sequence[Goal]) -> tuple[Goal, ...]:
    """Leave out goals of which every pair has as much: the number of people placed decides them."""
    pairs = np.arange(len(instance.candidate), dtype=np.int64)
    return tuple(
        goal
        for goal in goals
        if goal is Goal.PLACED or (len(pairs) and np.ptp(instance.values(goal, pairs)) > 0)
    )


def _reporter(progress: Progress | None, count: int) -> Report:
    def report(goal: Goal, done: int) -> None:
        if progress is not None:
            progress(goal.value, done, count)

    return report


def _strict(instance: Instance, goals: Sequence[Goal], report: Report) -> ArrayPlan:
    steps, _ = serve(Face.whole(instance), (*goals, Goal.TIE), report)
    totals = {goal: total(instance, goal, steps[-1].pairs) for goal in goals}
    bounds = {goal: float(points) for goal, points in totals.items()}
    return ArrayPlan(steps[-1].pairs, totals, bounds, tuple(steps))


def _with_slack(
    instance: Instance, goals: tuple[Goal, ...], slack: float, report: Report
) -> ArrayPlan:
    """Serve the earlier goals, find the best fit, then the criteria within the slack from it."""
    before, face = serve(Face.whole(instance), goals[:-2], report)
    ceiling, _ = take_step(face, ((Goal.FIT, 1),))
    best = total(instance, Goal.FIT, ceiling.pairs)
    weights = _heaviest(face, best - slack * best)
    if weights is None:
        return _strict(instance, goals, report)
    blended, ties = take_step(face, weights)
    lot = [] if ties.is_decided() else serve(ties, (Goal.TIE,), report)[0]
    steps = (*before, blended, *lot)
    totals = {goal: total(instance, goal, steps[-1].pairs) for goal in goals}
    bounds = {goal: float(points) for goal, points in totals.items()}
    bounds[Goal.FIT] = float(best)
    bounds[Goal.PRIORITY] = priority_bound(weights, totals, best - slack * best)
    return ArrayPlan(steps[-1].pairs, totals, bounds, steps, ceiling)


def priority_bound(weights: Weights, totals: dict[Goal, int], least_fit: float) -> float:
    """Return the most priority of any plan with at least that fit (Lagrange's bound).

    No plan has more of the weighted sum than this one, so what it has in fit above the least
    is all that could be turned into priority.
    """
    units = dict(weights)
    spare = totals[Goal.FIT] - least_fit
    return totals[Goal.PRIORITY] + spare * units[Goal.FIT] / units[Goal.PRIORITY]


def _heaviest(face: Face, least_fit: float) -> Weights | None:
    """Return the heaviest weight of priority that leaves at least that fit; None for none."""
    low, high = LIGHTEST - 1, HEAVIEST
    while low < high:
        middle = (low + high + 1) // 2
        step, _ = take_step(face, _blend(middle))
        if total(face.instance, Goal.FIT, step.pairs) >= least_fit:
            low = middle
        else:
            high = middle - 1
    return None if low < LIGHTEST else _blend(low)


def _blend(exponent: int) -> Weights:
    return (Goal.FIT, 2 ** max(0, -exponent)), (Goal.PRIORITY, 2 ** max(0, exponent))
