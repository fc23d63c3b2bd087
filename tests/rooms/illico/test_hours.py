"""Hours published a week ahead and frozen; closings that break the promise."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from boutdufil.kernel.calls.enums import Channel
from boutdufil.rooms.illico.errors import NumberError
from boutdufil.rooms.illico.models import OpenDay, OpeningHours, OpenSlot
from boutdufil.rooms.illico.rules.opening import END_OF_DAY, PARIS, Span, paris_day
from boutdufil.rooms.illico.selectors.hours import (
    TODAY,
    open_channels,
    opening,
    opening_days,
)
from boutdufil.rooms.illico.services.hours import close_for, publish_days, reopen, set_hours
from tests.factories.illico import ClosingFactory, NumberFactory, OpeningHoursFactory

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 23)


def paris(day, hour, minute=0):
    return datetime.combine(day, time(hour, minute), PARIS)


def is_open(number_id, channel, at):
    """Tell whether published hours hold, as a call asks."""
    return opening(number_id, channel, at, days=TODAY).promised


@pytest.fixture
def number():
    number = NumberFactory(published_at=datetime(2026, 1, 1, tzinfo=UTC))
    for weekday in range(1, 6):
        OpeningHoursFactory(number=number, weekday=weekday)
    return number


@pytest.mark.parametrize(
    ("day", "hour", "minute", "holds"),
    [(0, 7, 59, False), (0, 8, 0, True), (0, 19, 59, True), (0, 20, 0, False), (5, 10, 0, False)],
)
@pytest.mark.parametrize("frozen", [True, False])
def test_hours_hold_to_the_minute_published_or_late(number, day, hour, minute, holds, frozen):
    if frozen:
        publish_days(now=paris(MONDAY, 6))

    at = paris(MONDAY + timedelta(days=day), hour, minute)

    assert is_open(number.pk, Channel.VOICE, at) is holds
    assert not is_open(number.pk, Channel.VIDEO, at)


def test_eight_days_are_published_and_never_twice(number):
    assert publish_days(now=paris(MONDAY, 6)) == 8
    assert publish_days(now=paris(MONDAY, 23)) == 0
    assert publish_days(now=paris(MONDAY + timedelta(days=1), 0, 5)) == 1
    assert OpenDay.objects.filter(number=number).count() == 9


def test_a_change_holds_from_the_eighth_day(number):
    publish_days(now=paris(MONDAY, 6))
    set_hours(
        number_id=number.pk,
        hours={Channel.VOICE: tuple(Span(day, time(10), time(12)) for day in range(1, 8))},
        actor_id=None,
    )
    for after in range(1, 9):
        publish_days(now=paris(MONDAY + timedelta(days=after), 1))

    opens = {
        after: is_open(number.pk, Channel.VOICE, paris(MONDAY + timedelta(days=after), 9))
        for after in (0, 4, 7, 8)
    }
    assert opens == {0: True, 4: True, 7: True, 8: False}


def test_taking_hours_away_does_not_touch_what_is_published(number):
    publish_days(now=paris(MONDAY, 6))
    set_hours(number_id=number.pk, hours={}, actor_id=None)

    assert not OpeningHours.objects.filter(number=number).exists()
    assert is_open(number.pk, Channel.VOICE, paris(MONDAY + timedelta(days=7), 9))


def test_a_holiday_is_closed_where_the_owner_says_so(number):
    christmas = date(2026, 12, 25)

    assert not is_open(number.pk, Channel.VOICE, paris(christmas, 10))
    number.closed_on_holidays = False
    number.save()
    assert is_open(number.pk, Channel.VOICE, paris(christmas, 10))


@pytest.mark.parametrize("sunday", [date(2026, 3, 29), date(2026, 10, 25), date(2026, 11, 22)])
def test_around_the_clock_is_never_closed_when_the_clock_changes(number, sunday):
    for weekday in (6, 7, 1):
        OpeningHoursFactory(
            number=number,
            channel=Channel.TEXT,
            weekday=weekday,
            opens=time(0),
            closes=END_OF_DAY,
        )
    publish_days(now=paris(sunday - timedelta(days=2), 6))
    start = paris(sunday, 0).astimezone(UTC)

    for quarter in range(100):
        at = start + timedelta(minutes=15 * quarter)
        if paris_day(at) <= sunday:
            assert is_open(number.pk, Channel.TEXT, at)


def test_a_closing_leaves_the_promise_and_takes_the_answer(number):
    publish_days(now=paris(MONDAY, 6))
    ClosingFactory(number=number, starts_at=paris(MONDAY, 14), ends_at=paris(MONDAY, 16))

    found = opening(number.pk, Channel.VOICE, paris(MONDAY, 15))

    assert found.promised
    assert not found.answering
    assert found.opens_at == paris(MONDAY, 16)
    assert is_open(number.pk, Channel.VOICE, paris(MONDAY, 15))


def test_a_closing_of_one_channel_leaves_the_others(number):
    OpeningHoursFactory(number=number, channel=Channel.TEXT)
    ClosingFactory(
        number=number,
        channel=Channel.TEXT,
        starts_at=paris(MONDAY, 14),
        ends_at=paris(MONDAY, 16),
    )

    at = paris(MONDAY, 15)
    assert opening(number.pk, Channel.VOICE, at).answering
    assert not opening(number.pk, Channel.TEXT, at).answering


def test_the_next_opening_is_told(number):
    friday_night = paris(MONDAY + timedelta(days=4), 21)

    closed = opening(number.pk, Channel.VOICE, friday_night)
    assert closed.opens_at == paris(MONDAY + timedelta(days=7), 8)
    assert opening(number.pk, Channel.VOICE, paris(MONDAY, 9)).opens_at == paris(MONDAY, 9)
    assert opening(number.pk, Channel.VIDEO, paris(MONDAY, 9)).opens_at is None


def test_eight_days_are_shown_with_every_channel(number):
    publish_days(now=paris(MONDAY, 6))

    days = opening_days(number.pk, paris(MONDAY, 12))

    assert [day.day for day in days] == [MONDAY + timedelta(days=after) for after in range(8)]
    assert all(day.is_frozen for day in days)
    assert [one.channel for one in days[0].channels] == [Channel.VOICE, Channel.TEXT]
    assert days[5].channels[0].slots == ()


def test_many_numbers_are_asked_in_the_same_questions(number, django_assert_num_queries):
    for _ in range(5):
        other = NumberFactory(published_at=datetime(2026, 1, 1, tzinfo=UTC))
        OpeningHoursFactory(number=other)
    publish_days(now=paris(MONDAY, 6))

    with django_assert_num_queries(1):
        found = open_channels([number.pk, other.pk], paris(MONDAY, 9))

    assert found == {key: frozenset({Channel.VOICE}) for key in (number.pk, other.pk)}


def test_a_number_that_is_not_open_to_the_public_publishes_nothing(number):
    number.closed_at = number.published_at
    number.save()
    NumberFactory()

    assert publish_days(now=paris(MONDAY, 6)) == 0


@pytest.mark.parametrize(("first", "last"), [(16, 14), (14, 14)])
def test_a_closing_ends_after_it_began(number, first, last):
    tomorrow = datetime.now(tz=PARIS).date() + timedelta(days=1)

    with pytest.raises(NumberError):
        close_for(
            number_id=number.pk,
            channel="",
            starts_at=paris(tomorrow, first),
            ends_at=paris(tomorrow, last),
            reason="Panne",
            actor_id=None,
        )


def test_a_closing_under_way_ends_now_and_stays_told(number):
    now = datetime.now(tz=PARIS)
    under_way = ClosingFactory(
        number=number, starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1)
    )

    reopen(closing_id=under_way.pk, number_id=number.pk, actor_id=None)

    under_way.refresh_from_db()
    assert under_way.ends_at < now + timedelta(minutes=5)


def test_slots_are_moments(number):
    publish_days(now=paris(MONDAY, 6))

    slot = OpenSlot.objects.filter(day__day=MONDAY).get()
    assert slot.opens_at == datetime(2026, 11, 23, 7, tzinfo=UTC)
