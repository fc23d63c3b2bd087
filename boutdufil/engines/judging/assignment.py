"""Which juror reads which file: the best plan, or the exact reason why there is none."""

from collections.abc import Collection, Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from boutdufil.engines.judging._board import Board, read_board
from boutdufil.engines.judging._faults import Fault, JudgingError
from boutdufil.engines.judging._flow import quick_plan
from boutdufil.engines.judging._graph import Pair, components, is_connected
from boutdufil.engines.judging._readers import (
    Assignment,
    Component,
    Demand,
    File,
    Impossible,
    Juror,
    Reading,
    Reason,
)
from boutdufil.engines.judging._seats import Solved, program, solve
from boutdufil.engines.judging._shortage import shortage, together

__all__ = [
    "Assignment",
    "Component",
    "Demand",
    "File",
    "Impossible",
    "Juror",
    "Reading",
    "Reason",
    "assign",
    "components",
    "is_connected",
]

Held = NDArray[np.bool_]
ROUNDS = 60
# Readings to choose from: beyond, the program would take minutes to better a plan a little.
LARGEST_PROGRAM = 50_000
NO_FIT: Mapping[Pair, int] = MappingProxyType({})


def assign(
    files: Collection[File],
    jurors: Collection[Juror],
    conflicts: Collection[Pair] = (),
    demand: Demand = Demand(),  # noqa: B008 - frozen
    *,
    fit: Mapping[Pair, int] = NO_FIT,
) -> Assignment | Impossible:
    """Return the best plan that keeps the demand, or why none does.

    Conflicts are pairs of file and juror, declared or inferred, and are never read. `fit` (0 to
    1,000,000) of such pairs is maximised in total; without it the loads come out as even as can be.
    The same question gives the same plan, in whatever order it is told. Raises JudgingError.
    """
    board = read_board(files, jurors, conflicts, demand, fit)
    quick = quick_plan(board)
    is_enough = quick is not None and (quick.proven or len(board.file) > LARGEST_PROGRAM)
    if quick is not None and is_enough and not _loose(board, quick.held):
        return _plan(board, quick)
    cuts: list[Component] = []
    for _ in range(ROUNDS):
        inside = [_inside(board, cut) for cut in cuts]
        found = solve(board, program(board, inside, idle=bool(cuts) and _is_thin(board)))
        if found is None:
            return _lost(board, cuts)
        loose = _loose(board, found.held)
        if not loose:
            return _plan(board, found)
        cuts += loose
    raise JudgingError(Fault.TOO_MUCH_WORK)


def _is_thin(board: Board) -> bool:
    """Tell whether jurors outnumber what the readings of a connected plan can hold."""
    return len(board.jurors) > board.seats - len(board.files) + 1


def _loose(board: Board, held: Held) -> tuple[Component, ...]:
    """Return the parts of a plan that hang together with nothing else; none if it is one."""
    share = board.demand.linking_share
    if not board.demand.connected or share == 0:
        return ()
    found = components(_pairs(board, held))
    return found[len(found) == 2 :] if len(found) > 1 else ()


def _inside(board: Board, part: Component) -> Held:
    """Mark the files of a part: in every connected plan a juror reads one of them and another."""
    own = set(part.files)
    return np.asarray([one.id in own for one in board.files])


def _lost(board: Board, cuts: list[Component]) -> Impossible:
    if not cuts or solve(board, program(board)) is None:
        return shortage(board)
    for part in reversed(cuts):
        if solve(board, program(board, [_inside(board, part)])) is None:
            return Impossible(Reason.NOT_CONNECTED, part.files, part.jurors)
    return together(board, ("connected",))


def _pairs(board: Board, held: Held) -> list[Pair]:
    return [
        (board.files[file].id, board.jurors[juror].id)
        for file, juror in zip(board.file[held].tolist(), board.juror[held].tolist(), strict=True)
    ]


def _plan(board: Board, found: Solved) -> Assignment:
    held = found.held
    readings = tuple(
        Reading(file, juror, linking=bool(away))
        for (file, juror), away in zip(_pairs(board, held), board.away[held], strict=True)
    )
    loads = np.bincount(board.juror[held], minlength=len(board.jurors))
    value = -int((loads**2).sum()) if board.fits is None else int(board.fits[held].sum())
    linking = tuple(sorted({one.file for one in readings if one.linking}))
    extra = len(linking) - int(board.wanted.sum())
    return Assignment(tuple(sorted(readings)), linking, value, extra, found.proven)
