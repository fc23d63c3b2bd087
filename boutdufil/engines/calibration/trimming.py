"""Trimming that keeps the margins: no weight beyond a limit, and every total met as before."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike

from boutdufil.engines.calibration.margins import (
    CalibrationError,
    Column,
    Finding,
    Margins,
    Problem,
)
from boutdufil.engines.calibration.weights import Bounds, Calibrated, Method, calibrate

HOLDS = 1e-9


def trim(
    weights: ArrayLike,
    columns: Mapping[str, Column],
    margins: Margins,
    *,
    lowest: float,
    highest: float,
) -> Calibrated:
    """Return weights within [lowest, highest] that meet the margins, near to the given ones.

    Weights beyond a limit are set to it, then all are calibrated by the truncated linear method,
    each between bounds of its own (Istat's consistent trimming). Weights of 0 stay 0.

    Raises CalibrationError where no such weights are, naming the margins.
    """
    given = np.array(weights, dtype=np.float64)
    if not 0 < lowest < highest:
        facts = {"lowest": lowest, "highest": highest}
        raise CalibrationError([Finding(Problem.BOUNDS, "", "", facts)])
    held = given > 0
    # A hair inside the limits, so that each unit has room on both sides of 1.
    room = HOLDS * (highest - lowest)
    inside = np.where(held, np.clip(given, lowest + room, highest - room), 0.0)
    around = np.where(held, inside, 1.0)
    bounds = Bounds(np.where(held, lowest / around, 0.5), np.where(held, highest / around, 2.0))
    return calibrate(inside, columns, margins, method=Method.TRUNCATED, bounds=bounds)
