"""Variances against every sample there is, and intervals against many samples of a known whole."""

from itertools import combinations, product
from math import inf, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boutdufil.engines.calibration import Margins, Method, calibrate
from boutdufil.engines.calibration._refusals import EstimationError, Refusal
from boutdufil.engines.calibration.design import Lonely, Rule, stratified, surveyed
from boutdufil.engines.calibration.estimates import count, mean, ratio, share, total
from boutdufil.engines.calibration.variance import (
    Estimate,
    contributions,
    covariance,
    estimate,
    parts,
    quantile,
)
from tests.engines.survey_reference import (
    FIGURES,
    MADE,
    api,
    calibrated,
    needs_api,
    with_indicators,
)

few = settings(max_examples=20, deadline=None)


def every_sample(drawn):
    """Return every stratified sample, `drawn` as {stratum: (numbers, size)}."""
    choices = [combinations(numbers, size) for numbers, size in drawn.values()]
    return [sum(parts, ()) for parts in product(*choices)]


# One stratum in part, one taken whole: numbers of units, and how many are drawn.
STRATA = {"part": ((0, 1, 2, 3, 4), 3), "whole": ((5, 6), 2)}
NAMES = np.asarray(["part"] * 5 + ["whole"] * 2)
VALUES = np.asarray([3.0, 10, 1, 7, 4, 20, 6])
CHANCES = np.asarray([0.5, 0.8, 1.0, 0.6, 0.9, 0.7, 0.4])


def survey_of(sample, answered):
    rows = np.asarray(sample)
    design = stratified(strata=NAMES[rows], population={"part": 5, "whole": 2})
    return surveyed(design, response=np.where(answered, CHANCES[rows], 0))


def test_over_all_samples_and_all_answers_the_variance_is_right_on_average():
    samples = every_sample(STRATA)
    found, told, weight = [], [], []
    for sample in samples:
        rows = np.asarray(sample)
        for answered in product((False, True), repeat=len(rows)):
            who = np.asarray(answered)
            chance = np.where(who, CHANCES[rows], 1 - CHANCES[rows]).prod() / len(samples)
            if chance:
                survey = survey_of(sample, who)
                one = total(survey, VALUES[rows])
                found.append(one.value)
                told.append(covariance(survey, one)[0, 0])
                weight.append(chance)
    values, weights = np.asarray(found), np.asarray(weight)

    assert weights.sum() == pytest.approx(1)
    assert weights @ values == pytest.approx(VALUES.sum())
    assert weights @ told == pytest.approx(weights @ (values - VALUES.sum()) ** 2, rel=1e-12)


def test_over_all_samples_the_covariance_of_two_totals_is_right_on_average():
    others = VALUES[::-1] ** 1.5
    pairs, told = [], []
    for sample in combinations(range(len(VALUES)), 4):
        rows = np.asarray(sample)
        survey = surveyed(stratified(population=np.full(4, len(VALUES))))
        both = (total(survey, VALUES[rows]), total(survey, others[rows]))
        pairs.append([one.value for one in both])
        told.append(covariance(survey, *both)[0, 1])

    assert np.mean(told) == pytest.approx(np.cov(np.asarray(pairs).T, bias=True)[0, 1], rel=1e-12)


def test_deleting_each_unit_in_turn_finds_the_same_variance():
    rng = np.random.Generator(np.random.PCG64(3))
    strata = np.repeat(["a", "b", "c"], [8, 5, 12])
    weights = rng.uniform(2, 9, len(strata))
    values, heads = rng.gamma(2, 5, len(strata)), rng.gamma(3, 4, len(strata))
    survey = surveyed(stratified(weights, strata=strata))
    found = {"total": 0.0, "ratio": 0.0}
    of_all = {"total": weights @ values, "ratio": weights @ values / (weights @ heads)}
    for gone in range(len(strata)):
        own = strata == strata[gone]
        size = own.sum()
        left = np.where(own, weights * size / (size - 1), weights)
        left[gone] = 0
        again = {"total": left @ values, "ratio": left @ values / (left @ heads)}
        for name, value in again.items():
            found[name] += (size - 1) / size * (value - of_all[name]) ** 2

    assert estimate(survey, total(survey, values)).variance == pytest.approx(found["total"])
    of_ratio = estimate(survey, ratio(survey, values, heads)).variance
    assert of_ratio == pytest.approx(found["ratio"], rel=0.1)


