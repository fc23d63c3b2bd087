"""The published vacancies in the memory of a process: what ranks them, never what shows them.

Which vacancies a page shows is asked of PostgreSQL every time. This memory holds what each asks,
where and of what kind it is; it may be two seconds old, never more than that.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import timedelta
from threading import Lock
from time import monotonic
from typing import Any

import numpy as np
from django.utils import timezone
from numpy.typing import NDArray

from boutdufil.engines.retrieval import Index
from boutdufil.kernel.posts.enums import Contract
from boutdufil.kernel.posts.selectors.search import shelf_rows
from boutdufil.kernel.posts.selectors.search.places import places
from boutdufil.kernel.posts.selectors.search.spelling import Spelling
from boutdufil.lib.text import words

CHECK_SECONDS = 2.0
# A transaction may commit long after the moment it wrote down.
OVERLAP = timedelta(minutes=2)

CONTRACTS = tuple(Contract.values)
Columns = dict[str, NDArray[Any]]
COLUMNS: dict[str, tuple[int, type[np.generic]]] = {
    "ids": (0, np.int64),
    "latitudes": (3, np.float64),
    "longitudes": (4, np.float64),
    "published": (5, np.int64),
    "home_days": (6, np.int16),
    "sundays": (7, np.bool_),
    "nights": (8, np.bool_),
}


@dataclass(frozen=True)
class Shelf:
    """Columns of one length in the order of ``ids``; ``codes`` are places in ``code_names``.

    ``recent`` holds the last minutes' changes already read, as `shelf_rows.changed_since` does.
    """

    index: Index
    columns: Columns
    code_names: tuple[str, ...]
    spelling: Spelling
    recent: NDArray[np.int64]

    def find(self, ids: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the place of each id in the columns, -1 where it is not here."""
        known = self.columns["ids"]
        if not len(known):
            return np.full(len(ids), -1, dtype=np.int64)
        at = np.minimum(np.searchsorted(known, ids), len(known) - 1)
        return np.where(known[at] == ids, at, -1)

    def changed(self, batch: shelf_rows.Batch, asked: Collection[int]) -> Shelf:
        """Return the shelf with the ``asked`` vacancies as the batch has them, or without them."""
        names = names_with(self.code_names, batch)
        new = columns_of(batch, names)
        kept = np.isin(self.columns["ids"], np.array(sorted(asked), dtype=np.int64), invert=True)
        joined = {key: np.concatenate((self.columns[key][kept], new[key])) for key in new}
        order = np.argsort(joined["ids"], kind="stable")
        return replace(
            self,
            index=self.index.updated(shelf_rows.documents(batch), asked),
            columns={key: column[order] for key, column in joined.items()},
            code_names=names,
            spelling=self.spelling.with_words(title_words(batch)),
        )


def new_shelf() -> Shelf:
    """Read every published vacancy, and before them which ones are recent."""
    recent = shelf_rows.changed_since(timezone.now() - OVERLAP)
    batch = shelf_rows.read_all()
    names = names_with((), batch)
    return Shelf(
        index=Index.build(shelf_rows.documents(batch)),
        columns=columns_of(batch, names),
        code_names=names,
        spelling=Spelling(title_words(batch)),
        recent=recent,
    )


def columns_of(batch: shelf_rows.Batch, names: tuple[str, ...]) -> Columns:
    """Return a batch as columns."""
    place = {name: at for at, name in enumerate(names)}
    contract = {name: at for at, name in enumerate(CONTRACTS)}
    columns = {key: shelf_rows.column(batch, at, kind) for key, (at, kind) in COLUMNS.items()}
    columns["codes"] = np.array([place[row[1]] for row in batch.rows], dtype=np.int32)
    columns["contracts"] = np.array([contract[row[2]] for row in batch.rows], dtype=np.int16)
    return columns


def names_with(known: tuple[str, ...], batch: shelf_rows.Batch) -> tuple[str, ...]:
    """Return the codes known so far, and those the batch adds."""
    return tuple(dict.fromkeys((*known, *(str(row[1]) for row in batch.rows))))


def title_words(batch: shelf_rows.Batch) -> set[str]:
    """Return the folded words of the titles."""
    titles = {str(row[9]) for row in batch.rows}
    return {word for title in titles for word in words(title)}


class Keeper:
    """The shelf of this process; one thread at a time brings it up to date."""

    def __init__(self) -> None:
        self._shelf: Shelf | None = None
        self._checked = 0.0
        self._busy = Lock()

    def get(self) -> Shelf:
        """Return the shelf; whoever comes first builds it, and the others wait."""
        shelf = self._shelf
        if shelf is None:
            with self._busy:
                shelf = self._shelf = self._shelf or self._first()
        elif monotonic() - self._checked > CHECK_SECONDS and self._busy.acquire(blocking=False):
            try:
                shelf = self._shelf = self._refreshed(shelf)
            finally:
                self._busy.release()
        return shelf

    def learn(self, ids: NDArray[np.int64]) -> Shelf:
        """Return the shelf with these vacancies read anew, at once."""
        with self._busy:
            wanted = ids.tolist()
            shelf = self._shelf or self._first()
            self._shelf = shelf.changed(shelf_rows.read_some(wanted), wanted)
            return self._shelf

    def forget(self) -> None:
        """Drop everything; the next search reads the tables again."""
        with self._busy:
            self._shelf = None
            places.forget()

    def _first(self) -> Shelf:
        self._checked = monotonic()
        return new_shelf()

    def _refreshed(self, shelf: Shelf) -> Shelf:
        """Read what changed; transactions that committed late are seen by the overlap."""
        since = timezone.now() - OVERLAP - timedelta(seconds=monotonic() - self._checked)
        self._checked = monotonic()
        changes = shelf_rows.changed_since(since)
        unread = changes[unread_of(changes, shelf.recent), 0].tolist()
        if unread:
            shelf = shelf.changed(shelf_rows.read_some(unread), unread)
        return replace(shelf, recent=changes)


def unread_of(changes: NDArray[np.int64], read: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell which changes, as (identifier, moment), were not read before."""
    both = np.ascontiguousarray(changes).view("i8,i8").ravel()
    return np.isin(both, np.ascontiguousarray(read).view("i8,i8").ravel(), invert=True)


keeper = Keeper()
