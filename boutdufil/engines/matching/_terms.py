"""Words and letter groups as sparse counts: rows are texts, columns terms in sorted order.

All functions take folded texts (`boutdufil.lib.text.fold`): folding costs more than counting.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse


def word_counts(folded: Sequence[str], letters: int) -> sparse.csr_array:
    """Count words cut to their first `letters`: shape (texts, distinct beginnings).

    Cutting brings together the genders and numbers of a word in any language that marks them
    at the end: "prepa" is preparateur, preparatrice and preparer.
    """
    split = [[word[:letters] for word in text.split()] for text in folded]
    vocabulary = {word: at for at, word in enumerate(sorted({w for ws in split for w in ws}))}
    columns = np.array([vocabulary[word] for words in split for word in words], dtype=np.int64)
    sizes = np.array([len(words) for words in split], dtype=np.int64)
    rows = np.repeat(np.arange(len(split)), sizes)
    return counted(rows, columns, (len(split), len(vocabulary)))


def letter_group_counts(folded: Sequence[str], size: int) -> sparse.csr_array:
    """Count groups of `size` neighbouring letters, spaces included: shape (texts, groups)."""
    padded = [f" {text} " for text in folded]
    letters = np.frombuffer("".join(padded).encode("utf-32-le"), dtype=np.uint32)
    if len(letters) < size:
        return sparse.csr_array((len(padded), 0), dtype=np.float64)
    sizes = np.array([len(text) for text in padded], dtype=np.int64)
    owners = np.repeat(np.arange(len(padded)), sizes)
    starts = len(letters) - size + 1
    inside = owners[:starts] == owners[size - 1 :]
    distinct, columns = np.unique(_group_numbers(letters, size)[inside], return_inverse=True)
    return counted(owners[:starts][inside], columns, (len(padded), len(distinct)))


def counted(
    rows: NDArray[np.int64], columns: NDArray[np.int64], shape: tuple[int, int]
) -> sparse.csr_array:
    """Sum ones at (row, column); the columns of each row come out in ascending order."""
    ones = np.ones(len(rows), dtype=np.float64)
    counts = sparse.csr_array(sparse.coo_array((ones, (rows, columns)), shape=shape))
    counts.sort_indices()
    return counts


def _group_numbers(letters: NDArray[np.uint32], size: int) -> NDArray[np.int64]:
    """One number for each group, in letter order: digits in base (size of the alphabet)."""
    alphabet, ranks = np.unique(letters, return_inverse=True)
    starts = len(letters) - size + 1
    numbers = np.zeros(starts, dtype=np.int64)
    for offset in range(size):
        numbers = numbers * len(alphabet) + ranks[offset : offset + starts]
    return numbers
