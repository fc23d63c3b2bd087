"""Damage to a release again, two thousand times each."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.adapters.rome import test_folder as laws

pytestmark = pytest.mark.long
many = settings(
    max_examples=2000, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
expected = laws.expected


@many
@given(seed=st.integers(0, 2**32))
def test_the_order_of_rows_and_columns_does_not_matter(tmp_path_factory, expected, seed):
    law = laws.test_the_order_of_rows_and_columns_does_not_matter
    law.hypothesis.inner_test(tmp_path_factory, expected, seed)


@many
@given(name=st.sampled_from(laws.CHECKED), share=st.floats(0, 1, exclude_max=True))
def test_a_file_cut_anywhere_is_noticed(tmp_path_factory, expected, name, share):
    law = laws.test_a_file_cut_anywhere_is_noticed
    law.hypothesis.inner_test(tmp_path_factory, expected, name, share)


@many
@given(name=st.sampled_from(laws.CHECKED), data=st.data())
def test_a_damaged_byte_gives_an_error_or_what_the_file_now_says(
    tmp_path_factory, expected, name, data
):
    law = laws.test_a_damaged_byte_gives_an_error_or_what_the_file_now_says
    law.hypothesis.inner_test(tmp_path_factory, expected, name, data)
