"""Calibration: the weights of CALMAR, what is refused by name, what holds for any margins."""

import csv
import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boutdufil.engines.calibration import (
    Bounds,
    CalibrationError,
    Margins,
    Method,
    Problem,
    calibrate,
    estimate,
    scaled_to,
    stratified,
    surveyed,
    total,
    trim,
)

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = Path(os.environ.get("BOUTDUFIL_REFERENCE_DATA", ROOT.parent / "shared" / "data"))
CALMAR = REFERENCE / "barometer" / "icarus_calmar"
with_calmar = pytest.mark.skipif(not CALMAR.is_dir(), reason=f"no weights of CALMAR in {CALMAR}")
POPULATION = 50_000.0


def lines(name):
    with (CALMAR / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def read(number):
    """Return the margins of a table: totals, or percentages of the population."""
    categories, numbers = {}, {}
    for line in lines(f"table_margins_{number}.csv"):
        count = int(line["n"])
        told = [float(line[f"mar{place + 1}"]) for place in range(max(1, count))]
        if count:
            categories[line["var"]] = {str(at + 1): one for at, one in enumerate(told)}
        else:
            numbers[line["var"]] = told[0]
    shares = number == 2
    return Margins(categories, numbers, POPULATION if shares else None, as_shares=shares)


def sampled(responding_only):
    found = lines("dataPop_sample1000.csv")
    if responding_only:
        found = [one for one in found if one["responding"] == "1"]
    names = read(1)
    columns = {name: [one[name] for one in found] for name in names.categories}
    columns |= {name: [float(one[name]) for one in found] for name in names.numbers}
    weights = np.asarray([float(one["weight"]) for one in found])
    return found, columns, scaled_to(weights, POPULATION) if responding_only else weights


SETS = [
    (responding, table, method)
    for responding in (False, True)
    for table in (1, 2)
    for method in (Method.LINEAR, Method.RAKING, Method.LOGIT)
]
COLUMN = {Method.LINEAR: "lin", Method.RAKING: "raking", Method.LOGIT: "logit"}


@with_calmar
@pytest.mark.parametrize(("responding", "table", "method"), SETS)
def test_the_weights_are_those_of_calmar(responding, table, method):
    _found, columns, weights = sampled(responding)
    bounds = Bounds(0.1, 2.0) if responding else Bounds(0.2, 1.3)

    got = calibrate(
        weights,
        columns,
        read(table),
        method=method,
        bounds=bounds if method is Method.LOGIT else None,
    )

    told = lines("poptest_calmar_nr.csv" if responding else "poptest_calmar.csv")
    name = f"weight_cal_{COLUMN[method]}{'_2' if table == 2 else ''}"
    theirs = np.asarray([float(one[name]) for one in told])
    assert np.max(np.abs(got.weights / theirs - 1)) <= 1e-8


@with_calmar
@pytest.mark.parametrize(
    ("responding", "table", "method", "close"),
    [(False, 1, Method.LINEAR, 1e-6), (True, 2, Method.RAKING, 1e-8)],
)
def test_a_scale_of_distances_is_calmars(responding, table, method, close):
    found, columns, weights = sampled(responding)
    scale = [float(one["qTest"]) for one in found]

    got = calibrate(weights, columns, read(table), method=method, scale=scale)

    told = lines("poptest_calmar_nr.csv" if responding else "poptest_calmar.csv")
    name = "weight_cal_raking_2_qtest" if responding else "weight_cal_lin_qtest"
    theirs = np.asarray([float(one[name]) for one in told])
    assert np.max(np.abs(got.weights / theirs - 1)) <= close


def employees():
    found = lines("data_employees.csv")
    columns = {name: [one[name] for one in found] for name in ("category", "sex", "department")}
    columns["salary"] = [float(one["salary"]) for one in found]
    weights = [float(one["weight"]) for one in found]
    return weights, columns, [float(one["movies"]) for one in found]


EMPLOYEES = {
    "category": {"1": 80.0, "2": 90.0, "3": 60.0},
    "sex": {"1": 140.0, "2": 90.0},
    "department": {"1": 100.0, "2": 130.0},
}
SALARY = {"salary": 470_000.0}


@with_calmar
@pytest.mark.parametrize(
    ("method", "column", "bounds", "mean"),
    [
        (Method.LINEAR, "wLinear", None, 2.933838),
        (Method.RAKING, "wRaking", None, 3.224239),
        (Method.LOGIT, "wLogit", Bounds(0.4, 2.2), 3.144491),
    ],
)
def test_the_published_example_to_its_four_decimals(method, column, bounds, mean):
    weights, columns, movies = employees()

    got = calibrate(weights, columns, Margins(EMPLOYEES, SALARY), method=method, bounds=bounds)

    theirs = [float(one[column]) for one in lines("calWeights_movies.csv")]
    assert np.max(np.abs(got.weights - theirs)) <= 5.01e-5
    assert got.weights @ movies / got.weights.sum() == pytest.approx(mean, abs=5e-7)


@with_calmar
@pytest.mark.parametrize("method", [Method.LOGIT, Method.TRUNCATED])
def test_bounds_too_tight_name_the_margin_nobody_can_meet(method):
    weights, columns, _movies = employees()
    margins = Margins(EMPLOYEES, SALARY)

    with pytest.raises(CalibrationError) as refused:
        calibrate(weights, columns, margins, method=method, bounds=Bounds(0.6, 2.0))

    (finding,) = refused.value.findings
    assert (finding.problem, finding.margin) == (Problem.IMPOSSIBLE, "salary")
    assert finding.facts["nearest"] < 470_000


@with_calmar
@pytest.mark.parametrize("method", [Method.LINEAR, Method.RAKING])
def test_a_population_that_is_not_the_margins_is_refused(method):
    weights, columns, _movies = employees()

    with pytest.raises(CalibrationError) as refused:
        calibrate(weights, columns, Margins(EMPLOYEES, SALARY, 300.0), method=method)

    (finding,) = refused.value.findings
    assert finding.problem is Problem.TOTALS_DISAGREE
    assert finding.facts == {"population": 300.0, "category": 230.0}


SEX = {"sex": ["m", "m", "w", "w"]}
TENS = [10.0, 10.0, 10.0, 10.0]


@pytest.mark.parametrize(
    ("columns", "margins", "problem", "margin", "category"),
    [
        (SEX, {"sex": {"m": 20, "w": 15, "x": 5}}, Problem.EMPTY_CATEGORY, "sex", "x"),
        (SEX, {"sex": {"m": 40.0}}, Problem.UNKNOWN_CATEGORY, "sex", "w"),
        (SEX, {"sex": {"m": 20, "w": -1}}, Problem.TOTAL, "sex", "w"),
        (SEX, {"age": {"y": 40}}, Problem.NO_COLUMN, "age", ""),
        ({"sex": ["m"]}, {"sex": {"m": 40}}, Problem.SHAPE, "sex", ""),
        (SEX, {}, Problem.NO_MARGIN, "", ""),
    ],
)
def test_what_cannot_be_is_named(columns, margins, problem, margin, category):
    with pytest.raises(CalibrationError) as refused:
        calibrate(TENS, columns, Margins(margins))

    first = refused.value.findings[0]
    assert (first.problem, first.margin, first.category) == (problem, margin, category)
    assert first.problem.value in str(refused.value)


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ({"weights": [10, -1, 10, 10]}, Problem.WEIGHT),
        ({"weights": [10, np.nan, 10, 10]}, Problem.WEIGHT),
        ({"method": Method.LOGIT}, Problem.BOUNDS),
        ({"method": Method.LOGIT, "bounds": Bounds(1.1, 2.0)}, Problem.BOUNDS),
        ({"scale": [1, 1, 0, 1]}, Problem.NOT_A_NUMBER),
    ],
)
def test_what_cannot_be_computed_with_is_refused(more, problem):
    arguments = {"weights": TENS} | more
    margins = Margins({"sex": {"m": 25.0, "w": 15.0}})

    with pytest.raises(CalibrationError) as refused:
        calibrate(arguments.pop("weights"), SEX, margins, **arguments)

    assert refused.value.findings[0].problem is problem


