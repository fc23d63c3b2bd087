"""How far an estimate may be from the truth: one variance for every linearised variable.

Stratified random sampling without replacement, of units or clusters, then Poisson non-response in
homogeneous groups (two phases), then calibration by residuals. See docs/explanation/estimates.md.
"""

from dataclasses import dataclass
from math import exp, inf, log, sqrt

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri, stdtrit

from boutdufil.engines.calibration._refusals import EstimationError, Refusal
from boutdufil.engines.calibration.design import Bools, Design, Floats, Lonely, Rule, Survey
from boutdufil.engines.calibration.estimates import Linearised, quantile_value, share
from boutdufil.lib.intervals import wilson

LEVEL = 0.95
ROUNDED = 1e-12
HIGHEST = 1 - ROUNDED
Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its standard error; `freedom`: clusters that answered, less their strata.

    `units` answered. Which coefficient of variation is too high is for the caller to say.
    """

    value: float
    error: float
    freedom: int
    units: int

    @property
    def variance(self) -> float:
        """Return the square of the standard error."""
        return self.error**2

    @property
    def variation(self) -> float | None:
        """Return the coefficient of variation; None where the value is 0."""
        return abs(self.error / self.value) if self.value else None

    def normal(self, level: float = LEVEL) -> Interval:
        """Return the interval by the normal law."""
        return self._reached(_quantile(level, inf))

    def student(self, level: float = LEVEL) -> Interval:
        """Return the interval by Student's law; without a degree of freedom all is possible."""
        return self._reached(_quantile(level, self.freedom))

    def logit(self, level: float = LEVEL, freedom: float | None = None) -> Interval:
        """Return the interval of a share on the logit scale, which stays within 0 and 1.

        By Student's law with its own degrees of freedom, or those given (infinite: normal). A share
        of exactly 0 or 1 has no error to scale: Wilson's interval of its units is told.
        """
        if not 0 <= self.value <= 1:
            raise EstimationError(Refusal.NOT_BELOW_ONE, self.value)
        if self.value in {0, 1}:
            return wilson(round(self.value) * self.units, self.units, level)
        middle = log(self.value / (1 - self.value))
        quantile = _quantile(level, self.freedom if freedom is None else freedom)
        reach = _times(quantile, self.error / (self.value * (1 - self.value)))
        return _expit(middle - reach), _expit(middle + reach)

    def _reached(self, quantile: float) -> Interval:
        reach = _times(quantile, self.error)
        return self.value - reach, self.value + reach


@dataclass(frozen=True, slots=True)
class Quantile:
    """A quantile with its interval; None where the sample does not reach that far."""

    value: float
    low: float | None
    high: float | None
    error: float | None


@dataclass(frozen=True, slots=True)
class Parts:
    """The two parts of a variance: who was drawn, and who answered."""

    sampling: float
    response: float


def estimate(survey: Survey, of: Linearised) -> Estimate:
    """Return an estimate with its error. Raises EstimationError, as `covariance` does."""
    error = sqrt(max(0.0, float(covariance(survey, of)[0, 0])))
    return Estimate(of.value, error, degrees(survey, of.units), int(of.units.sum()))


def covariance(survey: Survey, *of: Linearised) -> Floats:
    """Return the covariances of some estimates (k by k). Raises EstimationError for a lonely unit.

    >>> from boutdufil.engines.calibration.design import stratified, surveyed
    >>> from boutdufil.engines.calibration.estimates import total
    >>> survey = surveyed(stratified(population=[9, 9, 9]))
    >>> covariance(survey, total(survey, [1.0, 2.0, 3.0])).tolist()
    [[18.0]]
    """
    told = contributions(survey, *of)
    return _of_sampling(survey.design, told) + _of_response(survey, told)


def parts(survey: Survey, of: Linearised) -> Parts:
    """Return what sampling and what non-response add to a variance."""
    told = contributions(survey, of)
    return Parts(
        float(_of_sampling(survey.design, told)[0, 0]), float(_of_response(survey, told)[0, 0])
    )


def contributions(survey: Survey, *of: Linearised) -> Floats:
    """Return what each unit adds to each estimate (n by k), residuals on auxiliary variables."""
    moved = np.column_stack([one.influence for one in of]) * survey.answered[:, None]
    basis = survey.basis
    left = moved if basis is None else basis.residuals(moved)
    weights = survey.weights if survey.rule is Rule.SURVEY or basis is None else survey.before
    told: Floats = left * weights[:, None]
    return told


