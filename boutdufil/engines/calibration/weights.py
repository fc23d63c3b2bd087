"""Calibration: weights as near as can be to the sampling weights that meet known totals exactly.

Deville and Särndal (1992), "Calibration estimators in survey sampling", JASA 87; the methods of
Insee's macro CALMAR.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from boutdufil.engines.calibration import _factors
from boutdufil.engines.calibration._factors import Bound, Factor
from boutdufil.engines.calibration._ipf import rake_by_turns
from boutdufil.engines.calibration._newton import Found, solve
from boutdufil.engines.calibration._proof import impossible
from boutdufil.engines.calibration.margins import (
    CalibrationError,
    Coded,
    Column,
    Finding,
    Floats,
    Margins,
    Problem,
    empty_categories,
    read_margins,
)

TOLERANCE = 1e-10
MET = 1e-9
# Up to so many units a linear programme says which margins cannot be met at all.
PROVABLE_UNITS = 20_000


class Method(StrEnum):
    """By which distance weights stay near: they differ in what a factor may be."""

    LINEAR = "linear"
    RAKING = "raking"
    LOGIT = "logit"
    TRUNCATED = "truncated"


@dataclass(frozen=True, eq=False)
class Bounds:
    """Between which factors a weight may be multiplied: numbers, or one for each unit (n)."""

    low: Bound
    high: Bound


@dataclass(frozen=True, eq=False)
class Calibrated:
    """Weights that meet their margins (n), and how they came about.

    ``factors`` are weights after over weights before; ``gap`` the largest relative distance of a
    total from its margin; ``rounds`` of Newton, or sweeps where margins were met by turns.
    """

    weights: Floats
    factors: Floats
    method: Method
    rounds: int
    gap: float
    coded: Coded

    @property
    def has_negative(self) -> bool:
        """Tell whether a weight fell below 0, as the linear method allows."""
        return bool((self.weights < 0).any())

    @property
    def auxiliary(self) -> Floats:
        """Return the variables calibrated on (n by totals), for the variance."""
        return self.coded.auxiliary()


def calibrate(
    weights: ArrayLike,
    columns: Mapping[str, Column],
    margins: Margins,
    *,
    method: Method = Method.LINEAR,
    bounds: Bounds | None = None,
    scale: ArrayLike | None = None,
) -> Calibrated:
    """Return the weights nearest to ``weights`` (n) whose totals are the margins.

    ``bounds`` hold the factors (LOGIT and TRUNCATED ask for them, on both sides of 1). ``scale`` is
    CALMAR's q (n): a unit with a large one may move further. Weights of 0 stay 0.

    Raises CalibrationError, whose findings name each margin that cannot be met and why.

    >>> sample = {"sex": ["m", "m", "w"]}
    >>> known = Margins(categories={"sex": {"m": 30.0, "w": 10.0}})
    >>> calibrate([10, 10, 20], sample, known).weights.round(6).tolist()
    [15.0, 15.0, 10.0]
    """
    if bounds is not None and method in {Method.LINEAR, Method.RAKING}:
        raise CalibrationError([Finding(Problem.NO_BOUNDS)])
    given = np.array(weights, dtype=np.float64)
    coded = read_margins(given, columns, margins)
    pace = None if scale is None else _scale(scale, len(given))
    _refuse_unreachable(coded, given, method)
    found = _found(coded, given, method, bounds, pace)
    if found.gap > MET:
        raise CalibrationError(_unmet(coded, given, found, _limits(method, bounds)))
    return Calibrated(given * found.factors, found.factors, method, found.rounds, found.gap, coded)


def scaled_to(weights: ArrayLike, population: float) -> Floats:
    """Return weights in proportion that add up to a population, as CALMAR's scaling does."""
    given = np.array(weights, dtype=np.float64)
    scaled: Floats = given * (population / given.sum())
    return scaled


def _found(
    coded: Coded, before: Floats, method: Method, bounds: Bounds | None, scale: Floats | None
) -> Found:
    only_categories = coded.codes and not coded.numbers.shape[1]
    if method is Method.RAKING and scale is None and only_categories:
        by_turns = rake_by_turns(coded, before, TOLERANCE)
        if by_turns is not None:
            return by_turns
    return solve(coded, before, _factor(method, bounds), scale, TOLERANCE)


def _factor(method: Method, bounds: Bounds | None) -> Factor:
    if method is Method.LINEAR:
        return _factors.linear
    if method is Method.RAKING:
        return _factors.raking
    low, high = _checked(bounds)
    if method is Method.LOGIT:
        return _factors.logit(low, high)
    return _factors.truncated(low, high)


def _checked(bounds: Bounds | None) -> tuple[Bound, Bound]:
    if bounds is None:
        raise CalibrationError([Finding(Problem.BOUNDS)])
    low, high = np.asarray(bounds.low), np.asarray(bounds.high)
    if not (np.all(low < 1) and np.all(high > 1) and np.all(np.isfinite(low + high))):
        facts = {"low": float(low.max()), "high": float(high.min())}
        raise CalibrationError([Finding(Problem.BOUNDS, "", "", facts)])
    return bounds.low, bounds.high


def _limits(method: Method, bounds: Bounds | None) -> tuple[Bound, Bound]:
    """Return what factors may be at most and at least, for the proof that none will do."""
    if bounds is not None:
        return bounds.low, bounds.high
    return (-np.inf, np.inf) if method is Method.LINEAR else (0.0, np.inf)


def _scale(scale: ArrayLike, count: int) -> Floats:
    values = np.asarray(scale, dtype=np.float64)
    if values.shape != (count,):
        raise CalibrationError([Finding(Problem.SHAPE, "scale", "", {"rows": values.size})])
    if not np.all(np.isfinite(values) & (values > 0)):
        raise CalibrationError([Finding(Problem.NOT_A_NUMBER, "scale")])
    return values


def _refuse_unreachable(coded: Coded, weights: Floats, method: Method) -> None:
    problems = list(empty_categories(coded, weights))
    if method is Method.RAKING:
        places = np.flatnonzero(coded.targets[: sum(coded.sizes)] == 0).tolist()
        held = coded.totals(weights)
        problems += [coded.find(Problem.UNREACHABLE, at) for at in places if held[at] > 0]
    if problems:
        raise CalibrationError(problems)


def _unmet(
    coded: Coded, before: Floats, found: Found, limits: tuple[Bound, Bound]
) -> Sequence[Finding]:
    """Name the margins that are not met: those that no weights meet, where that can be proven."""
    if coded.units <= PROVABLE_UNITS:
        proven = impossible(coded, before, limits)
        if proven:
            return proven
    reached = coded.totals(before * found.factors)
    gaps = np.abs(coded.gaps(before * found.factors))
    worst = [at for at in np.argsort(-gaps).tolist() if not gaps[at] <= MET]
    return [
        coded.find(Problem.UNMET, at, total=float(coded.targets[at]), reached=float(reached[at]))
        for at in worst[:5]
    ]
