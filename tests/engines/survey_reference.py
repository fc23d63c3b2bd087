"""Samples with figures that R's survey package computed, and plain calibration to check against."""

import csv
import json
import os
from pathlib import Path

import numpy as np
import pytest

HERE = Path(__file__).parent
RECORDED = json.loads((HERE / "r_survey_reference.json").read_text(encoding="utf-8"))
FIGURES = RECORDED["figures"]
MADE = {name: np.asarray(values) for name, values in RECORDED["made"].items()}
FOLDER = (
    Path(os.environ.get("BOUTDUFIL_REFERENCE_DATA", HERE.parents[2] / "shared" / "data"))
    / "barometer"
    / "survey_api"
)
needs_api = pytest.mark.skipif(
    not FOLDER.is_dir(), reason=f"no samples of R survey in {FOLDER}: set BOUTDUFIL_REFERENCE_DATA"
)
EXACT = 1e-9
ITERATED = 1e-6


def api(name):
    """Read one of R survey's samples of Californian schools: columns of texts or numbers."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {column: read([row[column] for row in rows]) for column in rows[0]}


def read(cells):
    try:
        return np.asarray([np.nan if cell == "NA" else float(cell) for cell in cells])
    except ValueError:
        return np.asarray(cells)


def with_indicators(names, *numbers, intercept=True):
    """Return R's model matrix: an intercept, the categories but the first, then numbers."""
    wanted = np.unique(names)[1:] if intercept else np.unique(names)
    columns = [np.ones(len(names))] if intercept else []
    return np.column_stack([*columns, *(names == name for name in wanted), *numbers]).astype(float)


def calibrated(before, auxiliary, totals, method="linear", scale=1.0):
    """Calibrate by Newton's method, plainly, for margins that do not repeat one another."""
    force = np.zeros(auxiliary.shape[1])
    shapes = {"linear": lambda u: (1 + u, np.ones_like(u)), "raking": lambda u: (np.exp(u),) * 2}
    for _ in range(60):
        factor, slope = shapes[method](scale * (auxiliary @ force))
        gap = totals - auxiliary.T @ (before * factor)
        force += np.linalg.solve(auxiliary.T @ (auxiliary * (before * slope * scale)[:, None]), gap)
    return before * shapes[method](scale * (auxiliary @ force))[0]