def degrees(survey: Survey, units: Bools | None = None) -> int:
    """Return the clusters with an answer, less their strata."""
    seen = survey.answered & (survey.weights != 0) & (True if units is None else units)
    design = survey.design
    return len(np.unique(design.cluster[seen])) - len(np.unique(design.stratum[seen]))


def quantile(
    survey: Survey,
    values: ArrayLike,
    level: float,
    where: ArrayLike | None = None,
    *,
    certainty: float = LEVEL,
) -> Quantile:
    """Return the quantile of a share `level`, between 0 and 1, with Woodruff's interval (1952).

    The share of who does not exceed the quantile is estimated with its Student interval, whose
    ends are read back on the values (R's interval.type "mean", qrule "math"). The highest value
    seen has no interval: nobody was above to tell how far it may be, unless all were asked.
    """
    if not 0 < level < 1:
        raise EstimationError(Refusal.NOT_BELOW_ONE, level)
    array = np.asarray(values, dtype=np.float64)
    units = survey.answered if where is None else survey.answered & np.asarray(where, np.bool_)
    _refuse_missing(array, units)
    value = quantile_value(survey, array, units, level)
    below = estimate(survey, share(survey, array <= value, units))
    below = Estimate(below.value, below.error, degrees(survey, units), below.units)
    ends = below.student(certainty)
    if below.value > HIGHEST and survey.design.left.any():
        return Quantile(value, None, None, None)
    low, high = (
        quantile_value(survey, array, units, end) if 0 <= end <= 1 + ROUNDED else None
        for end in ends
    )
    error = None
    if low is not None and high is not None:
        error = (high - low) / (2 * _quantile(certainty, below.freedom))
    return Quantile(value, low, high, error)


def _of_sampling(design: Design, told: Floats) -> Floats:
    """Return the covariance between the clusters of each stratum, corrected for what is left."""
    sums = _sums(design.cluster, told, int(design.sampled.sum()))
    stratum = design.stratum_of_cluster
    single = (design.sampled == 1) & (design.left > 0)
    if single.any() and design.lonely is Lonely.FAIL:
        names = (name for name, one in zip(design.strata, single, strict=True) if one)
        raise EstimationError(Refusal.LONELY, *names)
    means = _sums(stratum, sums, len(design.strata)) / design.sampled[:, None]
    if design.lonely is Lonely.ADJUST:
        means[single] = 0.0
    away = sums - means[stratum]
    spread = design.left * design.sampled / np.maximum(1, design.sampled - 1)
    found: Floats = away.T @ (away * spread[stratum, None])
    known = len(design.strata) - int(single.sum())
    if design.lonely is Lonely.AVERAGE and known:
        found *= len(design.strata) / known
    return found


def _of_response(survey: Survey, told: Floats) -> Floats:
    """Return what Poisson non-response adds beyond what the drawn clusters already show.

    Sampling shows all of it but the share drawn: that is (1 - r) n / N of the squares.
    """
    design = survey.design
    shown = np.where(design.left > 0, design.left, 0.0)
    if design.lonely is Lonely.CERTAINTY:
        shown = np.where(design.sampled == 1, 0.0, shown)
    lost = (1 - survey.response) * (1 - shown[design.stratum])
    found: Floats = told.T @ (told * lost[:, None])
    return found


def _sums(place: np.ndarray, values: Floats, places: int) -> Floats:
    """Return the columns of `values` (n by k) summed by place."""
    columns = [np.bincount(place, weights=one, minlength=places) for one in values.T]
    return np.column_stack(columns)


def _quantile(level: float, freedom: float) -> float:
    """Return the two-sided quantile of Student's law, the normal one for endless freedom."""
    if freedom == inf:
        return float(ndtri(0.5 + level / 2))
    return float(stdtrit(freedom, 0.5 + level / 2)) if freedom > 0 else inf


def _times(quantile: float, error: float) -> float:
    """Return how far an interval reaches; what has no error needs no quantile, however wide."""
    return quantile * error if error else 0.0


def _expit(value: float) -> float:
    return 1 / (1 + exp(-value)) if value > 0 else exp(value) / (1 + exp(value))


def _refuse_missing(values: Floats, units: Bools) -> None:
    unknown = np.flatnonzero(units & ~np.isfinite(values))
    if len(unknown):
        raise EstimationError(Refusal.MISSING, *(f"row {at + 1}" for at in unknown[:5].tolist()))
