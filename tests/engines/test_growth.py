"""Growth that adds up to the unit, turnover in two definitions, and series of several."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boutdufil.engines.calibration._refusals import EstimationError, Refusal
from boutdufil.engines.calibration.chaining import chain, growths
from boutdufil.engines.calibration.design import stratified, surveyed
from boutdufil.engines.calibration.estimates import ratio
from boutdufil.engines.calibration.growth import Movements, broken, changed, grown, turnover
from boutdufil.engines.calibration.variance import estimate

few = settings(max_examples=40, deadline=None)
heads = st.integers(0, 500)


def moved(unit, start, hires, exits, openings=0, closures=0):
    return Movements(
        unit, start, hires, exits, openings, closures, start + hires - exits + openings - closures
    )


CENTRES = (
    moved("stays", 100, 30, 20),
    moved("grows", 40, 25, 5),
    moved("opens", 0, 4, 1, openings=50),
    moved("closes", 60, 2, 12, closures=50),
)
STRATA = {"a": 8, "b": 14}


def survey(size=4):
    return surveyed(stratified(strata=["a", "a", "b", "b"][:size], population=STRATA))


def test_growth_is_the_sum_of_its_parts():
    found = grown(survey(), CENTRES)
    start = 4 * 140 + 7 * 60

    assert found.growth.value == pytest.approx((4 * (170) + 7 * 53) / start - 1)
    assert found.openings.value == pytest.approx(7 * 50 / start)
    told = found.hires - found.exits + found.openings - found.closures
    assert told.value == pytest.approx(found.growth.value, rel=1e-12)
    assert told.influence == pytest.approx(found.growth.influence, abs=1e-12)
    assert estimate(survey(), told).error == pytest.approx(estimate(survey(), found.growth).error)


def test_centres_that_do_not_add_up_are_named_with_their_gap():
    wrong = (
        *CENTRES[:2],
        Movements("lost", 10, 0, 0, 0, 0, 9),
        Movements("won", 10, 1, 0, 0, 0, 13),
    )

    assert [(one.unit, one.gap) for one in broken(wrong)] == [("lost", -1), ("won", 2)]
    with pytest.raises(EstimationError, match="lost: -1; won: \\+2") as caught:
        grown(survey(), wrong)
    assert caught.value.refusal is Refusal.IDENTITY


def test_turnover_has_two_definitions():
    found = turnover(survey(), CENTRES)
    hires, exits = 4 * 55 + 7 * 6, 4 * 25 + 7 * 13
    mean = (4 * 140 + 7 * 60 + 4 * 170 + 7 * 53) / 2

    assert found.rotation.value == pytest.approx((hires + exits) / 2 / mean)
    assert found.departures.value == pytest.approx(exits / mean)
    assert 0 < estimate(survey(), found.departures).error < 0.2


@few
@given(
    st.lists(st.tuples(heads, heads, heads, heads, heads), min_size=4, max_size=4).filter(
        lambda rows: any(row[0] for row in rows)
    )
)
def test_the_identity_holds_for_any_weighted_sum(rows):
    centres = [moved(str(at), *row) for at, row in enumerate(rows)]
    found = grown(survey(), centres)

    told = found.hires.value - found.exits.value + found.openings.value - found.closures.value
    assert told == pytest.approx(found.growth.value, rel=1e-9, abs=1e-9)


def test_growth_between_waves_tells_births_and_deaths_apart():
    before, after = [100.0, 40, np.nan, 60], [110.0, 30, 50, np.nan]
    found = changed(survey(), before, after)
    start = 4 * 140 + 7 * 60

    assert found.whole.value == pytest.approx((4 * 140 + 7 * 50) / start - 1)
    assert found.matched.value == pytest.approx(0, abs=1e-12)
    assert (found.births.value, found.deaths.value) == pytest.approx((350 / start, 420 / start))
    survivors = 1 - found.deaths.value
    told = survivors * found.matched.value + found.births.value - found.deaths.value
    assert told == pytest.approx(found.whole.value)


def test_the_error_of_matched_growth_is_that_of_a_ratio_and_the_overlap_narrows_it():
    rng = np.random.Generator(np.random.PCG64(4))
    first = rng.gamma(2, 30, 60)
    second = first * rng.normal(1.04, 0.03, 60)
    wave = surveyed(stratified(population=np.full(60, 900)))
    found = estimate(wave, changed(wave, first, second).matched)

    assert found.error == pytest.approx(estimate(wave, ratio(wave, second, first)).error)
    apart = estimate(wave, ratio(wave, rng.permutation(second), first)).error
    assert found.error < apart / 5


@st.composite
def definitions(draw):
    """Two or three series, each sharing one period with the next."""
    positive = st.fractions(Fraction(1, 9), 1000, max_denominator=40)
    series, year = [], 2000
    for _ in range(draw(st.integers(2, 3))):
        length = draw(st.integers(2, 5))
        series.append({str(year + at): draw(positive) for at in range(length)})
        year += length - 1
    return series


@few
@given(definitions())
def test_each_growth_is_that_of_its_own_definition_exactly(series):
    linked = growths(chain(series).values)
    own = {}
    for one in series:
        own |= growths(one)

    assert linked == own


@few
@given(definitions())
def test_there_and_back_is_where_one_was(series):
    linked = chain(series)
    for definition, own in enumerate(series):
        level = linked.at_level_of(definition)
        assert {one: level.values[one] for one in own} == own
        assert growths(level.values) == growths(linked.values)


def test_an_overlap_of_a_year_keeps_its_mean_and_the_growth_on_each_side():
    old = {"2023-1": 8, "2023-2": 9, "2024-1": 10, "2024-2": 14}
    new = {"2024-1": 30, "2024-2": 30, "2025-1": 33}
    linked = chain([old, new])

    assert linked.links[0].factor == Fraction(60, 24)
    assert (linked.links[0].since, linked.links[0].overlap) == ("2024-1", ("2024-1", "2024-2"))
    # The old level raised has the new mean over the overlap.
    raised = [Fraction(5, 2) * old[one] for one in ("2024-1", "2024-2")]
    assert sum(raised) == 30 + 30
    assert growths(linked.values)["2023-2"] == Fraction(1, 8)
    assert growths(linked.values)["2025-1"] == Fraction(1, 10)
    assert dict(linked.of) == {"2023-1": 0, "2023-2": 0, "2024-1": 1, "2024-2": 1, "2025-1": 1}


def test_floats_are_linked_to_their_last_digits():
    series = [{"a": 0.1, "b": 0.7, "c": 0.3}, {"c": 0.9, "d": 1.1}]
    linked = chain(series)

    assert growths(linked.values)["b"] == pytest.approx(0.7 / 0.1 - 1, rel=1e-12)
    assert linked.at_level_of(0).values["a"] == pytest.approx(0.1, rel=1e-12)


def test_a_period_that_only_the_older_one_has_is_kept():
    linked = chain([{"1": 4, "2": 5, "3": 6}, {"1": 8, "3": 12}])

    assert dict(linked.values) == {"1": 8, "2": 10, "3": 12}
    assert linked.of["2"] == 0


@pytest.mark.parametrize(
    ("series", "refusal"),
    [
        ([], Refusal.NO_OVERLAP),
        ([{"1": 4}, {"2": 5}], Refusal.NO_OVERLAP),
        ([{"1": 0}, {"1": 5}], Refusal.ZERO),
        ([{"1": 3}, {"1": 0}], Refusal.ZERO),
    ],
)
def test_what_cannot_be_linked(series, refusal):
    with pytest.raises(EstimationError) as caught:
        chain(series)
    assert caught.value.refusal is refusal