def gustave_by_pairs(survey, values):
    """Return the variance of a total pair by pair, as Insee's gustave defines it."""
    design, chance = survey.design, survey.response
    who, after = survey.answered, survey.weights
    inside = survey.auxiliary[who]
    normal = inside.T @ (inside * after[who, None])
    slope = np.linalg.solve(normal, inside.T @ (after * values)[who])
    left = np.where(who, values - survey.auxiliary @ slope, 0)
    sampled, population = design.sampled[design.stratum], design.population[design.stratum]
    rate, found = sampled / population, 0.0
    for one, other in product(range(design.size), repeat=2):
        both = rate[one] * rate[other]
        if design.stratum[one] == design.stratum[other]:
            both = rate[one] * (sampled[one] - 1) / (population[one] - 1)
            both = rate[one] if one == other else both
        away = 1 - rate[one] * rate[other] / both if both else 0
        expanded = left / chance / rate
        found += away * expanded[one] * expanded[other]
    return found + float(np.sum((1 - chance) / rate * (left / chance) ** 2))


def business_survey(rule):
    rng = np.random.Generator(np.random.PCG64(11))
    strata = np.repeat(list("abcdefg"), [6, 9, 5, 8, 7, 6, 9])
    sizes = dict(zip("abcdefg", [30, 60, 5, 44, 21, 18, 90], strict=True))
    kind = np.where(rng.random(len(strata)) < 0.5, "in", "out")
    heads = np.round(rng.gamma(2, 20, len(strata))) + 1
    chance = np.where(kind == "in", 0.8, 0.6)
    who = rng.random(len(strata)) < chance
    plain = surveyed(stratified(strata=strata, population=sizes), response=np.where(who, chance, 0))
    # What stands for who did not answer is not read.
    auxiliary = np.where(who[:, None], with_indicators(kind, heads), np.nan)
    known = np.nan_to_num(auxiliary)
    goal = known.T @ plain.before * np.asarray([1.03, 0.97, 1.1])
    survey = surveyed(
        plain.design,
        weights=calibrated(plain.before, known, goal),
        response=np.where(who, chance, 0),
        auxiliary=auxiliary,
        rule=rule,
    )
    values = np.where(who, heads * rng.uniform(0.1, 0.9, len(strata)), np.nan)
    return survey, values


def test_gustaves_rule_pair_by_pair():
    survey, values = business_survey(Rule.GUSTAVE)
    by_pairs = gustave_by_pairs(survey, np.nan_to_num(values))

    assert estimate(survey, total(survey, values)).variance == pytest.approx(by_pairs, rel=1e-9)


def test_rules_differ_only_as_they_say():
    (ours, values), (plain, _) = business_survey(Rule.SURVEY), business_survey(Rule.DESIGN)
    left = contributions(ours, total(ours, values))[:, 0]
    before = contributions(plain, total(plain, values))[:, 0]
    who = ours.answered

    factor = ours.weights[who] / ours.before[who]
    assert left[who] == pytest.approx(before[who] * factor)
    assert np.ptp(factor) > 0.01
    inside = plain.auxiliary[who]
    assert inside.T @ before[who] == pytest.approx(np.zeros(3), abs=1e-6)


def test_parts_sum_to_the_variance_and_non_response_has_its_own():
    survey, values = business_survey(Rule.SURVEY)
    one = total(survey, values)
    own = parts(survey, one)

    assert own.sampling + own.response == pytest.approx(estimate(survey, one).variance)
    assert own.response > 0


@needs_api
@pytest.mark.parametrize("method", ["none", "linear"])
def test_intervals_hold_as_often_as_they_say(method):
    held = coverage(replicates=300, method=method)

    assert all(0.93 <= one <= 0.97 for one in held.values()), held


@needs_api
@pytest.mark.long
@pytest.mark.parametrize("method", ["none", "linear", "raking"])
@pytest.mark.parametrize("response", [1.0, 0.7])
def test_intervals_hold_over_thousands_of_samples(method, response):
    held = coverage(replicates=4000, method=method, response=response)

    assert all(0.93 <= one <= 0.97 for one in held.values()), held


