"""The same problem as arrays, in the order of the identifiers."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from boutdufil.engines.redeployment._problem import Goal
from boutdufil.engines.redeployment._ties import Keys, lots

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Positions = NDArray[np.int32] | Ints

FIT_UNIT = 1_000_000
PRIORITY_UNIT = 1_000


@dataclass(frozen=True)
class Instance:
    """A large problem: `places` by offer, and pairs in the order of (candidate, offer).

    `candidate` and `offer` are positions, sorted, each pair once; only pairs that may be
    proposed. `fit` in [0, 1]; `gap_days`, `keeps_terms`, `below_floor` and `priority` may be
    left out (no days, all kept, nobody below, no criteria). Keys are stable numbers of people
    and offers for the lot; without them their positions are taken. Nothing is checked here.
    """

    candidates: int
    places: Ints
    candidate: Positions
    offer: Positions
    fit: Floats
    gap_days: Ints | None = None
    keeps_terms: Bools | None = None
    below_floor: Bools | None = None
    priority: Floats | None = None
    candidate_keys: Keys | None = None
    offer_keys: Keys | None = None

    @property
    def offers(self) -> int:
        """How many offers there are."""
        return len(self.places)

    def values(self, goal: Goal, pairs: Ints) -> Ints:
        """Return what each of the pairs is worth for a goal, as integers; more is better.

        Fits count in millionths, priorities in thousandths.
        """
        return _VALUES[goal](self, pairs)


def _placed(_: Instance, pairs: Ints) -> Ints:
    return np.ones(len(pairs), dtype=np.int64)


def _days(instance: Instance, pairs: Ints) -> Ints:
    if instance.gap_days is None:
        return np.zeros(len(pairs), dtype=np.int64)
    return -instance.gap_days[pairs].astype(np.int64)


def _terms(instance: Instance, pairs: Ints) -> Ints:
    if instance.keeps_terms is None:
        return np.ones(len(pairs), dtype=np.int64)
    return instance.keeps_terms[pairs].astype(np.int64)


def _floor(instance: Instance, pairs: Ints) -> Ints:
    if instance.below_floor is None:
        return np.zeros(len(pairs), dtype=np.int64)
    return -instance.below_floor[pairs].astype(np.int64)


def _fit(instance: Instance, pairs: Ints) -> Ints:
    return _rounded(instance.fit[pairs] * FIT_UNIT)


def _priority(instance: Instance, pairs: Ints) -> Ints:
    if instance.priority is None:
        return np.zeros(len(pairs), dtype=np.int64)
    return _rounded(instance.priority[pairs] * PRIORITY_UNIT)


def _rounded(values: Floats) -> Ints:
    return np.rint(values).astype(np.int64)


def _tie(instance: Instance, pairs: Ints) -> Ints:
    candidates = _keys(instance.candidate_keys, instance.candidate[pairs])
    return lots(candidates, _keys(instance.offer_keys, instance.offer[pairs]))


def _keys(keys: Keys | None, positions: Positions) -> Keys:
    return positions.astype(np.uint64) if keys is None else keys[positions]


_VALUES: dict[Goal, Callable[[Instance, Ints], Ints]] = {
    Goal.PLACED: _placed,
    Goal.DAYS: _days,
    Goal.TERMS: _terms,
    Goal.FLOOR: _floor,
    Goal.FIT: _fit,
    Goal.PRIORITY: _priority,
    Goal.TIE: _tie,
}
