"""How strict each juror was: known truths, an independent estimator, and when it is refused."""

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import approx_fprime
from scipy.stats import spearmanr

from benchmarks.contests_panels import Scoring, Size, judged, panel_world
from boutdufil.engines.judging import (
    Calibration,
    Component,
    Criterion,
    Disconnected,
    Fault,
    JudgingError,
    Rating,
    assign,
    calibrate,
    raw_ranking,
)
from boutdufil.engines.judging import _likelihood as likelihood
from boutdufil.engines.judging._bias import bias_of
from boutdufil.engines.judging._ratings import read_ratings, rubric_of

RECORDED = Path(__file__).with_name("raschpy_reference.json")
few = settings(max_examples=30, deadline=None)


@pytest.fixture(scope="module")
def recorded():
    """Ratings of a small jury, and what raschpy made of them."""
    found = json.loads(RECORDED.read_text("utf-8"))
    assert found["source"].startswith("raschpy 1.4.0")
    return found, calibrate([Rating(*row) for row in found["ratings"]])


@pytest.fixture(scope="module")
def jury():
    """A jury of five regions that truly differ, a fifth of the files linking them."""
    world = panel_world()
    plan = assign(world.files, world.jurors, world.conflicts)
    readings = [(one.file, one.juror) for one in plan.readings]
    made = judged(world, readings, Scoring())
    return made, calibrate(made.ratings, panels=made.panels)


def of_everybody(score, files="123", jurors="ab", criteria="xy"):
    """Ratings of a full table by score(file, juror, criterion)."""
    return [
        Rating(juror, file, criterion, score(file, juror, criterion))
        for file in files
        for juror in jurors
        for criterion in criteria
    ]


def test_severities_are_those_of_an_independent_estimator(recorded):
    found, ours = recorded
    theirs = found["severities"]
    mean = np.mean(list(theirs.values()))

    for juror in ours.jurors:
        assert juror.severity == pytest.approx(theirs[juror.juror] - mean, abs=0.12)


def test_abilities_are_those_of_an_independent_estimator(recorded):
    found, ours = recorded
    pairs = [(one.ability, found["abilities"][one.file]) for one in ours.files]
    mine, theirs = np.asarray(pairs).T

    assert spearmanr(mine, theirs).statistic > 0.998
    assert np.corrcoef(mine, theirs)[0, 1] > 0.999


def test_calibration_finds_the_truth_that_raw_means_miss(jury):
    """The thresholds of the simulation stand in benchmarks/contests_judging.py, on many juries."""
    made, found = jury
    truth = [made.ability[one.file] for one in found.files]
    calibrated = spearmanr([one.ability for one in found.files], truth).statistic
    additive = spearmanr([one.additive for one in found.files], truth).statistic
    raw = spearmanr([float(one.raw) for one in found.files], truth).statistic

    assert calibrated > 0.94
    assert min(calibrated, additive) > raw + 0.02


def test_intervals_hold_what_they_promise(jury):
    made, found = jury
    mean = np.mean(list(made.severity.values()))
    inside = [one.low <= made.severity[one.juror] - mean <= one.high for one in found.jurors]
    order = sorted(made.ability, key=made.ability.get, reverse=True)
    ranks = {file: at for at, file in enumerate(order, start=1)}
    ranked = [one.rank_low <= ranks[one.file] <= one.rank_high for one in found.files]

    assert np.mean(inside) >= 0.85
    assert np.mean(ranked) >= 0.9
    assert all(one.rank_low <= one.rank <= one.rank_high for one in found.files)


def test_severities_of_many_juries_lie_in_their_intervals_as_often_as_said():
    """Two regions that truly differ, a quarter of the files linking them, fifty times."""
    world = panel_world(Size(files=24, jurors=8, regions=2))
    panels = {one.id: one.region for one in world.jurors}
    at_home = {name: [j for j in panels if panels[j] == name] for name in set(panels.values())}
    elsewhere = dict(zip(at_home, reversed(at_home.values()), strict=True))
    readings = []
    for at, file in enumerate(world.files):
        own = [at_home[file.region][(at + turn) % 4] for turn in range(3)]
        readings += [(file.id, one) for one in (own[:2] if at % 8 < 2 else own)]
        readings += [(file.id, elsewhere[file.region][at % 4])] if at % 8 < 2 else []
    inside = []
    for seed in range(50):
        made = judged(world, readings, Scoring(criteria=3), seed=seed)
        found = calibrate(made.ratings, panels=panels)
        mean = np.mean(list(made.severity.values()))
        inside += [one.low <= made.severity[one.juror] - mean <= one.high for one in found.jurors]

    assert 0.93 <= np.mean(inside) <= 0.97


