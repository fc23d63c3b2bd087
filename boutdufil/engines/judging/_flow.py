"""The best plan by a maximum flow, where it meets a bound that no plan passes.

Most juries do: then the plan is proven, without the program of `_seats`, whose time grows with
every pair of a file and a juror. Where the flow falls short of the bound nothing is known, and the
program has to say.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import maximum_flow

from boutdufil.engines.judging._board import Board, Ints
from boutdufil.engines.judging._lent import are_even, has_lent, lend
from boutdufil.engines.judging._loads import Loads, even_loads
from boutdufil.engines.judging._seats import Solved

Held = NDArray[np.bool_]
# Jurors that a reading may choose from: few make a quick flow, and as if drawn by `Board.spread`.
CHOICES = (8, 32, 1_000_000)


def quick_plan(board: Board) -> Solved | None:
    """Return the readings of a plan found by a flow, None where it finds none.

    No plan betters one that is proven; where jurors of no region were lent to one, another may.
    """
    if board.fits is not None or not has_lent(board):
        held = best_by_flow(board)
        return None if held is None else Solved(held, proven=True)
    narrow, places = lend(board)
    within = best_by_flow(narrow)
    if within is None:
        return None
    held = np.zeros(len(board.file), dtype=np.bool_)
    held[places[within]] = True
    return Solved(held, proven=are_even(board, held))


def best_by_flow(board: Board) -> Held | None:
    """Return the readings of a plan that no other betters, None where the flow finds none."""
    if board.demand.mixes or not len(board.file) or (board.most < board.least).any():
        return None
    kept = np.zeros(len(board.file), dtype=np.bool_) if board.fits is None else board.fits > 0
    loads = even_loads(board) if board.fits is None else _any_loads(board, kept)
    slots = _slots(board, kept)
    if loads is None or slots is None:
        return None
    for most in CHOICES:
        open_ = _chosen(board, most) & ~kept
        held = _flow(board, loads, slots, np.flatnonzero(open_))
        if held is not None:
            return held | kept
    return None


def _any_loads(board: Board, kept: Held) -> Loads | None:
    """Return any loads jurors may have, beside the readings that are kept."""
    before = np.bincount(board.juror[kept], minlength=len(board.jurors))
    high = board.most - before
    low = np.maximum(board.least - before, 0)
    if (high < low).any():
        return None
    total = np.asarray([board.seats - int(kept.sum())])
    return Loads(low, high, np.zeros(len(low), dtype=np.int64), total)


def _slots(board: Board, kept: Held) -> tuple[Ints, Ints] | None:
    """Return how many readings at home and elsewhere each file still wants.

    Linking files are those that link already, then those with too few jurors at home, then as
    `Board.spread` has them; None where this leaves no plan.
    """
    files = len(board.files)
    linked = np.bincount(board.file[kept & board.away], minlength=files)
    at_home = np.bincount(board.file[kept & ~board.away], minlength=files)
    able = np.bincount(board.file[board.away], minlength=files) > 0
    short = np.bincount(board.file[~board.away], minlength=files) < board.demand.reviews
    drawn = np.zeros(files, dtype=np.int64)
    np.add.at(drawn, board.file, board.spread)
    order = np.lexsort((np.arange(files), drawn, ~able, ~short, -linked))
    away = np.zeros(files, dtype=np.int64)
    for at, wanted in enumerate(board.wanted.tolist()):
        away[order[board.region[order] == at][:wanted]] = 1
    elsewhere, home = away - linked, board.demand.reviews - away - at_home
    if min(elsewhere.min(), home.min()) < 0:
        return None
    return home, elsewhere


def _chosen(board: Board, most: int) -> Held:
    """Mark the `most` jurors of each file, at home and elsewhere, that come first by spread."""
    side = 2 * board.file + board.away
    order = np.lexsort((board.juror, board.spread, side))
    ends = np.cumsum(np.bincount(side, minlength=2 * len(board.files)))
    first = np.concatenate(([0], ends[:-1]))[side[order]]
    chosen = np.zeros(len(order), dtype=np.bool_)
    chosen[order] = np.arange(len(order)) - first < most
    return chosen


def _flow(board: Board, loads: Loads, slots: tuple[Ints, Ints], open_: Ints) -> Held | None:
    """Send the readings from files through jurors; None where some do not arrive.

    A juror's least load goes straight to the end, the rest through what the group has left: so
    a full flow fills every least load.
    """
    files, jurors, groups = len(board.files), len(board.jurors), len(loads.total)
    juror, group = 1 + 2 * files, 1 + 2 * files + jurors
    end = group + groups
    sides = 1 + 2 * board.file[open_] + board.away[open_]
    own = juror + np.arange(jurors)
    wanted = np.column_stack(slots).ravel()
    left = loads.total - np.bincount(loads.group, loads.low, groups).astype(np.int64)
    if left.min() < 0 or not len(open_):
        return None
    arcs = (
        (np.zeros(2 * files, dtype=np.int64), 1 + np.arange(2 * files), wanted),
        (sides, juror + board.juror[open_], np.ones(len(open_), dtype=np.int64)),
        (own, np.full(jurors, end), loads.low),
        (own, group + loads.group, loads.high - loads.low),
        (group + np.arange(groups), np.full(groups, end), left),
    )
    tails, heads, room = (np.concatenate(one).astype(np.int32) for one in zip(*arcs, strict=True))
    network = coo_array((room, (tails, heads)), shape=(end + 1, end + 1)).tocsr()
    found = maximum_flow(network, 0, end)
    if found.flow_value < int(wanted.sum()):
        return None
    held = np.zeros(len(board.file), dtype=np.bool_)
    sent = np.asarray(found.flow[sides, juror + board.juror[open_]]).ravel()
    held[open_[sent > 0]] = True
    return held
