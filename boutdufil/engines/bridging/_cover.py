"""Goal after goal: each optimum becomes a constraint of the next question."""

from collections.abc import Iterable, Sequence

from boutdufil.engines.bridging._model import Model
from boutdufil.engines.bridging._parts import Bridge, Course, Gap, Goal, Reached


def bridge(gap: Gap, courses: Iterable[Course]) -> Bridge:
    """Return the best plan for a gap.

    Goals, in order: most essential weight, then `gap.enough` of all the weight; earliest last
    day; fewest days without pay; fewest hours; lowest cost; fewest courses; least travel; the
    smallest identifiers. Raises ValueError when two courses bear the same identifier.
    """
    known = sorted(courses, key=lambda course: course.id)
    if len({course.id for course in known}) < len(known):
        raise ValueError("two courses have the same id")
    useful = [course for course in known if course.skills & gap.weights.keys()]
    offered = [course for course in useful if course.seats > 0]
    chosen, goals = _solve(gap, offered) if offered else ([], ())
    return _plan(gap, useful, sorted(chosen, key=lambda c: (c.starts, c.id)), goals)


def _solve(gap: Gap, offered: list[Course]) -> tuple[list[Course], tuple[Reached, ...]]:
    skills = sorted(gap.weights.keys() & frozenset().union(*(c.skills for c in offered)))
    model = Model(offered, skills)
    goals = [
        _most_essential(model, gap),
        _enough_weight(model, gap),
        _earliest(model),
        *(_least(model, goal, amounts) for goal, amounts in _amounts(offered)),
    ]
    picked = model.first_by_identifier()
    return [offered[at] for at in picked], tuple(goals)


def _most_essential(model: Model, gap: Gap) -> Reached:
    weights = [gap.weights[s] if s in gap.essential else 0 for s in model.skills]
    value, proven = model.maximise_cover(weights)
    model.require_cover(weights, value)
    return Reached(Goal.ESSENTIAL, value, proven)


def _enough_weight(model: Model, gap: Gap) -> Reached:
    weights = [gap.weights[s] for s in model.skills]
    if not gap.enough:
        return Reached(Goal.WEIGHT, 0, proven=True)
    most, proven = model.maximise_cover(weights)
    value = min(most, gap.enough)
    model.require_cover(weights, value)
    return Reached(Goal.WEIGHT, value, proven)


def _earliest(model: Model) -> Reached:
    day, proven = model.earliest()
    return Reached(Goal.READY, day, proven)


def _amounts(offered: Sequence[Course]) -> list[tuple[Goal, list[int]]]:
    return [
        (Goal.UNPAID, [course.unpaid for course in offered]),
        (Goal.HOURS, [course.hours for course in offered]),
        (Goal.COST, [course.cost for course in offered]),
        (Goal.COURSES, [1 for _course in offered]),
        (Goal.TRAVEL, [course.travel for course in offered]),
    ]


def _least(model: Model, goal: Goal, amounts: list[int]) -> Reached:
    value, proven = model.minimise(amounts)
    model.require_at_most(amounts, value)
    return Reached(goal, value, proven)


def _plan(
    gap: Gap, useful: list[Course], chosen: list[Course], goals: tuple[Reached, ...]
) -> Bridge:
    covered = frozenset().union(*(c.skills for c in chosen)) & gap.weights.keys()
    given = frozenset().union(*(c.skills for c in useful if c.seats)) & gap.weights.keys()
    return Bridge(
        courses=tuple(course.id for course in chosen),
        covered=covered,
        left=given - covered,
        unknown=frozenset(gap.weights) - given,
        full=tuple(course.id for course in useful if not course.seats),
        ready=max((course.ends for course in chosen), default=None),
        goals=goals,
    )
