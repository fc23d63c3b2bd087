"""Non-response: who answered stands for who did not, within groups that answer alike.

Särndal, Swensson, Wretman (1992), chapter 15: in a homogeneous group the chance to answer is the
share of those asked who did.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from boutdufil.engines.calibration.margins import CalibrationError, Finding, Floats, Problem

SMALLEST = 5
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Merge:
    """A group too small to stand alone, and the one it joined; ``answers`` were in it."""

    group: str
    into: str
    answers: int


@dataclass(frozen=True, eq=False)
class Adjusted:
    """Weights after non-response (n, 0 for no answer), chances to answer (n), groups as merged."""

    weights: Floats
    chance: Floats
    groups: tuple[str, ...]
    merges: tuple[Merge, ...]


def adjust_for_response(
    weights: ArrayLike,
    answered: Sequence[bool] | NDArray[np.bool_],
    groups: Sequence[str],
    *,
    smallest: int = SMALLEST,
) -> Adjusted:
    """Divide the weights of who answered by the share of their group that did.

    The share is of units, as in a stratum drawn at random. A group of fewer than ``smallest``
    answers joins the group whose share is nearest to its own (the first by name among equals),
    the smallest first: each merge is told. Raises CalibrationError where nobody answered.
    """
    given = np.array(weights, dtype=np.float64)
    who = np.array(answered, dtype=np.bool_)
    if not len(given) == len(who) == len(groups):
        facts = {"weights": len(given), "answered": len(who), "groups": len(groups)}
        raise CalibrationError([Finding(Problem.SHAPE, "groups", "", facts)])
    if not who.any():
        raise CalibrationError([Finding(Problem.EMPTY_CATEGORY, "answered")])
    names, place = np.unique(np.asarray(groups, dtype=np.str_), return_inverse=True)
    asked = np.bincount(place, minlength=len(names))
    answers = np.bincount(place, who, len(names)).astype(np.float64)
    home, merges = _merged(names.tolist(), asked.astype(np.float64), answers, smallest)
    merged = home[place]
    share = np.bincount(merged, who, len(names)) / np.maximum(
        1, np.bincount(merged, minlength=len(names))
    )
    chance = share[merged]
    return Adjusted(
        weights=np.where(who, given / np.where(who, chance, 1.0), 0.0),
        chance=chance,
        groups=tuple(names[merged].tolist()),
        merges=merges,
    )


def _merged(
    names: list[str], asked: Floats, answers: Floats, smallest: int
) -> tuple[NDArray[np.int64], tuple[Merge, ...]]:
    """Return where each group ends, and the merges in their order."""
    home = np.arange(len(names))
    asked, answers = asked.copy(), answers.copy()
    alive = set(range(len(names)))
    merges = []
    while len(alive) > 1:
        small = min(alive, key=lambda at: (answers[at], names[at]))
        if answers[small] >= smallest:
            break
        own = answers[small] / asked[small]
        others = sorted(alive - {small}, key=lambda at: names[at])
        into = min(others, key=lambda at: abs(answers[at] / asked[at] - own))
        merges.append(Merge(names[small], names[into], int(answers[small])))
        asked[into] += asked[small]
        answers[into] += answers[small]
        home[home == small] = into
        alive.remove(small)
    return home, tuple(merges)
