"""Where jurors differ: published values of the coefficients, and the spread of each file."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from boutdufil.engines.judging import Criterion, JudgingError, Rating
from boutdufil.engines.judging.agreement import file_spreads, intraclass, krippendorff_alpha
from tests.engines.judging.test_items import SHROUT

# Krippendorff, Computing Krippendorff's Alpha-Reliability, 2011: four observers, twelve
# units; nominal .743, interval .849.
OPEN = np.nan
OBSERVERS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, OPEN, OPEN, OPEN],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, OPEN, 3],
    [OPEN, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, OPEN],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, OPEN],
]


def test_krippendorffs_alpha_is_the_published_one():
    assert round(krippendorff_alpha(OBSERVERS, "nominal"), 3) == 0.743
    assert round(krippendorff_alpha(OBSERVERS, "interval"), 3) == 0.849


def test_nothing_to_compare_has_no_alpha():
    assert krippendorff_alpha([[1, OPEN], [OPEN, 2]]) is None
    assert krippendorff_alpha([[1, 1], [1, 1]]) is None


@settings(max_examples=40, deadline=None)
@given(arrays(np.float64, (3, 6), elements=st.integers(0, 4)))
def test_jurors_of_one_mind_agree_fully_and_their_order_changes_nothing(table):
    found = krippendorff_alpha(table)
    same = krippendorff_alpha(np.tile(table[0], (3, 1)))

    assert krippendorff_alpha(table[::-1]) == pytest.approx(found)
    assert same is None or same == pytest.approx(1)
    assert found is None or found <= 1 + 1e-9


def test_intraclass_correlations_are_the_published_ones():
    found = intraclass(SHROUT)
    told = (found.one_way, found.random, found.fixed)
    means = (found.one_way_mean, found.random_mean, found.fixed_mean)

    assert [round(one, 2) for one in told] == [0.17, 0.29, 0.71]
    assert [round(one, 2) for one in means] == [0.44, 0.62, 0.91]


@pytest.mark.parametrize("table", [[[1, 2]], [[1], [2]], [[1, OPEN], [2, 3]]], ids=["a", "b", "c"])
def test_a_table_with_holes_has_no_intraclass_correlation(table):
    with pytest.raises(JudgingError):
        intraclass(table)


def test_files_are_told_the_widest_spread_first():
    ratings = [
        Rating("a", "1", "x", 4),
        Rating("a", "1", "y", 2),
        Rating("b", "1", "x", 0),
        Rating("b", "1", "y", 2),
        Rating("a", "2", "x", 3),
        Rating("b", "2", "x", 2),
    ]
    rubric = [Criterion("x", 4, Fraction(3)), Criterion("y", 4)]
    first, second = file_spreads(ratings, rubric)

    assert (first.file, dict(first.scores)) == ("1", {"a": Fraction(7, 8), "b": Fraction(1, 8)})
    assert first.spread == Fraction(3, 4)
    assert dict(first.criteria) == {"x": 4, "y": 0}
    assert (second.file, second.spread) == ("2", Fraction(1, 4))
