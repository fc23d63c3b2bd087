"""The lot between equals: drawn from the identifiers alone, so that anybody can draw it again.

No alphabet is favoured, the order of the input changes nothing, and nobody else's coming or
going changes the lot of a pair.
"""

from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]
LOT_BITS = 20
_WORD = (1 << 64) - 1


def key_of(identifier: str) -> int:
    """Return a number of 64 bits that depends on the identifier alone."""
    return int.from_bytes(blake2b(identifier.encode(), digest_size=8).digest(), "big")


def lot_of(candidate: str, offer: str) -> int:
    """Return the lot of a pair, 0 to 2**20 - 1; the plan with the highest sum wins a tie."""
    return _mixed(key_of(candidate) ^ _mixed(key_of(offer))) >> (64 - LOT_BITS)


def lots(candidates: Keys, offers: Keys) -> NDArray[np.int64]:
    """Return the lots of many pairs, given by their keys; shapes (n,)."""
    mixed = _all_mixed(candidates ^ _all_mixed(offers))
    return (mixed >> np.uint64(64 - LOT_BITS)).astype(np.int64)


def _mixed(word: int) -> int:
    """Finish of SplitMix64 (Steele, Lea and Flood, 2014): every bit depends on every bit."""
    word = (word + 0x9E3779B97F4A7C15) & _WORD
    word = ((word ^ (word >> 30)) * 0xBF58476D1CE4E5B9) & _WORD
    word = ((word ^ (word >> 27)) * 0x94D049BB133111EB) & _WORD
    return word ^ (word >> 31)


def _all_mixed(words: Keys) -> Keys:
    with np.errstate(over="ignore"):
        words = words + np.uint64(0x9E3779B97F4A7C15)
        words = (words ^ (words >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        words = (words ^ (words >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return words ^ (words >> np.uint64(31))
