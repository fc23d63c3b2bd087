"""What joint likelihood gets wrong to first order: the slope of Jeffreys' prior.

Half the log of the determinant of the information moves with the logits of each rating's levels by
half the third cumulant of its level, contracted with the covariance of these logits (Firth, Bias
reduction of maximum likelihood estimates, Biometrika 80, 1993).
"""

import numpy as np

from boutdufil.engines.judging._likelihood import Model, above, facets_of
from boutdufil.engines.judging._ratings import Floats, Ints


def bias_of(theta: Floats, model: Model, covariance: Floats) -> Floats:
    """Return the slope of half the log-determinant of the information: (parameters,).

    `covariance` is the inverse of the information there.
    """
    slope = np.zeros(len(theta))
    firsts = np.cumsum((0, *model.sizes))
    for at, (high, rows) in enumerate(model.groups()):
        own = np.arange(firsts[3 + at], firsts[4 + at])
        chances = model.chances(theta, high, at, rows)
        pull = model.table.weights[rows][:, None] * _pull(
            chances, *_spread(model, rows, own, covariance)
        )
        along = pull @ np.arange(high + 1)
        for facet, sign in facets_of(model, rows):
            slope += np.bincount(facet, sign * along, len(slope))
        slope[own] -= above(pull).sum(axis=0)
    return slope


def _spread(
    model: Model, rows: Ints, own: Ints, covariance: Floats
) -> tuple[Floats, Floats, Floats]:
    """Return how uncertain the logits of levels are: of places, places with steps, of steps.

    Shapes: (ratings,), (ratings, levels) and (levels, levels); the steps are sums of thresholds.
    """
    facets = facets_of(model, rows)
    place = np.zeros(len(rows))
    mixed = np.zeros((len(rows), len(own)))
    for facet, sign in facets:
        mixed += sign * covariance[facet[:, None], own[None, :]]
        for other, its in facets:
            place += sign * its * covariance[facet, other]
    sums = np.tril(np.ones((len(own) + 1, len(own))), -1)
    return place, mixed @ sums.T, sums @ covariance[np.ix_(own, own)] @ sums.T


def _pull(chances: Floats, place: Floats, mixed: Floats, steps: Floats) -> Floats:
    """Return the slope along the logit of each level: (ratings, levels)."""
    levels = np.arange(chances.shape[1])
    mean = (chances @ levels)[:, None]
    own = levels**2 * place[:, None] - 2 * levels * mixed + np.diag(steps)
    shared = (
        levels * place[:, None] * mean
        - levels * (chances * mixed).sum(axis=1, keepdims=True)
        - mixed * mean
        + chances @ steps
    )
    middle = (chances * (own - 2 * shared)).sum(axis=1, keepdims=True)
    pull: Floats = 0.5 * chances * (own - 2 * shared - middle)
    return pull
