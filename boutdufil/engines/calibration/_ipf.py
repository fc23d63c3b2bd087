"""Raking of categorical margins by turns: each margin is met in its turn until all hold.

Deming and Stephan (1940). The gap of a margin is known when its turn comes, so that no pass over
the sample serves for checking alone.
"""

import numpy as np

from boutdufil.engines.calibration._newton import Found
from boutdufil.engines.calibration.margins import Coded, Floats

SWEEPS = 200


def rake_by_turns(coded: Coded, weights: Floats, tolerance: float) -> Found | None:
    """Return the factors of raking; None where turns come near too slowly for it to pay."""
    starts = coded.starts()
    targets = [
        coded.targets[start : start + size]
        for start, size in zip(starts, coded.sizes, strict=False)
    ]
    raked = weights.copy()
    before = np.inf
    for sweep in range(1, SWEEPS + 1):
        worst = 0.0
        for code, target in zip(coded.codes, targets, strict=True):
            held = np.bincount(code, raked, len(target))
            gaps = np.abs(held - target) / np.where(target > 0, target, 1.0)
            worst = max(worst, float(gaps.max(initial=0.0)))
            turn = np.divide(target, held, out=np.ones_like(target), where=held > 0)
            raked *= turn[code]
        if worst <= tolerance:
            factors = np.divide(raked, weights, out=np.ones_like(weights), where=weights > 0)
            return Found(factors, sweep, worst)
        if sweep > 10 and worst > 0.5 * before:
            return None
        before = worst
    return None
