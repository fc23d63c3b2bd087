"""The plan in shares of meetings: a linear program, whose prices bound every plan.

Whatever the solver answers in floating point, its prices are rounded to integers and the bound is
counted from them exactly: for any prices y >= 0 no plan is worth more than
sum(room * y) + sum(max(0, value - prices of the meeting)).
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array, csr_array, vstack

from boutdufil.engines.slotting._instance import POINTS, Instance, Ints

# Prices are counted in millionths of a point, so that rounding costs less than one point; in
# larger parts where a meeting is worth so many points that four prices would not fit 64 bits.
FINE = 1_000_000
LARGEST = 2**59
# Beyond this the program takes minutes: the bound of the flow stays.
MOST_MEETINGS = 120_000


@dataclass(frozen=True)
class Choices:
    """Every meeting that could be held, and the rules they share; one place a meeting.

    `rules` is a 0/1 matrix (rules, meetings), `room` how many of its meetings a rule allows: one
    a pair, one a candidate and slot, one a recruiter and slot, `most` a candidate.
    """

    candidate: Ints
    recruiter: Ints
    slot: Ints
    values: Ints
    rules: csr_array
    room: Ints


@dataclass(frozen=True)
class Relaxed:
    """A bound in points; `shares` of each meeting, and `slack`: what choosing it would cost.

    A plan that holds a meeting is worth at most `bound` - `slack` of it.
    """

    bound: int
    shares: np.ndarray
    slack: Ints


def choices(instance: Instance) -> Choices:
    """List the meetings of an instance, and their rules."""
    may = instance.possible[:, :, None] & instance.comes[:, None, :] & instance.there[None]
    candidate, recruiter, slot = (np.asarray(axis, dtype=np.int64) for axis in np.nonzero(may))
    people, tables = instance.quality.shape
    slots = instance.there.shape[1]
    sizes = (people * tables, people * slots, tables * slots, people)
    places = (
        candidate * tables + recruiter,
        candidate * slots + slot,
        recruiter * slots + slot,
        candidate,
    )
    rows = np.concatenate([at + sum(sizes[:kind]) for kind, at in enumerate(places)])
    columns = np.tile(np.arange(len(candidate)), len(sizes))
    shape = (sum(sizes), len(candidate))
    rules = coo_array((np.ones(len(rows), dtype=np.int64), (rows, columns)), shape=shape).tocsr()
    room = np.concatenate((np.ones(sum(sizes[:3]), dtype=np.int64), instance.most))
    binding = np.diff(rules.indptr) > room
    values = instance.values[candidate, recruiter]
    return Choices(candidate, recruiter, slot, values, rules[binding], room[binding])


def relax(listed: Choices, most: int | None = None) -> Relaxed | None:
    """Solve the program, with at most `most` meetings in all; None where it is too large."""
    if not 0 < len(listed.values) <= MOST_MEETINGS:
        return None
    rules, room = listed.rules, listed.room
    if most is not None:
        everything = csr_array(np.ones((1, len(listed.values)), dtype=np.int64))
        rules, room = vstack((rules, everything), format="csr"), np.append(room, most)
    costs = -listed.values / POINTS
    # The stubs of scipy know dense rules only; the function takes sparse ones.
    answer = linprog(costs, rules, room, bounds=(0, 1), method="highs-ipm")  # type: ignore[call-overload]
    if answer.status != 0:
        return None
    fine = max(1, min(FINE, LARGEST // int(listed.values.max())))
    prices = np.maximum(0, np.rint(-answer.ineqlin.marginals * POINTS * fine)).astype(np.int64)
    net = listed.values * fine - rules.T @ prices
    # Sums may pass 64 bits: Python's integers do not end.
    total = sum((room.astype(object) * prices).tolist()) + sum(net[net > 0].tolist())
    slack = np.maximum(0, -net) // fine
    return Relaxed(total // fine, answer.x, slack)
