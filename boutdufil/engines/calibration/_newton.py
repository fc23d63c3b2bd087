"""Newton's method for calibration: one multiplier for each total, its matrix from counts."""

from dataclasses import dataclass

import numpy as np

from boutdufil.engines.calibration._factors import Factor
from boutdufil.engines.calibration.margins import Coded, Floats

ROUNDS = 60
HALVINGS = 30


@dataclass(frozen=True, eq=False)
class Found:
    """Factors found (n), after how many rounds, and the largest relative gap that is left."""

    factors: Floats
    rounds: int
    gap: float


def solve(
    coded: Coded, weights: Floats, factor: Factor, scale: Floats | None, tolerance: float
) -> Found:
    """Return the factors that meet the targets, or the nearest the last round came.

    Margins that follow from one another are normal: each step is the least one (pseudo-inverse).
    A step that makes things worse is halved.
    """
    multipliers = np.zeros(len(coded.targets))
    factors, slopes = factor(_force(coded, multipliers, scale))
    gap = _gap(coded, weights * factors)
    for number in range(1, ROUNDS + 1):
        if gap <= tolerance:
            return Found(factors, number - 1, gap)
        pull = weights * slopes if scale is None else weights * slopes * scale
        missing = coded.targets - coded.totals(weights * factors)
        step = _step(_moments(coded, pull), missing)
        moved = None
        for halving in range(HALVINGS):
            tried = multipliers + step * 0.5**halving
            new, new_slopes = factor(_force(coded, tried, scale))
            new_gap = _gap(coded, weights * new)
            if new_gap < gap:
                moved = tried
                break
        if moved is None:
            return Found(factors, number, gap)
        multipliers, factors, slopes, gap = moved, new, new_slopes, new_gap
    return Found(factors, ROUNDS, gap)


def _gap(coded: Coded, weights: Floats) -> float:
    gaps = np.abs(coded.gaps(weights))
    largest = float(gaps.max(initial=0.0))
    return largest if np.isfinite(largest) else np.inf


def _step(moments: Floats, missing: Floats) -> Floats:
    # Totals of salaries and counts of people differ by orders: each is measured by its own moment.
    size = np.sqrt(np.maximum(np.diagonal(moments), 1e-300))
    scaled = moments / np.outer(size, size)
    found = np.linalg.lstsq(scaled, missing / size, rcond=1e-12)[0]
    return np.asarray(found / size, dtype=np.float64)


def _force(coded: Coded, multipliers: Floats, scale: Floats | None) -> Floats:
    starts = coded.starts()
    force = coded.numbers @ multipliers[starts[-1] :]
    for code, start, size in zip(coded.codes, starts, coded.sizes, strict=False):
        force += multipliers[start : start + size][code]
    return force if scale is None else force * scale


def _moments(coded: Coded, pull: Floats) -> Floats:
    """Return X' diag(pull) X, categories counted two by two instead of multiplied."""
    starts, count = coded.starts(), len(coded.targets)
    found = np.zeros((count, count))
    for at, (code, size) in enumerate(zip(coded.codes, coded.sizes, strict=True)):
        here = slice(starts[at], starts[at] + size)
        found[here, here] = np.diag(np.bincount(code, pull, size))
        for other in range(at + 1, len(coded.codes)):
            there = slice(starts[other], starts[other] + coded.sizes[other])
            pairs = code * coded.sizes[other] + coded.codes[other]
            table = np.bincount(pairs, pull, size * coded.sizes[other])
            found[here, there] = table.reshape(size, -1)
            found[there, here] = found[here, there].T
        for column in range(coded.numbers.shape[1]):
            sums = np.bincount(code, pull * coded.numbers[:, column], size)
            found[here, starts[-1] + column] = sums
            found[starts[-1] + column, here] = sums
    own = slice(starts[-1], count)
    found[own, own] = coded.numbers.T @ (coded.numbers * pull[:, None])
    return found
