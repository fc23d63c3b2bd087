"""Prices of offers that prove a plan best: the dual of the flow, as exact integers.

They are longest paths in the graph of possible moves. An offer's price is at least: the price of
the one a person holds, plus what that person would gain by moving there. Where no plan is better
there is no circle of moves that gains, so the search ends (Bellman and Ford, 1956-58; here in
waves of those whose price has changed). Where one is, the moves that raised prices last close to
a circle sooner or later, and only then (Cherkassky and Goldberg, 1999).
"""

from dataclasses import dataclass
from itertools import count

import numpy as np

from boutdufil.engines.redeployment._face import Face
from boutdufil.engines.redeployment._flow import WAITING
from boutdufil.engines.redeployment._instance import Bools, Ints

WAVES_BETWEEN_CHECKS = 8


@dataclass(frozen=True)
class _Moves:
    """Pairs by candidate, holders by offer, and what each holds; the end is the last node."""

    face: Face
    values: Ints
    offer: Ints
    starts: Ints
    held: Ints  # the node each candidate holds, the end for those who wait
    worth: Ints  # what that is worth to the values, 0 for those who wait
    by_holding: Ints  # candidates in the order of the node they hold
    holding_starts: Ints
    has_free_place: Bools


def prices(face: Face, values: Ints, chosen: Ints) -> Ints | None:
    """Return the prices, shape (offers,), of a plan `chosen` of a face; None when one is better.

    Lowest prices when every place may stay free: then the price of an offer is what one more
    place there would add to the sum of the values.
    """
    moves = _moves(face, values, chosen)
    labels = _Labels.of(face.instance.offers)
    changed = np.arange(face.instance.candidates, dtype=np.int64)
    for wave in count(1):
        before = labels.price.copy()
        _spread(moves, labels, changed)
        _spread_through_end(moves, labels)
        changed = _holders(moves, np.flatnonzero(labels.price != before))
        if not len(changed):
            return np.asarray(labels.price[:-1] - labels.price[-1])
        if wave % WAVES_BETWEEN_CHECKS == 0 and labels.has_circle():
            return None
    raise AssertionError


@dataclass(frozen=True)
class _Labels:
    """Price of each node, and the node from which it was raised last (itself: from none)."""

    price: Ints
    raised_from: Ints

    @classmethod
    def of(cls, offers: int) -> "_Labels":
        return cls(np.zeros(offers + 1, dtype=np.int64), np.arange(offers + 1, dtype=np.int64))

    def raise_to(self, nodes: Ints, prices: Ints, origins: Ints) -> None:
        """Raise nodes to the highest of some prices, and note from where."""
        higher = prices > self.price[nodes]
        nodes, prices, origins = nodes[higher], prices[higher], origins[higher]
        np.maximum.at(self.price, nodes, prices)
        highest = prices == self.price[nodes]
        self.raised_from[nodes[highest]] = origins[highest]

    def has_circle(self) -> bool:
        """Tell whether some node was raised, at last, by itself: follow all twice as far again."""
        ahead = self.raised_from
        for _ in range(len(ahead).bit_length()):
            ahead = ahead[ahead]
        return bool((self.raised_from[ahead] != ahead).any())


def _moves(face: Face, values: Ints, chosen: Ints) -> _Moves:
    offers, candidates = face.instance.offers, face.instance.candidates
    offer, placed = face.offer, chosen != WAITING
    held = np.full(candidates, offers, dtype=np.int64)
    held[placed] = offer[chosen[placed]]
    worth = np.zeros(candidates, dtype=np.int64)
    worth[placed] = values[chosen[placed]]
    taken = np.bincount(held, minlength=offers + 1)
    counts = np.bincount(face.candidate, minlength=candidates)
    return _Moves(
        face=face,
        values=values,
        offer=offer,
        starts=_starts(counts),
        held=held,
        worth=worth,
        by_holding=np.argsort(held, kind="stable"),
        holding_starts=_starts(taken),
        has_free_place=taken[:offers] < face.instance.places,
    )


def _starts(counts: Ints) -> Ints:
    return np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(counts)))


def _spread(moves: _Moves, labels: _Labels, candidates: Ints) -> None:
    """Raise prices by the moves of these candidates, to offers and to waiting."""
    held = moves.held[candidates]
    base = labels.price[held] - moves.worth[candidates]
    pairs, counts = _ranges(moves.starts, candidates)
    raised = np.repeat(base, counts) + moves.values[pairs]
    labels.raise_to(moves.offer[pairs], raised, np.repeat(held, counts))
    may_wait = moves.face.may_wait[candidates]
    end = np.full(int(may_wait.sum()), len(labels.price) - 1, dtype=np.int64)
    labels.raise_to(end, base[may_wait], held[may_wait])


def _spread_through_end(moves: _Moves, labels: _Labels) -> None:
    """A free place costs as much as waiting; a place that may stay free costs no less."""
    free, end = np.flatnonzero(moves.has_free_place), len(labels.price) - 1
    labels.raise_to(np.full(len(free), end, dtype=np.int64), labels.price[free], free)
    may_stay = np.flatnonzero(~moves.face.must_fill)
    ends = np.full(len(may_stay), end, dtype=np.int64)
    labels.raise_to(may_stay, labels.price[ends], ends)


def _holders(moves: _Moves, nodes: Ints) -> Ints:
    places, _ = _ranges(moves.holding_starts, nodes)
    return moves.by_holding[places]


def _ranges(starts: Ints, rows: Ints) -> tuple[Ints, Ints]:
    """Return all places of some rows of a compressed table, and how many each row has."""
    counts = starts[rows + 1] - starts[rows]
    ends = np.cumsum(counts)
    offsets = np.repeat(starts[rows] - ends + counts, counts)
    return np.arange(ends[-1] if len(ends) else 0, dtype=np.int64) + offsets, counts
