"""The calendar of a path: from today to the first day of a new job, drawn as one line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from boutdufil.kernel.training.selectors import SessionRow

# The line lies in a drawing 1,000 units wide, with room for its ends.
LEFT, RIGHT = 20, 980


@dataclass(frozen=True, slots=True)
class Moment:
    """Something on the line: "today", "income", "training", "ready"; a day, or from one to another.

    `x` and `width` place it in the drawing, in its units.
    """

    kind: str
    starts_on: date
    ends_on: date
    label: str
    x: int
    width: int

    @property
    def shown_width(self) -> int:
        """Return a width that the eye sees, however short the training."""
        return max(self.width, 12)


@dataclass(frozen=True, slots=True)
class Timeline:
    """Everything on the line, by date; `unpaid` days at best, None when not known."""

    moments: tuple[Moment, ...]
    unpaid: int | None
    gap_x: int | None
    gap_end: int


def timeline(
    *,
    today: date,
    sessions: Sequence[SessionRow],
    ready: date | None,
    income_until: date | None,
    unpaid: int | None,
) -> Timeline:
    """Lay out a path; the new job begins, at best, on the day `ready`, None when not known."""
    days = [today, *(row.ends_on for row in sessions), ready, income_until]
    last = max(day for day in days if day is not None) + timedelta(days=14)
    span = (last - today).days

    def at(day: date) -> int:
        share = min(max((day - today).days / span, 0.0), 1.0)
        return round(LEFT + share * (RIGHT - LEFT))

    def moment(kind: str, first: date, until: date, label: str = "") -> Moment:
        return Moment(kind, first, until, label, at(first), at(until) - at(first))

    moments = [moment("today", today, today)]
    moments += [moment("training", r.starts_on, r.ends_on, r.programme.label) for r in sessions]
    moments += [moment("income", income_until, income_until)] if income_until else []
    moments += [moment("ready", ready, ready)] if ready else []
    gap = bool(unpaid and income_until and ready)
    return Timeline(
        moments=tuple(sorted(moments, key=lambda each: (each.starts_on, each.kind))),
        unpaid=unpaid,
        gap_x=at(income_until) if gap and income_until else None,
        gap_end=at(ready) if ready else 0,
    )
