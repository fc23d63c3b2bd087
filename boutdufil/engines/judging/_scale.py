"""From logits back to the rubric, and from numbers to ranks."""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from scipy.special import softmax

from boutdufil.engines.judging._rasch import Fit
from boutdufil.engines.judging._ratings import Floats, Table


def ranks(values: Sequence[Fraction] | Sequence[float]) -> list[int]:
    """Return the rank of each value, 1 for the highest; equal ones share theirs."""
    order = sorted(range(len(values)), key=lambda at: values[at], reverse=True)
    ranked = [0] * len(values)
    for place, (before, at) in enumerate(zip([-1, *order], order, strict=False), start=1):
        shares = place > 1 and values[before] == values[at]
        ranked[at] = ranked[before] if shares else place
    return ranked


def rank_bounds(
    ability: Floats, covariance: Floats, certainty: float
) -> tuple[list[int], list[int]]:
    """Return the best and the worst rank of each file that its neighbours do not exclude."""
    variance = np.diag(covariance)
    between = np.sqrt(np.maximum(variance[:, None] + variance - 2 * covariance, 0.0))
    ahead = ability[:, None] - ability - certainty * between > 0
    np.fill_diagonal(ahead, val=False)
    low: list[int] = (1 + ahead.sum(axis=0)).tolist()
    high: list[int] = (len(ability) - ahead.sum(axis=1)).tolist()
    return low, high


def fair_shares(table: Table, fit: Fit) -> Floats:
    """Return what the mean juror would give each file on average, a share of the rubric."""
    weights = np.asarray([float(one.weight) for one in table.criteria])
    total = np.zeros(len(table.files))
    for at, criterion in enumerate(table.criteria):
        levels = np.arange(criterion.highest + 1)
        steps = np.concatenate(([0.0], np.cumsum(fit.thresholds[table.scale[at]])))
        place = fit.ability - fit.severity.mean() - fit.difficulty[at]
        chances = softmax(place[:, None] * levels - steps, axis=1)
        total += weights[at] * (chances @ levels) / criterion.highest
    shares: Floats = total / weights.sum()
    return shares