def test_a_number_that_is_missing_is_named_with_its_row():
    with pytest.raises(CalibrationError) as refused:
        calibrate(TENS, {"pay": [1, 2, np.nan, 4]}, Margins(numbers={"pay": 100.0}))

    (finding,) = refused.value.findings
    assert (finding.problem, finding.margin, finding.facts) == (
        Problem.NOT_A_NUMBER,
        "pay",
        {"row": 3},
    )


def test_a_category_of_nobody_is_reached_by_no_raking():
    margins = Margins({"sex": {"m": 40.0, "w": 0.0}})

    with pytest.raises(CalibrationError) as refused:
        calibrate(TENS, SEX, margins, method=Method.RAKING)

    assert refused.value.findings[0].problem is Problem.UNREACHABLE
    assert calibrate(TENS, SEX, margins).weights == pytest.approx([20, 20, 0, 0], abs=1e-9)


def test_the_linear_method_says_when_a_weight_falls_below_zero():
    columns = {"pay": [1.0, 2.0, 3.0, 40.0]}
    margins = Margins({"all": {"x": 40.0}}, {"pay": 2_000.0})

    got = calibrate(TENS, columns | {"all": ["x"] * 4}, margins)

    assert got.has_negative
    assert got.weights @ columns["pay"] == pytest.approx(2_000)


