"""The index: a large segment, a small one with what came since, and marks on what is gone."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from boutdufil.engines.retrieval._best import best_places
from boutdufil.engines.retrieval._segment import (
    Document,
    Segment,
    Table,
    checked,
    joined,
    segment_from,
    segment_of,
)

LEAST_FRESH = 1000
FRESH_SHARE, GONE_SHARE = 8, 4

Profile = Mapping[str, int] | Collection[str]


@dataclass(frozen=True, slots=True)
class Hit:
    """A document with its score."""

    id: int
    score: int


class Index:
    """Documents ready to be compared with profiles.

    Make it with `Index.build`, `Index.assemble` or `updated`. It never changes afterwards and may
    be shared between threads.
    """

    def __init__(
        self,
        base: Segment,
        fresh: Segment,
        gone: NDArray[np.bool_],
        vocabulary: Mapping[str, int],
    ) -> None:
        self._base = base
        self._fresh = fresh
        self._gone = gone
        self._vocabulary = vocabulary

    @classmethod
    def build(cls, documents: Iterable[Document]) -> "Index":
        """Index documents; of two with one id the last wins.

        Raises ValueError for a weight outside 1..`MOST_WEIGHT`.
        """
        known = list(documents)
        vocabulary = grown({}, known)
        return cls._of(segment_of(known, vocabulary), vocabulary)

    @classmethod
    def assemble(cls, table: Table) -> "Index":
        """Index a table. Raises ValueError when its ids do not ascend."""
        if (np.diff(table.ids) <= 0).any():
            raise ValueError("the ids of a table must ascend")
        vocabulary = {term: place for place, term in enumerate(table.vocabulary)}
        parts = (table.weights, table.terms, table.starts)
        return cls._of(segment_from(table.ids, parts, len(vocabulary)), vocabulary)

    @classmethod
    def _of(cls, base: Segment, vocabulary: Mapping[str, int]) -> "Index":
        gone = np.zeros(len(base.ids), dtype=np.bool_)
        return cls(base, segment_of((), vocabulary), gone, vocabulary)

    def __len__(self) -> int:
        """Count the documents."""
        return len(self._base.ids) - int(self._gone.sum()) + len(self._fresh.ids)

    def __contains__(self, key: int) -> bool:
        """Tell whether a document has this id."""
        return bool(self.knows(np.array([key], dtype=np.int64))[0])

    @property
    def segments(self) -> tuple[int, int]:
        """How many documents the large and the small segment hold, those gone included."""
        return len(self._base.ids), len(self._fresh.ids)

    def knows(self, ids: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Tell of each id whether a document has it."""
        return (self._base_rows(ids) >= 0) | (self._fresh.find(ids) >= 0)

    def terms(self, key: int) -> dict[str, int]:
        """Return what a document asks, with weights; empty for an unknown id."""
        ids = np.array([key], dtype=np.int64)
        for segment, rows in self._rows(ids):
            if rows[0] >= 0:
                terms, weights = segment.row(int(rows[0]))
                return {self._words[at]: w for at, w in zip(terms, weights, strict=True)}
        return {}

    def top(self, profile: Profile, k: int, *, within: Iterable[int] | None = None) -> list[Hit]:
        """Return the k best documents that share a term with the profile, best first.

        Ties go by id, the lower first. A profile is a set of terms, or terms with whole weights
        above 0; unknown terms count for nothing. `within` keeps the documents of these ids alone
        (an array is quickest).
        """
        if within is not None:
            return self._top_within(profile, k, ascending(as_ids(within)))
        hits = [
            Hit(int(segment.ids[place]), int(scores[place]))
            for segment, scores in self._all_scores(profile)
            for place in best_places(scores, k).tolist()
        ]
        return sorted(hits, key=lambda hit: (-hit.score, hit.id))[:k]

    def scores(self, profile: Profile, ids: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the score of each id, shape of `ids`; -1 where no document has it."""
        rows = self._base_rows(ids)
        if not len(self._fresh.ids) and len(rows) and rows.min() >= 0:
            return self._scores_of(self._base, profile, rows)
        found = np.full(len(ids), -1, dtype=np.int64)
        for segment, rows in self._rows(ids):
            here = rows >= 0
            if here.any():
                found[here] = self._scores_of(segment, profile, rows[here])
        return found

    def updated(self, add: Iterable[Document] = (), remove: Iterable[int] = ()) -> "Index":
        """Return an index with some documents added or replaced, and some removed.

        It shares the large segment with this one, until what came since is an eighth of it or a
        quarter of it is gone: then all is joined anew.
        """
        added = list(add)
        vocabulary = grown(self._vocabulary, added)
        off = np.array(sorted({*remove, *(document.id for document in added)}), dtype=np.int64)
        gone = self._gone.copy()
        gone[(rows := self._base.find(off))[rows >= 0]] = True
        kept = np.isin(self._fresh.ids, off, invert=True)
        new = segment_of(added, vocabulary)
        fresh = joined([(self._fresh, kept), (new, None)], len(vocabulary))
        if not self._is_worn(gone, fresh):
            return Index(self._base, fresh, gone, vocabulary)
        return self._of(joined([(self._base, ~gone), (fresh, None)], len(vocabulary)), vocabulary)

    def _is_worn(self, gone: NDArray[np.bool_], fresh: Segment) -> bool:
        size = len(self._base.ids)
        too_fresh = len(fresh.ids) > max(LEAST_FRESH, size // FRESH_SHARE)
        return too_fresh or int(gone.sum()) * GONE_SHARE > max(size, LEAST_FRESH)

    @cached_property
    def _any_gone(self) -> bool:
        return bool(self._gone.any())

    @cached_property
    def _words(self) -> list[str]:
        return list(self._vocabulary)

    def _rows(self, ids: NDArray[np.int64]) -> Sequence[tuple[Segment, NDArray[np.int64]]]:
        """Return the row of each id in each segment, -1 where it is not there."""
        return (self._base, self._base_rows(ids)), (self._fresh, self._fresh.find(ids))

    def _base_rows(self, ids: NDArray[np.int64]) -> NDArray[np.int64]:
        rows = self._base.find(ids)
        if self._any_gone:
            rows = np.where((rows >= 0) & ~self._gone[rows], rows, -1)
        return rows

    def _read(
        self, profile: Profile, segment: Segment
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the profile as places of known terms, ascending, and their weights."""
        weighted = profile if isinstance(profile, Mapping) else dict.fromkeys(profile, 1)
        held = sorted(
            (place, checked(weight))
            for term, weight in weighted.items()
            if (place := self._vocabulary.get(term, segment.asked.shape[1]))
            < segment.asked.shape[1]
        )
        pairs = np.array(held, dtype=np.int64).reshape(-1, 2)
        return pairs[:, 0], pairs[:, 1]

    def _all_scores(self, profile: Profile) -> Sequence[tuple[Segment, NDArray[np.int64]]]:
        base = self._base.scores(*self._read(profile, self._base))
        if self._any_gone:
            base[self._gone] = 0
        return (self._base, base), (
            self._fresh,
            self._fresh.scores(*self._read(profile, self._fresh)),
        )

    def _scores_of(
        self, segment: Segment, profile: Profile, rows: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        """Score some rows by the shorter way."""
        terms, weights = self._read(profile, segment)
        if segment.cost_of(len(rows)) < segment.cost(terms):
            return segment.scores_of(rows, terms, weights)
        return segment.scores(terms, weights)[rows]

    def _top_within(self, profile: Profile, k: int, ids: NDArray[np.int64]) -> list[Hit]:
        scores = self.scores(profile, ids)
        return [Hit(int(ids[at]), int(scores[at])) for at in best_places(scores, k).tolist()]


def as_ids(ids: Iterable[int]) -> NDArray[np.int64]:
    """Return ids as an array."""
    if isinstance(ids, np.ndarray):
        return ids.astype(np.int64, copy=False)
    return np.fromiter(ids, dtype=np.int64)


def ascending(ids: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return ids in order, each once; an array already so costs one reading."""
    if (ids[1:] > ids[:-1]).all():
        return ids
    ordered = np.sort(ids)
    return ordered[np.concatenate(([True], ordered[1:] > ordered[:-1]))]


def grown(vocabulary: Mapping[str, int], documents: Iterable[Document]) -> Mapping[str, int]:
    """Return a vocabulary that knows every term of the documents; places never move."""
    new = dict.fromkeys(
        term for document in documents for term in document.terms if term not in vocabulary
    )
    if not new:
        return vocabulary
    return {**vocabulary, **{term: len(vocabulary) + place for place, term in enumerate(new)}}
