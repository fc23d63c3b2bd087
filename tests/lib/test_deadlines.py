"""Clear days: the rule word for word, on calendars known by heart and on any day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boutdufil.lib.deadlines import (
    easter_sunday,
    is_working_day,
    last_clear_day,
    public_holidays,
)

DAYS = st.dates(date(2020, 1, 1), date(2099, 1, 1))
DEPARTMENTS = st.sampled_from(["", "59", "57", "67", "68"])


@pytest.mark.parametrize(
    ("year", "month", "day"),
    [(2000, 4, 23), (2008, 3, 23), (2011, 4, 24), (2026, 4, 5), (2027, 3, 28), (2038, 4, 25)],
)
def test_easter_is_where_calendars_print_it(year, month, day):
    assert easter_sunday(year) == date(year, month, day)


def test_eleven_holidays_and_thirteen_in_alsace_and_moselle():
    assert len(public_holidays(2026)) == 11
    assert public_holidays(2026, department="57") - public_holidays(2026) == {
        date(2026, 4, 3),
        date(2026, 12, 26),
    }


@pytest.mark.parametrize(
    ("start", "days", "last"),
    [
        pytest.param("2026-11-23", 15, "2026-12-09", id="fifteen whole days, then the due day"),
        pytest.param("2026-11-25", 15, "2026-12-11", id="due on a Friday"),
        pytest.param("2026-11-26", 15, "2026-12-14", id="due on a Saturday: the Monday"),
        pytest.param("2026-11-27", 15, "2026-12-14", id="due on a Sunday: the Monday"),
        pytest.param("2026-12-09", 15, "2026-12-28", id="due on Christmas Day, a Friday"),
        pytest.param("2027-03-23", 4, "2027-03-30", id="due on the Sunday and Monday of Easter"),
        pytest.param("2026-11-23", 4, "2026-11-30", id="receivership: due on a Saturday"),
    ],
)
def test_a_period_ends_on_the_day_one_can_count(start, days, last):
    assert last_clear_day(date.fromisoformat(start), days) == date.fromisoformat(last)


def test_boxing_day_moves_the_end_in_moselle_only():
    start = date(2029, 12, 10)  # due on Wednesday, 26 December

    assert last_clear_day(start, 15, department="59") == date(2029, 12, 26)
    assert last_clear_day(start, 15, department="57") == date(2029, 12, 27)


@given(DAYS, st.integers(1, 60), DEPARTMENTS)
def test_whole_days_lie_between_and_the_end_is_a_working_day(start, days, department):
    last = last_clear_day(start, days, department=department)
    between = (last - start).days - 1

    assert between >= days
    assert is_working_day(last, department=department)
    skipped = [start + timedelta(days=days + 1 + n) for n in range(between - days)]
    assert not any(is_working_day(day, department=department) for day in skipped)


@given(DAYS, st.integers(1, 60), st.integers(0, 10), DEPARTMENTS)
def test_a_later_start_or_a_longer_period_never_ends_sooner(start, days, more, department):
    last = last_clear_day(start, days, department=department)

    assert last_clear_day(start, days + more, department=department) >= last
    assert last_clear_day(start + timedelta(days=more), days, department=department) >= last


@given(DAYS)
def test_nobody_has_fewer_days_than_the_law_gives(start):
    assert last_clear_day(start, 15) - start >= timedelta(days=16)
    assert last_clear_day(start, 4) - start >= timedelta(days=5)
