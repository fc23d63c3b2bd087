"""What one pair is worth for each goal, in plain integers: the words of a page and of a proof."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from boutdufil.engines.redeployment._instance import FIT_UNIT, PRIORITY_UNIT
from boutdufil.engines.redeployment._problem import Goal, Pair, Problem
from boutdufil.engines.redeployment._reading import is_below_floor
from boutdufil.engines.redeployment._ties import lot_of

# Points are "more is better"; people and pages read days and people below the floor.
READ_BACK: Mapping[Goal, float] = {
    Goal.PLACED: 1,
    Goal.DAYS: -1,
    Goal.TERMS: 1,
    Goal.FLOOR: -1,
    Goal.FIT: 1 / FIT_UNIT,
    Goal.PRIORITY: 1 / PRIORITY_UNIT,
}


@dataclass(frozen=True)
class Points:
    """Points of pairs, worked out one by one from the problem."""

    floors: Mapping[str, float]

    @classmethod
    def of(cls, problem: Problem) -> "Points":
        """Points as this problem counts them."""
        return cls({one.id: one.floor for one in problem.candidates})

    def __call__(self, goal: Goal, pair: Pair) -> int:
        """Return what a pair adds to a goal; more is better."""
        if goal is Goal.FLOOR:
            return -int(is_below_floor(pair, self.floors[pair.candidate]))
        return _POINTS[goal](pair)


_POINTS: dict[Goal, Callable[[Pair], int]] = {
    Goal.PLACED: lambda _: 1,
    Goal.DAYS: lambda pair: -pair.gap_days,
    Goal.TERMS: lambda pair: int(pair.keeps_terms),
    Goal.FIT: lambda pair: round((pair.fit or 0.0) * FIT_UNIT),
    Goal.PRIORITY: lambda pair: round(pair.priority * PRIORITY_UNIT),
    Goal.TIE: lambda pair: lot_of(pair.candidate, pair.offer),
}


def readable(goal: Goal, points: float) -> float:
    """Return points in the unit of the goal: people, days, sum of fits or of priorities."""
    return points * READ_BACK[goal] + 0.0  # no minus zero
