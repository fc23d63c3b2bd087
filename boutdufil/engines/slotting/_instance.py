"""A problem as arrays, and how much of it could be used at all."""

from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

Ints: TypeAlias = NDArray[np.int64]
Bools: TypeAlias = NDArray[np.bool_]
Table: TypeAlias = NDArray[np.int64]  # shape (recruiters, slots): a candidate, or FREE

FREE = -1
NO_WISH = -1
# Fits are counted in millionths, so that sums and proofs are exact.
POINTS = 1_000_000


@dataclass(frozen=True)
class Instance:
    """What is still to be planned, by place in the sorted lists.

    `fits` int64 in points, shape (candidates, recruiters), NO_WISH where there is none;
    `promised` bool of the same shape: pairs that were told a meeting which cannot stand.
    `comes` bool (candidates, slots), `there` bool (recruiters, slots), `most` int64 (candidates,).
    """

    fits: Ints
    promised: Bools
    comes: Bools
    there: Bools
    most: Ints

    @cached_property
    def possible(self) -> Bools:
        """Tell which pairs wish to meet and have a slot in common, shape of `fits`."""
        together = self.comes.astype(np.int64) @ self.there.T.astype(np.int64)
        return np.asarray((self.fits >= 0) & (together > 0) & (self.most > 0)[:, None])

    @cached_property
    def tables(self) -> Ints:
        """Return how many meetings each recruiter can have at most, alone in the world."""
        tables = [
            pairing(self.comes[wishing] & open_slots)
            for wishing, open_slots in zip(self.possible.T, self.there, strict=True)
        ]
        return np.array(tables, dtype=np.int64)

    @cached_property
    def visits(self) -> Ints:
        """Return how many meetings each candidate can have at most, alone in the world."""
        visits = [
            pairing(self.there[wished] & slots)
            for wished, slots in zip(self.possible, self.comes, strict=True)
        ]
        return np.minimum(np.array(visits, dtype=np.int64), self.most)

    @cached_property
    def ceiling(self) -> int:
        """Return a number of meetings that no plan can surpass."""
        return int(min(self.tables.sum(), self.visits.sum()))

    @cached_property
    def promise(self) -> int:
        """Return what a promised pair counts: more than the fits of a whole plan."""
        if not self.promised.any():
            return 0
        return self.ceiling * int(self.fits.max(initial=0)) + 1

    @cached_property
    def quality(self) -> Ints:
        """Return what each pair adds once the number of meetings is settled, or NO_WISH."""
        return np.where(self.fits >= 0, self.fits + self.promise * self.promised, NO_WISH)

    @cached_property
    def worth(self) -> int:
        """Return what a meeting counts beside its quality: more than all qualities together."""
        return max(1, self.ceiling) * int(self.quality.max(initial=0)) + 1

    @cached_property
    def values(self) -> Ints:
        """Return what each meeting adds in all, 0 where there is no wish."""
        return np.where(self.quality >= 0, self.quality + self.worth, 0)

    @cached_property
    def is_uniform(self) -> bool:
        """Tell whether nobody who counts has times of their own: then colouring is exact."""
        tables = self.there[self.possible.any(axis=0)]
        people = self.comes[self.possible.any(axis=1)]
        if not len(tables):
            return True
        return bool((tables == tables[0]).all() and people[:, tables[0]].all())

    def value(self, table: Table) -> int:
        """Return what a table adds in all."""
        recruiters, slots = np.nonzero(table != FREE)
        return int(self.values[table[recruiters, slots], recruiters].sum())


def pairing(allowed: Bools) -> int:
    """Return the size of a largest matching of rows with columns."""
    if not allowed.any():
        return 0
    matched = maximum_bipartite_matching(csr_array(allowed.astype(np.int8)), perm_type="column")
    return int((matched >= 0).sum())
