"""A pattern without search: each target finds what it needs by itself, and all of it is hidden."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from boutdufil.engines.secrecy._attack import SLACK, Goal, cheapest_move, goals, is_possible
from boutdufil.engines.secrecy._budget import Meter
from boutdufil.engines.secrecy._cells import TableRefused
from boutdufil.engines.secrecy._system import Array, Mask, System
from boutdufil.engines.secrecy._witnesses import Witnesses, exposed


@dataclass(frozen=True, slots=True)
class Cover:
    """A pattern that is safe, and what each goal's move was."""

    hidden: Mask
    witnesses: Witnesses


def cover(system: System, meter: Meter) -> Cover:
    """Hide what the cheapest move of each goal touches (Kelly, Golden and Assad, 1992).

    Each goal is met apart from the others, so a table with more primary cells hides at least what
    it hid with fewer. Raises TableRefused ("exposed") for targets that stay too close even when
    everything that may be hidden is.
    """
    hidden, witnesses = system.forced.copy(), Witnesses(system)
    lost: list[object] = []
    before = _goals_of_insiders(system)
    vectors: list[Array] | None = None
    for goal in goals(system):
        if goal.sign < 0 and _is_mirrored(system, goal, vectors):
            continue
        vectors = _moves(system, goal, before[goal.at, goal.sign], meter)
        if vectors is None:
            lost.append(system.names[goal.at])
            continue
        for vector in vectors:
            hidden |= np.abs(vector) > 0
            witnesses.keep(vector)
    if lost:
        raise TableRefused("exposed", tuple(dict.fromkeys(lost)))
    return Cover(hidden, witnesses)


def _is_mirrored(system: System, goal: Goal, vectors: list[Array] | None) -> bool:
    """Whether the moves of this target's other side (just found), turned round, serve too."""
    return vectors is not None and all(
        -goal.sign * vector[goal.at] >= goal.need * (1 - SLACK) and is_possible(system, -vector)
        for vector in vectors
    )


def _goals_of_insiders(system: System) -> defaultdict[tuple[int, int], list[Goal]]:
    found: defaultdict[tuple[int, int], list[Goal]] = defaultdict(list)
    for by in range(len(system.insiders)):
        for goal in goals(system, by):
            found[goal.at, goal.sign].append(goal)
    return found


def _moves(system: System, goal: Goal, others: Sequence[Goal], meter: Meter) -> list[Array] | None:
    """Return a cheapest move before the public, and others before insiders it would not fool."""
    first = cheapest_move(system, goal, system.hideable, system.cost, meter)
    if first is None:
        return None
    found = [first]
    for other in others:
        if np.any(first[system.insiders[other.by]]):
            move = cheapest_move(system, other, system.hideable, system.cost, meter)
            if move is None:
                return None
            found.append(move)
    return found


def repair(system: System, witnesses: Witnesses, hidden: Mask, meter: Meter) -> Mask | None:
    """Hide more until every goal is met, using what is hidden already; None if time runs out."""
    hidden = hidden | system.forced
    while not meter.is_spent():
        open_ones = [
            goal for goal, _move in exposed(system, witnesses, hidden.astype(np.float64), meter)
        ]
        if meter.is_spent():
            return None
        if not open_ones:
            return hidden
        for goal in open_ones:
            cost = np.where(hidden, 1e-6, system.cost)
            vector = cheapest_move(system, goal, system.hideable, cost, meter)
            if vector is None or meter.is_spent():
                return None
            witnesses.keep(vector)
            hidden = hidden | (np.abs(vector) > 0)
    return None


def trim(system: System, witnesses: Witnesses, hidden: Mask, meter: Meter) -> Mask:
    """Show again, dearest first, what is not needed; stops when the budget is spent."""
    hidden = hidden.copy()
    extra = np.flatnonzero(hidden & ~system.forced)
    for at in extra[np.argsort(-system.cost[extra], kind="stable")]:
        hidden[at] = False
        open_one = next(exposed(system, witnesses, hidden.astype(np.float64), meter), None)
        if open_one is not None or meter.is_spent():
            hidden[at] = True
        if meter.is_spent():
            break
    return hidden
