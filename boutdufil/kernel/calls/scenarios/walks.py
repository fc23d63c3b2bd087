"""A walk through a scenario: the decisions taken so far, and where they led.

A walk is all there is of a scripted call. It stands in the page's address, so that nothing has
to be kept anywhere.
"""

from dataclasses import dataclass

from boutdufil.kernel.calls.errors import UnknownScenarioError
from boutdufil.kernel.calls.scenarios.rows import Choice, End, ProcedureLine, Scenario, Turn


@dataclass(frozen=True, slots=True)
class Step:
    """One turn that is behind: what was heard, what was decided."""

    turn: Turn
    choice: Choice
    line: ProcedureLine | None


@dataclass(frozen=True, slots=True)
class Walk:
    """A call as far as it is; exactly one of ``turn`` and ``end`` is there."""

    scenario: Scenario
    steps: tuple[Step, ...]
    turn: Turn | None
    end: End | None

    @property
    def keys(self) -> str:
        """Return the decisions as they stand in an address: "a.b.a"."""
        return ".".join(step.choice.key for step in self.steps)

    @property
    def back(self) -> str:
        """Return the decisions but the last one."""
        return ".".join(step.choice.key for step in self.steps[:-1])

    @property
    def last(self) -> Step | None:
        """Return the latest decision."""
        return self.steps[-1] if self.steps else None

    @property
    def rank(self) -> int:
        """Return how many times the caller has spoken."""
        return len(self.steps) + 1


def walk(scenario: Scenario, keys: str) -> Walk:
    """Follow the decisions ``keys`` ("a.b.a") from the beginning.

    :raises UnknownScenarioError: when a decision is not to be taken there.
    """
    place, steps = scenario.start, []
    for key in keys.split(".") if keys else ():
        turn = scenario.turns.get(place)
        choice = _choice(turn, key)
        if turn is None or choice is None:
            raise UnknownScenarioError
        steps.append(Step(turn, choice, scenario.line(choice.procedure)))
        place = choice.to
    return Walk(scenario, tuple(steps), scenario.turns.get(place), scenario.ends.get(place))


def _choice(turn: Turn | None, key: str) -> Choice | None:
    return next((one for one in turn.choices if one.key == key), None) if turn else None
