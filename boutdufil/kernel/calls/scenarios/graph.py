"""The call as a small graph: everything is reached, everything leads to an end."""

from collections.abc import Iterable
from graphlib import CycleError, TopologicalSorter

from boutdufil.kernel.calls.scenarios.rows import Scenario, ScenarioError

FEWEST_CHOICES = 2


def check_graph(scenario: Scenario) -> None:
    """Refuse a scenario somebody could get lost in.

    :raises ScenarioError: for a choice that leads nowhere, a turn or an end never reached, a
        circle, fewer than two choices, or a key used twice.
    """
    _check_keys(scenario)
    _check_choices(scenario)
    if scenario.start not in scenario.turns:
        raise ScenarioError(scenario.slug, f"starts at {scenario.start!r}, which is no turn")
    reached = _reached(scenario)
    lost = (set(scenario.turns) | set(scenario.ends)) - reached
    if lost:
        raise ScenarioError(scenario.slug, f"never reached: {sorted(lost)}")
    _check_circles(scenario)


def _check_keys(scenario: Scenario) -> None:
    both = set(scenario.turns) & set(scenario.ends)
    if both:
        raise ScenarioError(scenario.slug, f"a turn and an end at once: {sorted(both)}")
    _check_unique(scenario.slug, (line.key for line in scenario.procedure))
    _check_unique(scenario.slug, (criterion.key for criterion in scenario.criteria))


def _check_choices(scenario: Scenario) -> None:
    known = set(scenario.turns) | set(scenario.ends)
    for turn in scenario.turns.values():
        where = f"{scenario.slug} {turn.key}"
        _check_unique(where, (choice.key for choice in turn.choices))
        if len(turn.choices) < FEWEST_CHOICES:
            raise ScenarioError(where, "one choice is none")
        for choice in turn.choices:
            if choice.to not in known:
                raise ScenarioError(where, f"{choice.key} leads to {choice.to!r}, which is nowhere")
            if choice.procedure and scenario.line(choice.procedure) is None:
                raise ScenarioError(where, f"{choice.procedure!r} is no line of the procedure")


def _check_unique(where: str, keys: Iterable[str]) -> None:
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            raise ScenarioError(where, f"{key!r} is there twice")
        seen.add(key)


def _reached(scenario: Scenario) -> set[str]:
    reached: set[str] = set()
    waiting = [scenario.start]
    while waiting:
        place = waiting.pop()
        if place in reached:
            continue
        reached.add(place)
        turn = scenario.turns.get(place)
        waiting += [choice.to for choice in turn.choices] if turn else []
    return reached


def _check_circles(scenario: Scenario) -> None:
    # A call that could go round would have no longest way, and its address no longest length.
    after = {key: [choice.to for choice in turn.choices] for key, turn in scenario.turns.items()}
    try:
        TopologicalSorter(after).prepare()
    except CycleError as error:
        raise ScenarioError(scenario.slug, f"goes round: {error.args[1]}") from error
