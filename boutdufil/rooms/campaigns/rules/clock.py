"""When a campaign forgets people, and when it says so beforehand."""

from __future__ import annotations

from datetime import date, timedelta

# How many days before, the organisers are told.
WARNINGS = (30, 7)
MONTHS_OF_A_YEAR = 12


def erased_on(last_day: date, months: int) -> date:
    """Return the day some months later; the last of a shorter month.

    >>> erased_on(date(2026, 8, 31), 6)
    datetime.date(2027, 2, 28)
    """
    count = last_day.year * MONTHS_OF_A_YEAR + last_day.month - 1 + months
    year, month = divmod(count, MONTHS_OF_A_YEAR)
    first_of_next = date(year + (month + 1) // MONTHS_OF_A_YEAR, (month + 1) % 12 + 1, 1)
    last = first_of_next - timedelta(days=1)
    return last.replace(day=min(last_day.day, last.day))


def warning_due(due: date, today: date, warned_on: date | None) -> bool:
    """Tell whether the organisers are to be told today: a month before, and a week before."""
    passed = [due - timedelta(days=days) for days in WARNINGS]
    latest = max((day for day in passed if day <= today), default=None)
    return latest is not None and (warned_on is None or warned_on < latest)


def is_erased(due: date, today: date, warned_on: date | None) -> bool:
    """Tell whether the day has come; never within a week of having said so."""
    told = warned_on is not None and warned_on + timedelta(days=WARNINGS[-1]) <= today
    return due <= today and told
