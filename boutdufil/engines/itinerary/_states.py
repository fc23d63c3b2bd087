"""Beginnings of tours, thousands at a time."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from boutdufil.engines.itinerary._ground import Bools, Ground, Ints

Words = NDArray[np.uint64]
WORD = 64


@dataclass(frozen=True)
class States:
    """m beginnings of tours, in the order of their paths.

    `paths` (m, days so far) are candidates; `seen` (m, words) the same as a set of bits; `covered`
    (m, groups) what is reached; `value`, `metres` and `bound` (m,) what that is worth, how far it
    was, and what no tour that begins so can surpass.
    """

    paths: Ints
    seen: Words
    covered: Bools
    value: Ints
    metres: Ints
    bound: Ints

    def __len__(self) -> int:
        return len(self.value)

    def part(self, rows: slice) -> "States":
        """Return some of them."""
        return States(
            self.paths[rows],
            self.seen[rows],
            self.covered[rows],
            self.value[rows],
            self.metres[rows],
            self.bound[rows],
        )

    def visited(self, candidates: int) -> Bools:
        """Tell who is a stop already (m, candidates)."""
        at = np.arange(candidates)
        shift = (at % WORD).astype(np.uint64)
        bits = (self.seen[:, at // WORD] >> shift) & np.uint64(1)
        return bits.astype(np.bool_)


@dataclass(frozen=True)
class Children:
    """Beginnings one day longer: the row of the parent, the new stop, and the sums."""

    parent: Ints
    stop: Ints
    value: Ints
    metres: Ints
    bound: Ints

    def __len__(self) -> int:
        return len(self.parent)

    def chosen(self, rows: Ints) -> "Children":
        """Return some of them."""
        return Children(
            self.parent[rows],
            self.stop[rows],
            self.value[rows],
            self.metres[rows],
            self.bound[rows],
        )


def empty_state(ground: Ground, bound: int) -> States:
    """Return the one beginning without a stop."""
    one = np.zeros(1, dtype=np.int64)
    words = max(1, -(-len(ground.names) // WORD))
    return States(
        paths=np.zeros((1, 0), dtype=np.int64),
        seen=np.zeros((1, words), dtype=np.uint64),
        covered=np.zeros((1, len(ground.points)), dtype=np.bool_),
        value=one,
        metres=one,
        bound=one + bound,
    )


def joined(parts: list[Children]) -> Children:
    """Return several lists as one, in their order."""
    return Children(
        np.concatenate([part.parent for part in parts]),
        np.concatenate([part.stop for part in parts]),
        np.concatenate([part.value for part in parts]),
        np.concatenate([part.metres for part in parts]),
        np.concatenate([part.bound for part in parts]),
    )


def without_longer(states: States, children: Children) -> Children:
    """Keep, of the beginnings with the same stops and the same last one, the shortest.

    Of equally short ones the first path: whatever follows, it is the better beginning.
    """
    if not len(children):
        return children
    seen = _seen(states, children)
    order = np.lexsort((children.metres, children.stop, *seen.T))
    same = (seen[order[1:]] == seen[order[:-1]]).all(axis=1)
    same &= children.stop[order[1:]] == children.stop[order[:-1]]
    first = np.concatenate(([True], ~same))
    return children.chosen(np.sort(order[first]))


def grown(ground: Ground, states: States, children: Children) -> States:
    """Return the children as beginnings."""
    return States(
        paths=np.column_stack((states.paths[children.parent], children.stop)),
        seen=_seen(states, children),
        covered=states.covered[children.parent] | ground.cover[children.stop],
        value=children.value,
        metres=children.metres,
        bound=children.bound,
    )


def _seen(states: States, children: Children) -> Words:
    seen = states.seen[children.parent]
    bit = np.uint64(1) << (children.stop % WORD).astype(np.uint64)
    seen[np.arange(len(seen)), children.stop // WORD] |= bit
    return seen
