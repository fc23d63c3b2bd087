"""How many files each juror reads in the evenest plan that anybody could think of.

A bound: conflicts between single files and jurors are left aside, regions are not.
"""

from dataclasses import dataclass
from heapq import heapify, heappop, heapreplace

import numpy as np

from boutdufil.engines.judging._board import Board, Ints


@dataclass(frozen=True)
class Loads:
    """Between how many files each juror reads, and how many each group of them together.

    `group` is the group of each juror, `total` the readings of each group.
    """

    low: Ints
    high: Ints
    group: Ints
    total: Ints


class _Group:
    """Jurors who share readings: the next one always goes to the least busy who may."""

    def __init__(self, least: list[int], most: list[int]) -> None:
        self.total = sum(least)
        self._most = most
        self._waiting = [(load, at) for at, load in enumerate(least) if load < most[at]]
        heapify(self._waiting)

    @property
    def next_load(self) -> int | None:
        """Return the load of who would get the next reading, None where nobody may."""
        return self._waiting[0][0] if self._waiting else None

    def add(self) -> None:
        """Give one reading more. Raises IndexError where nobody may."""
        load, at = self._waiting[0]
        self.total += 1
        if load + 1 < self._most[at]:
            heapreplace(self._waiting, (load + 1, at))
        else:
            heappop(self._waiting)


def even_loads(board: Board) -> Loads | None:
    """Return the loads whose squares add up to least, None where no plan has enough readings.

    Readings of linking files go to the regions whose jurors are least busy; a region's own files
    never count among them. Exact but for jurors of no region: then None as well.
    """
    linking = board.away.any()
    if board.panels and any(not one.region for one in board.jurors):
        return None
    names = sorted({one.region for one in board.jurors}) if board.panels else [""]
    group = np.asarray([names.index(one.region if board.panels else "") for one in board.jurors])
    groups = [
        _Group(board.least[group == at].tolist(), board.most[group == at].tolist())
        for at in range(len(names))
    ]
    sent = dict(zip(board.regions, board.wanted.tolist(), strict=True)) if linking else {}
    home = _at_home(board, names, sent)
    if not _filled(groups, home):
        return None
    taken = [one.total - readings for one, readings in zip(groups, home, strict=True)]
    if not _linked(groups, taken, [sent.get(name, 0) for name in names]):
        return None
    total = np.asarray([one.total for one in groups], dtype=np.int64)
    low, high = np.zeros((2, len(group)), dtype=np.int64)
    for at, one in enumerate(groups):
        own = group == at
        level = level_of(board.least[own], board.most[own], one.total)
        low[own] = np.clip(level, board.least[own], board.most[own])
        high[own] = np.clip(level + 1, board.least[own], board.most[own])
    return Loads(low, high, group, total)


def _at_home(board: Board, names: list[str], sent: dict[str, int]) -> list[int]:
    """Return how many readings of its own region's files each group has."""
    reviews = board.demand.reviews
    if not board.panels:
        return [board.seats]
    files = dict(zip(board.regions, np.bincount(board.region).tolist(), strict=True))
    return [files.get(name, 0) * reviews - sent.get(name, 0) for name in names]


def _filled(groups: list[_Group], home: list[int]) -> bool:
    for one, readings in zip(groups, home, strict=True):
        while one.total < readings:
            if one.next_load is None:
                return False
            one.add()
    return True


def _linked(groups: list[_Group], taken: list[int], sent: list[int]) -> bool:
    """Give the linking readings to the least busy; a region takes none of its own.

    `taken` are those its jurors have to have for their least load.
    """
    whole = sum(sent)
    if any(one > whole - own for one, own in zip(taken, sent, strict=True)):
        return False
    for _ in range(whole - sum(taken)):
        open_ = [
            (load, at)
            for at, one in enumerate(groups)
            if (load := one.next_load) is not None and taken[at] < whole - sent[at]
        ]
        if not open_:
            return False
        at = min(open_)[1]
        groups[at].add()
        taken[at] += 1
    return sum(taken) == whole


def level_of(least: Ints, most: Ints, total: int) -> int:
    """Return the load up to which everybody who may is filled."""
    low, high = 0, int(most.max(initial=0))
    while low < high:
        middle = (low + high + 1) // 2
        if int(np.clip(middle, least, most).sum()) <= total:
            low = middle
        else:
            high = middle - 1
    return low
