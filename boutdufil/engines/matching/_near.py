"""Which skills have near words: a sparse skill-to-skill closeness from their labels."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from boutdufil.engines.matching._terms import letter_group_counts, word_counts
from boutdufil.engines.matching._vectors import rarity, weighted

NEAR_ENOUGH = 0.5
COMMON_WORD = 300
LETTERS = 4


def near_skills(labels: Sequence[str]) -> sparse.csr_array:
    """Closeness of labels, shape (n, n), symmetric, values in [NEAR_ENOUGH, 1], 1 on the diagonal.

    The mean of two cosines: over words and over groups of four letters. Only labels whose words
    found in at most `COMMON_WORD` labels already make up a near cosine are compared.
    """
    counts = word_counts(labels)
    words = weighted(counts, rarity(counts))
    group_counts = letter_group_counts(labels, LETTERS)
    groups = weighted(group_counts, rarity(group_counts))
    first, second = _candidates(words, counts)
    closeness = (_cosines(words, first, second) + _cosines(groups, first, second)) / 2
    near = closeness >= NEAR_ENOUGH
    return _symmetric(first[near], second[near], np.minimum(closeness[near], 1.0), len(labels))


def _candidates(
    words: sparse.csr_array, counts: sparse.csr_array
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    frequency = np.bincount(counts.indices, minlength=counts.shape[1])
    telling = sparse.csr_array(words[:, np.flatnonzero(frequency <= COMMON_WORD)])
    products = sparse.coo_array(telling @ telling.T)
    first, second = (axis.astype(np.int64) for axis in products.coords)
    kept = (first < second) & (products.data >= NEAR_ENOUGH * 0.8)
    order = np.lexsort((second[kept], first[kept]))
    return first[kept][order], second[kept][order]


def _cosines(
    rows: sparse.csr_array, first: NDArray[np.int64], second: NDArray[np.int64]
) -> NDArray[np.float64]:
    return np.asarray(rows[first].multiply(rows[second]).sum(axis=1), dtype=np.float64).ravel()


def _symmetric(
    first: NDArray[np.int64], second: NDArray[np.int64], data: NDArray[np.float64], size: int
) -> sparse.csr_array:
    diagonal = np.arange(size)
    rows = np.concatenate((first, second, diagonal))
    columns = np.concatenate((second, first, diagonal))
    values = np.concatenate((data, data, np.ones(size)))
    matrix = sparse.csr_array(sparse.coo_array((values, (rows, columns)), shape=(size, size)))
    matrix.sort_indices()
    return matrix
