"""What goes in and what comes out."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Goal(StrEnum):
    """What is asked of a plan, the first before the second, and so on."""

    ESSENTIAL = "essential"
    WEIGHT = "weight"
    READY = "ready"
    UNPAID = "unpaid"
    HOURS = "hours"
    COST = "cost"
    COURSES = "courses"
    TRAVEL = "travel"


@dataclass(frozen=True, slots=True)
class Gap:
    """What is missing: a weight above 0 for each skill, and which of them are essential.

    `enough` is the weight that must be covered, the essential included, when it can be: 0 asks
    for nothing beyond the essential, `sum(weights.values())` for everything.
    """

    weights: Mapping[str, int]
    essential: frozenset[str] = frozenset()
    enough: int = 0

    def __post_init__(self) -> None:
        if any(weight < 1 for weight in self.weights.values()):
            raise ValueError("every missing skill weighs 1 at least")
        if not self.essential <= self.weights.keys():
            raise ValueError("an essential skill is not among the missing ones")


@dataclass(frozen=True, slots=True)
class Course:
    """A dated training: the skills it gives, from its first day to its last, both included.

    Two courses that share a day cannot both be followed. `unpaid` counts the days of it without
    any pay, `travel` the minutes to get there.
    """

    id: str
    skills: frozenset[str]
    starts: int
    ends: int
    hours: int = 0
    cost: int = 0
    seats: int = 1
    unpaid: int = 0
    travel: int = 0

    def __post_init__(self) -> None:
        if self.ends < self.starts:
            raise ValueError(f"course {self.id} ends before it starts")
        if min(self.hours, self.cost, self.seats, self.unpaid, self.travel) < 0:
            raise ValueError(f"course {self.id} has a negative amount")


@dataclass(frozen=True, slots=True)
class Reached:
    """A goal and the value that no plan betters; `proven` unless the solver ran out of time.

    The value of `Goal.READY` is the last day, None when no course is needed.
    """

    goal: Goal
    value: int | None
    proven: bool


@dataclass(frozen=True, slots=True)
class Bridge:
    """The best plan.

    `courses` by their first day; `covered` skills, those `left` although a course gives them
    (their dates clash, or they were not asked for), and the `unknown` ones no course gives.
    `full` names courses without a seat that would have given something. `ready` is the last day
    of the last course, None when there is none.
    """

    courses: tuple[str, ...]
    covered: frozenset[str]
    left: frozenset[str]
    unknown: frozenset[str]
    full: tuple[str, ...]
    ready: int | None
    goals: tuple[Reached, ...] = ()

    @property
    def proven(self) -> bool:
        """Whether every goal was proven to be the best."""
        return all(goal.proven for goal in self.goals)
