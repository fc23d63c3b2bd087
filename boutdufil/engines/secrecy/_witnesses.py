"""Moves that were found, kept: what was shown possible once need not be computed again."""

from collections.abc import Iterator

import numpy as np

from boutdufil.engines.secrecy._attack import (
    OUTSIDER,
    SLACK,
    Goal,
    Move,
    attack,
    cheapest_move,
    goals,
    is_possible,
)
from boutdufil.engines.secrecy._budget import Meter
from boutdufil.engines.secrecy._system import Array, Mask, System

# Numbers kept at most (rows times unknowns): 64 MB.
LARGEST = 8_000_000


class Witnesses:
    """Moves of the whole system, each a proof for every pattern that hides what it moves."""

    def __init__(self, system: System) -> None:
        """Start with none."""
        self._system = system
        self._width = len(system.values)
        self._moves = np.zeros((0, self._width))
        self._touched = np.zeros((0, len(system.insiders)), dtype=bool)

    def keep(self, vector: Array) -> None:
        """Keep a move, and its mirror image where the bounds allow it."""
        both = [vector, -vector] if is_possible(self._system, -vector) else [vector]
        touched = [[bool(np.any(v[own])) for own in self._system.insiders] for v in both]
        self._moves = np.vstack([self._moves, *both])
        self._touched = np.vstack([self._touched, np.array(touched).reshape(len(both), -1)])

    def forget(self) -> None:
        """Drop the oldest beyond what memory is meant for."""
        most = max(1, LARGEST // max(1, self._width))
        self._moves, self._touched = self._moves[-most:], self._touched[-most:]

    def valid(self, shares: Array, since: int = 0) -> Mask:
        """Return which moves from `since` on this pattern (or part of one) allows."""
        system, used = self._system, shares > 0
        up = np.where(used, system.up * np.where(used, shares, 1.0), 0.0)
        down = np.where(used, system.down * np.where(used, shares, 1.0), 0.0)
        room = 1e-9 * (1.0 + np.abs(system.values))
        moves = self._moves[since:]
        within = (moves <= up + room) & (-moves <= down + room)
        return np.asarray(within.all(axis=1), dtype=np.bool_)

    def reach(self, rows: Mask, by: int) -> tuple[Array, Array]:
        """Return how far these moves took each unknown, up and down, before one attacker.

        `rows` speaks of the last moves when there are fewer than were kept.
        """
        since = len(self._moves) - len(rows)
        seen: Mask = rows if by == OUTSIDER else np.logical_and(rows, ~self._touched[since:, by])
        if not seen.any():
            return np.zeros(self._width), np.zeros(self._width)
        moves = self._moves[since:][seen]
        return moves.max(axis=0), -moves.min(axis=0)


class _Pattern:
    """One pattern, and which of the moves it allows."""

    def __init__(self, witnesses: Witnesses, shares: Array) -> None:
        witnesses.forget()
        self._witnesses, self._shares = witnesses, shares
        self._valid = witnesses.valid(shares)
        self.is_whole = bool(np.all((shares == 0) | (shares == 1)))

    def news(self, by: int) -> tuple[Array, Array]:
        """Return how far the moves kept since the last time go."""
        rows = self._witnesses.valid(self._shares, len(self._valid))
        self._valid = np.append(self._valid, rows)
        return self._witnesses.reach(rows, by)

    def reach(self, by: int) -> tuple[Array, Array]:
        """Return how far all moves go."""
        self.news(by)
        return self._witnesses.reach(self._valid, by)


def exposed(
    system: System,
    witnesses: Witnesses,
    shares: Array,
    meter: Meter,
    *,
    insiders: bool = True,
    share: float = 1.0,
) -> Iterator[tuple[Goal, Move]]:
    """Yield goals a pattern does not reach, each with the attacker's best move; none if all are.

    One attacker a side of a target is enough to tell. Stops without an answer once the budget is
    spent: ask the meter.
    """
    pattern = _Pattern(witnesses, shares)
    open_sides: set[tuple[int, int]] = set()
    for by in range(OUTSIDER, len(system.insiders) if insiders else 0):
        for goal in _unreached(system, pattern, by):
            if meter.is_spent(share):
                return
            if (goal.at, goal.sign) in open_sides:
                continue
            # A move through few cells fools many insiders: it is tried first.
            if by != OUTSIDER and pattern.is_whole:
                small = cheapest_move(system, goal, shares > 0, system.cost, meter)
                if small is not None:
                    witnesses.keep(small)
                    continue
            move = attack(system, goal, shares, meter)
            witnesses.keep(move.vector)
            if move.reached < goal.need * (1 - SLACK):
                open_sides.add((goal.at, goal.sign))
                yield goal, move


def _unreached(system: System, pattern: _Pattern, by: int) -> Iterator[Goal]:
    up, down = pattern.reach(by)
    for goal in sorted(goals(system, by), key=lambda one: (-one.need, one.at, one.sign)):
        more = pattern.news(by)
        up, down = np.maximum(up, more[0]), np.maximum(down, more[1])
        if (up if goal.sign > 0 else down)[goal.at] < goal.need * (1 - SLACK):
            yield goal
