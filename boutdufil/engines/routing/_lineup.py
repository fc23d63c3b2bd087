"""A line of names by rank, first first; leaving from the middle costs nothing."""

from collections.abc import Iterator
from heapq import heapify, heappop, heappush
from typing import Generic, TypeVar

# A heap may hold as many who have left as are still there, and a few.
ALWAYS_TOLERATED = 16

Rank = TypeVar("Rank", int, tuple[int, int])


class Lineup(Generic[Rank]):
    """Names with a unique rank each; a name stands in it once."""

    __slots__ = ("_heap", "_ranks")

    def __init__(self) -> None:
        self._heap: list[tuple[Rank, str]] = []
        self._ranks: dict[str, Rank] = {}

    def __len__(self) -> int:
        return len(self._ranks)

    def __iter__(self) -> Iterator[tuple[Rank, str]]:
        """Iterate by rank; for rare use, it sorts."""
        return iter(sorted((rank, name) for name, rank in self._ranks.items()))

    def add(self, rank: Rank, name: str) -> None:
        """Let a name join."""
        self._ranks[name] = rank
        heappush(self._heap, (rank, name))

    def discard(self, name: str) -> None:
        """Let a name leave."""
        del self._ranks[name]
        if len(self._heap) > 2 * len(self._ranks) + ALWAYS_TOLERATED:
            self._heap = [(rank, known) for known, rank in self._ranks.items()]
            heapify(self._heap)

    def first(self) -> tuple[Rank, str] | None:
        """Return the first rank and name; None when nobody is there."""
        heap, ranks = self._heap, self._ranks
        while heap:
            rank, name = heap[0]
            if ranks.get(name) == rank:
                return heap[0]
            heappop(heap)
        return None
