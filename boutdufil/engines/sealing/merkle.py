"""Merkle trees of RFC 6962: one hash for a list, short proofs about its parts.

An inclusion proof shows that an entry stands at a place in a list whose root is known; a
consistency proof shows that a later list begins with an earlier one. Both have at most
``ceil(log2(n)) + 1`` hashes. Checking follows RFC 9162, 2.1.3.2 and 2.1.4.2.
"""

from collections.abc import Sequence
from hashlib import sha256

LEAF, NODE = b"\x00", b"\x01"


def leaf_hash(entry: bytes) -> bytes:
    """Return the 32-byte hash of one entry."""
    return sha256(LEAF + entry).digest()


def root_hash(leaves: Sequence[bytes]) -> bytes:
    """Return the 32-byte root of a tree over leaf hashes; that of no leaves is SHA-256 of b""."""
    if len(leaves) < 2:
        return leaves[0] if leaves else sha256().digest()
    half = _split(len(leaves))
    return _node(root_hash(leaves[:half]), root_hash(leaves[half:]))


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """Return the hashes that lead from the leaf at ``index`` (from 0) to the root.

    :raises IndexError: when there is no such leaf.
    """
    if not 0 <= index < len(leaves):
        raise IndexError(f"no leaf {index} in a tree of {len(leaves)}")
    if len(leaves) == 1:
        return []
    half = _split(len(leaves))
    if index < half:
        return [*inclusion_proof(leaves[:half], index), root_hash(leaves[half:])]
    return [*inclusion_proof(leaves[half:], index - half), root_hash(leaves[:half])]


def consistency_proof(leaves: Sequence[bytes], earlier: int) -> list[bytes]:
    """Return the hashes that show that a tree over the first ``earlier`` leaves grew into this.

    :raises IndexError: when ``earlier`` is not in 1..len(leaves).
    """
    if not 1 <= earlier <= len(leaves):
        raise IndexError(f"no tree of {earlier} leaves is part of one of {len(leaves)}")
    return _subproof(leaves, earlier, whole=True)


def proves_inclusion(
    leaf: bytes, index: int, size: int, *, proof: Sequence[bytes], root: bytes
) -> bool:
    """Tell whether ``proof`` leads from ``leaf`` at ``index`` to ``root`` of a tree of ``size``."""
    if not 0 <= index < size:
        return False
    place, last, found = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if place % 2 or place == last:
            found = _node(step, found)
            while not place % 2 and place:
                place, last = place >> 1, last >> 1
        else:
            found = _node(found, step)
        place, last = place >> 1, last >> 1
    return last == 0 and found == root


def proves_consistency(
    sizes: tuple[int, int], roots: tuple[bytes, bytes], *, proof: Sequence[bytes]
) -> bool:
    """Tell whether ``proof`` shows that the tree of sizes[0], roots[0] grew into that of [1]."""
    earlier, later = sizes
    if not 1 <= earlier <= later:
        return False
    if earlier == later:
        return not proof and roots[0] == roots[1]
    path = list(proof) if earlier & (earlier - 1) else [roots[0], *proof]
    if not path:
        return False
    return _climb(earlier - 1, later - 1, path) == roots


def _climb(place: int, last: int, path: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    """Return the earlier and the later root that a consistency path leads to, if to any."""
    while place % 2:
        place, last = place >> 1, last >> 1
    old = new = path[0]
    for step in path[1:]:
        if last == 0:
            return None
        if place % 2 or place == last:
            old, new = _node(step, old), _node(step, new)
            while not place % 2 and place:
                place, last = place >> 1, last >> 1
        else:
            new = _node(new, step)
        place, last = place >> 1, last >> 1
    return (old, new) if last == 0 else None


def _subproof(leaves: Sequence[bytes], earlier: int, *, whole: bool) -> list[bytes]:
    if earlier == len(leaves):
        return [] if whole else [root_hash(leaves)]
    half = _split(len(leaves))
    if earlier <= half:
        inner = _subproof(leaves[:half], earlier, whole=whole)
        return [*inner, root_hash(leaves[half:])]
    return [*_subproof(leaves[half:], earlier - half, whole=False), root_hash(leaves[:half])]


def _split(size: int) -> int:
    """Return the largest power of two below ``size``."""
    return 1 << ((size - 1).bit_length() - 1)


def _node(left: bytes, right: bytes) -> bytes:
    return sha256(NODE + left + right).digest()
