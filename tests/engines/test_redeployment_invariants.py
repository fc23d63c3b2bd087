"""What must hold for any people, any posts and any answers; two oracles agree."""

import random
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boutdufil.engines.redeployment import (
    Candidate,
    Certainty,
    Explainer,
    Goal,
    Offer,
    Pair,
    Problem,
    Reason,
    check_certificate,
    solve,
    stability,
)
from tests.engines import slow_redeployment as slow

PEOPLE, POSTS = "abcde", "vwxyz"
few = settings(max_examples=80, deadline=None)
steps = st.integers(0, slow.FIT_STEPS).map(lambda step: step / slow.FIT_STEPS)


@st.composite
def problems(draw, answers=True, criteria=False):
    candidates = tuple(Candidate(name, draw(steps)) for name in PEOPLE[: draw(st.integers(0, 5))])
    offers = tuple(Offer(n, draw(st.integers(0, 3))) for n in POSTS[: draw(st.integers(0, 4))])
    named = [(c.id, o.id) for c in candidates for o in offers if draw(st.integers(0, 3))]
    pairs = tuple(draw(pair(name, criteria)) for name in named)
    if not answers:
        return Problem(candidates, offers, pairs)
    settled = draw(settled_people(candidates, offers))
    refused = frozenset(one for one in named if not draw(st.integers(0, 4)))
    return Problem(candidates, offers, pairs, settled, refused - set(settled.items()))


def pair(name, criteria):
    return st.builds(
        Pair,
        st.just(name[0]),
        st.just(name[1]),
        st.none() | steps,
        st.integers(0, 3),
        st.booleans(),
        st.integers(0, 5).map(bool),
        st.integers(0, 9).map(float) if criteria else st.just(0.0),
    )


@st.composite
def settled_people(draw, candidates, offers):
    settled = {}
    for offer in offers:
        left = [one.id for one in candidates if one.id not in settled]
        if offer.places and left and not draw(st.integers(0, 3)):
            settled[draw(st.sampled_from(left))] = offer.id
    return settled


def strict_totals(plan):
    """The values of the strict goals as the oracles count them."""
    placed, days, terms, floor, fit = (plan.stage(goal).value for goal in slow.STRICT)
    return placed, -days, terms, -floor, round(fit * slow.FIT_STEPS)


@settings(max_examples=300, deadline=None)
@given(problems())
def test_no_plan_there_is_does_better(problem):
    assert strict_totals(solve(problem)) == slow.best_totals(problem)


@pytest.mark.parametrize("seed", range(10))
def test_scipy_finds_the_same_optimum_on_a_hundred_instances(seed):
    chance = random.Random(seed)
    for _ in range(100):
        problem = any_problem(chance)
        assert strict_totals(solve(problem)) == slow.scipy_totals(problem)


def any_problem(chance):
    people, posts = chance.randint(1, 9), chance.randint(1, 6)
    candidates = [Candidate(f"p{at}", chance.choice((0, 0.3, 0.6))) for at in range(people)]
    offers = [Offer(f"o{at}", chance.randint(0, 3)) for at in range(posts)]
    pairs = [
        Pair(
            person.id,
            offer.id,
            chance.randint(0, slow.FIT_STEPS) / slow.FIT_STEPS,
            chance.randint(0, 9),
            chance.random() < 0.5,
            chance.random() < 0.9,
        )
        for person in candidates
        for offer in offers
        if chance.random() < 0.6
    ]
    return Problem(tuple(candidates), tuple(offers), tuple(pairs))


@few
@given(problems(criteria=True))
def test_the_certificate_of_every_plan_holds(problem):
    assert check_certificate(problem, solve(problem)) == ()


@few
@given(problems(criteria=True), st.data())
def test_no_other_plan_passes_with_the_same_proof(problem, data):
    plan = solve(problem, slack=0)
    other = data.draw(st.sampled_from(list(slow.all_plans(problem))))
    waiting = tuple(name for name, offer in other.items() if offer is None)
    changed = replace(plan, assignment=other, waiting=waiting)

    assert (check_certificate(problem, changed) == ()) == (dict(plan.assignment) == other)


