"""Who would rather have each other: a report, not a goal."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from boutdufil.engines.redeployment._plan import Plan
from boutdufil.engines.redeployment._problem import Pair, Problem
from boutdufil.engines.redeployment._reading import usable_pairs


@dataclass(frozen=True, slots=True)
class Blocking:
    """A person and a post that fit each other better than what each has.

    `instead_of` is the holder who fits the post less; None where a place is free.
    """

    candidate: str
    offer: str
    fit: float
    instead_of: str | None


def stability(problem: Problem, plan: Plan) -> tuple[Blocking, ...]:
    """Return the pairs that both sides would prefer by fit alone, best fit first.

    Settled people are left alone. A plan that serves days, terms or everybody's place before fit
    has such pairs by its nature; the page says how many. (Gale and Shapley, 1962.)
    """
    fits = {(pair.candidate, pair.offer): pair.fit or 0.0 for pair in problem.pairs}
    weakest = _weakest_holders(problem, plan, fits)
    found = []
    for pair in usable_pairs(problem):
        if (pair.fit or 0.0) > _fit_now(plan, fits, pair):
            rival = weakest.get(pair.offer)
            if plan.free[pair.offer] > 0:
                found.append(Blocking(pair.candidate, pair.offer, pair.fit or 0.0, None))
            elif rival is not None and rival[0] < (pair.fit or 0.0):
                found.append(Blocking(pair.candidate, pair.offer, pair.fit or 0.0, rival[1]))
    return tuple(sorted(found, key=lambda one: (-one.fit, one.candidate, one.offer)))


def _fit_now(plan: Plan, fits: Mapping[tuple[str, str], float], pair: Pair) -> float:
    """Return the fit of what the person has; waiting is worse than any fit."""
    offer = plan.assignment[pair.candidate]
    return -1.0 if offer is None else fits[pair.candidate, offer]


def _weakest_holders(
    problem: Problem, plan: Plan, fits: Mapping[tuple[str, str], float]
) -> dict[str, tuple[float, str]]:
    holders: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for candidate, offer in plan.assignment.items():
        if offer is not None and candidate not in problem.settled:
            holders[offer].append((fits[candidate, offer], candidate))
    return {offer: min(held) for offer, held in holders.items()}
