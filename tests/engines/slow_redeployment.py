"""Independent ways to the best plan: every plan there is, and scipy's assignment."""

from collections import Counter
from fractions import Fraction
from itertools import product

import numpy as np
from scipy.optimize import linear_sum_assignment

from boutdufil.engines.redeployment import Goal

STRICT = (Goal.PLACED, Goal.DAYS, Goal.TERMS, Goal.FLOOR, Goal.FIT)
FIT_STEPS = 20  # fits of the tests are multiples of 1/20
IMPOSSIBLE = -1e12


def worth(problem, pair):
    """Points of a pair for the strict goals, in small integers; more is better."""
    floors = {one.id: one.floor for one in problem.candidates}
    fit = pair.fit or 0.0
    return (
        1,
        -pair.gap_days,
        int(pair.keeps_terms),
        -int(fit < floors[pair.candidate]),
        round(fit * FIT_STEPS),
    )


def choices(problem):
    """Offers by candidate that may be proposed; None is waiting; one choice for the settled."""
    found = {one.id: [None] for one in problem.candidates}
    for pair in problem.pairs:
        if pair.within_limits and (pair.candidate, pair.offer) not in problem.refused:
            found[pair.candidate].append(pair.offer)
    return found | {candidate: [offer] for candidate, offer in problem.settled.items()}


def totals(problem, assignment):
    """Totals of the strict goals; a settled person without a pair counts as placed."""
    known = {(pair.candidate, pair.offer): worth(problem, pair) for pair in problem.pairs}
    held = [(c, o) for c, o in assignment.items() if o is not None]
    rows = [known.get(one, (1, 0, 0, 0, 0)) for one in held]
    return tuple(sum(column) for column in zip(*rows, strict=True)) if rows else (0,) * 5


def all_plans(problem):
    places = {one.id: one.places for one in problem.offers}
    by_candidate = choices(problem)
    for offers in product(*by_candidate.values()):
        taken = Counter(offer for offer in offers if offer is not None)
        if all(count <= places[offer] for offer, count in taken.items()):
            yield dict(zip(by_candidate, offers, strict=True))


def best_totals(problem):
    """Best totals goal after goal, by looking at every plan."""
    return max(totals(problem, plan) for plan in all_plans(problem))


def scipy_totals(problem):
    """Best totals by scipy: places become columns, goals one sum of exact floats."""
    slots = [one.id for one in problem.offers for _ in range(one.places)]
    people = [one.id for one in problem.candidates]
    units = np.array([10**9, 10**7, 10**5, 10**3, 1], dtype=np.float64)
    table = np.full((len(people), len(slots) + len(people)), IMPOSSIBLE)
    table[:, len(slots) :] = 0
    for pair in problem.pairs:
        if pair.offer in choices(problem)[pair.candidate]:
            columns = [at for at, offer in enumerate(slots) if offer == pair.offer]
            table[people.index(pair.candidate), columns] = units @ worth(problem, pair)
    rows, columns = linear_sum_assignment(table, maximize=True)
    taken = [(people[r], slots[c]) for r, c in zip(rows, columns, strict=True) if c < len(slots)]
    held = {c: o for c, o in taken if o in choices(problem)[c]}
    return totals(problem, {one: held.get(one) for one in people})


def criteria_within(problem, slack):
    """Most priority of any plan that is best for the goals before fit and within the slack."""
    plans = [(totals(problem, plan), plan) for plan in all_plans(problem)]
    best = max(total for total, _ in plans)
    least = Fraction(best[-1]) * (1 - Fraction(slack))
    priority = {(pair.candidate, pair.offer): pair.priority for pair in problem.pairs}
    return max(
        sum(priority.get(one, 0) for one in plan.items())
        for total, plan in plans
        if total[:-1] == best[:-1] and total[-1] >= least
    )
