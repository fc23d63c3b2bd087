"""Totals, means, ratios, shares and quantiles, each with its linearised variable.

A `Linearised` is an estimate and, for each unit, how much the estimate moves when the unit's weight
does. One variance serves them all (Woodruff 1971; Deville 1999). Sums, differences and quotients
of them are linearised too: a ratio of two domains, a growth, a gap are one line each.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from boutdufil.engines.calibration._refusals import EstimationError, Refusal
from boutdufil.engines.calibration.design import Bools, Floats, Survey

Statistic = Callable[[Bools], "Linearised"]


@dataclass(frozen=True, eq=False)
class Linearised:
    """An estimate: its value, each unit's influence on it (n), and whose answers it is made of."""

    value: float
    influence: Floats
    units: Bools

    def __add__(self, other: "Linearised") -> "Linearised":
        return Linearised(
            self.value + other.value, self.influence + other.influence, self.units | other.units
        )

    def __sub__(self, other: "Linearised") -> "Linearised":
        return self + other.times(-1.0)

    def __mul__(self, other: "Linearised") -> "Linearised":
        moved = self.influence * other.value + other.influence * self.value
        return Linearised(self.value * other.value, moved, self.units | other.units)

    def __truediv__(self, other: "Linearised") -> "Linearised":
        if not other.value:
            raise EstimationError(Refusal.EMPTY, "the denominator is 0")
        value = self.value / other.value
        moved = (self.influence - value * other.influence) / other.value
        return Linearised(value, moved, self.units | other.units)

    def times(self, factor: float) -> "Linearised":
        """Return the estimate in another unit."""
        return Linearised(self.value * factor, self.influence * factor, self.units)

    def plus(self, constant: float) -> "Linearised":
        """Return the estimate moved by something that is known."""
        return Linearised(self.value + constant, self.influence, self.units)


def total(survey: Survey, values: ArrayLike, where: ArrayLike | None = None) -> Linearised:
    """Return the total of `values` (n) over a domain, everybody by default.

    Outside a domain a unit counts 0 and still tells of the variance. What stands for who did not
    answer is not read. Raises EstimationError for an answer without a value.
    """
    units = _domain(survey, where)
    array = np.asarray(values, dtype=np.float64)
    if array.shape != units.shape:
        raise EstimationError(Refusal.SHAPE, f"{array.shape} for {len(units)} units")
    inside = np.where(units, array, 0.0)
    unknown = np.flatnonzero(~np.isfinite(inside))
    if len(unknown):
        raise EstimationError(Refusal.MISSING, *(f"row {at + 1}" for at in unknown[:5].tolist()))
    return Linearised(float(survey.weights @ inside), inside, units)


def count(survey: Survey, where: ArrayLike | None = None) -> Linearised:
    """Return how many units of the population are in a domain."""
    return total(survey, np.ones(survey.design.size), where)


def mean(survey: Survey, values: ArrayLike, where: ArrayLike | None = None) -> Linearised:
    """Return the mean over a domain, whose size is estimated too (Hájek)."""
    return total(survey, values, where) / count(survey, where)


def ratio(
    survey: Survey, numerator: ArrayLike, denominator: ArrayLike, where: ArrayLike | None = None
) -> Linearised:
    """Return a total over another one, in one domain."""
    return total(survey, numerator, where) / total(survey, denominator, where)


def share(survey: Survey, having: ArrayLike, where: ArrayLike | None = None) -> Linearised:
    """Return the share of units that have something, 0 to 1."""
    return mean(survey, np.asarray(having, dtype=np.bool_), where)


def by_category(categories: Sequence[str], statistic: Statistic) -> dict[str, Linearised]:
    """Return a statistic for each category, in order: `statistic` is handed the domain.

    >>> from boutdufil.engines.calibration.design import stratified, surveyed
    >>> centres = surveyed(stratified([10.0, 10.0, 5.0]))
    >>> found = by_category(["in", "out", "in"], lambda where: total(centres, [3, 4, 8], where))
    >>> {name: one.value for name, one in found.items()}
    {'in': 70.0, 'out': 40.0}
    """
    names = np.asarray(categories, dtype=np.str_)
    return {name: statistic(names == name) for name in np.unique(names).tolist()}


def quantile_value(survey: Survey, values: Floats, units: Bools, level: float) -> float:
    """Return the smallest value that a share `level` of the weight does not exceed.

    The inverse of the weighted distribution function, R's qrule "math". Raises EstimationError for
    a domain without weight and for weights below 0, which have no distribution.
    """
    kept = units & (survey.weights != 0)
    if not kept.any():
        raise EstimationError(Refusal.EMPTY)
    weights = survey.weights[kept]
    if np.any(weights < 0):
        raise EstimationError(Refusal.WEIGHT, "a negative one has no quantile")
    order = np.argsort(values[kept], kind="stable")
    reached = np.cumsum(weights[order])
    place = int(np.searchsorted(reached, level * reached[-1] * (1 - 1e-12)))
    return float(values[kept][order][min(place, len(order) - 1)])


def _domain(survey: Survey, where: ArrayLike | None) -> Bools:
    if where is None:
        return survey.answered
    wanted = np.asarray(where, dtype=np.bool_)
    if wanted.shape != survey.answered.shape:
        raise EstimationError(Refusal.SHAPE, f"{wanted.shape} for {survey.design.size} units")
    return survey.answered & wanted