def coverage(*, replicates, method, response=1.0):
    """Return how often intervals of a mean, a total and a ratio hold the truth of apipop."""
    whole = api("apipop")
    rng = np.random.Generator(np.random.PCG64(2026))
    places = {name: np.flatnonzero(whole["stype"] == name) for name in "EHM"}
    drawn = {"E": 200, "H": 100, "M": 100}
    auxiliary = with_indicators(whole["stype"], whole["api99"])
    goal = auxiliary.sum(axis=0)
    known = np.isfinite(whole["enroll"])
    enroll, stu = np.where(known, whole["enroll"], 0), np.where(known, whole["api.stu"], 0)
    truth = (whole["api00"].mean(), enroll.sum(), stu.sum() / enroll.sum())
    hits = np.zeros(3)
    for _ in range(replicates):
        rows = np.concatenate(
            [rng.choice(own, drawn[name], replace=False) for name, own in places.items()]
        )
        design = stratified(
            strata=whole["stype"][rows], population={n: len(own) for n, own in places.items()}
        )
        chance = np.where(rng.random(len(rows)) < response, response, 0)
        survey = surveyed(design, response=chance)
        if method != "none":
            own = auxiliary[rows]
            weights = calibrated(survey.before, own, goal, method)
            survey = surveyed(design, weights=weights, response=chance, auxiliary=own)
        found = (
            mean(survey, whole["api00"][rows]),
            total(survey, enroll[rows]),
            ratio(survey, stu[rows], enroll[rows]),
        )
        for at, one in enumerate(found):
            low, high = estimate(survey, one).student()
            hits[at] += low <= truth[at] <= high
    return dict(zip(("mean", "total", "ratio"), (hits / replicates).tolist(), strict=True))


@few
@given(st.data())
def test_order_and_units_do_not_matter(data):
    size = data.draw(st.integers(4, 12))
    numbers = st.floats(0.5, 50)
    strata = np.asarray(["a", "b"] * size)
    values = np.asarray(data.draw(st.lists(numbers, min_size=2 * size, max_size=2 * size)))
    order = np.asarray(data.draw(st.permutations(range(2 * size))))
    sizes = {"a": 40, "b": 70}
    survey = surveyed(stratified(strata=strata, population=sizes))
    mixed = surveyed(stratified(strata=strata[order], population=sizes))
    one, other = (
        estimate(survey, total(survey, values)),
        estimate(mixed, total(mixed, 1000 * values[order])),
    )

    expected = (1000 * one.value, 1000 * one.error)
    assert (other.value, other.error) == pytest.approx(expected, abs=1e-6)


@few
@given(st.lists(st.tuples(st.sampled_from("xyz"), st.floats(0, 90)), min_size=6, max_size=30))
def test_domains_sum_to_the_whole_with_their_covariances(rows):
    kinds = np.asarray([kind for kind, _ in rows])
    values = np.asarray([value for _, value in rows])
    survey = surveyed(stratified(population=np.full(len(rows), 100)))
    domains = [total(survey, values, kinds == kind) for kind in sorted(set(kinds.tolist()))]
    together = covariance(survey, *domains).sum()

    assert sum(one.value for one in domains) == pytest.approx(total(survey, values).value)
    assert together == pytest.approx(
        covariance(survey, total(survey, values))[0, 0], rel=1e-9, abs=1e-6
    )


def test_who_is_taken_whole_has_no_error():
    survey = surveyed(stratified(strata=["a", "a", "b"], population={"a": 2, "b": 1}))
    found = estimate(survey, total(survey, [5, 9, 2]))

    assert (found.value, found.error, found.freedom, found.units) == (16, 0, 1, 3)


def test_a_share_of_nobody_or_all_is_told_by_who_was_asked():
    survey = surveyed(stratified(population=np.full(20, 400)))
    nobody = estimate(survey, share(survey, np.zeros(20)))
    half = Estimate(0.5, 0.1, 19, 20)

    assert nobody.logit() == pytest.approx((0, 0.1611), abs=1e-4)
    assert half.logit(freedom=inf) == pytest.approx((0.3136, 0.6864), abs=1e-3)
    assert half.student()[1] - 0.5 == pytest.approx(0.2093, abs=1e-4)
    assert Estimate(3, 1, 0, 1).student() == (-inf, inf)
    assert Estimate(3, 0, 0, 1).student() == (3, 3)
    assert Estimate(0.25, 0.1, 0, 1).logit() == (0, 1)
    assert Estimate(0, 1, 4, 5).variation is None
    with pytest.raises(EstimationError, match="between 0 and 1"):
        Estimate(1.2, 0.1, 3, 4).logit()


