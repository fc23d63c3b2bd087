"""Hours of a week turned into moments of a day of Paris: pure, the clock's changes included."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from boutdufil.lib.deadlines import public_holidays

PARIS = ZoneInfo("Europe/Paris")
# Today and the seven days after it are published; a change holds from the eighth day on.
DAYS_AHEAD = 7
DAYS_SHOWN = DAYS_AHEAD + 1
MIDNIGHT = time(0)
# The last minute one can write stands for the end of the day.
END_OF_DAY = time(23, 59)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Open hours of a day of the week (1 Monday to 7 Sunday), Paris time."""

    weekday: int
    opens: time
    closes: time


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """From one moment to another, in UTC."""

    opens_at: datetime
    closes_at: datetime

    def holds(self, at: datetime) -> bool:
        """Tell whether a moment lies in it; its end does not."""
        return self.opens_at <= at < self.closes_at


def paris_day(at: datetime) -> date:
    """Return the day it is in Paris.

    >>> paris_day(datetime(2026, 6, 30, 22, 30, tzinfo=UTC)).isoformat()
    '2026-07-01'
    """
    return at.astimezone(PARIS).date()


def days_from(first: date, count: int = DAYS_SHOWN) -> list[date]:
    """Return so many days from one on."""
    return [first + timedelta(days=after) for after in range(count)]


def slots_of(
    spans: Iterable[Span], day: date, *, closed_on_holidays: bool = False, department: str = ""
) -> list[Slot]:
    """Return when the hours of a week hold on a day, in order, those that touch made one."""
    if closed_on_holidays and day in _holidays(day.year, department):
        return []
    todays = sorted(span for span in spans if span.weekday == day.isoweekday())
    return merged(_slot(span, day) for span in todays)


def merged(slots: Iterable[Slot]) -> list[Slot]:
    """Return slots in order, without overlap.

    >>> at = [datetime(2026, 1, 5, hour, tzinfo=UTC) for hour in (8, 10, 12)]
    >>> len(merged([Slot(at[1], at[2]), Slot(at[0], at[1])]))
    1
    """
    kept: list[Slot] = []
    for slot in sorted(slots):
        if slot.closes_at <= slot.opens_at:
            continue
        if kept and slot.opens_at <= kept[-1].closes_at:
            last = kept.pop()
            slot = Slot(last.opens_at, max(last.closes_at, slot.closes_at))
        kept.append(slot)
    return kept


def without(slots: Iterable[Slot], closed: Iterable[Slot]) -> list[Slot]:
    """Return what is left of slots when others are taken out of them."""
    left = list(slots)
    for hole in closed:
        left = [part for slot in left for part in _cut(slot, hole)]
    return left


def _cut(slot: Slot, hole: Slot) -> list[Slot]:
    parts = (
        Slot(slot.opens_at, min(slot.closes_at, hole.opens_at)),
        Slot(max(slot.opens_at, hole.closes_at), slot.closes_at),
    )
    return [part for part in parts if part.opens_at < part.closes_at]


def _slot(span: Span, day: date) -> Slot:
    return Slot(_moment(day, span.opens), _end(day, span.closes))


def _moment(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, PARIS).astimezone(UTC)


def _end(day: date, hour: time) -> datetime:
    """Return the end; of an hour that comes twice the second one, in favour of who calls."""
    if hour >= END_OF_DAY:
        return _moment(day + timedelta(days=1), MIDNIGHT)
    return max(_moment(day, hour.replace(fold=fold)) for fold in (0, 1))


@cache
def _holidays(year: int, department: str) -> frozenset[date]:
    return public_holidays(year, department=department)
