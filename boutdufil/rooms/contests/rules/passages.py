"""Hours before a jury: one after the other, juries side by side, pauses between."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_CEILING, Decimal


@dataclass(frozen=True, slots=True)
class TimetableDraft:
    """When the first passes, for how long, and a pause after so many; 0 is no pause."""

    starts_at: datetime
    minutes: int
    between: int = 0
    pause_after: int = 0
    pause_minutes: int = 0
    room: str = ""


@dataclass(frozen=True, slots=True)
class Passing:
    """Who passes before which jury, with the factor of their time."""

    entry_id: int
    jury_id: int
    factor: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Hour:
    """One passage of a timetable; ``minutes`` hold the time factor."""

    entry_id: int
    jury_id: int
    starts_at: datetime
    minutes: int

    @property
    def ends_at(self) -> datetime:
        """When it ends, if nothing comes in between."""
        return self.starts_at + timedelta(minutes=self.minutes)


def lay_out(passing: Iterable[Passing], draft: TimetableDraft) -> tuple[Hour, ...]:
    """Return the hour of each, in the order given; each jury hears its own from the first hour."""
    free: dict[int, datetime] = {}
    heard: dict[int, int] = {}
    hours = []
    for one in passing:
        count = heard.get(one.jury_id, 0)
        start = free.get(one.jury_id, draft.starts_at) + _gap(count, draft)
        hour = Hour(one.entry_id, one.jury_id, start, longer(draft.minutes, one.factor))
        free[one.jury_id], heard[one.jury_id] = hour.ends_at, count + 1
        hours.append(hour)
    return tuple(hours)


def longer(minutes: int, factor: Decimal) -> int:
    """Return whole minutes with a time factor, rounded up."""
    return int((minutes * factor).to_integral_value(ROUND_CEILING))


def _gap(count: int, draft: TimetableDraft) -> timedelta:
    if count == 0:
        return timedelta()
    rests = draft.pause_after > 0 and count % draft.pause_after == 0
    return timedelta(minutes=draft.pause_minutes if rests else draft.between)