def test_a_mean_of_something_constant_is_certain():
    survey = surveyed(stratified(strata=["a"] * 3 + ["b"] * 4, population={"a": 9, "b": 30}))
    found = estimate(survey, mean(survey, np.full(7, 4.0)))

    assert (found.value, found.error) == pytest.approx((4, 0), abs=1e-12)
    assert estimate(survey, count(survey)).error == pytest.approx(0, abs=1e-12)


def test_a_quantile_that_the_sample_does_not_reach_has_no_end():
    survey = surveyed(stratified(population=np.full(20, 1000)))
    open_above = quantile(survey, np.arange(20.0), 0.9)
    highest = quantile(survey, np.arange(20.0), 0.99)
    census = surveyed(stratified(population=np.full(20, 20)))

    assert (open_above.value, open_above.high, open_above.error) == (17, None, None)
    assert open_above.low == 15
    # R says 19 to 19 there; nothing is known of what lies above.
    assert (highest.value, highest.low, highest.high, highest.error) == (19, None, None, None)
    assert quantile(census, np.arange(20.0), 0.99).error == 0


@pytest.mark.parametrize(
    ("make", "refusal"),
    [
        (lambda: stratified(), Refusal.NO_WEIGHTS),
        (lambda: stratified([1.0, 0.0]), Refusal.WEIGHT),
        (lambda: stratified([1.0, 2.0], strata=["a"]), Refusal.SHAPE),
        (lambda: stratified(strata=["a", "a"], population={"a": 1.5}), Refusal.POPULATION),
        (lambda: stratified(strata=["a", "b"], population={"a": 4}), Refusal.POPULATION),
        (lambda: stratified(strata=list("aab"), population={"a": 0.5, "b": 4}), Refusal.FRACTION),
        (lambda: surveyed(stratified([2.0]), response=[1.2]), Refusal.PROBABILITY),
        (lambda: surveyed(stratified([2.0]), weights=[np.nan]), Refusal.NOT_A_NUMBER),
        (lambda: surveyed(stratified([2.0, 2.0]), auxiliary=[1.0]), Refusal.SHAPE),
    ],
)
def test_what_cannot_be_a_survey(make, refusal):
    with pytest.raises(EstimationError) as caught:
        make()
    assert caught.value.refusal is refusal


def test_what_cannot_be_estimated():
    survey = surveyed(stratified(strata=["a", "a", "b"], population={"a": 9, "b": 9}))
    for refused, make in {
        Refusal.MISSING: lambda: total(survey, [1.0, np.nan, 2]),
        Refusal.SHAPE: lambda: total(survey, [1.0]),
        Refusal.EMPTY: lambda: mean(survey, [1.0, 2, 3], [False] * 3),
        Refusal.LONELY: lambda: estimate(survey, total(survey, [1.0, 2, 3])),
        Refusal.NOT_BELOW_ONE: lambda: quantile(survey, [1.0, 2, 3], 1.0),
    }.items():
        with pytest.raises(EstimationError) as caught:
            make()
        assert caught.value.refusal is refused
    assert caught.value.about == (1.0,)


def test_a_lonely_stratum_is_named():
    survey = surveyed(stratified(strata=["a", "a", "b"], population={"a": 9, "b": 9}))
    with pytest.raises(EstimationError, match="only one was drawn: b"):
        estimate(survey, total(survey, [1.0, 2, 3]))
    certain = surveyed(
        stratified(strata=["a", "a", "b"], population={"a": 9, "b": 9}, lonely=Lonely.CERTAINTY)
    )
    assert estimate(certain, total(certain, [1.0, 2, 3])).error == pytest.approx(
        sqrt(81 * (1 - 2 / 9) * 0.5 / 2)
    )


@pytest.mark.parametrize("method", list(Method)[:2])
def test_the_houses_own_weights_lead_to_rs_errors(method):
    kinds = MADE["kind"].tolist()
    margins = Margins({"kind": {"in": 281.0, "out": 210.0}}, {"heads": 10600.0})
    design = stratified(strata=MADE["stratum"], population=MADE["population"])
    columns = {"kind": kinds, "heads": MADE["heads"]}
    found = calibrate(design.weights, columns, margins, method=method)
    survey = surveyed(design, weights=found.weights, auxiliary=found.auxiliary)
    one = estimate(survey, total(survey, MADE["contacts"]))

    assert (one.value, one.error) == pytest.approx(
        FIGURES[f"made {method} total contacts"], rel=1e-8
    )
