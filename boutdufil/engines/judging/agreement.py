"""Where jurors differ, for the meeting that talks about it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from boutdufil.engines.judging._faults import Fault, JudgingError
from boutdufil.engines.judging._ratings import Criterion, Rating, read_ratings, rubric_of

__all__ = ["FileSpread", "Intraclass", "file_spreads", "intraclass", "krippendorff_alpha"]

Floats = NDArray[np.float64]
Metric = Literal["nominal", "interval"]


@dataclass(frozen=True, slots=True)
class FileSpread:
    """What each juror gave one file, as exact shares of the rubric, and how far apart they are.

    `criteria` is the distance between the highest and the lowest level on each criterion.
    """

    file: str
    scores: Mapping[str, Fraction]
    criteria: Mapping[str, int]

    @property
    def spread(self) -> Fraction:
        """Return the distance between the highest and the lowest juror, in shares."""
        return max(self.scores.values()) - min(self.scores.values())


@dataclass(frozen=True, slots=True)
class Intraclass:
    """Intraclass correlations of Shrout and Fleiss (1979): one rating, and the mean of all.

    `one_way`: other jurors on each file; `random`: jurors drawn from many, their severities count
    as error; `fixed`: these jurors alone, their severities do not count.
    """

    one_way: float
    random: float
    fixed: float
    one_way_mean: float
    random_mean: float
    fixed_mean: float


def file_spreads(
    ratings: Collection[Rating], rubric: Collection[Criterion] = ()
) -> tuple[FileSpread, ...]:
    """Return what jurors gave each file, the widest spread first. Raises JudgingError."""
    criteria = {one.id: one for one in rubric or rubric_of(ratings)}
    read_ratings(ratings, criteria.values())
    by_file: dict[str, list[Rating]] = {}
    for rating in ratings:
        by_file.setdefault(rating.file, []).append(rating)
    found = [_spread(file, own, criteria) for file, own in by_file.items()]
    return tuple(sorted(found, key=lambda one: (-one.spread, one.file)))


def _spread(file: str, ratings: list[Rating], criteria: Mapping[str, Criterion]) -> FileSpread:
    worth: dict[str, list[tuple[Fraction, Fraction]]] = {}
    levels: dict[str, list[int]] = {}
    for one in ratings:
        criterion = criteria[one.criterion]
        share = Fraction(one.score, criterion.highest) * criterion.weight
        worth.setdefault(one.juror, []).append((share, criterion.weight))
        levels.setdefault(one.criterion, []).append(one.score)
    scores = {
        juror: sum((share for share, _ in own), Fraction(0)) / sum(weight for _, weight in own)
        for juror, own in sorted(worth.items())
    }
    apart = {name: max(own) - min(own) for name, own in sorted(levels.items())}
    return FileSpread(file, MappingProxyType(scores), MappingProxyType(apart))


def krippendorff_alpha(table: ArrayLike, metric: Metric = "interval") -> float | None:
    """Return Krippendorff's alpha of a table (jurors, files), nan where a juror did not read.

    1 is full agreement, 0 what chance gives. None where there is nothing to compare: no file with
    two readings, or one and the same score everywhere. Source: Krippendorff, Computing
    Krippendorff's Alpha-Reliability, 2011.
    """
    scores = np.asarray(table, dtype=np.float64)
    scores = scores[:, np.sum(~np.isnan(scores), axis=0) > 1]
    values = np.unique(scores[~np.isnan(scores)])
    if len(values) < 2:
        return None
    counts = np.stack([np.sum(scores == value, axis=0) for value in values])
    readings = counts.sum(axis=0)
    own = counts / (readings - 1)
    seen = own @ counts.T - np.diag(own.sum(axis=1))
    total = counts.sum(axis=1)
    chance = np.outer(total, total) - np.diag(total)
    apart = (values[:, None] - values) ** 2 if metric == "interval" else values[:, None] != values
    expected = float((chance * apart).sum()) / (float(total.sum()) - 1)
    return 1.0 - float((seen * apart).sum()) / expected


def intraclass(table: Sequence[Sequence[float]] | Floats) -> Intraclass:
    """Return the intraclass correlations of a full table (files, jurors). Raises JudgingError."""
    scores = np.asarray(table, dtype=np.float64)
    if scores.ndim != 2 or min(scores.shape) < 2 or np.isnan(scores).any():
        raise JudgingError(Fault.SHAPE, scores.shape)
    files, jurors = scores.shape
    mean = scores.mean()
    between = jurors * float(((scores.mean(axis=1) - mean) ** 2).sum()) / (files - 1)
    judges = files * float(((scores.mean(axis=0) - mean) ** 2).sum()) / (jurors - 1)
    total = float(((scores - mean) ** 2).sum())
    left = total - between * (files - 1) - judges * (jurors - 1)
    error = left / ((files - 1) * (jurors - 1))
    within = (total - between * (files - 1)) / (files * (jurors - 1))
    severity = (judges - error) / files
    return Intraclass(
        (between - within) / (between + (jurors - 1) * within),
        (between - error) / (between + (jurors - 1) * error + jurors * severity),
        (between - error) / (between + (jurors - 1) * error),
        (between - within) / between,
        (between - error) / (between + severity),
        (between - error) / between,
    )