def test_a_strict_juror_is_told_apart_and_their_files_rise():
    """Two files of one worth; the one that met the strict juror is lower raw, not calibrated."""

    def score(file, juror, criterion):
        return {"1": 5, "2": 4, "3": 2, "4": 3, "5": 3}[file] - (juror == "c")

    common = of_everybody(score, files="123", jurors="abc")
    lone = of_everybody(score, files="4", jurors="ab") + of_everybody(score, files="5", jurors="bc")
    found = calibrate(common + lone, [Criterion("x", 6), Criterion("y", 6)])
    strict = found.jurors[0]

    assert strict.juror == "c"
    assert strict.low > 0
    assert strict.additive > 0
    assert (found.file("4").raw, found.file("5").raw) == (Fraction(6, 12), Fraction(5, 12))
    assert found.file("5").calibrated > float(found.file("5").raw)
    assert abs(found.file("4").calibrated - found.file("5").calibrated) < 0.03


def test_a_jury_of_one_mind_changes_no_rank():
    found = calibrate(of_everybody(lambda file, juror, criterion: int(file)))

    assert [(one.file, one.raw_rank, one.rank) for one in found.files] == [
        ("3", 1, 1),
        ("2", 2, 2),
        ("1", 3, 3),
    ]
    assert all(abs(one.severity) < 1e-6 for one in found.jurors)
    assert not any(one.is_told_apart for one in found.jurors)


def test_equal_files_share_their_ranks():
    found = calibrate(of_everybody(lambda file, juror, criterion: min(2, int(file))))

    assert {one.file: one.rank for one in found.files} == {"1": 3, "2": 1, "3": 1}


def test_a_file_that_got_nothing_but_the_highest_level_stays_finite():
    found = calibrate(of_everybody(lambda file, juror, criterion: 2 if file == "3" else 1))

    assert np.isfinite(found.file("3").ability)
    assert found.file("3").error > 0.3


def test_weights_count_in_raw_and_calibrated_ranks():
    """The first file leads on x, the second on y."""
    ratings = of_everybody(lambda f, j, c: 3 if (f, c) in {("1", "x"), ("2", "y")} else 1)
    heavy_y = [Criterion("x", 4), Criterion("y", 4, Fraction(3))]
    found = calibrate(ratings, heavy_y)

    assert found.file("2").raw == Fraction(3 * 3 + 1, 16)
    assert found.file("2").raw_rank == found.file("2").rank == 1
    assert found.file("1").rank == 2


def test_criteria_of_unlike_scales_stand_side_by_side():
    ratings = of_everybody(lambda f, j, c: int(f) if c == "x" else int(f) * 3 + (j == "a"))
    found = calibrate(ratings, [Criterion("x", 4), Criterion("y", 10)])

    assert [one.file for one in found.files] == ["3", "2", "1"]
    assert found.file("1").raw == (Fraction(1, 4) + Fraction(7, 20)) / 2


def test_juries_that_share_no_file_are_refused_with_their_parts():
    ratings = of_everybody(lambda *_: 1, files="12", jurors="ab") + of_everybody(
        lambda *_: 2, files="3", jurors="cd"
    )

    assert calibrate(ratings) == Disconnected(
        (Component(("1", "2"), ("a", "b")), Component(("3",), ("c", "d")))
    )


def test_jurors_who_never_scored_the_same_criteria_are_refused():
    """Whether the juror is strict or the criterion hard cannot be known."""
    ratings = [Rating("a", file, "x", 1) for file in "12"] + [
        Rating("b", file, "y", 2) for file in "12"
    ]
    with pytest.raises(JudgingError) as refused:
        calibrate(ratings)

    assert refused.value.fault is Fault.CONFOUNDED


@pytest.mark.parametrize(("linking", "may"), [(1, False), (2, True)])
def test_across_panels_a_fifth_of_the_files_has_to_link(linking, may):
    """Ten files, two panels; `linking` of them were read by both."""
    readers = {str(at): "ac" if at < linking else "ab" if at % 2 else "cd" for at in range(10)}
    ratings = [
        Rating(juror, file, "x", (int(file) + (juror == "c")) % 4)
        for file, jurors in readers.items()
        for juror in jurors
    ]
    found = calibrate(ratings, panels=dict(zip("abcd", "NNSS", strict=True)))

    assert found.linking_share == Fraction(linking, 10)
    assert found.may_select is may
    assert [one.panel for one in found.panels] == ["N", "S"]
    assert all(one.linking == linking for one in found.panels)


