"""What comes out of the slotting engine."""

from dataclasses import dataclass
from enum import StrEnum

from boutdufil.engines.slotting._problem import Meeting


class Goal(StrEnum):
    """What a plan aims at, strictly one after the other."""

    MEETINGS = "meetings"  # most meetings
    PROMISES = "promises"  # most pairs that were told a meeting which could not stand
    FIT = "fit"  # highest total fit


class Certainty(StrEnum):
    """How sure a plan is."""

    OPTIMAL = "optimal"  # no plan is better
    BOUND = "bound"  # no plan is better than the bound
    NOTHING = "nothing"  # nobody can meet anybody


@dataclass(frozen=True, slots=True)
class Stage:
    """One goal: what the plan reaches, and what no plan could surpass.

    Units: meetings, promises, sum of fits. The bound of the fit is for as many meetings as the
    plan has. Meetings that were kept are counted.
    """

    goal: Goal
    value: float
    bound: float

    @property
    def gap(self) -> float:
        """Return the share of the bound that is missing, in [0, 1]."""
        return (self.bound - self.value) / self.bound if self.bound else 0.0


@dataclass(frozen=True, slots=True)
class Plan:
    """Meetings in the order of the slots, and how good they are."""

    meetings: tuple[Meeting, ...]
    stages: tuple[Stage, ...]

    def stage(self, goal: Goal) -> Stage:
        """Return the stage of a goal; raises KeyError when the plan did not aim at it."""
        for stage in self.stages:
            if stage.goal == goal:
                return stage
        raise KeyError(goal)

    @property
    def gap(self) -> float:
        """Return the largest share missing of any bound, in [0, 1]."""
        return max(stage.gap for stage in self.stages)

    @property
    def certainty(self) -> Certainty:
        """Return how sure the plan is."""
        if any(stage.value != stage.bound for stage in self.stages):
            return Certainty.BOUND
        return Certainty.OPTIMAL if self.meetings else Certainty.NOTHING

    @property
    def words(self) -> str:
        """Return how good the plan is, in words; the share is rounded up."""
        if self.certainty is Certainty.NOTHING:
            return "infeasible because nobody who wishes to meet is there at the same time"
        if self.certainty is Certainty.OPTIMAL:
            return "optimal"
        tenths = -int(-self.gap * 1000 // 1)
        return f"within {tenths / 10:.1f} % of the bound"

    def of_candidate(self, candidate: str) -> tuple[Meeting, ...]:
        """Return the meetings of one candidate."""
        return tuple(one for one in self.meetings if one.candidate == candidate)

    def of_recruiter(self, recruiter: str) -> tuple[Meeting, ...]:
        """Return the meetings of one recruiter."""
        return tuple(one for one in self.meetings if one.recruiter == recruiter)
