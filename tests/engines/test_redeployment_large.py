"""Plans of the size they are made for: a site, a firm, a region."""

import resource
from dataclasses import replace

import numpy as np
import pytest

from benchmarks.placing_peers import NOBODY, first_come, scipy_matching
from benchmarks.redeployment import (
    ALL_GOALS,
    FIT_ALONE,
    gain,
    half_answered,
    is_proven,
    placed,
    points,
)
from benchmarks.restructuring import in_identifiers, read_trades, restructuring, with_terms
from boutdufil.engines.redeployment import (
    Explainer,
    Goal,
    check_certificate,
    solve,
    solve_arrays,
)


@pytest.fixture(scope="module")
def trades():
    return read_trades(None)


@pytest.fixture(scope="module")
def site(trades):
    return in_identifiers(with_terms(restructuring(300, trades, 3), 3))


def test_the_plan_of_a_site_is_proven_by_the_independent_reader(site):
    assert check_certificate(site, solve(site)) == ()


def test_a_price_or_a_post_that_was_touched_is_found(site):
    plan = solve(site)
    first, *rest = plan.proofs
    offer = next(name for name, price in first.prices.items() if price > 0)
    cheaper = replace(first, prices={**first.prices, offer: first.prices[offer] - 1})
    moved = next(name for name, post in plan.assignment.items() if post is not None)

    assert check_certificate(site, replace(plan, proofs=(cheaper, *rest)))
    assert check_certificate(site, replace(plan, assignment={**plan.assignment, moved: None}))
    assert check_certificate(site, replace(plan, proofs=()))
    stages = [replace(stage, value=stage.value + 1) for stage in plan.stages]
    assert check_certificate(site, replace(plan, stages=tuple(stages)))


def test_everybody_of_a_site_can_be_told_why(site):
    plan = solve(site)
    explainer = Explainer(site, plan)

    for candidate in list(plan.assignment)[:40]:
        told = explainer.explain(candidate)
        assert (told.proposed is None) == (plan.assignment[candidate] is None)
        assert all(one.change is not None for one in told.alternatives)


def test_a_thousand_people_are_solved_again_around_their_answers(trades):
    problem = half_answered(in_identifiers(with_terms(restructuring(1000, trades, 5), 5)))

    again = solve(problem)

    assert {name: again.assignment[name] for name in problem.settled} == problem.settled
    assert not problem.refused & set(again.assignment.items())


def test_ten_thousand_people_get_what_scipy_finds_and_more_than_by_turn(trades):
    instance = restructuring(10_000, trades, 7)

    plan = solve_arrays(instance, goals=FIT_ALONE)

    assert is_proven(instance, plan)
    turn = first_come(instance)
    assert gain(instance, plan.pairs, turn) > 3
    assert points(plan.pairs, turn) > 0.3
    smaller = restructuring(2_000, trades, 7)
    ours = solve_arrays(smaller, goals=FIT_ALONE)
    values = smaller.values(Goal.FIT, np.arange(len(smaller.candidate))) + 10**10
    theirs = scipy_matching(smaller, values)
    held = ours.pairs[ours.pairs != NOBODY]
    assert values[theirs[theirs != NOBODY]].sum() == values[held].sum()


def test_all_goals_of_a_thousand_are_the_same_with_and_without_a_guess(trades, monkeypatch):
    instance = with_terms(restructuring(1000, trades, 9), 9)
    guessed = solve_arrays(instance, goals=ALL_GOALS)
    monkeypatch.setattr("boutdufil.engines.redeployment._steps.LIKELY_EXCHANGE", 0)

    refuted = solve_arrays(instance, goals=ALL_GOALS)

    assert (refuted.pairs == guessed.pairs).all()
    assert refuted.totals == guessed.totals
    for one, other in zip(refuted.steps, guessed.steps, strict=True):
        assert one.weights == other.weights


@pytest.mark.long
def test_a_hundred_thousand_people_are_proven_in_little_memory(trades):
    instance = restructuring(100_000, trades, 11)

    plan = solve_arrays(instance, goals=FIT_ALONE)

    assert is_proven(instance, plan)
    assert placed(plan.pairs) > placed(first_come(instance))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 1.5e6
