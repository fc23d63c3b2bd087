"""The many-facet Rasch model: joint likelihood under Jeffreys' prior (Firth, Biometrika, 1993).

Plain joint likelihood stretches small juries, and a normal prior on abilities draws regions that
truly differ together: both bend severities and cut their intervals short. Jeffreys' prior takes
the bias of first order away and keeps a file that got nothing but the highest level finite.
"""

from dataclasses import dataclass

import numpy as np

from boutdufil.engines.judging._bias import bias_of
from boutdufil.engines.judging._likelihood import Model, information_of, loss_of, moments
from boutdufil.engines.judging._ratings import Floats, Table

STEPS = 200
CLOSE = 1e-18  # the gain of a step, in units of log-likelihood, that ends the climb
SURE = 1e-6  # near the top a step is taken whole: the loss is too coarse to tell
ENOUGH = 1e-4
SHORTEST = 1e-6
LONGEST = 1.0  # logits


@dataclass(frozen=True)
class Fit:
    """Estimates in logits, and their covariance, files first, then jurors, criteria, thresholds.

    Only differences are known: `location` is what each parameter adds to the place of the mean
    juror, criterion and threshold, which the ability of a file is told against. `surprise` is each
    juror's mean squared residual over its variance, weighted by it (infit).
    """

    ability: Floats
    severity: Floats
    difficulty: Floats
    thresholds: tuple[Floats, ...]
    covariance: Floats
    surprise: Floats
    location: Floats

    @property
    def covariance_of_files(self) -> Floats:
        """Return the covariance of the abilities against the mean juror, criterion, threshold."""
        contrast = np.eye(len(self.ability), len(self.location)) - self.location
        told: Floats = contrast @ self.covariance @ contrast.T
        return told

    @property
    def place(self) -> float:
        """Return the place of the mean juror, criterion and threshold, in logits."""
        return float(self.location @ np.concatenate(self.parts))

    @property
    def parts(self) -> tuple[Floats, ...]:
        """Return all estimates in the order of the covariance."""
        return (self.ability, self.severity, self.difficulty, *self.thresholds)


def fit_rasch(table: Table) -> Fit:
    """Estimate the model; the same ratings give the same numbers."""
    model = Model(table)
    theta = _climbed(model)
    ability, severity, difficulty, *thresholds = model.split(theta)
    covariance = np.asarray(np.linalg.inv(information_of(theta, model)), dtype=np.float64)
    surprise = _surprise(theta, model)
    return Fit(
        ability, severity, difficulty, tuple(thresholds), covariance, surprise, model.location
    )


def _climbed(model: Model) -> Floats:
    """Return the parameters of least loss, by Fisher's steps, shortened until they gain enough."""
    theta: Floats = np.zeros(sum(model.sizes))
    for _ in range(STEPS):
        information = information_of(theta, model)
        covariance = np.asarray(np.linalg.inv(information), dtype=np.float64)
        slope = loss_of(theta, model)[1] - bias_of(theta, model, covariance)
        step = covariance @ slope
        gain = float(slope @ step)
        theta = theta - _share(theta, step, gain, model) * step
        if gain < CLOSE:
            break
    return theta


def _share(theta: Floats, step: Floats, gain: float, model: Model) -> float:
    """Return how much of a step to take."""
    if gain < SURE:
        return 1.0
    share, before = min(1.0, LONGEST / float(np.abs(step).max())), _height(theta, model)
    while (
        share > SHORTEST and _height(theta - share * step, model) > before - ENOUGH * share * gain
    ):
        share /= 2
    return share


def _height(theta: Floats, model: Model) -> float:
    """Return minus the log of likelihood times Jeffreys' prior."""
    _, volume = np.linalg.slogdet(information_of(theta, model))
    return loss_of(theta, model)[0] - float(volume) / 2


def _surprise(theta: Floats, model: Model) -> Floats:
    """Return the information-weighted mean square of each juror's residuals."""
    table = model.table
    found, expected = np.zeros(len(table.jurors)), np.zeros(len(table.jurors))
    for at, (high, rows) in enumerate(model.groups()):
        mean, spread = moments(model.chances(theta, high, at, rows))
        squared = (table.score[rows] - mean) ** 2
        found += np.bincount(table.juror[rows], squared, len(found))
        expected += np.bincount(table.juror[rows], spread, len(found))
    return found / np.maximum(expected, 1e-300)
