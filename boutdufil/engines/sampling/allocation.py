"""How many to draw in each stratum: whole numbers that keep the total exactly."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from heapq import heapify, heapreplace
from itertools import pairwise
from math import floor

from boutdufil.engines.sampling._faults import Fault, SamplingError


@dataclass(frozen=True, slots=True)
class Stratum:
    """A stratum: its units, the standard deviation of what is measured, and what is asked of it.

    `whole` takes all of it. Otherwise at least `minimum` are drawn (all, where there are fewer) and
    at most `maximum`. Two are needed for a variance.
    """

    name: str
    population: int
    spread: float | Fraction = 1.0
    minimum: int = 1
    maximum: int | None = None
    whole: bool = False

    @property
    def least(self) -> int:
        """Return how many are drawn at least."""
        return self.population if self.whole else min(self.minimum, self.population)

    @property
    def most(self) -> int:
        """Return how many can be drawn."""
        cap = self.population if self.maximum is None or self.whole else self.maximum
        return min(cap, self.population)

    @property
    def worth(self) -> Fraction:
        """Return the square of population times spread, exact for the spread as it is stored."""
        return (self.population * Fraction(self.spread)) ** 2


@dataclass(frozen=True)
class Allocation:
    """How many to draw by stratum, in the order of their names."""

    sizes: Mapping[str, int]

    @property
    def total(self) -> int:
        """Return how many are drawn in all."""
        return sum(self.sizes.values())


def proportional(strata: Sequence[Stratum], size: int) -> Allocation:
    """Share a sample out by population: one rate for all strata between their bounds.

    Largest remainder, equal ones to the smaller name; each size is less than one from its quota.
    Raises SamplingError where the bounds leave no room for `size`.

    >>> dict(proportional([Stratum("in", 80), Stratum("out", 20, minimum=4)], 10).sizes)
    {'in': 6, 'out': 4}
    """
    ordered = _checked(strata, size)
    rate = _rate(ordered, size)
    quotas = {one.name: _within(one, rate * one.population) for one in ordered}
    sizes = {name: floor(quota) for name, quota in quotas.items()}
    left = size - sum(sizes.values())
    by_remainder = sorted(quotas, key=lambda name: (sizes[name] - quotas[name], name))
    for name in by_remainder[:left]:
        sizes[name] += 1
    return Allocation(sizes)


def neyman(strata: Sequence[Stratum], size: int) -> Allocation:
    """Share a sample out so that the variance of the total is the least in whole numbers.

    One unit after the other goes where it takes most off the sum of N² S² / n, which is the best
    there is (Wright, 2012); equal gains go to the smaller name. A stratum of which none is drawn
    comes first. Raises SamplingError as `proportional` does.

    >>> strata = [Stratum("large", 20, 40.0), Stratum("small", 80, 5.0)]
    >>> dict(neyman(strata, 12).sizes)
    {'large': 8, 'small': 4}
    """
    ordered = _checked(strata, size)
    sizes = {one.name: one.least for one in ordered}
    line = [_turn(one, sizes[one.name]) for one in ordered if one.least < one.most]
    heapify(line)
    by_name = {one.name: one for one in ordered}
    for _ in range(size - sum(sizes.values())):
        name = line[0][-1]
        sizes[name] += 1
        heapreplace(line, _turn(by_name[name], sizes[name]))
    return Allocation(sizes)


def variance_of_total(strata: Sequence[Stratum], sizes: Mapping[str, int]) -> Fraction | None:
    """Return the variance of an estimated total; None where a stratum that varies is not drawn."""
    found = Fraction(0)
    for one in strata:
        size = sizes[one.name]
        if size:
            found += one.worth * (Fraction(1, size) - Fraction(1, one.population))
        elif one.worth:
            return None
    return found


def _checked(strata: Sequence[Stratum], size: int) -> list[Stratum]:
    """Return the strata by name. Raises SamplingError."""
    ordered = sorted(strata, key=lambda one: one.name)
    for one, other in pairwise(ordered):
        if one.name == other.name:
            raise SamplingError(Fault.DUPLICATE, one.name)
    for one in ordered:
        if min(one.population, one.minimum, one.spread) < 0:
            raise SamplingError(Fault.NEGATIVE, one.name)
        if one.least > one.most:
            raise SamplingError(Fault.BOUNDS, one.name)
    least, most = sum(one.least for one in ordered), sum(one.most for one in ordered)
    if size < least:
        raise SamplingError(Fault.TOO_FEW, f"{size} of {least}")
    if size > most:
        raise SamplingError(Fault.TOO_MANY, f"{size} of {most}")
    return ordered


def _within(one: Stratum, quota: Fraction) -> Fraction:
    return min(max(quota, Fraction(one.least)), Fraction(one.most))


def _rate(strata: Sequence[Stratum], size: int) -> Fraction:
    """Return the rate at which quotas within bounds sum to `size`: linear between two bends."""
    filled = [one for one in strata if one.population]
    bends = sorted(
        {Fraction(bound, one.population) for one in filled for bound in (one.least, one.most)}
    )
    low = Fraction(0)
    for high in bends:
        if _reached(filled, high) >= size:
            slope = sum(one.population for one in filled if _is_free(one, low, high))
            missing = size - _reached(filled, low)
            return low + Fraction(missing, slope) if slope else high
        low = high
    return low


def _reached(strata: Sequence[Stratum], rate: Fraction) -> Fraction:
    return sum((_within(one, rate * one.population) for one in strata), Fraction(0))


def _is_free(one: Stratum, low: Fraction, high: Fraction) -> bool:
    """Tell whether a quota moves between two bends."""
    return one.least <= low * one.population and high * one.population <= one.most


def _turn(one: Stratum, size: int) -> tuple[int, Fraction, str]:
    """Return when a stratum is next in line: none yet, then by gain; who is full comes last."""
    if size >= one.most:
        return (2, Fraction(0), one.name)
    if not one.worth:
        return (1, Fraction(0), one.name)
    if not size:
        return (0, -one.worth, one.name)
    return (1, -one.worth / (size * (size + 1)), one.name)