def test_one_panel_needs_no_links():
    assert calibrate(of_everybody(lambda file, *_: int(file))).may_select


def test_the_raw_ranking_is_exact():
    ratings = of_everybody(lambda f, j, c: {"1": 1, "2": 2, "3": 2}[f], criteria="xyz")

    assert raw_ranking(ratings, [Criterion(c, 3) for c in "xyz"]) == (
        ("2", Fraction(2, 3), 1),
        ("3", Fraction(2, 3), 1),
        ("1", Fraction(1, 3), 3),
    )


@pytest.mark.parametrize(
    ("ratings", "rubric", "fault"),
    [
        ([], (), Fault.EMPTY),
        ([Rating("a", "1", "x", 1)] * 2, (), Fault.DUPLICATE),
        ([Rating("a", "1", "x", -1)], (), Fault.SCALE),
        ([Rating("a", "1", "x", 5)], (Criterion("x", 4),), Fault.SCALE),
        ([Rating("a", "1", "x", 1)], (Criterion("y", 4),), Fault.UNKNOWN),
        ([Rating("a", "1", "x", 1)], (Criterion("x", 4, Fraction(0)),), Fault.RULE),
    ],
    ids=["empty", "twice", "below", "above", "criterion", "weight"],
)
def test_what_cannot_be_calibrated_is_refused(ratings, rubric, fault):
    with pytest.raises(JudgingError) as refused:
        calibrate(ratings, rubric)

    assert refused.value.fault is fault


@st.composite
def full_tables(draw):
    jurors, criteria = "abc"[: draw(st.integers(2, 3))], "xy"[: draw(st.integers(1, 2))]
    level = st.integers(0, 3)
    return of_everybody(lambda *_: draw(level), "1234", jurors, criteria)


@few
@given(full_tables(), st.randoms(use_true_random=False))
def test_the_order_of_the_ratings_changes_nothing(ratings, shuffler):
    shuffled = list(ratings)
    shuffler.shuffle(shuffled)

    assert calibrate(shuffled) == calibrate(ratings)


@few
@given(full_tables(), st.data())
def test_a_higher_level_never_costs_a_file_a_rank(ratings, data):
    rubric = [Criterion(name, 4) for name in sorted({one.criterion for one in ratings})]
    at = data.draw(st.integers(0, len(ratings) - 1))
    better = replace(ratings[at], score=ratings[at].score + 1)
    before = calibrate(ratings, rubric)
    after = calibrate([*ratings[:at], better, *ratings[at + 1 :]], rubric)

    assert isinstance(before, Calibration)
    assert after.file(better.file).rank <= before.file(better.file).rank
    assert after.file(better.file).raw_rank <= before.file(better.file).raw_rank


@few
@given(full_tables(), st.integers(0, 2**32 - 1))
def test_gradient_and_information_are_the_derivatives_of_the_loss(ratings, seed):
    model = likelihood.Model(read_ratings(ratings, rubric_of(ratings)))
    at = np.random.default_rng(seed).normal(0, 0.5, sum(model.sizes))
    slope = approx_fprime(at, lambda theta: likelihood.loss_of(theta, model)[0], 1e-7)
    bend = [
        approx_fprime(at, lambda theta, row=row: likelihood.loss_of(theta, model)[1][row], 1e-7)
        for row in range(len(at))
    ]

    assert np.allclose(slope, likelihood.loss_of(at, model)[1], atol=1e-4)
    assert np.allclose(bend, likelihood.information_of(at, model), atol=1e-4)


@few
@given(full_tables(), st.integers(0, 2**32 - 1))
def test_the_bias_is_the_slope_of_half_the_log_volume_of_the_information(ratings, seed):
    model = likelihood.Model(read_ratings(ratings, rubric_of(ratings)))
    at = np.random.default_rng(seed).normal(0, 0.5, sum(model.sizes))

    def volume(theta):
        return np.linalg.slogdet(likelihood.information_of(theta, model))[1] / 2

    covariance = np.linalg.inv(likelihood.information_of(at, model))
    assert np.allclose(
        approx_fprime(at, volume, 1e-7), bias_of(at, model, covariance), atol=1e-4, rtol=1e-3
    )
