"""How sure a share or a mean is, given how much was seen."""

from collections.abc import Sequence
from math import sqrt
from statistics import fmean, stdev

from scipy.special import ndtri, stdtrit

LEVEL = 0.95


def wilson(successes: int, seen: int, level: float = LEVEL) -> tuple[float, float]:
    """Return the interval of a share, 0 to 1; nothing seen: all of it.

    E. B. Wilson, 1927: it holds near 0 and 1 and for small counts, where the usual one does not.
    Raises ValueError unless 0 <= successes <= seen.
    """
    if not 0 <= successes <= seen:
        raise ValueError(f"{successes} successes among {seen}")
    if not seen:
        return 0.0, 1.0
    z = float(ndtri(0.5 + level / 2))
    share, part = successes / seen, z * z / seen
    middle = (share + part / 2) / (1 + part)
    reach = z * sqrt(share * (1 - share) / seen + part / (4 * seen)) / (1 + part)
    low = 0.0 if successes == 0 else max(0.0, middle - reach)
    high = 1.0 if successes == seen else min(1.0, middle + reach)
    return low, high


def of_mean(values: Sequence[float], level: float = LEVEL) -> tuple[float, float]:
    """Return Student's interval of the mean of two or more independent values."""
    if len(values) < 2:
        raise ValueError("one value says nothing of its spread")
    quantile = float(stdtrit(len(values) - 1, 0.5 + level / 2))
    reach = quantile * stdev(values) / sqrt(len(values))
    return fmean(values) - reach, fmean(values) + reach
