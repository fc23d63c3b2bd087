"""Checks a plan against its proof, with plain integers and none of the code that solved it.

For each step in turn (complementary slackness of the flow):

- at these prices nobody gains more by another post, and nobody who may wait would rather wait;
- a post that has a price is full, and a place that may stay free costs no less than nothing.

A plan that passes is best for the step. The plans that are best too are those with the same gains,
and only among them the next step is checked.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from boutdufil.engines.redeployment._plan import Certainty, Plan, Proof
from boutdufil.engines.redeployment._points import Points, readable
from boutdufil.engines.redeployment._problem import Goal, Pair, Problem

BLEND = (Goal.FIT, Goal.PRIORITY)


def check_certificate(problem: Problem, plan: Plan) -> tuple[str, ...]:
    """Return what is wrong with a plan or its proof; empty when all of it holds.

    Written to be read, not to be quick: some seconds for 10,000 people.
    """
    broken = tuple(_broken_rules(problem, plan))
    return broken or tuple(_Check(problem, plan).faults())


def _broken_rules(problem: Problem, plan: Plan) -> Iterator[str]:
    """What no plan may do, however good."""
    known = {(pair.candidate, pair.offer): pair for pair in problem.pairs}
    if set(plan.assignment) != {one.id for one in problem.candidates}:
        yield "not everybody is in the plan, or somebody unknown is"
    for candidate, offer in plan.assignment.items():
        settled = problem.settled.get(candidate)
        if settled not in (None, offer):
            yield f"{candidate} has settled on {settled}"
        if settled or offer is None:
            continue
        pair = known.get((candidate, offer))
        if pair is None or not pair.within_limits or (candidate, offer) in problem.refused:
            yield f"{candidate} cannot be proposed {offer}"
    taken = Counter(plan.assignment.values())
    yield from (f"{o.id} takes {o.places}" for o in problem.offers if taken[o.id] > o.places)


@dataclass
class _Standing:
    """The plans still in the running: choices, who may wait, which offers must be full."""

    choices: dict[str, list[Pair]]
    may_wait: set[str]
    must_fill: set[str]

    def pairs(self) -> list[Pair]:
        return [pair for pairs in self.choices.values() for pair in pairs]

    def is_decided(self) -> bool:
        return all(len(pairs) + (c in self.may_wait) <= 1 for c, pairs in self.choices.items())


class _Check:
    def __init__(self, problem: Problem, plan: Plan) -> None:
        self._problem, self._plan = problem, plan
        self._points = Points.of(problem)
        settled = Counter(problem.settled.values())
        self._places = {one.id: one.places - settled[one.id] for one in problem.offers}
        self._open = sorted({one.id for one in problem.candidates} - set(problem.settled))
        self._taken = Counter(plan.assignment[candidate] for candidate in self._open)
        self._standing = _Standing(self._all_choices(), set(self._open), set())
        self._everything = self._standing.pairs()
        self._held = {
            pair.candidate: pair
            for pair in self._everything
            if plan.assignment[pair.candidate] == pair.offer
        }

    def _all_choices(self) -> dict[str, list[Pair]]:
        choices: dict[str, list[Pair]] = defaultdict(list)
        for pair in self._problem.pairs:
            if pair.within_limits and (pair.candidate, pair.offer) not in self._problem.refused:
                choices[pair.candidate].append(pair)
        return {candidate: choices[candidate] for candidate in self._open}

    def faults(self) -> Iterator[str]:
        """Go through the steps."""
        yield from self._wrong_order()
        ceiling = None
        for number, proof in enumerate(self._plan.proofs, start=1):
            if self._is_blend(proof):
                yield from self._low_prices(self._plan.ceiling or proof)
                ceiling = self._ceiling()
            else:
                yield from self._weak_units(number, proof)
            yield from (f"step {number}: {fault}" for fault in self._serve(proof))
        yield from self._unserved()
        for stage in self._plan.stages:
            yield from self._wrong_stage(stage.goal, ceiling)

    def _is_blend(self, proof: Proof) -> bool:
        return self._plan.ceiling is not None and tuple(goal for goal, _ in proof.units) == BLEND

    def _worth(self, proof: Proof, pair: Pair) -> int:
        return sum(unit * self._points(goal, pair) for goal, unit in proof.units)

    def _gains(self, proof: Proof, candidate: str) -> list[int]:
        """What each choice of a candidate gains, price paid."""
        choices = self._standing.choices[candidate]
        return [self._worth(proof, pair) - proof.prices[pair.offer] for pair in choices]

    def _serve(self, proof: Proof) -> Iterator[str]:
        """Check one step, and keep the plans that are as good."""
        standing = self._standing
        yield from self._wrong_prices(proof)
        for candidate in self._open:
            gains = self._gains(proof, candidate)
            best = max([*gains, *([0] if candidate in standing.may_wait else [])])
            if self._gain(proof, candidate) != best:
                yield f"{candidate} would gain by another choice"
            choices = zip(standing.choices[candidate], gains, strict=True)
            standing.choices[candidate] = [pair for pair, gain in choices if gain == best]
            if best != 0:
                standing.may_wait.discard(candidate)
        standing.must_fill |= {offer for offer, price in proof.prices.items() if price > 0}

    def _gain(self, proof: Proof, candidate: str) -> int | None:
        """What the plan gives a candidate; None where it was decided otherwise before."""
        pair = self._held.get(candidate)
        if pair is None:
            return 0 if candidate in self._standing.may_wait else None
        if pair not in self._standing.choices[candidate]:
            return None
        return self._worth(proof, pair) - proof.prices[pair.offer]

    def _wrong_prices(self, proof: Proof) -> Iterator[str]:
        yield from self._low_prices(proof)
        for offer, places in self._places.items():
            full = proof.prices[offer] > 0 or offer in self._standing.must_fill
            if full and self._taken[offer] < places:
                yield f"{offer} has a price and a free place"

    def _low_prices(self, proof: Proof) -> Iterator[str]:
        for offer in self._places:
            if proof.prices[offer] < 0 and offer not in self._standing.must_fill:
                yield f"{offer} costs less than nothing"

    def _weak_units(self, number: int, proof: Proof) -> Iterator[str]:
        """A goal must outweigh all later ones along the longest exchange."""
        exchange = 2 * (min(len(self._open), len(self._places)) + 1)
        below = 0
        for goal, unit in reversed(proof.units):
            if unit <= exchange * below:
                yield f"step {number}: {goal.value} could be outweighed"
            points = (abs(self._points(goal, pair)) for pair in self._standing.pairs())
            below += unit * max(points, default=0)

    def _named(self) -> list[Goal]:
        return [goal for proof in self._plan.proofs for goal, _ in proof.units]

    def _wrong_order(self) -> Iterator[str]:
        order = [*(stage.goal for stage in self._plan.stages), Goal.TIE]
        places = [order.index(goal) for goal in self._named()]
        if places != sorted(set(places)):
            yield "the goals are not served in their order"

    def _unserved(self) -> Iterator[str]:
        """A goal may be left out where all choices have as much, or where nothing is left."""
        named = self._named()
        order = [*(stage.goal for stage in self._plan.stages), Goal.TIE]
        last = max((order.index(goal) for goal in named), default=-1)
        for at, goal in enumerate(order):
            equal = len({self._points(goal, pair) for pair in self._everything}) <= 1
            over = at > last and self._standing.is_decided()
            if goal not in named and not equal and not over:
                yield f"{goal.value} is not served"

    def _ceiling(self) -> int:
        """The most fit of any plan in the running: what all gain, and what the places cost."""
        proof, standing = self._plan.ceiling, self._standing
        assert proof is not None  # noqa: S101 - a blend has one
        gains = sum(
            max([*self._gains(proof, one), *([0] if one in standing.may_wait else [])])
            for one in self._open
        )
        return gains + sum(proof.prices[offer] * n for offer, n in self._places.items())

    def _wrong_stage(self, goal: Goal, ceiling: int | None) -> Iterator[str]:
        """Count a goal again, and work out its bound."""
        stage = self._plan.stage(goal)
        open_points = sum(self._points(goal, pair) for pair in self._held.values())
        settled = self._settled_points(goal)
        if stage.value != readable(goal, settled + open_points):
            yield f"{goal.value} was counted wrong"
        bound = settled + self._bound(goal, open_points, ceiling)
        if stage.bound != readable(goal, bound):
            yield f"{goal.value} has no such bound"
        if (stage.proof is Certainty.OPTIMAL) != (stage.bound == stage.value):
            yield f"{goal.value} is not as sure as it says"

    def _bound(self, goal: Goal, points: int, ceiling: int | None) -> float:
        if ceiling is None or goal not in BLEND:
            return points
        if goal is Goal.FIT:
            return ceiling
        blend = next(proof for proof in self._plan.proofs if self._is_blend(proof))
        units: Mapping[Goal, int] = dict(blend.units)
        fit = sum(self._points(Goal.FIT, pair) for pair in self._held.values())
        spare = fit - (ceiling - self._plan.slack * ceiling)
        return points + spare * units[Goal.FIT] / units[Goal.PRIORITY]

    def _settled_points(self, goal: Goal) -> int:
        if goal is Goal.PLACED:
            return len(self._problem.settled)
        settled = self._problem.settled
        pairs = (pair for pair in self._problem.pairs if settled.get(pair.candidate) == pair.offer)
        return sum(self._points(goal, pair) for pair in pairs)
