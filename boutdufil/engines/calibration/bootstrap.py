"""Replicates of a survey: drawn again, weighted again, calibrated again.

Rao and Wu (1988): in each stratum one cluster less than it had is drawn with replacement, and
weights are rescaled so that the spread of replicates is the variance; a finite population narrows
it. A second draw adds what non-response of the units already taken adds, so that the replicates
spread as far as the linearised variance of two phases. Every replicate meets the margins.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from boutdufil.engines.calibration._factors import Factor, Floats, linear
from boutdufil.engines.calibration._refusals import EstimationError, Refusal
from boutdufil.engines.calibration._regression import basis_of
from boutdufil.engines.calibration.design import Bools, Design, Ints, Lonely, Survey

CLOSE = 1e-9
STEPS = 60
FAST = 0.3  # a gap that shrinks less than that asks for new second derivatives
FAR = 1e300
RIDGE = 1e-12
CHUNK = 2_000_000  # weights held at once while they are calibrated
PAIRS = 8_000_000  # products of two axes, by unit, held at once: 64 MB

Statistic = Callable[["Replicates"], Floats]


@dataclass(frozen=True, eq=False)
class Replicates:
    """Weights of replicates (b by n, 8 bytes each), and which met their margins.

    A replicate without somebody of a category cannot meet its margin; it is left out and counted
    in `lost`, and the rest tell of a variance that is a little too small.
    """

    weights: Floats
    answered: Bools
    lost: int

    def totals(self, values: ArrayLike, where: ArrayLike | None = None) -> Floats:
        """Return the total of `values` (n) in each replicate, over a domain."""
        units = self.answered if where is None else self.answered & np.asarray(where, np.bool_)
        inside = np.where(units, np.asarray(values, dtype=np.float64), 0.0)
        told: Floats = self.weights @ inside
        return told


@dataclass(frozen=True, slots=True)
class Spread:
    """A value with the error that replicates show, by `used` of them."""

    value: float
    error: float
    percentile: tuple[float, float]
    normal: tuple[float, float]
    used: int
    lost: int


def replicated(
    survey: Survey,
    replicates: int,
    generator: np.random.Generator,
    *,
    factor: Factor = linear,
) -> Replicates:
    """Draw replicates of a survey; the same generator in the same state draws the same.

    Margins are those that the final weights meet. 1,000 replicates of 3,500 units are 28 MB, and
    up to 200 MB more while they are made. Raises EstimationError for a stratum of which one
    was drawn, unless it counts as certain, and if no replicate meets its margins.
    """
    drawn = _drawn(survey.design, replicates, generator)
    drawn *= _answered_again(survey, replicates, generator)
    drawn *= survey.before
    if survey.auxiliary is None:
        return Replicates(drawn, survey.answered, 0)
    met = _calibrated(survey, drawn, factor)
    if not met.any():
        raise EstimationError(Refusal.NOT_CALIBRATED)
    kept = drawn if met.all() else drawn[met]
    return Replicates(kept, survey.answered, replicates - int(met.sum()))


def spread(
    value: float, replicates: Replicates, statistic: Statistic, level: float = 0.95
) -> Spread:
    """Return how far a statistic of the replicates spreads around its value.

    >>> from boutdufil.engines.calibration.design import stratified, surveyed
    >>> survey = surveyed(stratified([10.0, 10.0, 10.0]))
    >>> drawn = replicated(survey, 500, np.random.Generator(np.random.PCG64(1)))
    >>> seen = spread(60.0, drawn, lambda one: one.totals([1, 2, 3]))
    >>> 16 < seen.error < 18.5
    True
    """
    found = statistic(replicates)
    error = float(np.std(found, ddof=1))
    reach = float(ndtri(0.5 + level / 2)) * error
    low, high = np.quantile(found, [0.5 - level / 2, 0.5 + level / 2]).tolist()
    return Spread(
        value=value,
        error=error,
        percentile=(low, high),
        normal=(value - reach, value + reach),
        used=len(found),
        lost=replicates.lost,
    )


def _drawn(design: Design, replicates: int, generator: np.random.Generator) -> Floats:
    """Return what each unit's weight is multiplied by in each replicate (b by n)."""
    single = (design.sampled == 1) & (design.left > 0)
    if single.any() and design.lonely is not Lonely.CERTAINTY:
        names = (name for name, one in zip(design.strata, single, strict=True) if one)
        raise EstimationError(Refusal.LONELY, *names)
    by_cluster = np.ones((replicates, len(design.stratum_of_cluster)))
    for place, (size, left) in enumerate(zip(design.sampled.tolist(), design.left, strict=True)):
        if size == 1 or not left:
            continue
        picked = (generator.random((replicates, size - 1)) * size).astype(np.int64)
        picked += np.arange(replicates)[:, None] * size
        times = np.bincount(picked.ravel(), minlength=replicates * size)
        pull = sqrt(left)
        clusters = np.flatnonzero(design.stratum_of_cluster == place)
        by_cluster[:, clusters] = (
            1 - pull + pull * size / (size - 1) * times.reshape(replicates, size)
        )
    told: Floats = by_cluster[:, design.cluster]
    return told


