"""Rarity weights and lengths of sparse rows."""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse


def rarity(counts: sparse.csr_array) -> NDArray[np.float64]:
    """Smoothed inverse document frequency of each column: ln((1 + n) / (1 + df)) + 1, above 0.

    Source: K. Spärck Jones, 1972, in the smoothed form; `counts` has shape (n, columns).
    """
    frequency = np.bincount(counts.indices, minlength=counts.shape[1])
    return np.asarray(np.log((1 + counts.shape[0]) / (1 + frequency)) + 1.0)


def weighted(counts: sparse.csr_array, weights: NDArray[np.float64]) -> sparse.csr_array:
    """Damp each count to 1 + ln(count), multiply by its column's weight, scale rows to length 1."""
    data = (1.0 + np.log(counts.data)) * weights[counts.indices]
    rows = sparse.csr_array((data, counts.indices, counts.indptr), shape=counts.shape)
    return of_length_one(rows)


def of_length_one(rows: sparse.csr_array) -> sparse.csr_array:
    """Scale each row to Euclidean length 1; an empty row stays empty."""
    sums = np.add.reduceat(np.append(rows.data**2, 0.0), rows.indptr[:-1])
    lengths = np.where(np.diff(rows.indptr) > 0, np.sqrt(sums), 1.0)
    data = rows.data / np.repeat(lengths, np.diff(rows.indptr))
    return sparse.csr_array((data, rows.indices, rows.indptr), shape=rows.shape)
