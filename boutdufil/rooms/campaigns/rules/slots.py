"""How an event takes registrations, as an organiser says it; a row of equal slots."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

MOST_SLOTS = 96


@dataclass(frozen=True, slots=True)
class IntakeDraft:
    """How an event takes registrations; fields of `Intake` by their names."""

    capacity: int | None = None
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    keeps_waiting_list: bool = True
    answer_hours: int = 24
    largest_group: int | None = None


@dataclass(frozen=True, slots=True)
class SlotRow:
    """Equal slots of a day, one after the other; ``places`` of each, None without limit."""

    day: date
    opens_at: time
    closes_at: time
    minutes: int
    places: int | None

    def times(self) -> list[tuple[datetime, datetime]]:
        """Return when each begins and ends, without zone; what is too short at the end is left.

        >>> row = SlotRow(date(2027, 1, 4), time(9), time(10, 15), 30, 10)
        >>> [(a.strftime("%H:%M"), b.strftime("%H:%M")) for a, b in row.times()]
        [('09:00', '09:30'), ('09:30', '10:00')]
        """
        length = timedelta(minutes=self.minutes)
        first = datetime.combine(self.day, self.opens_at)
        count = (datetime.combine(self.day, self.closes_at) - first) // length
        return [(first + n * length, first + (n + 1) * length) for n in range(count)]


@dataclass(frozen=True, slots=True)
class QuestionDraft:
    """A question as it is typed; fields of `Question` by their names."""

    kind: str
    label: str
    why: str
    choices: tuple[str, ...] = ()
    is_required: bool = False
