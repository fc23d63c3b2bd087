"""The chances of the many-facet Rasch model, its likelihood, gradient and information.

The chance of level k against k-1 is logistic in ability - difficulty - severity - threshold k
(Linacre, Many-Facet Rasch Measurement, 1989).
"""

from dataclasses import dataclass

import numpy as np

from boutdufil.engines.judging._ratings import Floats, Ints, Table

# Variance of every parameter beforehand, in squared logits: so wide that it holds nothing but the
# mean of severities, difficulties and thresholds, which no rating tells, at 0.
WIDE = 100.0


@dataclass(frozen=True)
class Model:
    table: Table

    @property
    def sizes(self) -> tuple[int, ...]:
        """Return how many files, jurors and criteria there are, then the thresholds by scale."""
        table = self.table
        return (len(table.files), len(table.jurors), len(table.criteria), *table.scales)

    def split(self, theta: Floats) -> list[Floats]:
        return np.split(theta, np.cumsum(self.sizes)[:-1])

    @property
    def precision(self) -> Floats:
        """Return one over the variance of each parameter beforehand."""
        return np.full(sum(self.sizes), 1 / WIDE)

    @property
    def location(self) -> Floats:
        """Return what each parameter adds to the place of the mean juror, criterion, threshold."""
        files, jurors, criteria, *highs = self.sizes
        shares = np.bincount(self.table.scale, minlength=len(highs)) / criteria
        thresholds = [
            np.full(high, share / high) for high, share in zip(highs, shares, strict=True)
        ]
        return np.concatenate(
            (
                np.zeros(files),
                np.full(jurors, 1 / jurors),
                np.full(criteria, 1 / criteria),
                *thresholds,
            )
        )

    def groups(self) -> list[tuple[int, Ints]]:
        """Return each scale's highest level and the ratings on it."""
        scale = self.table.scale[self.table.criterion]
        return [(high, np.flatnonzero(scale == at)) for at, high in enumerate(self.table.scales)]

    def chances(self, theta: Floats, high: int, at: int, rows: Ints) -> Floats:
        """Return the chance of each level of some ratings: (ratings, levels)."""
        ability, severity, difficulty, *thresholds = self.split(theta)
        table = self.table
        place = (
            ability[table.file[rows]]
            - severity[table.juror[rows]]
            - difficulty[table.criterion[rows]]
        )
        steps = np.concatenate(([0.0], np.cumsum(thresholds[at])))
        logits = place[:, None] * np.arange(high + 1) - steps
        logits -= logits.max(axis=1, keepdims=True)
        worth = np.exp(logits)
        chances: Floats = worth / worth.sum(axis=1, keepdims=True)
        return chances


def loss_of(theta: Floats, model: Model) -> tuple[float, Floats]:
    """Return minus the penalised log-likelihood and its gradient."""
    table, weights = model.table, model.table.weights
    loss = 0.5 * float(model.precision @ theta**2)
    gradient = model.precision * theta
    parts = model.split(gradient)
    for at, (high, rows) in enumerate(model.groups()):
        chances = model.chances(theta, high, at, rows)
        score, weight = table.score[rows], weights[rows]
        loss -= float(weight @ np.log(np.maximum(chances[np.arange(len(rows)), score], 1e-300)))
        surprise = weight * (score - chances @ np.arange(high + 1))
        parts[0] -= np.bincount(table.file[rows], surprise, len(table.files))
        parts[1] += np.bincount(table.juror[rows], surprise, len(table.jurors))
        parts[2] += np.bincount(table.criterion[rows], surprise, len(table.criteria))
        reached = score[:, None] >= np.arange(1, high + 1)
        parts[3 + at] += weight @ (reached - above(chances))
    return loss, np.concatenate(parts)


def above(chances: Floats) -> Floats:
    """Return the chance of each level from 1 on, or more."""
    above: Floats = np.cumsum(chances[:, ::-1], axis=1)[:, -2::-1]
    return above


def moments(chances: Floats) -> tuple[Floats, Floats]:
    """Return the mean level of each rating, and its variance."""
    levels = np.arange(chances.shape[1])
    mean = chances @ levels
    return mean, chances @ levels**2 - mean**2


def information_of(theta: Floats, model: Model) -> Floats:
    """Return the second derivatives of the loss, all parameters together."""
    total = np.diag(model.precision)
    firsts = np.cumsum((0, *model.sizes))
    for at, (high, rows) in enumerate(model.groups()):
        chances = model.chances(theta, high, at, rows)
        weight = model.table.weights[rows]
        own = np.arange(firsts[3 + at], firsts[4 + at])
        _add_facets(total, model, rows, weight * moments(chances)[1])
        _add_mixed(total, model, rows, own, weight[:, None] * _slopes(chances))
        total[np.ix_(own, own)] += _of_thresholds(chances, weight)
    return total


def facets_of(model: Model, rows: Ints) -> list[tuple[Ints, float]]:
    """Return the parameters of some ratings and their signs: file, juror, criterion."""
    table = model.table
    firsts = np.cumsum((0, *model.sizes))
    own = (table.file[rows], table.juror[rows], table.criterion[rows])
    return [(firsts[at] + own[at], sign) for at, sign in enumerate((1.0, -1.0, -1.0))]


def _add_facets(total: Floats, model: Model, rows: Ints, spread: Floats) -> None:
    facets = facets_of(model, rows)
    for own, sign in facets:
        for other, its in facets:
            np.add.at(total, (own, other), sign * its * spread)


def _add_mixed(total: Floats, model: Model, rows: Ints, own: Ints, mixed: Floats) -> None:
    for facet, sign in facets_of(model, rows):
        np.add.at(total, (facet[:, None], own[None, :]), sign * mixed)
        np.add.at(total, (own[:, None], facet[None, :]), sign * mixed.T)


def _slopes(chances: Floats) -> Floats:
    """Return how the mean level moves with each threshold: (ratings, thresholds), below 0."""
    levels = np.arange(chances.shape[1])
    mean = chances @ levels
    slopes: Floats = mean[:, None] * above(chances) - above(chances * levels)
    return slopes


def _of_thresholds(chances: Floats, weight: Floats) -> Floats:
    """Return the covariance of reaching one threshold and another, summed over ratings."""
    reached = above(chances)
    at = np.arange(reached.shape[1])
    both = weight @ reached[:, np.maximum.outer(at, at).ravel()]
    joint: Floats = both.reshape(len(at), len(at)) - (weight[:, None] * reached).T @ reached
    return joint
