"""Words and letter groups as sparse matrices: rows are texts, columns terms in sorted order."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from boutdufil.lib.text import fold


def word_counts(texts: Sequence[str]) -> sparse.csr_array:
    """Count words: shape (texts, distinct words), columns in alphabetical order of the words."""
    split = [fold(text).split() for text in texts]
    vocabulary = {word: at for at, word in enumerate(sorted({w for ws in split for w in ws}))}
    columns = np.array([vocabulary[word] for words in split for word in words], dtype=np.int64)
    rows = np.repeat(np.arange(len(split)), [len(words) for words in split])
    return _counted(rows, columns, (len(split), len(vocabulary)))


def letter_group_counts(texts: Sequence[str], size: int) -> sparse.csr_array:
    """Count groups of `size` letters: shape (texts, distinct groups), columns in letter order."""
    padded = [f" {fold(text)} " for text in texts]
    letters = np.frombuffer("".join(padded).encode("utf-32-le"), dtype=np.uint32)
    owners = np.repeat(np.arange(len(padded)), [len(text) for text in padded])
    if len(letters) < size:
        return sparse.csr_array((len(padded), 0), dtype=np.float64)
    alphabet, ranks = np.unique(letters, return_inverse=True)
    starts = len(letters) - size + 1
    groups = np.zeros(starts, dtype=np.int64)
    for offset in range(size):
        groups = groups * len(alphabet) + ranks[offset : offset + starts]
    inside = owners[:starts] == owners[size - 1 :]
    distinct, columns = np.unique(groups[inside], return_inverse=True)
    return _counted(owners[:starts][inside], columns, (len(padded), len(distinct)))


def _counted(
    rows: NDArray[np.int64], columns: NDArray[np.int64], shape: tuple[int, int]
) -> sparse.csr_array:
    ones = np.ones(len(rows), dtype=np.float64)
    counts = sparse.csr_array(sparse.coo_array((ones, (rows, columns)), shape=shape))
    counts.sort_indices()
    return counts
