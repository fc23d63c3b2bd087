"""The limits of a paper: one factor of time, applied to every one of them.

A person's time runs ``factor`` times as slowly: what the rules give as so many seconds is so many
times ``factor`` for them, the time left to whoever begins late, the grace and the minutes given
back included. Fractions of a second are rounded up, in favour of the person.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_CEILING, Decimal

# An answer given on the last second still has to travel.
ON_THE_WAY = timedelta(seconds=2)
# Each device numbers its answers from a thousand-fold of its own, so that what an earlier one had
# not sent yet finds its numbers free, below those of the later one.
TERM = 10_000


def stretched(seconds: int, factor: Decimal) -> timedelta:
    """Return a limit of the rules as it holds for somebody with this factor."""
    whole = (Decimal(seconds) * factor).to_integral_value(ROUND_CEILING)
    return timedelta(seconds=int(whole))


def end_of_paper(
    start: datetime, seconds: int, factor: Decimal, closes_at: datetime | None = None
) -> datetime:
    """Return when a paper begun at ``start`` ends.

    Whoever begins an open session with less than ``seconds`` left before ``closes_at`` has what is
    left, times their factor; in a room (None) the invigilator closes.
    """
    if closes_at is not None:
        left = max(0, int((closes_at - start).total_seconds()))
        seconds = min(seconds, left)
    return start + stretched(seconds, factor)


@dataclass(frozen=True, slots=True)
class Limits:
    """Until when answers to a paper are taken: given before the end, come before the grace is."""

    ends_at: datetime
    grace: timedelta

    @property
    def last_word(self) -> datetime:
        """Return until when an answer given in time may still arrive."""
        return self.ends_at + self.grace

    def is_over(self, now: datetime) -> bool:
        """Tell whether nothing more may be answered."""
        return now >= self.ends_at

    def is_closed(self, now: datetime) -> bool:
        """Tell whether nothing more may arrive either."""
        return now > self.last_word


def limits_of(ends_at: datetime, grace_seconds: int, factor: Decimal) -> Limits:
    """Return the limits of a paper; its end holds the factor already, the grace does not."""
    return Limits(ends_at, stretched(grace_seconds, factor))


def after_return(ends_at: datetime, minutes: int, factor: Decimal, now: datetime) -> datetime:
    """Return the end of a paper once minutes were given back; one that was over begins from now."""
    return max(ends_at, now) + stretched(minutes * 60, factor)


def said_at(now: datetime, ago_ms: int) -> datetime:
    """Return when an answer was given, from its age by the device's word.

    An age is told, never an hour: a device whose clock is wrong by hours measures a minute as
    well as any other. What cannot be, an answer from the future, counts as given now.
    """
    return now - timedelta(milliseconds=max(0, ago_ms))


def term_of(lease: str) -> int | None:
    """Return which device of a paper a lease belongs to, counted from 0; None if it is none."""
    number, _dot, rest = lease.partition(".")
    return int(number) if rest and number.isascii() and number.isdigit() else None


def first_number(term: int) -> int:
    """Return the number before the first one of a device's answers."""
    return term * TERM
