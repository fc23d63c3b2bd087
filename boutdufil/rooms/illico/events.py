"""What Illico tells the other rooms: counts, ids and dates, never a call nor a person."""

from dataclasses import dataclass
from datetime import date, datetime

from boutdufil.kernel import events


@events.event("illico.day_counted")
@dataclass(frozen=True, slots=True)
class DayCounted:
    """The calls a number answered on a day of Paris, as counted at a moment; the latest holds."""

    number_id: int
    day: date
    answered: int
    is_invented: bool
    counted_at: datetime


@events.event("illico.month_counted")
@dataclass(frozen=True, slots=True)
class MonthCounted:
    """The people who answered in a month, each once; ``month`` is its first day."""

    month: date
    people: int
    is_invented: bool
    counted_at: datetime
