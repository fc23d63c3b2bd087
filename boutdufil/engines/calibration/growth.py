"""Growth of a panel, whole and by its parts, and turnover in the two definitions in use.

For every centre: end = start + hires - exits + openings - closures, to the unit. Openings are the
heads a centre had on the day it opened, closures those it had when it closed: a centre that opened
started with 0, one that closed ends with 0.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from boutdufil.engines.calibration._refusals import EstimationError, Refusal
from boutdufil.engines.calibration.design import Floats, Survey
from boutdufil.engines.calibration.estimates import Linearised, total


@dataclass(frozen=True, slots=True)
class Movements:
    """The heads of one unit over a period, whole numbers of 0 or more."""

    unit: str
    start: int
    hires: int
    exits: int
    openings: int
    closures: int
    end: int

    @property
    def gap(self) -> int:
        """Return what the end has beyond start and movements; 0 where all is told."""
        told = self.start + self.hires - self.exits + self.openings - self.closures
        return self.end - told


@dataclass(frozen=True, slots=True)
class Broken:
    """A unit whose heads do not add up, and by how much: the end is too high by `gap`."""

    unit: str
    gap: int


@dataclass(frozen=True, eq=False)
class Growth:
    """Growth over a period as a share of the start, and its parts, which sum to it exactly."""

    growth: Linearised
    hires: Linearised
    exits: Linearised
    openings: Linearised
    closures: Linearised


@dataclass(frozen=True, eq=False)
class Change:
    """Growth from one wave to the next: who was there in both, who was born, who died.

    `matched` is the growth of who was there in both. `births` and `deaths` are heads over the heads
    of the first wave. `whole` is all of it: survivors' share of the start times matched, plus
    births, less deaths.
    """

    whole: Linearised
    matched: Linearised
    births: Linearised
    deaths: Linearised


@dataclass(frozen=True, eq=False)
class Turnover:
    """Two figures under one name, both over the mean of the heads at start and end.

    `rotation` is half the sum of hires and exits, `departures` the exits alone.
    """

    rotation: Linearised
    departures: Linearised


def broken(movements: Sequence[Movements]) -> tuple[Broken, ...]:
    """Return the units whose identity does not hold to the unit, in their order.

    >>> broken([Movements("a", 10, 3, 1, 0, 0, 12), Movements("b", 10, 3, 1, 0, 0, 11)])
    (Broken(unit='b', gap=-1),)
    """
    return tuple(Broken(one.unit, one.gap) for one in movements if one.gap)


def grown(survey: Survey, movements: Sequence[Movements], where: ArrayLike | None = None) -> Growth:
    """Return growth by its parts, row by row of the survey.

    Raises EstimationError where the identity is broken, with the units and their gaps.
    """
    wrong = broken(movements)
    if wrong:
        raise EstimationError(Refusal.IDENTITY, *(f"{one.unit}: {one.gap:+d}" for one in wrong))
    sums = [
        total(survey, np.asarray([getattr(one, name) for one in movements]), where)
        for name in ("start", "end", "hires", "exits", "openings", "closures")
    ]
    start, end, *flows = sums
    hires, exits, openings, closures = (flow / start for flow in flows)
    return Growth((end - start) / start, hires, exits, openings, closures)


def turnover(
    survey: Survey, movements: Sequence[Movements], where: ArrayLike | None = None
) -> Turnover:
    """Return both turnovers of a period, as shares of the mean heads."""
    hires, exits, start, end = (
        total(survey, np.asarray([getattr(one, name) for one in movements]), where)
        for name in ("hires", "exits", "start", "end")
    )
    heads = (start + end).times(0.5)
    return Turnover((hires + exits).times(0.5) / heads, exits / heads)


def changed(
    survey: Survey, before: ArrayLike, after: ArrayLike, where: ArrayLike | None = None
) -> Change:
    """Return growth between two waves of one design: two totals whose overlap is accounted for.

    Rows are all units of either wave; 0 or no number stands where a unit was not in the field. The
    matched part is a ratio of totals over who was there in both; its error is that of the ratio.
    """
    first, second = _heads(before), _heads(after)
    there, here = first > 0, second > 0
    inside = np.ones(len(first), np.bool_) if where is None else np.asarray(where, np.bool_)
    start, end = total(survey, first, inside), total(survey, second, inside)
    kept = total(survey, first, inside & there & here)
    grown_to = total(survey, second, inside & there & here)
    born = total(survey, second, inside & ~there & here)
    died = total(survey, first, inside & there & ~here)
    return Change(
        whole=(end / start).plus(-1.0),
        matched=(grown_to / kept).plus(-1.0),
        births=born / start,
        deaths=died / start,
    )


def _heads(values: ArrayLike) -> Floats:
    array = np.asarray(values, dtype=np.float64)
    return np.where(np.isfinite(array), array, 0.0)
