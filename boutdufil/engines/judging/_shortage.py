"""Why there is no plan: the smallest set of files or jurors whose needs cannot be met.

Where a flow carries less than is needed, its minimum cut names the set (Hall's condition): the
need of one side, and everything the other side could give it.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import breadth_first_order, connected_components, maximum_flow

from boutdufil.engines.judging._board import Board, Ints
from boutdufil.engines.judging._readers import Impossible, Reason
from boutdufil.engines.judging._seats import Program, program, solve

Marks = NDArray[np.bool_]


@dataclass(frozen=True)
class Network:
    """Who needs (`needs`) asks whoever can give (`gives`) by `arcs`, one unit each.

    `limited` arcs of one asker or giver, as `limit_of` says, carry one unit together.
    """

    needs: Ints
    gives: Ints
    asker: Ints
    giver: Ints
    limited: Marks
    limit_of: Ints


@dataclass(frozen=True)
class Violation:
    """Askers and givers of a cut, what the askers need, and what they can get."""

    askers: Ints
    givers: Ints
    needed: int
    available: int


def shortage(board: Board) -> Impossible:
    """Return why a board without a plan has none, the plainest reason first."""
    for look in (_files_short, _jurors_short, _kinds_short, _linking_short):
        found = look(board)
        if found is not None:
            return found
    return together(board, _would_do(board))


def together(board: Board, would_do: tuple[str, ...]) -> Impossible:
    """Return that each demand can be kept and all of them together cannot."""
    files = tuple(one.id for one in board.files)
    jurors = tuple(one.id for one in board.jurors)
    return Impossible(Reason.TOGETHER, files, jurors, would_do=would_do)


def _files_short(board: Board) -> Impossible | None:
    """Look for files whose jurors cannot read them often enough."""
    needs = np.full(len(board.files), board.demand.reviews)
    return _lacking(
        board, needs, np.ones(len(board.file), dtype=np.bool_), Reason.FILES_LACK_JURORS
    )


def _kinds_short(board: Board) -> Impossible | None:
    kinds = np.asarray([one.kind for one in board.jurors])[board.juror]
    for kind, count in sorted(board.demand.mixes.items()):
        needs = np.full(len(board.files), count)
        found = _lacking(board, needs, kinds == kind, Reason.KIND_IS_SHORT)
        if found is not None:
            return replace(found, about=kind)
    return None


def _lacking(board: Board, needs: Ints, usable: Marks, reason: Reason) -> Impossible | None:
    found = _violation(
        Network(
            needs=needs,
            gives=board.most,
            asker=board.file[usable],
            giver=board.juror[usable],
            limited=board.away[usable],
            limit_of=board.file[usable],
        )
    )
    if found is None:
        return None
    files = tuple(board.files[at].id for at in found.askers.tolist())
    jurors = tuple(board.jurors[at].id for at in found.givers.tolist())
    return Impossible(reason, files, jurors, found.needed, found.available)


def _jurors_short(board: Board) -> Impossible | None:
    """Look for jurors who must read more than the files they may read have room for."""
    found = _violation(
        Network(
            needs=board.least,
            gives=np.full(len(board.files), board.demand.reviews),
            asker=board.juror,
            giver=board.file,
            limited=board.away,
            limit_of=board.file,
        )
    )
    if found is None:
        return None
    files = tuple(board.files[at].id for at in found.givers.tolist())
    jurors = tuple(board.jurors[at].id for at in found.askers.tolist())
    return Impossible(Reason.JURORS_LACK_FILES, files, jurors, found.needed, found.available)


def _linking_short(board: Board) -> Impossible | None:
    """Look for a region where fewer files can be linked than are wanted."""
    plain = program(_unmixed(_idle(board)), linking=False)
    regions = board.region[board.file]
    for at in np.flatnonzero(board.wanted).tolist():
        counted = np.zeros(len(plain.worth))
        counted[: len(board.file)] = board.away & (regions == at)
        found = solve(board, replace(plain, worth=counted))
        if found is None:
            return None
        most = int((board.away & (regions == at) & found.held).sum())
        if most < board.wanted[at]:
            files = tuple(one.id for one in board.files if one.region == board.regions[at])
            jurors = _who(board, board.away & (regions == at))
            wanted = int(board.wanted[at])
            about = board.regions[at]
            return Impossible(Reason.LINKING_IS_SHORT, files, jurors, wanted, most, about)
    return None


def _who(board: Board, readings: Marks) -> tuple[str, ...]:
    return tuple(board.jurors[at].id for at in np.unique(board.juror[readings]).tolist())


def _would_do(board: Board) -> tuple[str, ...]:
    """Return the demands of which leaving out a single one makes a plan possible."""
    unmixed, idle = _unmixed(board), _idle(board)
    others: dict[str, tuple[Board, Program]] = {
        "linking_share": (board, program(board, linking=False))
    }
    others |= {"mixes": (unmixed, program(unmixed)), "least": (idle, program(idle))}
    return tuple(name for name, (one, its) in others.items() if solve(one, its) is not None)


def _unmixed(board: Board) -> Board:
    return replace(board, demand=replace(board.demand, mixes={}))


def _idle(board: Board) -> Board:
    """Return the board where no juror must read anything."""
    return replace(board, jurors=tuple(replace(one, least=0) for one in board.jurors))


def _violation(network: Network) -> Violation | None:
    """Return askers who cannot have what they need, as few as told apart; None if all can."""
    askers = len(network.needs)
    edges = _edges(network)
    flow = maximum_flow(edges, 0, edges.shape[0] - 1)
    if flow.flow_value == network.needs.sum():
        return None
    residual = (edges - flow.flow).tocsr()
    residual.eliminate_zeros()
    reached = breadth_first_order(residual, 0, return_predecessors=False)
    stuck = np.isin(np.arange(1, askers + 1), reached)
    served = flow.flow[[0], 1 : askers + 1].toarray()[0]
    alone = _alone(network, np.flatnonzero(stuck))
    return alone or _together(network, stuck, served)


def _alone(network: Network, stuck: Ints) -> Violation | None:
    """Return the first asker who lacks something even if nobody else asked."""
    for at in stuck.tolist():
        own = (network.asker == at) & (network.gives[network.giver] > 0)
        limits = np.unique(network.limit_of[own & network.limited])
        room = int((own & ~network.limited).sum()) + len(limits)
        if room < network.needs[at]:
            near = np.unique(network.giver[network.asker == at])
            return Violation(np.asarray([at]), near, int(network.needs[at]), room)
    return None


def _together(network: Network, stuck: Marks, served: Ints) -> Violation:
    """Return the smallest part of the askers of a cut that lacks something."""
    askers, givers = len(network.needs), len(network.gives)
    shown = stuck[network.asker]
    part = _parts(network.asker[shown], network.giver[shown], askers, givers)
    found = []
    for name in np.unique(part[:askers][stuck]).tolist():
        inside = np.flatnonzero(stuck & (part[:askers] == name))
        needed = int(network.needs[inside].sum())
        if needed > int(served[inside].sum()):
            near = np.unique(network.giver[np.isin(network.asker, inside)])
            found.append(Violation(inside, near, needed, int(served[inside].sum())))
    return min(found, key=lambda one: (len(one.askers), one.askers.tolist()))


def _edges(network: Network) -> csr_array:
    """Write the network with a source, the askers, the limits, the givers and a sink."""
    askers, givers = len(network.needs), len(network.gives)
    limits = int(network.limit_of.max(initial=-1)) + 1
    middle, last = 1 + askers, 1 + askers + limits
    sink = last + givers
    free = ~network.limited
    through = middle + network.limit_of[network.limited]
    units = np.unique(
        np.concatenate(
            (
                np.column_stack((1 + network.asker[free], last + network.giver[free])),
                np.column_stack((1 + network.asker[network.limited], through)),
                np.column_stack((through, last + network.giver[network.limited])),
            )
        ),
        axis=0,
    )
    start = np.concatenate((np.zeros(askers), units[:, 0], last + np.arange(givers)))
    end = np.concatenate((1 + np.arange(askers), units[:, 1], np.full(givers, sink)))
    room = np.concatenate((network.needs, np.ones(len(units)), network.gives)).astype(np.int32)
    shape = (sink + 1, sink + 1)
    return coo_array((room, (start.astype(np.int32), end.astype(np.int32))), shape=shape).tocsr()


def _parts(asker: Ints, giver: Ints, askers: int, givers: int) -> Ints:
    """Return for askers, then givers, the part they hang together with."""
    size = askers + givers
    ones = np.ones(len(asker), dtype=np.int8)
    graph = coo_array((ones, (asker, askers + giver)), shape=(size, size))
    return connected_components(graph, directed=False)[1].astype(np.int64)
