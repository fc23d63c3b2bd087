"""Hours of a week as moments of a day of Paris, on the days the clock changes too."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boutdufil.rooms.illico.rules.opening import (
    END_OF_DAY,
    PARIS,
    Slot,
    Span,
    days_from,
    merged,
    slots_of,
    without,
)

MONDAY = date(2026, 11, 23)
FORWARD, BACK = date(2026, 3, 29), date(2026, 10, 25)


def day(weekday, *hours):
    """Return the spans of a day of the week."""
    return [Span(weekday, opens, closes) for opens, closes in hours]


def test_eight_in_paris_is_seven_in_winter_and_six_in_summer():
    spans = day(1, (time(8), time(20)))

    assert slots_of(spans, MONDAY)[0].opens_at == datetime(2026, 11, 23, 7, tzinfo=UTC)
    assert slots_of(spans, date(2026, 7, 6))[0].opens_at == datetime(2026, 7, 6, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    ("changed", "hours"), [(FORWARD, 23), (BACK, 25), (date(2026, 11, 22), 24)]
)
def test_a_sunday_around_the_clock_lasts_what_it_lasts(changed, hours):
    (slot,) = slots_of(day(7, (time(0), END_OF_DAY)), changed)

    assert slot.closes_at - slot.opens_at == timedelta(hours=hours)


def test_the_days_around_the_clock_touch():
    spans = [span for weekday in range(1, 8) for span in day(weekday, (time(0), END_OF_DAY))]
    days = [BACK + timedelta(days=after) for after in range(-2, 3)]

    assert len(merged(slot for one in days for slot in slots_of(spans, one))) == 1


def test_the_hour_that_comes_twice_is_open_twice():
    (slot,) = slots_of(day(7, (time(1), time(2, 30))), BACK)

    assert slot.closes_at - slot.opens_at == timedelta(hours=2, minutes=30)


def test_the_hour_that_does_not_come_opens_at_three():
    (slot,) = slots_of(day(7, (time(2), time(8))), FORWARD)

    assert slot.opens_at.astimezone(PARIS).time() == time(3)
    assert slot.closes_at - slot.opens_at == timedelta(hours=5)


def test_hours_that_touch_are_one():
    spans = day(1, (time(8), time(12)), (time(12), time(18)), (time(17), time(19)))

    (slot,) = slots_of(spans, MONDAY)

    assert slot.closes_at - slot.opens_at == timedelta(hours=11)


def test_public_holidays_are_the_owners_choice():
    spans = day(5, (time(8), time(20)))
    christmas = date(2026, 12, 25)

    assert slots_of(spans, christmas, closed_on_holidays=True) == []
    assert len(slots_of(spans, christmas)) == 1


def test_alsace_and_moselle_have_their_own():
    spans = day(6, (time(8), time(20)))
    boxing_day = date(2026, 12, 26)

    assert slots_of(spans, boxing_day, closed_on_holidays=True, department="57") == []
    assert len(slots_of(spans, boxing_day, closed_on_holidays=True, department="59")) == 1


def test_a_change_holds_from_the_eighth_day():
    assert days_from(MONDAY)[-1] == date(2026, 11, 30)


MINUTES = st.integers(0, 2_000)
SLOTS = st.lists(
    st.tuples(MINUTES, MINUTES)
    .filter(lambda pair: pair[0] < pair[1])
    .map(
        lambda pair: Slot(*(datetime(2026, 1, 5, tzinfo=UTC) + timedelta(minutes=m) for m in pair))
    ),
    max_size=6,
)


@given(SLOTS, SLOTS, MINUTES)
def test_what_is_left_is_what_was_there_and_not_closed(slots, closed, minute):
    at = datetime(2026, 1, 5, tzinfo=UTC) + timedelta(minutes=minute)
    left = without(merged(slots), closed)

    assert any(slot.holds(at) for slot in left) == (
        any(slot.holds(at) for slot in slots) and not any(hole.holds(at) for hole in closed)
    )
