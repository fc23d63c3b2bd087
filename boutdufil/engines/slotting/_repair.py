"""What the search left open: an exact solver (Google OR-Tools, CP-SAT) on what could still help.

Only meetings that could be part of a better plan are given to it, with the plan so far as a hint.
Its work is bounded in steps and not by a clock, so the same problem gives the same plan.
"""

from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model

from boutdufil.engines.slotting._instance import FREE, Bools, Instance, Table
from boutdufil.engines.slotting._relaxation import Choices, Relaxed

# More than this, and reading the model alone takes longer than an organiser waits.
MOST_MEETINGS = 60_000
EXACT_DOUBLES = 2**53


@dataclass(frozen=True)
class Repaired:
    """A table at least as good as the one given, and a bound for every table, in points."""

    table: Table
    bound: int


def repair(
    instance: Instance, listed: Choices, relaxed: Relaxed, table: Table, effort: float
) -> Repaired:
    """Look for a better table within `effort` units of deterministic time (about seconds)."""
    value = instance.value(table)
    useful = relaxed.bound - relaxed.slack > value
    if not useful.any() or useful.sum() > MOST_MEETINGS:
        return Repaired(table, relaxed.bound if useful.any() else value)
    model = cp_model.CpModel()
    at = np.flatnonzero(useful)
    meetings = [model.new_bool_var("") for _ in at]
    _add_rules(model, listed, useful, meetings)
    model.maximize(cp_model.LinearExpr.weighted_sum(meetings, listed.values[at].tolist()))
    held = table[listed.recruiter[at], listed.slot[at]] == listed.candidate[at]
    for variable, is_held in zip(meetings, held.tolist(), strict=True):
        model.add_hint(variable, is_held)
    solver = _solver(effort)
    status = solver.solve(model)
    if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        return Repaired(table, relaxed.bound)
    chosen = at[[bool(solver.value(variable)) for variable in meetings]]
    found = np.full(table.shape, FREE, dtype=np.int64)
    found[listed.recruiter[chosen], listed.slot[chosen]] = listed.candidate[chosen]
    best = max(found, table, key=instance.value)
    proven = _proven(solver, relaxed.bound)
    if status == cp_model.OPTIMAL:
        proven = instance.value(found)
    return Repaired(best, max(instance.value(best), min(relaxed.bound, proven)))


def _proven(solver: cp_model.CpSolver, bound: int) -> int:
    """Read the bound of the solver, told as a double: one point of rounding is given away."""
    return int(solver.best_objective_bound) + 1 if bound < EXACT_DOUBLES else bound


def _add_rules(
    model: cp_model.CpModel,
    listed: Choices,
    useful: Bools,
    meetings: list[cp_model.IntVar],
) -> None:
    rules = listed.rules[:, np.flatnonzero(useful)]
    for rule, room in enumerate(listed.room.tolist()):
        its = rules.indices[rules.indptr[rule] : rules.indptr[rule + 1]].tolist()
        if room == 1 and len(its) > 1:
            model.add_at_most_one(meetings[one] for one in its)
        elif len(its) > room:
            model.add(cp_model.LinearExpr.sum([meetings[one] for one in its]) <= room)


def _solver(effort: float) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.linearization_level = 2
    solver.parameters.max_deterministic_time = effort
    return solver
