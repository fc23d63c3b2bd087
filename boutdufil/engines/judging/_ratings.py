"""Scores of jurors: what goes into a calibration, and how it is read."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from boutdufil.engines.judging._faults import Fault, JudgingError

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Rating:
    """One level, counted from 0, that a juror gave a file on one criterion."""

    juror: str
    file: str
    criterion: str
    score: int


@dataclass(frozen=True, slots=True)
class Criterion:
    """One line of a rubric: its highest level (the lowest is 0) and its weight."""

    id: str
    highest: int
    weight: Fraction = Fraction(1)


@dataclass(frozen=True)
class Table:
    """Ratings as arrays; files, jurors and criteria in the order of their numbers.

    `weight` is 1 on average over the rubric. `scale` is the place of each criterion's scale among
    `scales`, the highest levels that occur: criteria with as many levels share their thresholds.
    """

    files: tuple[str, ...]
    jurors: tuple[str, ...]
    criteria: tuple[Criterion, ...]
    file: Ints
    juror: Ints
    criterion: Ints
    score: Ints

    @property
    def weights(self) -> Floats:
        """Return the weight of each rating, 1 on average over the rubric."""
        own = np.asarray([float(one.weight) for one in self.criteria])
        weights: Floats = (own / own.mean())[self.criterion]
        return weights

    @property
    def scales(self) -> tuple[int, ...]:
        """Return the highest levels that occur, each once."""
        return tuple(sorted({one.highest for one in self.criteria}))

    @property
    def scale(self) -> Ints:
        """Return the place of the scale of each criterion among `scales`."""
        scales = self.scales
        return np.asarray([scales.index(one.highest) for one in self.criteria], dtype=np.int64)


def rubric_of(ratings: Collection[Rating]) -> tuple[Criterion, ...]:
    """Return the criteria that occur, all on the scale up to the highest level given to any."""
    highest = max((one.score for one in ratings), default=0)
    return tuple(
        Criterion(name, max(1, highest)) for name in sorted({r.criterion for r in ratings})
    )


def read_ratings(ratings: Collection[Rating], rubric: Collection[Criterion]) -> Table:
    """Lay ratings out as arrays, whatever their order. Raises JudgingError."""
    if not ratings:
        raise JudgingError(Fault.EMPTY)
    ordered = sorted(ratings, key=lambda one: (one.file, one.juror, one.criterion))
    criteria = {one.id: one for one in sorted(rubric, key=lambda one: one.id)}
    _check(ordered, criteria)
    files = sorted({one.file for one in ordered})
    jurors = sorted({one.juror for one in ordered})
    return Table(
        tuple(files),
        tuple(jurors),
        tuple(criteria.values()),
        _places([one.file for one in ordered], files),
        _places([one.juror for one in ordered], jurors),
        _places([one.criterion for one in ordered], list(criteria)),
        np.asarray([one.score for one in ordered], dtype=np.int64),
    )


def raw_scores(table: Table) -> tuple[Fraction, ...]:
    """Return the raw score of each file: the mean over its readings, exact.

    A reading is worth the weighted mean of its criteria, each as a share of its highest level. A
    criterion a juror left out counts neither above nor below.
    """
    readings: dict[tuple[int, int], list[tuple[Fraction, Fraction]]] = {}
    columns = (table.file, table.juror, table.criterion, table.score)
    for file, juror, at, score in zip(*(column.tolist() for column in columns), strict=True):
        one = table.criteria[at]
        share = one.weight * Fraction(score, one.highest)
        readings.setdefault((file, juror), []).append((share, one.weight))
    by_file: dict[int, list[Fraction]] = {}
    for (file, _), shares in readings.items():
        worth = sum((share for share, _ in shares), Fraction(0))
        by_file.setdefault(file, []).append(worth / sum(weight for _, weight in shares))
    return tuple(sum(by_file[at], Fraction(0)) / len(by_file[at]) for at in range(len(table.files)))


def _check(ratings: list[Rating], criteria: Mapping[str, Criterion]) -> None:
    for one in criteria.values():
        if one.highest < 1 or one.weight <= 0:
            raise JudgingError(Fault.RULE, one.id, one.highest, one.weight)
    before = None
    for rating in ratings:
        if rating.criterion not in criteria:
            raise JudgingError(Fault.UNKNOWN, rating.criterion)
        highest = criteria[rating.criterion].highest
        if not isinstance(rating.score, int) or not 0 <= rating.score <= highest:
            raise JudgingError(Fault.SCALE, rating.juror, rating.file, rating.score)
        key = (rating.file, rating.juror, rating.criterion)
        if key == before:
            raise JudgingError(Fault.DUPLICATE, *key)
        before = key


def _places(names: list[str], known: list[str]) -> Ints:
    at = {name: place for place, name in enumerate(known)}
    return np.asarray([at[name] for name in names], dtype=np.int64)
