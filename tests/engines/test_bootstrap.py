"""Replicates meet their margins, can be drawn again, and spread as far as the variance says."""

import numpy as np
import pytest

from benchmarks.calibration_bootstrap import LIMITS, bootstrap_figures, missed
from boutdufil.engines.calibration import bootstrap
from boutdufil.engines.calibration._factors import linear, logit, raking, truncated
from boutdufil.engines.calibration._refusals import EstimationError, Refusal
from boutdufil.engines.calibration.bootstrap import replicated, spread
from boutdufil.engines.calibration.design import Lonely, stratified, surveyed
from boutdufil.engines.calibration.estimates import ratio, total
from boutdufil.engines.calibration.variance import estimate, parts
from tests.engines.survey_reference import calibrated, with_indicators

SIZES = {"large": 40, "middle": 300, "small": 900}
DRAWN = {"large": 40, "middle": 90, "small": 120}


def generator(seed=7):
    return np.random.Generator(np.random.PCG64(seed))


@pytest.fixture(scope="module")
def world():
    rng = generator(1)
    strata = np.repeat(list(DRAWN), list(DRAWN.values()))
    heads = np.where(strata == "large", 300, 20) * rng.gamma(4, 0.25, len(strata))
    kind = np.where(rng.random(len(strata)) < 0.4, "in", "out")
    answered = rng.random(len(strata)) < 0.7
    return {
        "design": stratified(strata=strata, population=SIZES),
        "heads": heads,
        "exits": heads * rng.uniform(0.05, 0.4, len(strata)),
        "auxiliary": with_indicators(kind, heads),
        "response": np.where(answered, 0.7, 0.0),
    }


def survey_of(world, method="linear", response=True):
    given = world["response"] if response else None
    plain = surveyed(world["design"], response=given)
    goal = world["auxiliary"].T @ plain.before * np.asarray([1.02, 0.97, 1.05])
    weights = calibrated(plain.before, world["auxiliary"], goal, method)
    return surveyed(world["design"], response=given, weights=weights, auxiliary=world["auxiliary"])


@pytest.mark.parametrize(
    ("factor", "method"),
    [
        (linear, "linear"),
        (raking, "raking"),
        (logit(0.3, 3), "linear"),
        (truncated(0, 4), "linear"),
    ],
    ids=["linear", "raking", "logit", "truncated"],
)
def test_every_replicate_meets_its_margins(world, factor, method):
    survey = survey_of(world, method)
    found = replicated(survey, 100, generator(), factor=factor)
    goal = world["auxiliary"].T @ survey.weights

    assert found.lost == 0
    assert found.weights @ world["auxiliary"] == pytest.approx(np.tile(goal, (100, 1)), rel=1e-9)
    assert not found.weights[:, ~survey.answered].any()


def test_without_room_for_products_the_weights_are_the_same(world, monkeypatch):
    survey = survey_of(world)
    usual = replicated(survey, 20, generator(), factor=raking).weights
    monkeypatch.setattr(bootstrap, "PAIRS", 0)
    monkeypatch.setattr(bootstrap, "CHUNK", 1000)

    assert replicated(survey, 20, generator(), factor=raking).weights == pytest.approx(usual)


def test_the_same_state_draws_the_same_and_another_one_not(world):
    survey = survey_of(world)
    one, same, other = (replicated(survey, 20, generator(seed)).weights for seed in (5, 5, 6))

    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)


@pytest.mark.parametrize("response", [False, True])
def test_replicates_spread_as_far_as_the_variance_says(world, response):
    plain = surveyed(world["design"], response=world["response"] if response else None)
    fixed = survey_of(world, response=response)
    for survey in (plain, fixed):
        drawn = replicated(survey, 2000, generator())
        heads, exits = world["heads"], world["exits"]
        for linearised, values in (
            (total(survey, exits), drawn.totals(exits)),
            (ratio(survey, exits, heads), drawn.totals(exits) / drawn.totals(heads)),
        ):
            found = spread(linearised.value, drawn, lambda _, values=values: values)
            assert found.error == pytest.approx(estimate(survey, linearised).error, rel=0.07)
            assert found.percentile == pytest.approx(found.normal, rel=0.03)


def test_non_response_of_a_stratum_taken_whole_is_seen():
    design = stratified(population=np.full(60, 60))
    response = np.where(np.arange(60) % 3, 0.6, 0)
    survey = surveyed(design, response=response)
    values = np.linspace(1, 9, 60)
    one = total(survey, values)
    drawn = replicated(survey, 2000, generator())

    assert parts(survey, one).sampling == 0
    found = spread(one.value, drawn, lambda it: it.totals(values))
    assert found.error == pytest.approx(estimate(survey, one).error, rel=0.07)


def test_clusters_are_drawn_whole():
    clusters = [f"c{at // 4}" for at in range(48)]
    survey = surveyed(stratified(np.full(48, 5.0), clusters=clusters))
    weights = replicated(survey, 50, generator()).weights.reshape(50, 12, 4)

    assert np.ptp(weights, axis=2).max() == 0
    assert np.ptp(weights) > 0
    assert weights.sum(axis=(1, 2)) == pytest.approx(np.full(50, 240.0))


def test_a_replicate_without_a_category_is_lost_and_counted():
    kind = np.asarray(["rare"] * 2 + ["usual"] * 28)
    auxiliary = with_indicators(kind)
    plain = surveyed(stratified(np.full(30, 10.0)))
    survey = surveyed(plain.design, weights=plain.weights, auxiliary=auxiliary)
    found = replicated(survey, 400, generator())

    # None of two among 29 draws of 30: (28 / 30) ** 29 = 0.135.
    assert 0.08 * 400 < found.lost < 0.19 * 400
    assert found.lost + len(found.weights) == 400
    seen = spread(300.0, found, lambda it: it.totals(np.ones(30)))
    assert (seen.used, seen.lost) == (len(found.weights), found.lost)
    assert seen.error == pytest.approx(0, abs=1e-6)


def test_a_lonely_unit_is_refused_unless_certain():
    strata = ["a", "a", "b"]
    with pytest.raises(EstimationError) as caught:
        replicated(surveyed(stratified([4.0, 4, 4], strata=strata)), 5, generator())
    assert (caught.value.refusal, caught.value.about) == (Refusal.LONELY, ("b",))
    certain = stratified([4.0, 4, 4], strata=strata, lonely=Lonely.CERTAINTY)
    assert np.ptp(replicated(surveyed(certain), 50, generator()).weights[:, 2]) == 0


def test_margins_that_no_replicate_meets_are_refused():
    survey = surveyed(
        stratified(np.full(20, 2.0)), weights=np.full(20, 9.0), auxiliary=np.ones((20, 1))
    )
    with pytest.raises(EstimationError) as caught:
        replicated(survey, 10, generator(), factor=logit(0.5, 2))
    assert caught.value.refusal is Refusal.NOT_CALIBRATED


def test_its_bench_runs_and_its_limits_can_be_missed():
    figures = bootstrap_figures(replicates=30)

    assert figures["bootstrap_worst_margin"] < 1e-9
    assert figures["bootstrap_raking_worst_margin"] < 1e-9
    assert figures["bootstrap_lost"] == figures["bootstrap_raking_lost"] == 0
    in_time = dict.fromkeys(LIMITS, 1.0)
    assert missed(in_time) == []
    assert missed(in_time | {"bootstrap_1000_s": 3.1}) == ["bootstrap_1000_s"]