def test_a_weight_of_nothing_stays_nothing():
    margins = Margins({"sex": {"m": 25.0, "w": 15.0}})

    got = calibrate([10, 0, 10, 10], SEX, margins, method=Method.RAKING)

    assert got.weights.tolist() == [25.0, 0.0, 7.5, 7.5]


def test_trimming_keeps_every_margin():
    rng = np.random.default_rng(4)
    columns = {"a": rng.integers(0, 4, 400), "pay": rng.uniform(1, 9, 400)}
    weights = rng.lognormal(3, 0.8, 400)
    known = {str(at): float(weights[columns["a"] == at].sum()) for at in range(4)}
    margins = Margins({"a": known}, {"pay": float(weights @ columns["pay"])})

    got = trim(weights, columns, margins, lowest=8.0, highest=60.0)

    assert got.gap <= 1e-9
    assert got.weights.min() >= 8.0 - 1e-9
    assert got.weights.max() <= 60.0 + 1e-9


def test_trimming_beyond_what_can_be_names_the_margin():
    margins = Margins({"sex": {"m": 25.0, "w": 15.0}})

    with pytest.raises(CalibrationError) as refused:
        trim(TENS, SEX, margins, lowest=1.0, highest=11.0)

    assert [(one.margin, one.category) for one in refused.value.findings] == [("sex", "m")]


@st.composite
def samples(draw):
    """Draw a sample and margins that some positive weights meet."""
    seed = draw(st.integers(0, 2**32 - 1))
    units, variables = draw(st.integers(30, 120)), draw(st.integers(1, 4))
    rng = np.random.default_rng(seed)
    columns = {f"v{at}": rng.integers(0, rng.integers(2, 5), units) for at in range(variables)}
    pay = rng.uniform(1, 5, units)
    weights = rng.uniform(5, 15, units)
    truth = weights * rng.uniform(0.7, 1.4, units)
    categories = {
        name: {str(key): float(truth[values == key].sum()) for key in np.unique(values).tolist()}
        for name, values in columns.items()
    }
    numbers = {"pay": float(truth @ pay)} if draw(st.booleans()) else {}
    return weights, columns | {"pay": pay}, Margins(categories, numbers)


METHODS = [
    (Method.LINEAR, None),
    (Method.RAKING, None),
    (Method.LOGIT, Bounds(0.3, 3.0)),
    (Method.TRUNCATED, Bounds(0.3, 3.0)),
]


@settings(max_examples=40, deadline=None)
@given(sample=samples(), way=st.sampled_from(METHODS))
def test_margins_that_some_weights_meet_are_met(sample, way):
    weights, columns, margins = sample
    method, bounds = way

    got = calibrate(weights, columns, margins, method=method, bounds=bounds)

    for name, own in margins.categories.items():
        for key, known in own.items():
            held = got.weights[columns[name] == int(key)].sum()
            assert held == pytest.approx(known, rel=1e-8)
    for name, known in margins.numbers.items():
        assert got.weights @ columns[name] == pytest.approx(known, rel=1e-8)
    if method is not Method.LINEAR:
        assert got.weights.min() >= 0


