"""The plain model beside: a score is the file's worth, less severity, less difficulty."""

import numpy as np

from boutdufil.engines.judging._ratings import Floats, Table

# As if each file and juror had this many ratings more at the mean.
RIDGE = 0.5


def fit_additive(table: Table) -> tuple[Floats, Floats]:
    """Return the worth of each file and the severity of each juror, in shares of the scale.

    Weighted least squares with a ridge; severities are 0 on average, so the worth of a file is
    what a juror of mean severity would give it, between about 0 and 1.
    """
    highest = np.asarray([one.highest for one in table.criteria])[table.criterion]
    shares = table.score / highest
    weights = table.weights
    sizes = (len(table.files), len(table.jurors), len(table.criteria))
    firsts = np.cumsum((0, *sizes))
    columns = (table.file, firsts[1] + table.juror, firsts[2] + table.criterion)
    signs = (1.0, -1.0, -1.0)
    mean = float(np.average(shares, weights=weights))
    normal, right = RIDGE * np.eye(firsts[3]), np.zeros(firsts[3])
    for own, sign in zip(columns, signs, strict=True):
        right += np.bincount(own, sign * weights * (shares - mean), firsts[3])
        for other, its in zip(columns, signs, strict=True):
            np.add.at(normal, (own, other), sign * its * weights)
    worth, severity, _ = np.split(np.linalg.solve(normal, right), firsts[1:3])
    return worth + mean - severity.mean(), severity - severity.mean()
