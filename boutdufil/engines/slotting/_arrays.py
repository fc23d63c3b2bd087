"""The search for the best table of an instance, and the bounds that no table passes."""

from dataclasses import dataclass

import numpy as np

from boutdufil.engines.slotting._colouring import settle
from boutdufil.engines.slotting._flow import Pairs, best_pairs
from boutdufil.engines.slotting._improve import improve, shake
from boutdufil.engines.slotting._instance import FREE, Instance, Table
from boutdufil.engines.slotting._koenig import colour
from boutdufil.engines.slotting._relaxation import Choices, Relaxed, choices, relax
from boutdufil.engines.slotting._repair import repair

# About seconds of one quiet core for what the first search leaves open.
EFFORT = 4.0
# What one unit of effort buys: shakes of the table, and deterministic time of the exact solver.
SHAKES = 40
EXACT = 0.3
HALF = 0.5
ROUNDING = 1e-6


@dataclass(frozen=True)
class Totals:
    """Meetings, promised pairs among them, and their fits in points."""

    meetings: int
    promises: int
    fit: int


@dataclass(frozen=True)
class ArrayPlan:
    """A table, what it reaches, and what no table could surpass."""

    table: Table
    reached: Totals
    bounds: Totals


def solve_arrays(instance: Instance, effort: float = EFFORT) -> ArrayPlan:
    """Return the best table found; `effort` bounds the work after the first search."""
    pairs = best_pairs(instance, instance.values, instance.ceiling)
    bound = int(instance.values[pairs.candidate, pairs.recruiter].sum())
    table = _first(instance, pairs, bound)
    if instance.value(table) < bound:
        table, bound = _closer(instance, table, bound, effort)
    reached = totals(instance, table)
    return ArrayPlan(table, reached, _bounds(instance, reached, bound))


def totals(instance: Instance, table: Table) -> Totals:
    """Count what a table reaches."""
    recruiters, slots = np.nonzero(table != FREE)
    candidates = table[recruiters, slots]
    promises = int(instance.promised[candidates, recruiters].sum())
    return Totals(len(slots), promises, int(instance.fits[candidates, recruiters].sum()))


def _first(instance: Instance, pairs: Pairs, bound: int) -> Table:
    """Put the pairs of the flow into slots."""
    if instance.is_uniform:
        return colour(instance, pairs)
    table = settle(instance, pairs)
    return table if instance.value(table) == bound else improve(instance, table)


def _closer(instance: Instance, table: Table, bound: int, effort: float) -> tuple[Table, int]:
    """Return a better table and a lower bound, from the shares of the linear program."""
    listed = choices(instance)
    programs = _programs(instance, listed, bound)
    for relaxed in programs:
        settled = improve(instance, settle(instance, _pairs(instance, listed, relaxed)))
        table = max(table, settled, key=instance.value)
        bound = min(bound, relaxed.bound)
        if instance.value(table) == bound:
            return table, bound
    if not programs or not effort:
        return table, bound
    table = shake(instance, table, bound, round(effort * SHAKES))
    repaired = repair(instance, listed, programs[-1], table, effort * EXACT)
    return repaired.table, min(bound, repaired.bound)


def _programs(instance: Instance, listed: Choices, bound: int) -> list[Relaxed]:
    """Solve the program, and again for whole numbers of meetings where it found half ones."""
    relaxed = relax(listed)
    if relaxed is None:
        return []
    most = min(bound, relaxed.bound) // instance.worth
    if relaxed.shares.sum() <= most + ROUNDING:
        return [relaxed]
    whole = relax(listed, most)
    return [relaxed] if whole is None else [relaxed, whole]


def _pairs(instance: Instance, listed: Choices, relaxed: Relaxed) -> Pairs:
    shares = np.zeros(instance.fits.shape)
    np.add.at(shares, (listed.candidate, listed.recruiter), relaxed.shares)
    candidate, recruiter = np.nonzero(shares > HALF)
    return Pairs(candidate, recruiter)


def _bounds(instance: Instance, reached: Totals, bound: int) -> Totals:
    """Read the bounds of each goal out of a bound of the value.

    Where the plan has fewer meetings than its bound, the fit is bounded by what the program says
    for as many meetings, or the best pairs there are; where promises are short, by the pairs.
    """
    meetings, quality = divmod(bound, instance.worth)
    if reached.meetings < meetings:
        quality = _best(instance, instance.quality, reached.meetings)
        as_many = relax(choices(instance), reached.meetings)
        if as_many is not None:
            quality = min(quality, as_many.bound - reached.meetings * instance.worth)
    if not instance.promise:
        return Totals(meetings, 0, quality)
    promises, fit = divmod(quality, instance.promise)
    if reached.promises < promises:
        fit = _best(instance, instance.fits, reached.meetings)
    return Totals(meetings, promises, fit)


def _best(instance: Instance, values: np.ndarray, meetings: int) -> int:
    pairs = best_pairs(instance, values, meetings)
    return int(values[pairs.candidate, pairs.recruiter].sum())
