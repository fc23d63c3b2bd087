"""Jurors of no region, each lent to the region whose readers would be busiest.

A plan in which they read that region's files alone keeps the demand of the wider question. Where
its loads are as even as loads can be at all, no plan betters it.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from boutdufil.engines.judging._board import Board, Ints
from boutdufil.engines.judging._loads import level_of


def has_lent(board: Board) -> bool:
    """Tell whether there are jurors to lend: regions matter, and somebody has none."""
    return board.panels and any(not one.region for one in board.jurors)


def lend(board: Board) -> tuple[Board, Ints]:
    """Return the question with everybody in a region, and the places of its readings in ours."""
    lent = _regions(board)
    jurors = tuple(
        replace(one, region=board.regions[at]) if at >= 0 else one
        for one, at in zip(board.jurors, lent.tolist(), strict=True)
    )
    theirs = lent[board.juror]
    kept = np.flatnonzero((theirs < 0) | (theirs == board.region[board.file]))
    narrow = Board(
        board.files,
        jurors,
        board.demand,
        board.file[kept],
        board.juror[kept],
        board.away[kept],
        None,
    )
    return narrow, kept


def are_even(board: Board, held: NDArray[np.bool_]) -> bool:
    """Tell whether the loads of a plan are as even as any jurors' with these limits."""
    loads = np.bincount(board.juror[held], minlength=len(board.jurors))
    level = level_of(board.least, board.most, board.seats)
    base = np.clip(level, board.least, board.most)
    rest = board.seats - int(base.sum())
    return int((loads**2).sum()) == int((base**2).sum()) + rest * (2 * level + 1)


def _regions(board: Board) -> Ints:
    """Return the region each juror is lent to, -1 for those who have one of their own."""
    wanted = np.bincount(board.region, minlength=len(board.regions)) * board.demand.reviews
    readers = np.asarray(
        [sum(one.region == name for one in board.jurors) for name in board.regions]
    )
    lent = np.full(len(board.jurors), -1, dtype=np.int64)
    for at, one in enumerate(board.jurors):
        if not one.region:
            lent[at] = max(range(len(wanted)), key=lambda r: (wanted[r] / (readers[r] + 1), -r))
            readers[lent[at]] += 1
    return lent
