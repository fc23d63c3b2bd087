"""The paid pause of the branch agreement of outsourced call centres (IDCC 2098).

Pure. After two hours of work without a break 10 minutes are due, 15 after three; nobody works more
than three hours without one. Whether the agreement holds is the employer's to know: the console
counts, and blocks nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

# A break this long begins the count anew: the shortest pause that can be due.
BREAK = timedelta(minutes=10)
SHORT_AFTER, LONG_AFTER = timedelta(hours=2), timedelta(hours=3)
SHORT, LONG = timedelta(minutes=10), timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when somebody worked."""

    began_at: datetime
    ended_at: datetime


@dataclass(frozen=True, slots=True)
class PauseDue:
    """How long somebody has worked since their last break, what is due, what comes next."""

    worked: timedelta
    due: timedelta
    next_in: timedelta

    @property
    def due_minutes(self) -> int:
        """Return the minutes due now."""
        return self.due // timedelta(minutes=1)

    @property
    def next_minutes(self) -> int:
        """Return in how many minutes the next pause is due, rounded up."""
        return -(-self.next_in // timedelta(minutes=1))


def pause_due(work: Iterable[Span], now: datetime) -> PauseDue:
    """Return what is due at a moment, from the spans of work in any order.

    >>> from datetime import UTC
    >>> at = lambda hour, minute=0: datetime(2026, 11, 23, hour, minute, tzinfo=UTC)
    >>> pause_due([Span(at(8), at(10, 5))], at(10, 5)).due_minutes
    10
    >>> pause_due([Span(at(8), at(10)), Span(at(10, 15), at(10, 30))], at(10, 30)).due_minutes
    0
    """
    worked, last_end = timedelta(), None
    for span in sorted(work, key=lambda one: one.began_at):
        if last_end is None or span.began_at - last_end >= BREAK:
            worked = timedelta()
        worked += max(span.ended_at - max(span.began_at, last_end or span.began_at), timedelta())
        last_end = max(span.ended_at, last_end or span.ended_at)
    if last_end is None or now - last_end >= BREAK:
        worked = timedelta()
    if worked >= LONG_AFTER:
        return PauseDue(worked, LONG, timedelta())
    if worked >= SHORT_AFTER:
        return PauseDue(worked, SHORT, LONG_AFTER - worked)
    return PauseDue(worked, timedelta(), SHORT_AFTER - worked)
