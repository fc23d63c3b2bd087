"""Residuals of a weighted regression, by an orthonormal basis that leaves collinear columns out."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import qr

Floats = NDArray[np.float64]
CLOSE = 1e-10  # of the largest column: what is left of one below that adds nothing


@dataclass(frozen=True, eq=False)
class Basis:
    """Columns of `root` times the variables, made orthonormal: n by rank."""

    root: Floats
    columns: Floats

    def residuals(self, values: Floats) -> Floats:
        """Return what the variables leave of the columns of `values` (n by k); 0 without weight."""
        pulled = values * self.root[:, None]
        left = pulled - self.columns @ (self.columns.T @ pulled)
        # Once more: what rounding left of the variables goes too.
        left -= self.columns @ (self.columns.T @ left)
        told: Floats = np.divide(
            left, self.root[:, None], out=np.zeros_like(left), where=self.root[:, None] > 0
        )
        return told


def basis_of(variables: Floats, weights: Floats) -> Basis:
    """Return the basis of `variables` (n by p) under weights of 0 or more; columns may repeat."""
    root = np.sqrt(weights)
    pulled = variables * root[:, None]
    length = np.linalg.norm(pulled, axis=0)
    pulled = pulled[:, length > 0] / length[length > 0]
    if not pulled.shape[1]:
        return Basis(root, pulled)
    orthonormal, triangle, _ = qr(pulled, mode="economic", pivoting=True)
    heights = np.abs(np.diag(triangle))
    return Basis(root, np.ascontiguousarray(orthonormal[:, heights > CLOSE * heights[0]]))
