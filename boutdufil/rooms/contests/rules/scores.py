"""What a jury's marks come to: exact fractions, out of twenty, whatever the scale of each line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from django.utils.formats import number_format

from boutdufil.rooms.contests.rules.tie_keys import HEAVIEST, SCORE

OUT_OF = 20
# Calibrated scores are estimates; they rank as they are published, to so many decimals.
DECIMALS = 3


@dataclass(frozen=True, slots=True)
class Scale:
    """A line of a rubric: its weight, and its highest mark (0 while it has no level)."""

    id: int
    weight: int
    top: int


@dataclass(frozen=True, slots=True)
class Scored:
    """What an entry is ranked by: its number, where it is from, its scores, higher first."""

    entry_id: int
    number: str
    city: str
    region: str
    scores: Mapping[str, Fraction] = field(default_factory=dict)


def reading_score(marks: Mapping[int, int], rubric: Sequence[Scale]) -> Fraction:
    """Return what one juror's marks come to, out of twenty: the mean of shares, by weight.

    >>> reading_score({1: 3, 2: 5}, [Scale(1, 2, 4), Scale(2, 1, 5)])
    Fraction(50, 3)
    """
    weight = sum(one.weight for one in rubric if one.top)
    if not weight:
        return Fraction(0)
    shares = (Fraction(one.weight * marks[one.id], one.top) for one in rubric if one.top)
    earned = sum(shares, Fraction(0))
    return OUT_OF * earned / weight


def heaviest(rubric: Sequence[Scale]) -> list[Scale]:
    """Return the lines that weigh most."""
    most = max((one.weight for one in rubric), default=0)
    return [one for one in rubric if one.weight == most]


def entry_scores(
    readings: Iterable[Mapping[int, int]], rubric: Sequence[Scale]
) -> dict[str, Fraction]:
    """Return the scores of an entry by name: the mean of its readings, each worth the same.

    Nothing for one that nobody has read.
    """
    given = list(readings)
    if not given:
        return {}
    parts = {SCORE: rubric, HEAVIEST: heaviest(rubric)}
    return {
        name: mean([reading_score(marks, lines) for marks in given])
        for name, lines in parts.items()
    }


def mean(values: Sequence[Fraction]) -> Fraction:
    """Return the mean of some fractions, exactly."""
    return sum(values, Fraction(0)) / len(values)


def spoken(value: Fraction) -> str:
    """Return a score for reading, to two decimals, in the reader's language.

    The exact fraction ranks; this one is only shown.
    """
    return number_format(round(Decimal(value.numerator) / value.denominator, 2), 2)


def rounded(value: float) -> Fraction:
    """Return an estimate as it is published, which is how it ranks.

    >>> rounded(12.34567)
    Fraction(6173, 500)
    """
    return Fraction(round(value * 10**DECIMALS), 10**DECIMALS)