def _answered_again(
    survey: Survey, replicates: int, generator: np.random.Generator
) -> Floats | float:
    """Return the second draw: by a sign for each unit, as wide as what the first leaves out."""
    design = survey.design
    shown = np.where(design.sampled == 1, 0.0, design.left)[design.stratum]
    wide = np.sqrt((1 - survey.response) * (1 - shown))
    if not wide.any():
        return 1.0
    signs = np.where(generator.random((replicates, design.size)) < 0.5, -1.0, 1.0)
    told: Floats = 1 + signs * wide
    return told


def _calibrated(survey: Survey, drawn: Floats, factor: Factor) -> Bools:
    """Calibrate each replicate in place; return which ones met their margins."""
    if survey.auxiliary is None:
        return np.ones(len(drawn), dtype=np.bool_)
    rows = np.flatnonzero(survey.answered)
    variables, before = survey.auxiliary[rows], survey.before[rows]
    scale = np.ones(len(rows)) if survey.scale is None else survey.scale[rows]
    basis = basis_of(variables, before * scale)
    axes = basis.columns / basis.root[:, None]
    lengths = np.linalg.norm(variables * basis.root[:, None], axis=0)
    within = CLOSE * float(lengths[lengths > 0].min(initial=1.0))
    goal = axes.T @ survey.weights[rows]
    met = np.zeros(len(drawn), dtype=np.bool_)
    step = max(1, CHUNK // max(1, len(rows)))
    for first in range(0, len(drawn), step):
        own = slice(first, first + step)
        search = _Search(axes, axes * scale[:, None], goal, within, factor)
        drawn[own, rows], met[own] = search.weights(drawn[own, rows])
    return met


@dataclass(frozen=True, eq=False)
class _Stand:
    """Where the search of each open replicate stands: its row, forces, last step and gap."""

    rows: Ints
    force: Floats
    step: Floats
    length: Floats
    inverse: Floats

    @classmethod
    def at_rest(cls, count: int, width: int) -> "_Stand":
        """Return the start: weights as they are, nothing known of the derivatives."""
        return cls(
            rows=np.arange(count),
            force=np.zeros((count, width)),
            step=np.zeros((count, width)),
            length=np.full(count, FAR),
            inverse=np.zeros((count, width, width)),
        )

    def only(self, some: Bools) -> "_Stand":
        """Return the replicates that are still open."""
        return _Stand(
            self.rows[some],
            self.force[some],
            self.step[some],
            self.length[some],
            self.inverse[some],
        )


@dataclass(frozen=True, eq=False)
class _Search:
    """Newton's method over many replicates at once, with second derivatives used several times.

    On `axes` (n by p) the margins of the sample itself are orthonormal, so that those of a
    replicate are near to it; `pulls` are the axes times each unit's q.
    """

    axes: Floats
    pulls: Floats
    goal: Floats
    within: float
    factor: Factor

    def weights(self, drawn: Floats) -> tuple[Floats, Bools]:
        """Return the calibrated weights of some replicates (b by n), and which met the goal."""
        found, met = drawn.copy(), np.zeros(len(drawn), dtype=np.bool_)
        stand = _Stand.at_rest(len(drawn), self.axes.shape[1])
        for _ in range(STEPS):
            factor, slope = self.factor(stand.force @ self.pulls.T)
            reached = drawn[stand.rows] * factor
            gap = self.goal - reached @ self.axes
            length = np.linalg.norm(gap, axis=1)
            close = length <= self.within
            found[stand.rows[close]], met[stand.rows[close]] = reached[close], True
            going = ~close & np.isfinite(length)
            if not going.any():
                break
            weights = drawn[stand.rows[going]] * slope[going]
            stand = self._moved(stand.only(going), gap[going], length[going], weights)
        return found, met

    def _moved(self, stand: "_Stand", gap: Floats, length: Floats, weights: Floats) -> "_Stand":
        """Return the next step: half the way back where the last one went too far."""
        stale = (length > FAST * stand.length) | (stand.length == FAR)
        back = length > stand.length
        inverse = stand.inverse
        renewed = np.flatnonzero(stale & ~back)
        if len(renewed):
            inverse[renewed] = self._inverse(weights[renewed])
        step = np.where(back[:, None], -stand.step / 2, (inverse @ gap[:, :, None])[:, :, 0])
        return _Stand(
            rows=stand.rows,
            force=stand.force + step,
            step=np.where(back[:, None], stand.step / 2, step),
            length=np.where(back, stand.length, length),
            inverse=inverse,
        )

    @cached_property
    def _pairs(self) -> tuple[Ints, Ints, Floats | None]:
        """Return the pairs of axes, and their products by unit unless they are too many."""
        one, other = np.triu_indices(self.axes.shape[1])
        if len(self.axes) * len(one) > PAIRS:
            return one, other, None
        return one, other, self.pulls[:, one] * self.axes[:, other]

    def _inverse(self, weights: Floats) -> Floats:
        """Return the inverses of the second derivatives (b by p by p), which are symmetric."""
        one, other, products = self._pairs
        if products is None:
            second = np.stack([self.pulls.T @ (self.axes * own[:, None]) for own in weights])
        else:
            second = np.empty((len(weights), self.axes.shape[1], self.axes.shape[1]))
            second[:, one, other] = second[:, other, one] = weights @ products
        return np.asarray(np.linalg.inv(second + RIDGE * np.eye(self.axes.shape[1])))
