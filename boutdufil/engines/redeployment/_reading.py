"""A problem read: every word checked, put in the order of the identifiers, and made arrays."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite

import numpy as np

from boutdufil.engines.redeployment._instance import Instance
from boutdufil.engines.redeployment._problem import (
    Candidate,
    Fault,
    Offer,
    Pair,
    Problem,
    ProblemError,
)
from boutdufil.engines.redeployment._ties import key_of

MOST_DAYS = 36_500
MOST_PRIORITY = 10_000


@dataclass(frozen=True)
class Reading:
    """The part of a problem that is still open, and the whole of it by identifier.

    `candidates` are those not settled, `offers` all, both sorted; `pairs` those that may be
    proposed, in the order of the instance. `free` are the places left after the settled ones.
    """

    problem: Problem
    candidates: tuple[Candidate, ...]
    offers: tuple[Offer, ...]
    pairs: tuple[Pair, ...]
    free: Mapping[str, int]
    instance: Instance


def read_problem(problem: Problem) -> Reading:
    """Check and arrange a problem; raises ProblemError naming what is wrong."""
    _check_candidates(problem.candidates)
    _check_offers(problem.offers)
    _check_names(problem)
    for pair in problem.pairs:
        _check_pair(pair)
    free = _free_places(problem)
    candidates = sorted(
        (one for one in problem.candidates if one.id not in problem.settled),
        key=lambda one: one.id,
    )
    offers = sorted(problem.offers, key=lambda one: one.id)
    pairs = sorted(usable_pairs(problem), key=lambda pair: (pair.candidate, pair.offer))
    instance = _instance(candidates, offers, pairs, free)
    return Reading(problem, tuple(candidates), tuple(offers), tuple(pairs), free, instance)


def usable_pairs(problem: Problem) -> Iterable[Pair]:
    """Yield the pairs that may be proposed: within limits, not refused, nobody settled."""
    for pair in problem.pairs:
        refused = (pair.candidate, pair.offer) in problem.refused
        if pair.within_limits and not refused and pair.candidate not in problem.settled:
            yield pair


def is_below_floor(pair: Pair, floor: float) -> bool:
    """Tell whether a pair lies below a person's floor; an unknown fit counts as 0."""
    return (pair.fit or 0.0) < floor


def _check_candidates(candidates: Sequence[Candidate]) -> None:
    _check_once(Fault.DUPLICATE_CANDIDATE, [(one.id,) for one in candidates])
    for one in candidates:
        if not 0 <= one.floor <= 1:
            raise ProblemError(Fault.FLOOR_OUTSIDE, one.id)


def _check_offers(offers: Sequence[Offer]) -> None:
    _check_once(Fault.DUPLICATE_OFFER, [(one.id,) for one in offers])
    for one in offers:
        if one.places < 0:
            raise ProblemError(Fault.NEGATIVE_PLACES, one.id)


def _check_once(fault: Fault, names: Sequence[tuple[str, ...]]) -> None:
    if len(set(names)) < len(names):
        raise ProblemError(fault, *min(name for name, n in Counter(names).items() if n > 1))


def _check_names(problem: Problem) -> None:
    """Every pair is between known ones, once; and so are the settled and refused ones."""
    named = [(pair.candidate, pair.offer) for pair in problem.pairs]
    _check_once(Fault.DUPLICATE_PAIR, named)
    candidates = {one.id for one in problem.candidates}
    offers = {one.id for one in problem.offers}
    for candidate, offer in (*named, *sorted(problem.settled.items()), *sorted(problem.refused)):
        if candidate not in candidates:
            raise ProblemError(Fault.UNKNOWN_CANDIDATE, candidate)
        if offer not in offers:
            raise ProblemError(Fault.UNKNOWN_OFFER, offer)


def _check_pair(pair: Pair) -> None:
    name = pair.candidate, pair.offer
    if pair.fit is not None and not 0 <= pair.fit <= 1:
        raise ProblemError(Fault.FIT_OUTSIDE, *name)
    if not 0 <= pair.gap_days <= MOST_DAYS:
        raise ProblemError(Fault.DAYS_OUTSIDE, *name)
    if not (isfinite(pair.priority) and abs(pair.priority) <= MOST_PRIORITY):
        raise ProblemError(Fault.PRIORITY_OUTSIDE, *name)


def _free_places(problem: Problem) -> dict[str, int]:
    taken = Counter(problem.settled.values())
    both = sorted(set(problem.settled.items()) & problem.refused)
    if both:
        raise ProblemError(Fault.SETTLED_AND_REFUSED, *both[0])
    free = {one.id: one.places - taken[one.id] for one in problem.offers}
    for offer in sorted(free):
        if free[offer] < 0:
            raise ProblemError(Fault.SETTLED_TOO_OFTEN, offer)
    return free


def _instance(
    candidates: Sequence[Candidate],
    offers: Sequence[Offer],
    pairs: Sequence[Pair],
    free: Mapping[str, int],
) -> Instance:
    candidate_at = {one.id: at for at, one in enumerate(candidates)}
    offer_at = {one.id: at for at, one in enumerate(offers)}
    floors = {one.id: one.floor for one in candidates}
    below = [is_below_floor(pair, floors[pair.candidate]) for pair in pairs]
    return Instance(
        candidates=len(candidates),
        places=np.array([free[one.id] for one in offers], dtype=np.int64),
        candidate=np.array([candidate_at[pair.candidate] for pair in pairs], dtype=np.int64),
        offer=np.array([offer_at[pair.offer] for pair in pairs], dtype=np.int64),
        fit=np.array([pair.fit or 0.0 for pair in pairs], dtype=np.float64),
        gap_days=np.array([pair.gap_days for pair in pairs], dtype=np.int64),
        keeps_terms=np.array([pair.keeps_terms for pair in pairs], dtype=np.bool_),
        below_floor=np.array(below, dtype=np.bool_),
        priority=np.array([pair.priority for pair in pairs], dtype=np.float64),
        candidate_keys=np.array([key_of(one.id) for one in candidates], dtype=np.uint64),
        offer_keys=np.array([key_of(one.id) for one in offers], dtype=np.uint64),
    )
