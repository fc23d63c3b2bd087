"""When somebody is reminded: the day before, and a week before if they registered long ago."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

DAY_BEFORE = timedelta(days=1)
WEEK_BEFORE = timedelta(days=7)
# Who registered less than this before the first reminder remembers without it.
LONG_AGO = timedelta(days=7)
HOUR = 10


@dataclass(frozen=True, slots=True)
class Due:
    """A reminder that is due: since when, and for whoever registered before which moment."""

    since: datetime
    registered_before: datetime


def reminder_due(day: date, now: datetime) -> Due | None:
    """Return the reminder of a day that is due now, in the zone of ``now``; None for none.

    Both go out at ten in the morning; on the day itself it is too late.

    >>> reminder_due(date(2027, 1, 8), datetime(2027, 1, 7, 11)).since
    datetime.datetime(2027, 1, 7, 10, 0)
    """
    morning = datetime(day.year, day.month, day.day, HOUR, tzinfo=now.tzinfo)
    if now.date() >= day:
        return None
    if now >= morning - DAY_BEFORE:
        return Due(morning - DAY_BEFORE, morning - DAY_BEFORE)
    if now >= morning - WEEK_BEFORE:
        return Due(morning - WEEK_BEFORE, morning - WEEK_BEFORE - LONG_AGO)
    return None


def is_due(due: Due, registered_at: datetime, reminded_at: datetime | None) -> bool:
    """Tell whether somebody gets it: they registered long enough ago, and did not have it yet."""
    return registered_at < due.registered_before and (
        reminded_at is None or reminded_at < due.since
    )
