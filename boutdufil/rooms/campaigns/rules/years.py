"""Next year: the same days of the week, and the same distances between them."""

from __future__ import annotations

import re
from datetime import date, timedelta

from boutdufil.rooms.campaigns.rules.traits import Period

YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


def weeks_until(first: date, year: int) -> int:
    """Return how many weeks lead from a day to the nearest same weekday of its anniversary."""
    # The 29th of February has no anniversary in most years; the 28th is near enough.
    target = date(year, first.month, min(first.day, 28) if first.month == 2 else first.day)
    return round((target - first).days / 7)


def moved(period: Period, weeks: int) -> Period:
    """Return a period some weeks later."""
    by = timedelta(weeks=weeks)
    return Period(period.starts_on + by, period.ends_on + by)


def renamed(name: str, year: int) -> str:
    """Return a name with its year replaced; one without a year stays."""
    return YEAR.sub(str(year), name)
