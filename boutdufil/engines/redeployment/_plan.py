"""What comes out of the redeployment engine."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from boutdufil.engines.redeployment._problem import Goal


class Certainty(StrEnum):
    """How sure the value of a goal is."""

    OPTIMAL = "optimal"  # nobody can do better without harm to an earlier goal
    BOUND = "bound"  # nobody can do better than the bound


@dataclass(frozen=True, slots=True)
class Stage:
    """One goal: what the plan reaches, and what no plan could surpass.

    Units: people (placed, terms, floor), days, sum of fits, sum of priorities. Settled people
    are counted. For days and floor less is better, and `bound` is then a lower bound.
    """

    goal: Goal
    value: float
    bound: float
    proof: Certainty


@dataclass(frozen=True, slots=True)
class Proof:
    """Prices that prove one step: integers, one an offer, in the units of the step.

    The step maximises the sum over proposals of the sum of unit x value over `units`; see
    `check_certificate` for what the prices must fulfil.
    """

    units: tuple[tuple[Goal, int], ...]
    prices: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Plan:
    """A proposal to people: everybody's post, or None.

    `waiting` are the people without a proposal, `free` the places left by offer; `proofs` are
    the steps in their order. `ceiling` proves the bound of the fit when the declared criteria
    were allowed to take up to the slack from it; `slack` is that share.
    """

    assignment: Mapping[str, str | None]
    stages: tuple[Stage, ...]
    waiting: tuple[str, ...]
    free: Mapping[str, int]
    proofs: tuple[Proof, ...]
    ceiling: Proof | None = None
    slack: float = 0.0

    def stage(self, goal: Goal) -> Stage:
        """Return the stage of a goal; raises KeyError when the plan did not aim at it."""
        for stage in self.stages:
            if stage.goal == goal:
                return stage
        raise KeyError(goal)