@few
@given(problems(criteria=True))
def test_a_plan_keeps_the_rules(problem):
    plan = solve(problem)

    may = slow.choices(problem)
    assert set(plan.assignment) == {one.id for one in problem.candidates}
    assert all(offer in may[candidate] for candidate, offer in plan.assignment.items())
    taken = Counter(plan.assignment.values())
    assert plan.free == {one.id: one.places - taken[one.id] for one in problem.offers}
    assert all(free >= 0 for free in plan.free.values())
    assert set(plan.waiting) == {name for name, offer in plan.assignment.items() if not offer}


@few
@given(problems(criteria=True), st.randoms(use_true_random=False))
def test_the_order_of_the_input_changes_nothing(problem, chance):
    mixed = Problem(
        shuffled(problem.candidates, chance),
        shuffled(problem.offers, chance),
        shuffled(problem.pairs, chance),
        dict(shuffled(problem.settled.items(), chance)),
        problem.refused,
    )

    assert solve(mixed) == solve(problem)
    assert stability(mixed, solve(mixed)) == stability(problem, solve(problem))
    for one in problem.candidates:
        explained = Explainer(mixed, solve(mixed)).explain(one.id)
        assert explained == Explainer(problem, solve(problem)).explain(one.id)


def shuffled(values, chance):
    listed = list(values)
    chance.shuffle(listed)
    return tuple(listed)


@few
@given(problems(), st.data())
def test_one_more_place_never_places_fewer(problem, data):
    if not problem.offers:
        return
    offer = data.draw(st.sampled_from(problem.offers))
    wider = with_one_more_place(problem, offer.id)

    assert strict_totals(solve(wider)) >= strict_totals(solve(problem))


def with_one_more_place(problem, name):
    offers = tuple(Offer(o.id, o.places + (o.id == name)) for o in problem.offers)
    return replace(problem, offers=offers)


@few
@given(problems())
def test_a_shadow_price_is_what_one_more_place_brings(problem):
    plan = solve(problem)
    explainer = Explainer(problem, plan)

    for offer in problem.offers:
        wider = solve(with_one_more_place(problem, offer.id))
        assert counted(explainer.one_more_place(offer.id)) == difference(wider, plan)


@few
@given(problems())
def test_an_alternative_costs_what_solving_anew_around_it_costs(problem):
    plan = solve(problem)
    explainer = Explainer(problem, plan)

    for candidate in plan.assignment:
        for one in explainer.explain(candidate).alternatives:
            if one.change is None:
                continue
            forced = replace(problem, settled={**problem.settled, candidate: one.pair.offer})
            assert counted(one.change) == difference(solve(forced), plan)
            assert one.reason in {Reason.EQUAL, Reason.COSTS_THE_WHOLE}
            assert after(plan, one.moves) in list(slow.all_plans(problem))


def after(plan, moves):
    """Return the assignment after a chain of moves, each from where the plan has the person."""
    assert all(plan.assignment[move.candidate] == move.origin for move in moves)
    return {**plan.assignment, **{move.candidate: move.target for move in moves}}


def counted(change):
    return (
        change.placed,
        -change.days,
        change.terms,
        -change.below_floor,
        round(change.fit * slow.FIT_STEPS),
    )


def difference(one, other):
    totals = zip(strict_totals(one), strict_totals(other), strict=True)
    return tuple(a - b for a, b in totals)


@few
@given(problems(answers=False, criteria=True))
def test_criteria_stay_within_the_slack_and_below_their_bound(problem):
    plan = solve(problem, slack=0.1)

    fit, priority = plan.stage(Goal.FIT), plan.stage(Goal.PRIORITY)
    best = slow.best_totals(problem)
    assert strict_totals(plan)[:-1] == best[:-1]
    assert round(fit.bound * slow.FIT_STEPS) == best[-1]
    assert fit.value >= fit.bound * 0.9 - 1e-9
    if plan.ceiling is not None:
        assert priority.bound >= slow.criteria_within(problem, 0.1) - 1e-6
    certain = priority.proof is Certainty.OPTIMAL
    assert certain == (priority.bound == priority.value)
