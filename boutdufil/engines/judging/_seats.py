"""The plan of highest value as a linear program; in whole readings where the program splits some.

Readings by juror and by file form a network, whose program is whole by itself. Linking files and
mixes may split a reading: then branch and bound has the last word.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import coo_array, csr_array, vstack

from boutdufil.engines.judging._board import LEVELS, Board, Ints
from boutdufil.engines.judging._faults import Fault, JudgingError

Floats = NDArray[np.float64]
Member = tuple[Ints, Ints, float]
NEAR = 1e-6
# Branches of a search: counted and not timed, so that every machine finds the same plan.
NODES = 500
LIMIT_REACHED = 1


@dataclass(frozen=True)
class Program:
    """Maximise `worth` @ x under `low` <= `rows` @ x <= `high` and 0 <= x <= `top`.

    The variables are the readings of the board, the linking files beyond the share by region, the
    load of each juror in steps, and for each cut the jurors who bridge it.
    """

    worth: Floats
    rows: csr_array
    low: Floats
    high: Floats
    top: Floats


@dataclass
class _Sheet:
    """Rows of a program as they are written down, over `width` variables."""

    width: int
    cells: list[tuple[Ints, Ints, Floats]] = field(default_factory=list)
    low: list[Floats] = field(default_factory=list)
    high: list[Floats] = field(default_factory=list)

    def add(self, low: Ints | float, high: Ints | float, *members: Member, rows: int) -> None:
        """Write `rows` rows, between `low` and `high`; a member is row, column and sign."""
        before = sum(len(one) for one in self.low)
        self.low.append(np.broadcast_to(np.asarray(low, dtype=np.float64), rows))
        self.high.append(np.broadcast_to(np.asarray(high, dtype=np.float64), rows))
        for row, column, sign in members:
            self.cells.append((before + row, column, np.full(len(row), sign)))

    @property
    def matrix(self) -> csr_array:
        """Return everything written, as one matrix."""
        rows, columns, values = (np.concatenate(one) for one in zip(*self.cells, strict=True))
        shape = (sum(len(one) for one in self.low), self.width)
        return coo_array((values, (rows, columns)), shape=shape).tocsr()


@dataclass(frozen=True)
class _Steps:
    """The load of each juror in steps: whose, what each costs, and how many files it holds."""

    owner: Ints
    cost: Ints
    room: Ints


def program(
    board: Board,
    cuts: Sequence[NDArray[np.bool_]] = (),
    *,
    linking: bool = True,
    idle: bool = False,
) -> Program:
    """Write a board down; each cut is a set of files that a juror links to the others.

    `idle` writes down too how many jurors at most can read anything in a connected plan.
    """
    steps = _steps(board)
    links = len(board.regions) if linking and board.away.any() else 0
    readings, jurors = len(board.file), len(board.jurors)
    climb = readings + links
    bridges = climb + len(steps.owner)
    others = jurors * (len(cuts) + idle)
    sheet = _Sheet(bridges + others)
    _count(sheet, board)
    if links:
        _link(sheet, board)
    if len(steps.owner):
        own = (board.juror, np.arange(readings), 1.0)
        climbed = (steps.owner, climb + np.arange(len(steps.owner)), -1.0)
        sheet.add(0, 0, own, climbed, rows=jurors)
    for at, cut in enumerate(cuts):
        _bridge(sheet, board, cut, bridges + jurors * at)
    if idle:
        _leave_idle(sheet, board, bridges + jurors * len(cuts))
    tops = (np.ones(readings), np.full(links, np.inf), steps.room, np.ones(others))
    return Program(
        worth=_worth(board, links, steps, others),
        rows=sheet.matrix,
        low=np.concatenate(sheet.low),
        high=np.concatenate(sheet.high),
        top=np.concatenate(tops),
    )


@dataclass(frozen=True)
class Solved:
    """The readings of a plan, and whether none is better."""

    held: NDArray[np.bool_]
    proven: bool


def solve(board: Board, written: Program) -> Solved | None:
    """Return the best plan, or None where there is none.

    Raises JudgingError where the work allowed ends before either is known.
    """
    found, proven = (_relaxed(written) if len(board.file) else None), True
    if found is not None and np.abs(found - np.rint(found)).max(initial=0.0) > NEAR:
        found, proven = _whole(written, len(board.file))
    return None if found is None else Solved(found[: len(board.file)] > 0.5, proven)


def _relaxed(written: Program) -> Floats | None:
    same = written.low == written.high
    above, below = ~same & np.isfinite(written.high), ~same & np.isfinite(written.low)
    less = vstack([written.rows[above], -written.rows[below]], format="csr")
    answer = linprog(  # type: ignore[call-overload]  # the stubs know dense rows only
        -written.worth,
        A_ub=less if less.shape[0] else None,
        b_ub=np.concatenate((written.high[above], -written.low[below])) if less.shape[0] else None,
        A_eq=written.rows[same],
        b_eq=written.high[same],
        bounds=np.column_stack((np.zeros(len(written.top)), written.top)),
        method="highs-ds",
    )
    return answer.x if answer.status == 0 else None


def _whole(written: Program, readings: int) -> tuple[Floats | None, bool]:
    kinds = np.zeros(len(written.top), dtype=np.int64)
    kinds[:readings] = 1
    answer = milp(
        -written.worth,
        integrality=kinds,
        bounds=Bounds(0, written.top),
        constraints=LinearConstraint(written.rows, written.low, written.high),
        options={"mip_rel_gap": 0, "node_limit": NODES},
    )
    if answer.status == LIMIT_REACHED and answer.x is None:
        raise JudgingError(Fault.TOO_MUCH_WORK)
    return answer.x, answer.status != LIMIT_REACHED


def _worth(board: Board, links: int, steps: _Steps, bridges: int) -> Floats:
    """Return what each variable adds: whole numbers, and less than one in all for the spread."""
    readings = np.zeros(len(board.file)) if board.fits is None else board.fits.astype(np.float64)
    dearest = float(readings.max(initial=0.0)) + float(steps.cost.max(initial=0))
    readings = readings + board.spread / (LEVELS * (board.seats + 1))
    extra = np.full(links, -1 - dearest * board.seats)
    return np.concatenate((readings, extra, -steps.cost.astype(np.float64), np.zeros(bridges)))


def _steps(board: Board) -> _Steps:
    """Return what one file more costs a juror, 1, 3, 5... so that loads come out even.

    Far beyond the mean load every further file costs the same.
    """
    if board.fits is not None:
        return _Steps(*np.zeros((3, 0), dtype=np.int64))
    single = 4 * -(-board.seats // max(1, len(board.jurors))) + 4
    owner: list[int] = []
    before: list[int] = []
    room: list[int] = []
    for at, most in enumerate(board.most.tolist()):
        own = min(most, single)
        owner += [at] * (own + (most > own))
        before += range(own + (most > own))
        room += [1] * own + [most - own] * (most > own)
    counts = np.asarray((owner, before, room), dtype=np.int64)
    return _Steps(counts[0], 2 * counts[1] + 1, counts[2])


def _count(sheet: _Sheet, board: Board) -> None:
    """Write the readings of each file, its mix, one juror from elsewhere, and loads."""
    files, jurors, reviews = len(board.files), len(board.jurors), board.demand.reviews
    every = np.arange(len(board.file))
    sheet.add(reviews, reviews, (board.file, every, 1.0), rows=files)
    sheet.add(board.least, board.most, (board.juror, every, 1.0), rows=jurors)
    if board.away.any():
        away = np.flatnonzero(board.away)
        sheet.add(0, 1, (board.file[away], away, 1.0), rows=files)
    kinds = np.asarray([one.kind for one in board.jurors])[board.juror]
    for kind, count in sorted(board.demand.mixes.items()):
        own = np.flatnonzero(kinds == kind)
        sheet.add(count, reviews, (board.file[own], own, 1.0), rows=files)


def _link(sheet: _Sheet, board: Board) -> None:
    """Write the linking files of each region, and those beyond."""
    away, regions = np.flatnonzero(board.away), np.arange(len(board.regions))
    linked = (board.region[board.file[away]], away, 1.0)
    extra = (regions, len(board.file) + regions, -1.0)
    sheet.add(board.wanted, board.wanted, linked, extra, rows=len(regions))


def _bridge(sheet: _Sheet, board: Board, cut: NDArray[np.bool_], first: int) -> None:
    """Write that some juror reads a file of the cut and one beside it.

    A juror bridges as much as the fewer of the two; in whole readings, one in all is one juror.
    """
    jurors = np.arange(len(board.jurors))
    inside = cut[board.file]
    for side in (inside, ~inside):
        own = np.flatnonzero(side)
        read = (board.juror[own], own, -1.0)
        sheet.add(-np.inf, 0, read, (jurors, first + jurors, 1.0), rows=len(jurors))
    sheet.add(1, np.inf, (np.zeros_like(jurors), first + jurors, 1.0), rows=1)


def _leave_idle(sheet: _Sheet, board: Board, first: int) -> None:
    """Write that so many jurors read nothing that the rest can hang together.

    A connected graph has at most one node more than it has readings.
    """
    readings, jurors = np.arange(len(board.file)), np.arange(len(board.jurors))
    reads = (readings, first + board.juror, -1.0)
    sheet.add(-np.inf, 0, (readings, readings, 1.0), reads, rows=len(readings))
    most = board.seats - len(board.files) + 1
    sheet.add(-np.inf, most, (np.zeros_like(jurors), first + jurors, 1.0), rows=1)
