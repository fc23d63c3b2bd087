"""Which skills have near words: skill-to-skill closeness from their labels."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from boutdufil.engines.matching._terms import letter_group_counts
from boutdufil.engines.matching._vectors import Matrix, rare_columns, weighted

COMMON_WORD = 300
"""A word found in more labels than this does not bring two labels together."""
LOOSE, NEAR = 0.2, 0.55
LETTERS = 4

Positions = NDArray[np.int64]


def loose_closeness(label_counts: sparse.csr_array) -> sparse.csr_array:
    """Cosine of labels over their telling words, shape (n, n), where it reaches `LOOSE`.

    Symmetric, values in (0, 1], 1 on the diagonal. Used in bulk, between whole cards.
    """
    telling = rare_columns(weighted(label_counts), COMMON_WORD)
    found = sparse.coo_array(telling @ telling.T)
    first, second = (axis.astype(np.int64) for axis in found.coords)
    kept = (found.data >= LOOSE) & (first < second)
    size = label_counts.shape[0]
    return _symmetric(first[kept], second[kept], np.asarray(found.data[kept]), size)


def near_closeness(
    loose: sparse.csr_array, label_counts: sparse.csr_array, folded: Sequence[str]
) -> sparse.csr_array:
    """Closeness of labels that a reader would call near, shape (n, n), values in [NEAR, 1].

    The mean of two cosines, over all words and over groups of four letters; only pairs of
    which the `loose` closeness comes to 0.8 `NEAR` are looked at. Symmetric, 1 on the diagonal.
    """
    pairs = sparse.coo_array(loose)
    first, second = (axis.astype(np.int64) for axis in pairs.coords)
    kept = (pairs.data >= 0.8 * NEAR) & (first < second)
    first, second = first[kept], second[kept]
    by_words = _cosines(weighted(label_counts), first, second)
    mean = (by_words + _letter_cosines(folded, first, second)) / 2
    near = mean >= NEAR
    return _symmetric(first[near], second[near], mean[near], len(folded))


def _letter_cosines(folded: Sequence[str], first: Positions, second: Positions) -> Matrix:
    """Count letters only in the labels that stand in some pair: that is half of the work."""
    compared, places = np.unique(np.concatenate((first, second)), return_inverse=True)
    groups = weighted(letter_group_counts([folded[at] for at in compared.tolist()], LETTERS))
    return _cosines(groups, places[: len(first)], places[len(first) :])


def _cosines(rows: sparse.csr_array, first: Positions, second: Positions) -> Matrix:
    return np.asarray(rows[first].multiply(rows[second]).sum(axis=1), dtype=np.float64).ravel()


def _symmetric(
    first: Positions, second: Positions, closeness: Matrix, size: int
) -> sparse.csr_array:
    diagonal = np.arange(size)
    rows = np.concatenate((first, second, diagonal))
    columns = np.concatenate((second, first, diagonal))
    capped = np.minimum(closeness, 1.0)
    values = np.concatenate((capped, capped, np.ones(size)))
    matrix = sparse.csr_array(sparse.coo_array((values, (rows, columns)), shape=(size, size)))
    matrix.sort_indices()
    return matrix
