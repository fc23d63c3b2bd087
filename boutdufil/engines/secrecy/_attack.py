"""The attacker: how far a hidden value can be moved while everything that is shown stays true."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_array, hstack

from boutdufil.engines.secrecy._budget import Meter
from boutdufil.engines.secrecy._system import Array, Mask, System

OUTSIDER = -1
# Relative to what is needed: below this a move counts as reached.
SLACK = 1e-6
# A move needs no cell to give way by more than so many times itself; wider is cut, never less safe.
WIDEST = 1e6


@dataclass(frozen=True, slots=True)
class Goal:
    """One side of one target, before one attacker (`OUTSIDER` or the number of an insider)."""

    at: int
    sign: int
    need: float
    by: int = OUTSIDER


@dataclass(frozen=True, slots=True)
class Move:
    """What an attacker cannot exclude: the values of all unknowns moved by `vector`."""

    reached: float
    vector: Array
    weights: Array


def goals(system: System, by: int = OUTSIDER) -> Iterator[Goal]:
    """Yield what must hold before one attacker; a group's own cells are no secret from itself."""
    own = set() if by == OUTSIDER else set(system.insiders[by].tolist())
    for target in system.targets:
        if target.at not in own:
            below, above = target.before.get(by, (target.below, target.above))
            for sign, need in ((1, above), (-1, below)):
                if need > 0:
                    yield Goal(target.at, sign, need, by)


def is_possible(system: System, vector: Array) -> bool:
    """Whether a move stays within what anybody takes for possible."""
    return bool(np.all(vector <= system.up) and np.all(-vector <= system.down))


def movable(system: System, goal: Goal, hidden: Mask) -> NDArray[np.int64]:
    """Return the unknowns that can give way before this attacker."""
    open_ones = hidden & ((system.up > 0) | (system.down > 0))
    if goal.by != OUTSIDER:
        open_ones[system.insiders[goal.by]] = False
    return np.flatnonzero(open_ones)


def attack(system: System, goal: Goal, shares: Array, meter: Meter) -> Move:
    """Move the goal's unknown as far as it goes, up to its need.

    `shares` says how much of each unknown's room may be used: 1 hidden, 0 shown, between in a
    relaxation. `weights` of the answer are those of a valid inequality on the hidden ones
    (Fischetti and Salazar, 2001): their sum over what is hidden bounds the move.
    """
    meter.count()
    at = movable(system, goal, shares > 0)
    spot = int(np.searchsorted(at, goal.at))
    if spot >= len(at) or at[spot] != goal.at:
        return Move(0.0, np.zeros(len(shares)), np.zeros(len(shares)))
    part, rows = submatrix(system, at)
    low, high = _room(system, at, shares, goal)
    if goal.sign > 0:
        high[spot] = min(high[spot], 1.0)
    else:
        low[spot] = max(low[spot], -1.0)
    cost = np.zeros(len(at))
    cost[spot] = -goal.sign
    found = linprog(  # type: ignore[call-overload]  # sparse sums
        cost,
        A_eq=part,
        b_eq=np.zeros(len(rows)),
        bounds=np.column_stack([low, high]),
        method="highs-ds",
        options={"presolve": False},
    )
    if found.status != 0:
        # Not a proof of anything: the target counts as not moved, and the caller hides more.
        return Move(0.0, np.zeros(len(shares)), np.zeros(len(shares)))
    vector = np.zeros(len(shares))
    vector[at] = found.x * goal.need
    duals = np.zeros(system.sums.shape[0])
    duals[rows] = -found.eqlin.marginals
    return Move(-float(found.fun) * goal.need, vector, _weights(system, goal, duals))


def cheapest_move(
    system: System, goal: Goal, within: Mask, cost: Array, meter: Meter
) -> Array | None:
    """Return the move that reaches the goal through the cheapest cells, None when none does."""
    meter.count()
    at = movable(system, goal, within)
    spot = int(np.searchsorted(at, goal.at))
    if spot >= len(at) or at[spot] != goal.at:
        return None
    part, rows = submatrix(system, at)
    up = np.minimum(system.up[at] / goal.need, WIDEST)
    down = np.minimum(system.down[at] / goal.need, WIDEST)
    high, low = np.concatenate([up, down]), np.zeros(2 * len(at))
    forward, back = (spot, spot + len(at))[:: goal.sign]
    low[forward], high[forward], high[back] = 1.0, max(1.0, high[forward]), 0.0
    if (up if goal.sign > 0 else down)[spot] < 1.0 - SLACK:
        return None
    # What a unit costs is the cell's price over what of it can be used: the relaxed fixed charge.
    price = cost[at] / np.minimum(np.maximum(np.minimum(up, down), 1e-9), 1.0)
    found = linprog(  # type: ignore[call-overload]  # sparse sums
        np.concatenate([price, price]),
        A_eq=hstack([part, -part], format="csr"),
        b_eq=np.zeros(len(rows)),
        bounds=np.column_stack([low, high]),
        method="highs-ds",
    )
    if found.status != 0:
        return None
    vector = np.zeros(len(system.values))
    vector[at] = (found.x[: len(at)] - found.x[len(at) :]) * goal.need
    vector[np.abs(vector) < 1e-9 * goal.need] = 0.0
    return vector


def submatrix(system: System, at: NDArray[np.int64]) -> tuple[csr_array, NDArray[np.int64]]:
    """Return the sums that hold one of these unknowns, on these alone, and which sums they are."""
    part = system.sums[:, at]
    rows = np.unique(part.indices).astype(np.int64)
    return csr_array(part.tocsr()[rows]), rows


def _room(system: System, at: NDArray[np.int64], shares: Array, goal: Goal) -> tuple[Array, Array]:
    down = np.minimum(system.down[at] / goal.need, WIDEST) * shares[at]
    up = np.minimum(system.up[at] / goal.need, WIDEST) * shares[at]
    return -down, up


def _weights(system: System, goal: Goal, duals: Array) -> Array:
    reduced = -(system.sums.T @ duals)
    reduced[goal.at] += goal.sign
    reduced[np.abs(reduced) < 1e-9] = 0.0
    if goal.by != OUTSIDER:
        reduced[system.insiders[goal.by]] = 0.0
    room = np.where(reduced > 0, system.up, system.down)
    # Nothing needs more weight than the whole need: this is the strengthening of the inequality.
    weights: Array = np.abs(reduced) * np.minimum(room, WIDEST * goal.need)
    return weights
