"""Pairs of candidates whose wrong answers agree more than chance would have them: never a verdict.

Two people who know the same are right on the same questions; being wrong in the same way is rarer.
For each question both got wrong, the chance of the same wrong answer is taken from how everybody
else was wrong. The number of agreements is then a sum of unlike chances (Poisson-binomial), whose
tail is exact; Holm's correction keeps the chance of a single false pair below `level`. Source:
Bellezza and Bellezza, Detection of cheating on multiple-choice tests, Teaching of Psychology, 1989.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from boutdufil.engines.judging._faults import Fault, JudgingError

__all__ = ["NO_ANSWER", "Similar", "SimilarityReport", "similar_pairs", "tail"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
NO_ANSWER = -1  # not drawn, or left open
BLOCK = 20_000  # pairs whose tails are computed at once


@dataclass(frozen=True, slots=True)
class Similar:
    """Two candidates: questions both got wrong, how many in the same way, and how many by chance.

    `chance` is that of so many agreements or more for this pair alone, `corrected` among all pairs.
    """

    first: str
    second: str
    both_wrong: int
    same_wrong: int
    expected: float
    chance: float
    corrected: float


@dataclass(frozen=True, slots=True)
class SimilarityReport:
    """Pairs to look at, the least likely first, of so many compared."""

    pairs: tuple[Similar, ...]
    compared: int
    level: float


def similar_pairs(
    numbers: Sequence[str],
    answers: ArrayLike,
    key: ArrayLike,
    *,
    level: float = 0.01,
) -> SimilarityReport:
    """Compare all candidates; `answers` (candidates, questions) are codes of 0 or more.

    `key` is the right code of each question. Raises JudgingError for arrays of another shape.
    """
    given, right = np.asarray(answers, dtype=np.int64), np.asarray(key, dtype=np.int64)
    if given.ndim != 2 or given.shape != (len(numbers), len(right)):
        raise JudgingError(Fault.SHAPE, given.shape)
    wrong = (given != right) & (given != NO_ANSWER)
    chances = _chances(given, wrong)
    first, second = np.triu_indices(len(numbers), 1)
    both, same, expected = _counts(given, wrong, chances)
    shared = both[first, second] > 0
    first, second = first[shared], second[shared]
    compared = len(first)
    more = same[first, second] > expected[first, second]
    first, second = first[more], second[more]
    tails = _tails(first, second, wrong, chances, same)
    corrected = _holm(tails, compared)
    order = np.lexsort((second, first, tails))
    pairs = [
        Similar(
            numbers[a],
            numbers[b],
            int(both[a, b]),
            int(same[a, b]),
            float(expected[a, b]),
            float(tails[at]),
            float(corrected[at]),
        )
        for at, a, b in zip(order, first[order], second[order], strict=True)
        if corrected[at] <= level
    ]
    return SimilarityReport(tuple(pairs), compared, level)


def tail(chances: Sequence[float] | Floats, agreements: int) -> float:
    """Return the exact chance of so many successes or more, of trials of unlike chances."""
    row = np.asarray(chances, dtype=np.float64)[None, :]
    return float(_tail_rows(row, np.asarray([agreements]))[0])


def _chances(given: Ints, wrong: NDArray[np.bool_]) -> Floats:
    """Return for each question the chance that two wrong answers are the same.

    Counted over all candidates, the pair included: that can only make a pair look likelier.
    """
    chances = np.zeros(given.shape[1])
    for item in range(given.shape[1]):
        _, counts = np.unique(given[wrong[:, item], item], return_counts=True)
        if len(counts):
            chances[item] = float((counts**2).sum()) / float(counts.sum()) ** 2
    return chances


def _counts(given: Ints, wrong: NDArray[np.bool_], chances: Floats) -> tuple[Ints, Ints, Floats]:
    """Return of each pair the questions both got wrong, those in the same way, and by chance."""
    people = len(given)
    both = np.zeros((people, people), dtype=np.int64)
    same = np.zeros((people, people), dtype=np.int64)
    expected = np.zeros((people, people))
    for item in range(given.shape[1]):
        rows = np.flatnonzero(wrong[:, item])
        both[np.ix_(rows, rows)] += 1
        expected[np.ix_(rows, rows)] += chances[item]
        for code in np.unique(given[rows, item]):
            alike = rows[given[rows, item] == code]
            same[np.ix_(alike, alike)] += 1
    return both, same, expected


def _tails(
    first: Ints, second: Ints, wrong: NDArray[np.bool_], chances: Floats, same: Ints
) -> Floats:
    tails = np.ones(len(first))
    for start in range(0, len(first), BLOCK):
        a, b = first[start : start + BLOCK], second[start : start + BLOCK]
        rows = np.where(wrong[a] & wrong[b], chances, 0.0)
        tails[start : start + BLOCK] = _tail_rows(rows, same[a, b])
    return tails


def _tail_rows(chances: Floats, agreements: Ints) -> Floats:
    """Return the tail of each row by adding one trial after the other.

    State k is exactly k successes; the last state collects all that are enough for every row.
    """
    most = int(agreements.max(initial=0))
    states = np.zeros((len(chances), most + 1))
    states[:, 0] = 1.0
    for chance in chances.T:
        moved = states * chance[:, None]
        states -= moved
        states[:, 1:] += moved[:, :-1]
        states[:, -1] += moved[:, -1]
    enough = np.arange(most + 1) >= agreements[:, None]
    tails: Floats = np.where(enough, states, 0.0).sum(axis=1)
    return tails


def _holm(tails: Floats, compared: int) -> Floats:
    """Return each chance corrected for so many comparisons (Holm, 1979)."""
    order = np.argsort(tails, kind="stable")
    steps = np.maximum.accumulate(tails[order] * (compared - np.arange(len(order))))
    corrected = np.empty(len(order))
    corrected[order] = np.minimum(steps, 1.0)
    return corrected
