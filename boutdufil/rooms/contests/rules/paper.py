"""What a paper comes to: its questions marked one by one, then brought to a mark out of twenty."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction

from boutdufil.rooms.contests.rules.scores import OUT_OF
from boutdufil.rooms.contests.rules.tie_keys import HARD, HARD_FROM, SCORE, TRADE


@dataclass(frozen=True, slots=True)
class QuestionMark:
    """What one question of a paper earned, of how much it could; ``value`` is what was answered.

    One that was withdrawn afterwards earns nothing and could earn nothing.
    """

    version_id: int
    theme_id: int
    value: object
    earned: Fraction
    most: int
    is_trade: bool
    difficulty: int
    is_withdrawn: bool = False

    @property
    def share(self) -> Fraction:
        """Return the share of its points that the question earned."""
        return self.earned / self.most if self.most else Fraction(0)


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper with each of its questions marked, in the order they were shown."""

    attempt_id: int
    entry_id: int
    number: str
    city: str
    region: str
    marks: tuple[QuestionMark, ...]


def out_of_twenty(marks: Iterable[QuestionMark]) -> Fraction:
    """Return the share of the possible points that was earned, out of twenty.

    Whoever drew a question that was withdrawn is marked on the others, and so loses nothing by it.
    Nothing possible is worth 0.
    """
    counted = [one for one in marks if not one.is_withdrawn]
    most = sum(one.most for one in counted)
    earned = sum((one.earned for one in counted), Fraction(0))
    return OUT_OF * earned / most if most else Fraction(0)


_CHOSEN: dict[str, Callable[[QuestionMark], bool]] = {
    SCORE: lambda one: True,
    TRADE: lambda one: one.is_trade,
    HARD: lambda one: one.difficulty >= HARD_FROM,
}


def scores_of(paper: Paper) -> dict[str, Fraction]:
    """Return the scores of a paper by name, each out of twenty over its own questions."""
    return {
        name: out_of_twenty(one for one in paper.marks if chosen(one))
        for name, chosen in _CHOSEN.items()
    }
