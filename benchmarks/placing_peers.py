"""Known ways to give people posts, to hold the engine against; they share no code with it."""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from boutdufil.engines.redeployment import Instance

NOBODY = -1
Taken = NDArray[np.int64]  # the pair of each person, or NOBODY


def first_come(instance: Instance) -> Taken:
    """Everybody in their order takes the best post that still has a place."""
    free = instance.places.copy()
    taken = np.full(instance.candidates, NOBODY, dtype=np.int64)
    starts = np.searchsorted(instance.candidate, np.arange(instance.candidates + 1))
    for person in range(instance.candidates):
        first, last = int(starts[person]), int(starts[person + 1])
        offers = instance.offer[first:last]
        fits = np.where(free[offers] > 0, instance.fit[first:last], -1.0)
        if len(fits) and fits.max() >= 0:
            best = int(fits.argmax())
            taken[person] = first + best
            free[offers[best]] -= 1
    return taken


def best_pair_first(instance: Instance) -> Taken:
    """Pairs from the best fit down, each taken when both sides are still free."""
    free = instance.places.tolist()
    taken = np.full(instance.candidates, NOBODY, dtype=np.int64)
    people, offers = instance.candidate.tolist(), instance.offer.tolist()
    for pair in np.argsort(-instance.fit, kind="stable").tolist():
        if taken[people[pair]] == NOBODY and free[offers[pair]] > 0:
            taken[people[pair]] = pair
            free[offers[pair]] -= 1
    return taken


def scipy_matching(instance: Instance, values: NDArray[np.int64]) -> Taken:
    """scipy's minimum-weight matching: places become columns, waiting a column of one's own."""
    people, places = instance.candidates, instance.places
    first_column = np.cumsum(places) - places
    copies = places[instance.offer]
    rows = np.repeat(instance.candidate.astype(np.int64), copies)
    pairs = np.repeat(np.arange(len(values)), copies)
    within = np.arange(len(pairs)) - np.repeat(np.cumsum(copies) - copies, copies)
    columns = first_column[instance.offer[pairs]] + within
    width = int(places.sum())
    highest = int(values.max(initial=0)) + 1  # a weight of 0 would mean "no pair"
    weights = np.concatenate((highest - values[pairs], np.full(people, highest)))
    rows = np.concatenate((rows, np.arange(people)))
    columns = np.concatenate((columns, width + np.arange(people)))
    table = sparse.csr_array(
        (weights.astype(np.float64), (rows, columns)), shape=(people, width + people)
    )
    people_of, column_of = min_weight_full_bipartite_matching(table)
    offer_of = np.searchsorted(first_column, column_of, side="right") - 1
    taken = np.full(people, NOBODY, dtype=np.int64)
    placed = column_of < width
    numbers = instance.candidate.astype(np.int64) * len(places) + instance.offer
    wanted = people_of[placed].astype(np.int64) * len(places) + offer_of[placed]
    taken[people_of[placed]] = np.searchsorted(numbers, wanted)
    return taken
