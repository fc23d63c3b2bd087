"""Why this post and not another, for one person, in words a page can show."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from boutdufil.engines.redeployment._moves import Exchange, Move, Network
from boutdufil.engines.redeployment._plan import Plan
from boutdufil.engines.redeployment._points import readable
from boutdufil.engines.redeployment._problem import Fault, Goal, Pair, Problem, ProblemError
from boutdufil.engines.redeployment._reading import is_below_floor


class Reason(StrEnum):
    """Why a post is, or is not, proposed to a person."""

    PROPOSED = "proposed"
    SETTLED = "settled"  # the person accepted another one
    LIMITS = "limits"  # outside the person's own limits
    REFUSED = "refused"  # the person refused it
    TAKEN = "taken"  # all places are accepted by others
    COSTS_THE_WHOLE = "costs the whole"  # the plan would serve its goals less well
    EQUAL = "equal"  # as good for all goals: the lot decided


@dataclass(frozen=True, slots=True)
class Change:
    """What a plan would change: people placed, days, terms kept, below the floor, fit, priority."""

    placed: int = 0
    days: int = 0
    terms: int = 0
    below_floor: int = 0
    fit: float = 0.0
    priority: float = 0.0


@dataclass(frozen=True, slots=True)
class Alternative:
    """One post looked at for one person.

    `change` is what the whole plan would gain (above 0) or lose if the person had it, by the
    cheapest chain of `moves`, the person's own first; None where it cannot be. `holders` are the
    people to whom the plan proposes it, `holders_fitting_better` those of them with a higher fit.
    What one more place there would bring is told by `Explainer.one_more_place`.
    """

    pair: Pair
    reason: Reason
    below_floor: bool
    holders: int
    holders_fitting_better: int
    change: Change | None = None
    moves: tuple[Move, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """All posts that were looked at for a person, the proposed one apart; best fit first."""

    candidate: str
    offer: str | None
    proposed: Alternative | None
    alternatives: tuple[Alternative, ...]


class Explainer:
    """Explains one plan to many people; made once a plan.

    Raises ProblemError where the plan proposes what the problem does not allow.
    """

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self._problem, self._plan = problem, plan
        self._network = Network(problem, plan)
        self._worths: dict[str, Change] = {}
        self._floors = {one.id: one.floor for one in problem.candidates}
        self._pairs: dict[str, list[Pair]] = defaultdict(list)
        for pair in problem.pairs:
            self._pairs[pair.candidate].append(pair)
        self._fits = {(pair.candidate, pair.offer): pair.fit or 0.0 for pair in problem.pairs}

    def explain(self, candidate: str) -> Explanation:
        """Explain the plan to a candidate; raises ProblemError for an unknown one."""
        if candidate not in self._floors:
            raise ProblemError(Fault.UNKNOWN_CANDIDATE, candidate)
        offer = self._plan.assignment[candidate]
        settled = candidate in self._problem.settled
        exchange = None if settled else self._network.exchange(candidate)
        looked_at = [self._alternative(pair, exchange) for pair in self._pairs[candidate]]
        looked_at.sort(key=lambda one: (-(one.pair.fit or 0.0), one.pair.offer))
        proposed = next((one for one in looked_at if one.pair.offer == offer), None)
        others = tuple(one for one in looked_at if one.pair.offer != offer)
        return Explanation(candidate, offer, proposed, others)

    def one_more_place(self, offer: str) -> Change:
        """Return what the whole would gain by one more place at an offer: its shadow price."""
        if offer not in self._worths:
            self._worths[offer] = self._change(self._network.one_more_place(offer))
        return self._worths[offer]

    def _alternative(self, pair: Pair, exchange: Exchange | None) -> Alternative:
        barrier = self._barrier(pair, settled=exchange is None)
        holders = self._network.holders(pair.offer)
        better = sum(self._fits[one, pair.offer] > (pair.fit or 0.0) for one in holders)
        below = is_below_floor(pair, self._floors[pair.candidate])
        moves = exchange.moves(pair.offer) if exchange and not barrier else None
        if moves is None:
            return Alternative(pair, barrier or Reason.TAKEN, below, len(holders), better)
        change = self._change(moves)
        reason = Reason.EQUAL if change == Change() else Reason.COSTS_THE_WHOLE
        return Alternative(pair, reason, below, len(holders), better, change, moves)

    def _barrier(self, pair: Pair, *, settled: bool) -> Reason | None:
        """Return why a pair is not weighed at all, None when it is."""
        if self._plan.assignment[pair.candidate] == pair.offer:
            return Reason.PROPOSED
        if settled:
            return Reason.SETTLED
        if (pair.candidate, pair.offer) in self._problem.refused:
            return Reason.REFUSED
        return None if pair.within_limits else Reason.LIMITS

    def _change(self, moves: Sequence[Move]) -> Change:
        return Change(
            placed=int(self._difference(Goal.PLACED, moves)),
            days=int(self._difference(Goal.DAYS, moves)),
            terms=int(self._difference(Goal.TERMS, moves)),
            below_floor=int(self._difference(Goal.FLOOR, moves)),
            fit=self._difference(Goal.FIT, moves),
            priority=self._difference(Goal.PRIORITY, moves),
        )

    def _difference(self, goal: Goal, moves: Sequence[Move]) -> float:
        points = self._network.points
        return readable(
            goal,
            sum(
                points(goal, move.candidate, move.target)
                - points(goal, move.candidate, move.origin)
                for move in moves
            ),
        )


def explain(problem: Problem, plan: Plan, candidate: str) -> Explanation:
    """Explain a plan to one candidate: see `Explainer`, which is quicker for many."""
    return Explainer(problem, plan).explain(candidate)
