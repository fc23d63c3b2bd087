"""What a weight is multiplied by, as a function of one number per unit, with its slope.

Deville and Särndal (1992): each comes from a distance between weights before and after; all are 1
with slope 1 at 0.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Factor = Callable[[Floats], tuple[Floats, Floats]]
Bound = float | Floats  # for all units, or one for each


def linear(force: Floats) -> tuple[Floats, Floats]:
    """Return 1 + u: the chi-square distance; weights may fall below 0."""
    return 1 + force, np.ones_like(force)


def raking(force: Floats) -> tuple[Floats, Floats]:
    """Return exp u: weights stay above 0."""
    factor = np.exp(np.minimum(force, 700.0))
    return factor, factor


def logit(low: Bound, high: Bound) -> Factor:
    """Return the logistic curve between `low` < 1 and `high` > 1."""
    pace = (high - low) / ((1 - low) * (high - 1))

    def bounded(force: Floats) -> tuple[Floats, Floats]:
        pulled = np.exp(np.clip(pace * force, -700.0, 700.0))
        below = (high - 1) + (1 - low) * pulled
        factor = (low * (high - 1) + high * (1 - low) * pulled) / below
        slope = (factor - low) * (high - factor) * pace / (high - low)
        return factor, slope

    return bounded


def truncated(low: Bound, high: Bound) -> Factor:
    """Return 1 + u, cut off at `low` and `high`."""

    def cut(force: Floats) -> tuple[Floats, Floats]:
        factor = np.clip(1 + force, low, high)
        return factor, ((1 + force > low) & (1 + force < high)).astype(np.float64)

    return cut
