"""Documents that never change again, both ways round: terms of a document, documents of a term."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from boutdufil.lib.shares import share_out

MOST_WEIGHT = 65_535
SPREAD = 8


@dataclass(frozen=True, slots=True)
class Document:
    """What one document asks: terms with weights from 1 to `MOST_WEIGHT`."""

    id: int
    terms: Mapping[str, int]


@dataclass(frozen=True)
class Table:
    """The same as arrays, for whoever holds millions.

    `ids` ascending, shape (n,). Document i asks `terms[starts[i]:starts[i + 1]]`, places in
    `vocabulary`, each once, with the `weights` beside them; `starts` has shape (n + 1,).
    """

    ids: NDArray[np.int64]
    starts: NDArray[np.int64]
    terms: NDArray[np.int32]
    weights: NDArray[np.uint16]
    vocabulary: tuple[str, ...]


def shares(amounts: Mapping[str, int], whole: int = 10_000) -> dict[str, int]:
    """Split `whole` in proportion to the amounts, none below 1, by largest remainder.

    Equal remainders go by term. The parts sum to `whole` as long as there are no more terms.

    >>> shares({"a": 1, "b": 1, "c": 1})
    {'a': 3334, 'b': 3333, 'c': 3333}
    """
    if not amounts:
        return {}
    parts = share_out(whole, amounts)
    return {term: max(parts[term], 1) for term in amounts}


@dataclass(frozen=True)
class Segment:
    """`asked` has shape (documents, terms); row i is the document `ids[i]`, ids ascend."""

    ids: NDArray[np.int64]
    asked: sparse.csr_array

    @cached_property
    def postings(self) -> sparse.csc_array:
        """The same table by term."""
        return sparse.csc_array(self.asked.tocsc())

    @cached_property
    def _places(self) -> NDArray[np.int64] | None:
        """Place of each id from the first on, -1 for none; None where ids lie too far apart."""
        if not len(self.ids) or self.ids[-1] - self.ids[0] >= SPREAD * len(self.ids) + 1024:
            return None
        places = np.full(int(self.ids[-1] - self.ids[0]) + 1, -1, dtype=np.int64)
        places[self.ids - self.ids[0]] = np.arange(len(self.ids))
        return places

    def find(self, ids: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the row of each id, -1 where it is not here."""
        if not len(self.ids) or not len(ids):
            return np.full(len(ids), -1, dtype=np.int64)
        if self._places is None:
            at = np.minimum(np.searchsorted(self.ids, ids), len(self.ids) - 1)
            return np.where(self.ids[at] == ids, at, -1)
        offsets = ids - self.ids[0]
        if offsets.min() >= 0 and offsets.max() < len(self._places):
            return np.asarray(self._places[offsets])
        inside = (offsets >= 0) & (offsets < len(self._places))
        return np.where(inside, self._places[np.where(inside, offsets, 0)], -1)

    def scores(self, terms: NDArray[np.int64], weights: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the score of every document, shape (n,), through the documents of the terms."""
        starts = self.postings.indptr
        pieces = [slice(starts[term], starts[term + 1]) for term in terms]
        sizes = [0, *(piece.stop - piece.start for piece in pieces)]
        if not sum(sizes):
            return np.zeros(len(self.ids), dtype=np.int64)
        data = np.concatenate([self.postings.data[piece] for piece in pieces])
        indices = np.concatenate([self.postings.indices[piece] for piece in pieces])
        kind = _accumulator(weights)
        rows = sparse.csr_array(
            (data.astype(kind), indices, np.cumsum(sizes)), shape=(len(terms), len(self.ids))
        )
        return np.asarray(rows.T @ weights.astype(kind))

    def scores_of(
        self, rows: NDArray[np.int64], terms: NDArray[np.int64], weights: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        """Return the scores of some documents, through what each of them asks."""
        brought = np.zeros(self.asked.shape[1], dtype=np.int64)
        brought[terms] = weights
        return np.asarray(self.asked[rows].astype(np.int64) @ brought)

    def row(self, place: int) -> tuple[list[int], list[int]]:
        """Return the terms and weights of one document."""
        first, last = int(self.asked.indptr[place]), int(self.asked.indptr[place + 1])
        return self.asked.indices[first:last].tolist(), self.asked.data[first:last].tolist()

    def cost(self, terms: NDArray[np.int64]) -> int:
        """Return how many numbers `scores` reads for these terms."""
        starts = self.postings.indptr
        return len(self.ids) + int((starts[terms + 1] - starts[terms]).sum())

    def cost_of(self, rows: int) -> int:
        """Return how many numbers `scores_of` reads for that many documents."""
        return self.asked.shape[1] + rows * (1 + self.asked.nnz // max(len(self.ids), 1))


def _accumulator(weights: NDArray[np.int64]) -> type[np.int32] | type[np.int64]:
    """Return the smaller of two kinds that no sum can leave."""
    return np.int32 if int(weights.sum()) * MOST_WEIGHT < 2**31 else np.int64


def segment_of(documents: Iterable[Document], vocabulary: Mapping[str, int]) -> Segment:
    """Lay out documents over a vocabulary; the last of two with one id wins."""
    latest = {document.id: document for document in documents}
    ids = np.array(sorted(latest), dtype=np.int64)
    rows = [latest[key].terms for key in ids.tolist()]
    sizes = np.array([0, *(len(row) for row in rows)], dtype=np.int64)
    terms = np.array([vocabulary[term] for row in rows for term in row], dtype=np.int32)
    weights = np.array([checked(weight) for row in rows for weight in row.values()])
    return segment_from(ids, (weights.astype(np.uint16), terms, np.cumsum(sizes)), len(vocabulary))


def segment_from(
    ids: NDArray[np.int64],
    parts: tuple[NDArray[np.uint16], NDArray[np.int32], NDArray[np.int64]],
    width: int,
) -> Segment:
    """Make a segment of `width` terms from (weights, terms, starts)."""
    asked = sparse.csr_array(parts, shape=(len(ids), width))
    asked.sort_indices()
    return Segment(ids, asked)


def checked(weight: int) -> int:
    """Return a weight; raises ValueError outside 1..MOST_WEIGHT."""
    if not 0 < weight <= MOST_WEIGHT:
        raise ValueError(f"a weight is a whole number from 1 to {MOST_WEIGHT}: {weight}")
    return weight


def joined(parts: Iterable[tuple[Segment, NDArray[np.bool_] | None]], width: int) -> Segment:
    """Join segments, keeping of each the rows its mask keeps; the ids of all differ."""
    ids, tables = [], []
    for segment, keep in parts:
        rows = np.arange(len(segment.ids)) if keep is None else np.flatnonzero(keep)
        kept = segment.asked[rows]
        ids.append(segment.ids[rows])
        tables.append(
            sparse.csr_array((kept.data, kept.indices, kept.indptr), shape=(len(rows), width))
        )
    all_ids = np.concatenate(ids)
    order = np.argsort(all_ids, kind="stable")
    whole = sparse.csr_array(sparse.vstack(tables, format="csr"))
    return Segment(all_ids[order], sparse.csr_array(whole[order]))
