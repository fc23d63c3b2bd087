"""Files, jurors and conflicts as arrays."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from boutdufil.engines.judging._faults import Fault, JudgingError
from boutdufil.engines.judging._readers import Demand, File, Juror

Ints = NDArray[np.int64]
LEVELS = 16  # what equal plans are told apart by, see `Board.spread`
FIT_LIMIT = 1_000_000
MIXES = (np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53))


@dataclass(frozen=True)
class Board:
    """Every reading there could be: `file` and `juror` count in the order of their numbers.

    `away` marks those by a juror of another region; `fits` is 0 where none was told.
    """

    files: tuple[File, ...]
    jurors: tuple[Juror, ...]
    demand: Demand
    file: Ints
    juror: Ints
    away: NDArray[np.bool_]
    fits: Ints | None

    @property
    def panels(self) -> bool:
        """Tell whether regions matter."""
        return self.demand.linking_share is not None

    @property
    def seats(self) -> int:
        """Return how many readings there will be."""
        return len(self.files) * self.demand.reviews

    @cached_property
    def most(self) -> Ints:
        """Return how many files each juror may read."""
        own = np.bincount(self.juror, minlength=len(self.jurors))
        limits = [len(self.files) if one.most is None else one.most for one in self.jurors]
        return np.minimum(own, np.asarray(limits, dtype=np.int64))

    @cached_property
    def least(self) -> Ints:
        """Return how many files each juror must read."""
        return np.asarray([one.least for one in self.jurors], dtype=np.int64)

    @cached_property
    def region(self) -> Ints:
        """Return the place of each file's region among those of the files."""
        names = self.regions
        return np.asarray([names.index(one.region) for one in self.files], dtype=np.int64)

    @cached_property
    def regions(self) -> list[str]:
        """Return the regions of the files, sorted."""
        return sorted({one.region for one in self.files})

    @cached_property
    def wanted(self) -> Ints:
        """Return the linking files wanted of each region, by largest remainder."""
        share = self.demand.linking_share
        sizes = np.bincount(self.region, minlength=len(self.regions)).tolist()
        if share is None or len(self.regions) < 2:
            return np.zeros(len(sizes), dtype=np.int64)
        whole = [int(share * size) for size in sizes]
        order = sorted(range(len(sizes)), key=lambda at: (whole[at] - share * sizes[at], at))
        for at in order[: -int(-share * len(self.files) // 1) - sum(whole)]:
            whole[at] += 1
        return np.asarray(whole, dtype=np.int64)

    @cached_property
    def spread(self) -> Ints:
        """Return a number below LEVELS for each reading, by the numbers of file and juror.

        Among equal plans it prefers one as if drawn, which links jurors better than neat blocks.
        """
        files = _drawn([one.id for one in self.files])[self.file]
        jurors = _drawn([one.id for one in self.jurors])[self.juror]
        # The finalizer of MurmurHash3 (Appleby, public domain): both numbers move every bit.
        mixed = files ^ (jurors * MIXES[0])
        for by in MIXES:
            mixed = (mixed ^ (mixed >> np.uint64(33))) * by
        return (mixed >> np.uint64(33)).astype(np.int64) % LEVELS


def read_board(
    files: Collection[File],
    jurors: Collection[Juror],
    conflicts: Collection[tuple[str, str]],
    demand: Demand,
    fit: Mapping[tuple[str, str], int],
) -> Board:
    """Lay out every reading without a conflict. Raises JudgingError."""
    ordered = tuple(sorted(files, key=lambda one: one.id))
    readers = tuple(sorted(jurors, key=lambda one: one.id))
    _check(ordered, readers)
    at, by = np.nonzero(_allowed(ordered, readers, conflicts))
    away = _are_away(ordered, readers, demand)[at, by]
    pairs = zip(at.tolist(), by.tolist(), strict=True) if fit else ()
    values = [_fit(fit.get((ordered[f].id, readers[j].id), 0)) for f, j in pairs]
    fits = np.asarray(values, dtype=np.int64) if fit else None
    board = Board(ordered, readers, demand, at, by, away, fits)
    if not board.wanted.any() and board.panels:
        home = ~board.away
        fits = None if fits is None else fits[home]
        return Board(ordered, readers, demand, at[home], by[home], board.away[home], fits)
    return board


def _check(files: Sequence[File], jurors: Sequence[Juror]) -> None:
    if not files:
        raise JudgingError(Fault.EMPTY)
    for people in ([one.id for one in files], [one.id for one in jurors]):
        for twice in (one for one, other in pairwise(people) if one == other):
            raise JudgingError(Fault.DUPLICATE, twice)
    for juror in jurors:
        if juror.least < 0 or (juror.most is not None and juror.most < juror.least):
            raise JudgingError(Fault.RULE, juror.id, juror.least, juror.most)


def _allowed(
    files: Sequence[File], jurors: Sequence[Juror], conflicts: Collection[tuple[str, str]]
) -> NDArray[np.bool_]:
    """Return which files may be read by whom: (files, jurors)."""
    allowed = np.ones((len(files), len(jurors)), dtype=np.bool_)
    rows = {one.id: at for at, one in enumerate(files)}
    columns = {one.id: at for at, one in enumerate(jurors)}
    for file, juror in conflicts:
        if file in rows and juror in columns:
            allowed[rows[file], columns[juror]] = False
    return allowed


def _are_away(files: Sequence[File], jurors: Sequence[Juror], demand: Demand) -> NDArray[np.bool_]:
    """Return which files are of another region than whose jurors: (files, jurors)."""
    theirs = np.asarray([one.region for one in jurors], dtype=object)
    own = np.asarray([one.region for one in files], dtype=object)
    away = np.asarray((own[:, None] != theirs) & (theirs != ""), dtype=np.bool_)
    return away & (demand.linking_share is not None)


def _drawn(names: Sequence[str]) -> NDArray[np.uint64]:
    """Return a number for each name, by SHA-256."""
    return np.asarray(
        [int.from_bytes(sha256(name.encode()).digest()[:8]) for name in names], dtype=np.uint64
    )


def _fit(value: int) -> int:
    if not isinstance(value, int) or not 0 <= value <= FIT_LIMIT:
        raise JudgingError(Fault.SCALE, value)
    return value
