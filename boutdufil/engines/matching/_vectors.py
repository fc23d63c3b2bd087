"""Rarity weights, lengths and cosines of sparse rows."""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Matrix = NDArray[np.float64]


def rarity(counts: sparse.csr_array) -> Matrix:
    """Smoothed inverse document frequency of each column: ln((1 + n) / (1 + df)) + 1, above 0.

    Source: K. Spärck Jones, 1972, in the smoothed form; `counts` has shape (n, columns).
    """
    frequency = np.bincount(counts.indices, minlength=counts.shape[1])
    return np.asarray(np.log((1 + counts.shape[0]) / (1 + frequency)) + 1.0)


def weighted(counts: sparse.csr_array, weights: Matrix | None = None) -> sparse.csr_array:
    """Damp counts to 1 + ln(count), multiply by the rarity of the column, scale rows to length 1.

    An empty row stays empty.
    """
    rarities = rarity(counts) if weights is None else weights
    data = (1.0 + np.log(counts.data)) * rarities[counts.indices]
    squares = np.add.reduceat(np.append(data**2, 0.0), counts.indptr[:-1])
    sizes = np.diff(counts.indptr)
    lengths = np.where(sizes > 0, np.sqrt(squares), 1.0)
    scaled = data / np.repeat(lengths, sizes)
    return sparse.csr_array((scaled, counts.indices, counts.indptr), shape=counts.shape)


def presence(counts: sparse.csr_array) -> sparse.csr_array:
    """Replace every stored value by 1."""
    return sparse.csr_array(
        (np.ones(counts.nnz), counts.indices, counts.indptr), shape=counts.shape
    )


def rare_columns(rows: sparse.csr_array, most: int) -> sparse.csr_array:
    """Keep the columns stored in at most `most` rows."""
    frequency = np.bincount(rows.indices, minlength=rows.shape[1])
    return sparse.csr_array(rows[:, np.flatnonzero(frequency <= most)])


def products(left: sparse.csr_array, right: sparse.csr_array) -> Matrix:
    """Every row of `left` times every row of `right`, dense, shape (left rows, right rows)."""
    return np.asarray((left @ right.T).toarray(), dtype=np.float64)
