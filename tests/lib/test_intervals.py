"""Intervals hold what they say, by exact sums and by tables."""

from math import comb, isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boutdufil.lib.intervals import of_mean, wilson


def test_published_intervals():
    """Newcombe 1998, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29."""
    found = [wilson(81, 263), wilson(15, 148), wilson(0, 20), wilson(1, 29)]

    assert [(round(low, 4), round(high, 4)) for low, high in found] == [
        (0.2553, 0.3662),
        (0.0624, 0.1605),
        (0.0, 0.1611),
        (0.0061, 0.1718),
    ]


@given(st.integers(1, 500), st.data())
def test_the_share_lies_inside_and_both_sides_mirror(seen, data):
    successes = data.draw(st.integers(0, seen))
    low, high = wilson(successes, seen)
    mirror = wilson(seen - successes, seen)

    assert 0 <= low <= successes / seen <= high <= 1
    assert isclose(low, 1 - mirror[1], abs_tol=1e-12)
    assert isclose(high, 1 - mirror[0], abs_tol=1e-12)


@given(st.integers(1, 200))
def test_more_seen_is_surer(seen):
    def width(n):
        low, high = wilson(n, 2 * n)
        return high - low

    assert width(seen + 1) < width(seen)


def test_it_holds_what_it_says_on_the_average():
    """Coverage of 95 % over all shares, n = 140: what a mystery-shopping label looks at."""
    inside = [wilson(k, 140) for k in range(141)]
    covered = [
        sum(
            comb(140, k) * share**k * (1 - share) ** (140 - k)
            for k, (low, high) in enumerate(inside)
            if low <= share <= high
        )
        for share in (step / 200 for step in range(1, 200))
    ]

    assert sum(covered) / len(covered) == pytest.approx(0.95, abs=0.005)


def test_nothing_seen_says_nothing():
    assert wilson(0, 0) == (0.0, 1.0)


@pytest.mark.parametrize(("successes", "seen"), [(-1, 5), (6, 5)])
def test_impossible_counts_are_refused(successes, seen):
    with pytest.raises(ValueError, match="among"):
        wilson(successes, seen)


def test_a_mean_of_few_values_uses_students_quantile():
    """t(0.975, 4) = 2.776."""
    low, high = of_mean([1.0, 2.0, 3.0, 4.0, 5.0])

    assert high - 3 == pytest.approx(2.7764451 * (2.5**0.5) / 5**0.5, abs=1e-6)
    assert low + high == pytest.approx(6)


def test_one_value_has_no_interval():
    with pytest.raises(ValueError, match="spread"):
        of_mean([1.0])
