"""Non-response in groups: who answered stands for who did not; small groups join."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boutdufil.engines.calibration import CalibrationError, Merge, adjust_for_response


def test_who_answered_stands_for_the_group():
    got = adjust_for_response(
        [10, 10, 10, 10], [True, False, True, True], ["a", "a", "b", "b"], smallest=1
    )

    assert got.weights.tolist() == [20.0, 0.0, 10.0, 10.0]
    assert got.chance.tolist() == [0.5, 0.5, 1.0, 1.0]
    assert got.merges == ()


def test_a_group_where_nobody_answered_joins_the_nearest_and_it_is_told():
    answered = [False, False, True, False, True, True]
    groups = ["none", "none", "half", "half", "all", "all"]

    got = adjust_for_response([1.0] * 6, answered, groups, smallest=1)

    assert got.merges == (Merge("none", "half", 0),)
    assert got.weights.sum() == pytest.approx(6)
    assert got.groups[:4] == ("half",) * 4


def test_small_groups_join_until_each_is_large_enough():
    answered = [True] * 12
    groups = ["a"] * 2 + ["b"] * 3 + ["c"] * 7

    got = adjust_for_response([1.0] * 12, answered, groups, smallest=5)

    assert len(set(got.groups)) == 2
    assert [one.group for one in got.merges] == ["a"]


def test_nobody_at_all_is_refused():
    with pytest.raises(CalibrationError):
        adjust_for_response([1.0, 1.0], [False, False], ["a", "b"])


def test_another_length_is_refused():
    with pytest.raises(CalibrationError):
        adjust_for_response([1.0, 1.0], [True], ["a", "b"])


@settings(max_examples=60, deadline=None)
@given(
    people=st.lists(st.tuples(st.booleans(), st.sampled_from("abcd")), min_size=2, max_size=60),
    weight=st.floats(0.5, 50),
)
def test_equal_weights_add_up_to_what_was_drawn(people, weight):
    answered, groups = [one for one, _group in people], [group for _one, group in people]
    if not any(answered):
        return

    got = adjust_for_response([weight] * len(people), answered, groups, smallest=1)

    assert got.weights.sum() == pytest.approx(weight * len(people))
    assert np.all(got.weights[~np.asarray(answered)] == 0)
    assert np.all((got.chance > 0) & (got.chance <= 1))
