"""The least that can be hidden: cuts from attackers, a relaxation first, then whole numbers.

Fischetti and Salazar-Gonzalez, "Solving the cell suppression problem on tabular data with linear
constraints", Management Science 47 (2001).
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array, vstack

from boutdufil.engines.secrecy._attack import Goal
from boutdufil.engines.secrecy._budget import Meter
from boutdufil.engines.secrecy._system import Array, Mask, System
from boutdufil.engines.secrecy._witnesses import Witnesses, exposed

# The search leaves the rest of the budget to the repair of what it had.
SHARE = 0.6
GAP = 1e-6


@dataclass(frozen=True, slots=True)
class Search:
    """The last pattern considered; `safe` when it meets every goal, `proven` when none is less."""

    hidden: Mask
    safe: bool
    proven: bool
    bound: float


def search(system: System, witnesses: Witnesses, meter: Meter) -> Search:
    """Find a least pattern; unsafe when the budget ends first."""
    return _Master(system, witnesses, meter).run()


class _Master:
    """The choice of what to hide, under the cuts found so far."""

    def __init__(self, system: System, witnesses: Witnesses, meter: Meter) -> None:
        self._system, self._witnesses, self._meter = system, witnesses, meter
        self._free = np.flatnonzero(system.hideable & ~system.forced)
        self._cuts: list[csr_array] = []
        self._shares = system.forced.astype(np.float64)
        self._bound, self._proven = 0.0, True

    def run(self) -> Search:
        """Close the relaxation, then whole numbers, last insiders; each is harder than before."""
        if self._close(whole=False, insiders=False) and self._is_split():
            self._solve(whole=True)
        safe = self._close(whole=True, insiders=False) and self._close(whole=True, insiders=True)
        safe = safe and not self._is_split()
        return Search(self._shares > 0.5, safe, safe and self._proven, self._bound)

    def _close(self, *, whole: bool, insiders: bool) -> bool:
        """Add cuts and solve until no goal is missed; whether it came to that."""
        while not self._meter.is_spent(SHARE):
            missed = list(
                exposed(
                    self._system,
                    self._witnesses,
                    self._shares,
                    self._meter,
                    insiders=insiders,
                    share=SHARE,
                )
            )
            if not missed:
                return not self._meter.is_spent(SHARE)
            new = [self._cut(goal, move.weights) for goal, move in missed]
            found = [cut for cut in new if cut is not None]
            self._cuts += found
            if not found or not self._solve(whole):
                return False
        return False

    def _is_split(self) -> bool:
        shares = self._shares[self._free]
        return bool(np.any(np.minimum(shares, 1 - shares) > 1e-6))

    def _cut(self, goal: Goal, weights: Array) -> csr_array | None:
        """Write the inequality with the need as 1, less what is hidden anyhow."""
        need = goal.need - float(weights[self._system.forced].sum())
        if need <= 1e-9 * goal.need:
            return None
        row = np.minimum(weights[self._free] / need, 1.0)
        row[row < 1e-9] = 0.0
        return csr_array(row[None, :])

    def _solve(self, whole: bool) -> bool:
        cuts, cost = vstack(self._cuts, format="csr"), self._system.cost[self._free]
        self._meter.count()
        if whole:
            chosen = self._solve_whole(cuts, cost)
        else:
            found = linprog(cost, A_ub=-cuts, b_ub=-np.ones(cuts.shape[0]), bounds=(0, 1))
            chosen = found.x if found.status == 0 else None
            self._bound = float(found.fun or 0.0) if found.status == 0 else self._bound
        if chosen is not None:
            self._shares = self._system.forced.astype(np.float64)
            self._shares[self._free] = np.round(chosen) if whole else _clean(chosen)
        return chosen is not None

    def _solve_whole(self, cuts: csr_array, cost: Array) -> Array | None:
        left = self._meter.seconds_left
        found = milp(
            cost,
            constraints=LinearConstraint(cuts, 1.0, np.inf),
            bounds=Bounds(0, 1),
            integrality=np.ones(len(cost), dtype=np.int64),
            options={"mip_rel_gap": GAP, "time_limit": max(0.1, SHARE * left)},
        )
        self._proven = found.status == 0
        if found.x is not None:
            self._bound = float(found.mip_dual_bound or 0.0)
        answer: Array | None = found.x
        return answer


def _clean(shares: Array) -> Array:
    return np.where(shares < 1e-9, 0.0, np.minimum(shares, 1.0))