@settings(max_examples=25, deadline=None)
@given(sample=samples(), way=st.sampled_from(METHODS), seed=st.integers(0, 1_000))
def test_order_and_units_do_not_matter(sample, way, seed):
    weights, columns, margins = sample
    method, bounds = way
    order = np.random.default_rng(seed).permutation(len(weights))
    shuffled = {name: np.asarray(values)[order] for name, values in columns.items()}
    shuffled["pay"] = np.asarray(columns["pay"])[order] * 1_000
    thousands = Margins(
        dict(reversed(margins.categories.items())),
        {name: known * 1_000 for name, known in margins.numbers.items()},
    )

    plain = calibrate(weights, columns, margins, method=method, bounds=bounds)
    other = calibrate(weights[order], shuffled, thousands, method=method, bounds=bounds)

    assert other.weights == pytest.approx(plain.weights[order], rel=1e-6)


@settings(max_examples=25, deadline=None)
@given(sample=samples())
def test_raking_by_turns_and_by_newton_are_one(sample):
    weights, columns, margins = sample
    categories = Margins(margins.categories)

    turns = calibrate(weights, columns, categories, method=Method.RAKING)
    newton = calibrate(
        weights, columns, categories, method=Method.RAKING, scale=np.ones(len(weights))
    )

    assert turns.weights == pytest.approx(newton.weights, rel=1e-7)


def test_a_total_calibrated_on_has_no_error_left():
    """What the weights meet is known: its variance is 0 to the last digits."""
    rng = np.random.default_rng(8)
    columns = {"a": rng.integers(0, 3, 90), "pay": rng.uniform(1, 9, 90)}
    weights = np.full(90, 10.0)
    known = {str(at): float((columns["a"] == at).sum() * 11) for at in range(3)}
    margins = Margins({"a": known}, {"pay": 5_500.0})
    got = calibrate(weights, columns, margins)
    sample = surveyed(
        stratified(weights, population=np.full(90, 900.0)),
        weights=got.weights,
        auxiliary=got.auxiliary,
    )

    told = estimate(sample, total(sample, columns["pay"]))

    assert told.value == pytest.approx(5_500)
    assert told.error < 1e-6


def test_a_total_of_nothing_is_met_whatever_the_size_of_its_numbers():
    rng = np.random.default_rng(5)
    change = rng.normal(0, 1e6, 200)
    margins = Margins({"all": {"x": 2_000.0}}, {"change": 0.0})

    got = calibrate(np.full(200, 10.0), {"all": ["x"] * 200, "change": change}, margins)

    assert abs(got.weights @ change) <= 1e-9 * (got.weights @ np.abs(change))


def test_tiny_weights_are_calibrated_like_any_others():
    small = [value * 1e-10 for value in TENS]

    for method in (Method.LINEAR, Method.RAKING):
        got = calibrate(small, SEX, Margins({"sex": {"m": 25e-10, "w": 15e-10}}), method=method)
        assert got.weights == pytest.approx([12.5e-10, 12.5e-10, 7.5e-10, 7.5e-10], rel=1e-9)


@pytest.mark.parametrize("method", [Method.LINEAR, Method.RAKING])
def test_bounds_are_not_taken_in_silence(method):
    margins = Margins({"sex": {"m": 25.0, "w": 15.0}})

    with pytest.raises(CalibrationError) as refused:
        calibrate(TENS, SEX, margins, method=method, bounds=Bounds(0.9, 1.1))

    assert refused.value.findings[0].problem is Problem.NO_BOUNDS


def test_what_stands_for_who_weighs_nothing_is_not_read():
    columns = {"sex": ["m", "?", "w", "w"], "pay": [1.0, np.nan, 2.0, 3.0]}
    margins = Margins({"sex": {"m": 25.0, "w": 15.0}}, {"pay": 62.0})

    got = calibrate([10, 0, 10, 10], columns, margins)

    assert got.weights @ [1.0, 0.0, 2.0, 3.0] == pytest.approx(62)
