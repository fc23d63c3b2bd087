"""How near two job cards are by all they ask and all their words: fixed, symmetric, in [0, 1]."""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from boutdufil.engines.matching._vectors import rarity, weighted


def affinities(asked: sparse.csr_array) -> NDArray[np.float64]:
    """Card-to-card affinity, shape (n, n), symmetric, in [0, 1]."""
    ones = sparse.csr_array((np.ones(asked.nnz), asked.indices, asked.indptr), shape=asked.shape)
    items = weighted(ones, rarity(ones))
    return np.asarray(np.clip((items @ items.T).toarray(), 0.0, 1.0))
