"""Numbers as a French or an English reader writes them."""

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from boutdufil.kernel.ui.numbers import format_number, format_percent

NARROW, NO_BREAK = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("value", "decimals", "french", "english"),
    [
        (1500, None, f"1{NARROW}500", "1,500"),
        (1234567.5, None, f"1{NARROW}234{NARROW}567,5", "1,234,567.5"),
        (96.4, 1, "96,4", "96.4"),
        (96, 1, "96,0", "96.0"),
        (0, None, "0", "0"),
        (100, None, "100", "100"),
        (-3.25, None, "\u22123,25", "\u22123.25"),
        (-0.001, None, "0", "0"),
    ],
)
def test_a_number_is_written_for_its_reader(value, decimals, french, english):
    with override("fr"):
        assert format_number(value, decimals) == french
    with override("en"):
        assert format_number(value, decimals) == english


def test_a_percentage_has_its_no_break_space_in_french_only():
    with override("fr"):
        assert format_percent(0.964, 1) == f"96,4{NO_BREAK}%"
    with override("en"):
        assert format_percent(0.964, 1) == "96.4%"


def test_what_is_not_known_is_said():
    with override("fr"):
        assert format_number(None) == format_percent(None) == "inconnu"


@given(st.integers(min_value=-(10**15), max_value=10**15))
def test_no_digit_of_a_whole_number_is_lost(value):
    with override("fr"):
        digits = format_number(value).replace(NARROW, "").replace("\u2212", "-")

    assert int(digits) == value
