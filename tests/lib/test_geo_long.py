"""The laws of distances again, on ten thousand places each."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.lib import test_geo as laws

pytestmark = pytest.mark.long
many = settings(max_examples=10_000, deadline=None)


@many
@given(laws.positions, laws.positions, laws.positions)
def test_a_detour_is_never_shorter(a, b, c):
    laws.test_a_detour_is_never_shorter.hypothesis.inner_test(a, b, c)


@many
@given(laws.positions, st.floats(0, 360), st.floats(0, 1), laws.lengths)
def test_points_of_the_circle_are_in_the_box(a, bearing, share, km):
    laws.test_points_of_the_circle_are_in_the_box.hypothesis.inner_test(a, bearing, share, km)
