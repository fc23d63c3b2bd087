"""Which margins no weights can meet: the proof by a linear programme."""

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, hstack

from boutdufil.engines.calibration._factors import Bound
from boutdufil.engines.calibration.margins import Coded, Finding, Floats, Problem

AWAY = 1e-8


def impossible(coded: Coded, before: Floats, limits: tuple[Bound, Bound]) -> list[Finding]:
    """Return the margins that stay away from their totals whatever factors within the limits.

    The smallest sum of relative gaps: where it is 0 some weights meet all margins, and none is
    returned. Margins of one such set are interchangeable; the programme names one choice of them.
    """
    count, margins = coded.units, len(coded.targets)
    size = coded.spans
    rows = csr_array(coded.auxiliary().T * before / size[:, None])
    slack = csr_array(np.hstack([np.eye(margins), -np.eye(margins)]))
    low, high = (np.broadcast_to(np.asarray(one, dtype=np.float64), count) for one in limits)
    goal = coded.targets / size
    found = milp(
        np.concatenate([np.zeros(count), np.ones(2 * margins)]),
        constraints=LinearConstraint(csr_array(hstack([rows, slack])), goal, goal),
        bounds=Bounds(
            np.concatenate([low, np.zeros(2 * margins)]),
            np.concatenate([high, np.full(2 * margins, np.inf)]),
        ),
    )
    if found.x is None or found.fun <= 10 * AWAY:
        return []
    over = found.x[count : count + margins] - found.x[count + margins :]
    nearest = coded.targets - over * size
    return [
        coded.find(
            Problem.IMPOSSIBLE, at, total=float(coded.targets[at]), nearest=float(nearest[at])
        )
        for at in np.flatnonzero(np.abs(over) > AWAY).tolist()
    ]
