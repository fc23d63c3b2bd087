"""From a problem in identifiers to a plan in identifiers."""

from boutdufil.engines.slotting._arrays import EFFORT, ArrayPlan, Totals, solve_arrays
from boutdufil.engines.slotting._instance import POINTS
from boutdufil.engines.slotting._plan import Goal, Plan, Stage
from boutdufil.engines.slotting._problem import Problem, best_wishes
from boutdufil.engines.slotting._reading import Reading, points, read_problem


def solve(problem: Problem, *, effort: float = EFFORT) -> Plan:
    """Return the plan of most meetings, and of highest total fit among those.

    `effort` bounds, in steps and not by a clock, the work on what the first search leaves open:
    about seconds of a core, 0 for none. The same problem gives the same plan, in whatever order
    it is told. Raises ProblemError.
    """
    return plan_of(read_problem(problem), effort)


def plan_of(reading: Reading, effort: float) -> Plan:
    """Solve what a reading leaves open, and count what stands with it."""
    answer = solve_arrays(reading.instance, effort)
    return Plan(tuple(sorted(reading.meetings(answer.table))), _stages(reading, answer))


def _stages(reading: Reading, answer: ArrayPlan) -> tuple[Stage, ...]:
    standing = _standing(reading)
    reached, bounds = answer.reached, answer.bounds
    stages = [Stage(Goal.MEETINGS, *_both(standing.meetings, reached.meetings, bounds.meetings))]
    if reading.promised:
        stages.append(Stage(Goal.PROMISES, reached.promises, bounds.promises))
    fit, limit = _both(standing.fit, reached.fit, bounds.fit)
    return (*stages, Stage(Goal.FIT, fit / POINTS, limit / POINTS))


def _both(standing: int, reached: int, bound: int) -> tuple[int, int]:
    return standing + reached, standing + max(bound, reached)


def _standing(reading: Reading) -> Totals:
    """Count the meetings that stand; one without a wish adds nothing to the fit."""
    best = best_wishes(reading.problem.wishes)
    wishes = (best.get((one.candidate, one.recruiter)) for one in reading.standing)
    fit = sum(points(wish.fit) for wish in wishes if wish is not None)
    return Totals(len(reading.standing), 0, fit)
