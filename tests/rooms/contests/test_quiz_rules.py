"""The limits of a paper, one factor for all of them; what a page may send."""

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boutdufil.rooms.contests.rules.quiz_time import (
    after_return,
    end_of_paper,
    first_number,
    limits_of,
    said_at,
    stretched,
    term_of,
)
from boutdufil.rooms.contests.rules.quiz_words import QuizWordsError, read_quiz_words

NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)
FACTORS = st.decimals(min_value=1, max_value=3, places=3)
SECONDS = st.integers(0, 14_400)


@given(SECONDS, FACTORS)
def test_a_limit_is_stretched_by_the_factor_and_rounded_up(seconds, factor):
    found = stretched(seconds, factor).total_seconds()
    assert Decimal(int(found)) >= seconds * factor
    assert Decimal(int(found)) < seconds * factor + 1


@given(SECONDS, FACTORS, FACTORS)
def test_more_time_is_never_less(seconds, one, other):
    low, high = sorted((one, other))
    assert stretched(seconds, low) <= stretched(seconds, high)


@given(
    st.integers(60, 14_400), st.integers(0, 300), st.integers(1, 60), st.integers(0, 7200), FACTORS
)
def test_one_factor_holds_for_every_limit(seconds, grace, minutes, left, factor):
    """The paper, the time left in an open session, the grace and the minutes given back."""
    closes_at = NINE + timedelta(seconds=left)
    assert end_of_paper(NINE, seconds, factor) - NINE == stretched(seconds, factor)
    assert end_of_paper(NINE, seconds, factor, closes_at) - NINE == stretched(
        min(seconds, left), factor
    )
    limits = limits_of(NINE, grace, factor)
    assert limits.last_word - limits.ends_at == stretched(grace, factor)
    later = after_return(NINE, minutes, factor, NINE - timedelta(seconds=1))
    assert later - NINE == stretched(minutes * 60, factor)


def test_who_begins_late_has_what_is_left_times_their_factor():
    closes_at = NINE + timedelta(minutes=6)
    third_more = Decimal("1.333")
    assert end_of_paper(NINE, 1200, Decimal(1), closes_at) == closes_at
    assert end_of_paper(NINE, 1200, third_more, closes_at) == NINE + timedelta(minutes=8)


def test_minutes_given_back_after_the_end_count_from_now():
    now = NINE + timedelta(minutes=4)
    assert after_return(NINE, 5, Decimal(1), now) == now + timedelta(minutes=5)


@given(st.integers(-(10**9), 10**9))
def test_no_answer_comes_from_the_future(ago):
    assert said_at(NINE, ago) <= NINE


@pytest.mark.parametrize(
    ("lease", "term"), [("0.abc", 0), ("12.abc", 12), ("abc", None), ("", None), ("٣.a", None)]
)
def test_a_lease_says_which_device_it_is(lease, term):
    assert term_of(lease) == term


def test_each_device_numbers_its_answers_apart():
    assert first_number(1) - first_number(0) == 10_000


def test_a_message_is_read():
    said = {
        "lease": "0.a",
        "answers": [{"n": 4, "p": 0, "v": ["a", "c"], "ago": 20}, {"n": 5, "p": 1, "v": ""}],
        "away": [{"ago": 900, "seconds": 4}],
    }
    words = read_quiz_words(json.dumps(said).encode())
    assert [(one.sequence, one.position, one.value) for one in words.answers] == [
        (4, 0, ["a", "c"]),
        (5, 1, None),
    ]
    assert words.away[0].seconds == 4


def test_a_clock_set_back_costs_no_answer():
    said = {"lease": "0.a", "answers": [{"n": 1, "p": 0, "v": "a", "ago": -7_200_000}]}
    assert read_quiz_words(json.dumps(said).encode()).answers[0].ago_ms == 0


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{}",
        b"\xff",
        b"[" * 50_000,
        b'{"lease": 3}',
        b'{"lease": "0.a", "answers": {}}',
        b'{"lease": "0.a", "answers": [3]}',
        b'{"lease": "0.a", "answers": [{"n": 0, "p": 0}]}',
        b'{"lease": "0.a", "answers": [{"n": true, "p": 0}]}',
        b'{"lease": "0.a", "answers": [{"n": 1, "p": -1}]}',
        b'{"lease": "0.a", "answers": [{"n": 1, "p": 0, "v": 3}]}',
        b'{"lease": "0.a", "answers": [{"n": 1, "p": 0, "v": [3]}]}',
        b'{"lease": "0.a", "answers": [{"n": 1, "p": 0, "v": {"a": 1}}]}',
        b'{"lease": "0.a", "answers": [{"n": 1, "p": 0, "v": "\\u0000"}]}',
        b'{"lease": "0.a", "answers": [{"n": 1, "p": 0, "v": "a", "ago": "now"}]}',
        b'{"lease": "0.a", "away": [{"seconds": -1}]}',
        json.dumps({"lease": "0.a", "answers": [{"n": 1, "p": 0, "v": "x" * 501}]}).encode(),
        json.dumps({"lease": "a" * 44}).encode(),
    ],
    ids=range(19),
)
def test_what_no_page_sends_is_refused(body):
    with pytest.raises(QuizWordsError):
        read_quiz_words(body)
