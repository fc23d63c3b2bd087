"""What it would cost the whole to do otherwise, and who would have to move.

The cheapest chain of moves is a shortest path over offers. A move is as long as what it loses at
the prices of the proofs, one number for each step of the solution: never negative when the earlier
steps count first, so offers can be settled one after the other (Dijkstra, 1959). Among equals the
chain with the fewest moves is taken: it never passes an offer twice.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from itertools import count
from operator import add

from boutdufil.engines.redeployment._plan import Plan
from boutdufil.engines.redeployment._points import Points
from boutdufil.engines.redeployment._problem import Fault, Goal, Problem, ProblemError
from boutdufil.engines.redeployment._reading import usable_pairs

# One number for each step of the solution, the earlier the heavier; then the number of moves.
Loss = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """One person from one post to another; None is waiting."""

    candidate: str
    origin: str | None
    target: str | None


Starts = dict[str, tuple[Loss, Move | None]]


@dataclass
class Reach:
    """Losses by offer and, by offer, the next move of the chain; None where the chain ends.

    Offers come in the order of their losses, as far as somebody asks for them.
    """

    losses: dict[str, Loss] = field(default_factory=dict)
    moves: dict[str, Move | None] = field(default_factory=dict)

    def chain(self, offer: str) -> tuple[Move, ...]:
        """Return the moves that begin with the one out of this offer."""
        found: list[Move] = []
        move = self.moves[offer]
        while move is not None:
            found.append(move)
            move = None if move.target is None else self.moves[move.target]
        return tuple(found)


@dataclass(frozen=True)
class Exchange:
    """How one candidate could have each offer: the chains, and how their own place is filled."""

    candidate: str
    own: str | None
    reach: Reach
    refill: tuple[Move, ...]

    def moves(self, offer: str) -> tuple[Move, ...] | None:
        """Return everybody's moves, the candidate's first; None when it cannot be."""
        if offer not in self.reach.losses:
            return None
        moves = Move(self.candidate, self.own, offer), *self.reach.chain(offer)
        return moves if moves[-1].target == self.own else moves + self.refill


class Network:
    """The moves that are possible from a plan, and what each loses."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self._plan, self._points = plan, Points.of(problem)
        self.pairs = {(pair.candidate, pair.offer): pair for pair in usable_pairs(problem)}
        self._open = [one for one in plan.assignment if one not in problem.settled]
        self._wanting: dict[str, list[str]] = defaultdict(list)
        self._wanted: dict[str, set[str]] = defaultdict(set)
        for candidate, offer in sorted(self.pairs):
            self._wanting[offer].append(candidate)
            self._wanted[candidate].add(offer)
        self._losses: dict[tuple[str, str], Loss] = {}
        self._gains = {candidate: self._gain(candidate) for candidate in self._open}
        self._nothing: Loss = (0,) * (len(plan.proofs) + 1)

    def points(self, goal: Goal, candidate: str, offer: str | None) -> int:
        """Return the points of a pair for a goal, 0 for waiting."""
        return 0 if offer is None else self._points(goal, self.pairs[candidate, offer])

    def holders(self, offer: str) -> list[str]:
        """Return the people to whom the plan proposes an offer, the settled ones left out."""
        return [one for one in self._wanting[offer] if self._plan.assignment[one] == offer]

    def exchange(self, candidate: str) -> "Exchange":
        """Return the cheapest chains by which a candidate could have each offer."""
        own = self._plan.assignment[candidate]
        barred = {candidate}
        left, refill = (self._nothing, ()) if own is None else self._filling(own, barred)
        starts = self._waiting_instead(candidate, left)
        starts |= {offer: (left, None) for offer, free in self._plan.free.items() if free > 0}
        if own is not None:
            starts[own] = self._nothing, None
        wanted = set(self._wanted[candidate])
        reach = Reach()
        for offer in self._settled_offers(starts, barred, reach):
            wanted.discard(offer)
            if not wanted:
                break
        return Exchange(candidate, own, reach, refill)

    def one_more_place(self, offer: str) -> tuple[Move, ...]:
        """Return the moves that make the most of one more place at an offer."""
        return self._filling(offer, barred=())[1]

    def _waiting_instead(self, candidate: str, left: Loss) -> Starts:
        """Return by offer the holder, other than the candidate, who loses least by waiting."""
        cheapest: dict[str, tuple[Loss, str]] = {}
        for other in self._open:
            held = self._plan.assignment[other]
            if held is not None and other != candidate:
                ending = _sum(left, (*self._gains[other], 1)), other
                cheapest[held] = min(cheapest.get(held, ending), ending)
        return {held: (loss, Move(one, held, None)) for held, (loss, one) in cheapest.items()}

    def _filling(self, offer: str, barred: Collection[str]) -> tuple[Loss, tuple[Move, ...]]:
        """Return the least loss, and its moves, when an offer has one place to fill.

        The place is handed on until somebody who waits takes it, or it stays free somewhere.
        """
        reach = Reach()
        ends: list[tuple[Loss, str, str]] = []
        for last in self._settled_offers({offer: (self._nothing, None)}, barred, reach):
            lost = reach.losses[last]
            if ends and lost >= ends[0][0]:
                break  # whatever comes now has lost more already
            for loss, newcomer in self._takers(last, barred):
                heappush(ends, (_sum(lost, loss), last, newcomer))
        loss, last, newcomer = ends[0]
        arriving = (Move(newcomer, None, last),) if newcomer else ()
        return loss, arriving + reach.chain(last)

    def _takers(self, offer: str, barred: Collection[str]) -> Iterable[tuple[Loss, str]]:
        """Yield who could take a free place for good: nobody (""), and everybody who waits."""
        yield (*self._price(offer), 0), ""
        for one in self._wanting[offer]:
            if self._plan.assignment[one] is None and one not in barred:
                yield self._loss(one, offer), one

    def _price(self, offer: str) -> Loss:
        return tuple(proof.prices[offer] for proof in self._plan.proofs)

    def _loss(self, candidate: str, offer: str) -> Loss:
        """Return what is lost when a candidate goes to an offer, prices paid: one move."""
        name = candidate, offer
        if name not in self._losses:
            worth, price = self._worth(candidate, offer), self._price(offer)
            gains = self._gains[candidate]
            lost = (g - w + p for g, w, p in zip(gains, worth, price, strict=True))
            self._losses[name] = (*lost, 1)
        return self._losses[name]

    def _settled_offers(
        self, starts: Starts, barred: Collection[str], reach: Reach
    ) -> Iterator[str]:
        """Settle offers in the order of their loss, from the ends of the chains backwards."""
        order = count()
        heap = [(loss, offer, next(order), move) for offer, (loss, move) in starts.items()]
        heapify(heap)
        while heap:
            loss, offer, _, move = heappop(heap)
            if offer in reach.losses:
                continue
            reach.losses[offer], reach.moves[offer] = loss, move
            yield offer
            for step in self._moves_to(offer, barred):
                if step.origin is not None and step.origin not in reach.losses:
                    longer = _sum(loss, self._loss(step.candidate, offer))
                    heappush(heap, (longer, step.origin, next(order), step))

    def _moves_to(self, offer: str, barred: Collection[str]) -> Iterable[Move]:
        for candidate in self._wanting[offer]:
            origin = self._plan.assignment[candidate]
            if origin not in (None, offer) and candidate not in barred:
                yield Move(candidate, origin, offer)

    def _worth(self, candidate: str, offer: str) -> Loss:
        """Return what a pair is worth to each step, worked out once."""
        name = candidate, offer
        if name not in self.pairs:
            raise ProblemError(Fault.OTHER_PLAN, candidate, offer)
        pair = self.pairs[name]
        return tuple(
            sum(unit * self._points(goal, pair) for goal, unit in proof.units)
            for proof in self._plan.proofs
        )

    def _gain(self, candidate: str) -> Loss:
        offer = self._plan.assignment[candidate]
        if offer is None:
            return (0,) * len(self._plan.proofs)
        worth = self._worth(candidate, offer)
        return tuple(w - p for w, p in zip(worth, self._price(offer), strict=True))


def _sum(one: Loss, other: Loss) -> Loss:
    return tuple(map(add, one, other))
