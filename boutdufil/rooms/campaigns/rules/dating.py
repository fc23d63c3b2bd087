"""What a day of job dating goes by: its clock, and how much a wish counts. No tables here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from boutdufil.rooms.campaigns.errors import CampaignError

MOST_WISHES = 8
MOST_ROUNDS = 60
# The dearest wish counts 1, each next one a tenth less.
STEP_DOWN = 0.1
# Of somebody who says a job they did, the nearness of the table's posts is the other half.
SHARE_OF_RANK = 0.5
# How much of a ticket's code stands on a screen: enough to know oneself, too little to enter by.
SHOWN_OF_CODE = 4


@dataclass(frozen=True, slots=True)
class Clock:
    """The rounds of a day: when each begins, and which one it is now."""

    starts_at: datetime
    minutes: int
    rounds: int

    def start(self, round_: int) -> datetime:
        """Return when a round begins."""
        return self.starts_at + timedelta(minutes=self.minutes * round_)

    def end(self, round_: int) -> datetime:
        """Return when a round ends."""
        return self.start(round_ + 1)

    def current(self, now: datetime) -> int | None:
        """Return the round it is; None before the first and after the last."""
        passed = (now - self.starts_at) // timedelta(minutes=self.minutes)
        return passed if 0 <= passed < self.rounds else None

    def next(self, now: datetime) -> int:
        """Return the first round that has not begun; ``rounds`` when all have."""
        passed = -((self.starts_at - now) // timedelta(minutes=self.minutes))
        return min(max(passed, 0), self.rounds)

    def hour(self, round_: int) -> str:
        """Return when a round begins, as 14:20 of the place's clock."""
        return timezone.localtime(self.start(round_)).strftime("%H:%M")

    def between(self, first: time, last: time) -> list[int]:
        """Return the rounds that some hours of the day touch."""
        day = timezone.localtime(self.starts_at)
        begin = day.replace(hour=first.hour, minute=first.minute, second=0, microsecond=0)
        end = day.replace(hour=last.hour, minute=last.minute, second=0, microsecond=0)
        return [r for r in range(self.rounds) if self.start(r) < end and self.end(r) > begin]


@dataclass(frozen=True, slots=True)
class GridDraft:
    """What an organiser wants the day to be; ``pause`` is kept free by everybody."""

    starts_at: datetime
    ends_at: datetime
    minutes: int
    most: int
    pause: tuple[time, time] | None = None

    @property
    def clock(self) -> Clock:
        """The rounds that fit between the two.

        :raises CampaignError: none fits, or too many.
        """
        rounds = (self.ends_at - self.starts_at) // timedelta(minutes=self.minutes)
        if rounds < 1:
            raise CampaignError(
                _("Aucun tour ne tient entre ces deux heures : donnez une fin plus tardive."),
                "ends_at",
            )
        if rounds > MOST_ROUNDS:
            told = _("%(rounds)s tours : c’est plus que les %(most)s possibles. Allongez-les.")
            raise CampaignError(told % {"rounds": rounds, "most": MOST_ROUNDS}, "minutes")
        return Clock(self.starts_at, self.minutes, rounds)


def fit_of(rank: int, nearness: float | None = None) -> float:
    """Return how much a wish counts, in 0..1: its rank, and how near one's job is to the posts.

    >>> fit_of(1), fit_of(4), fit_of(1, 0.5)
    (1.0, 0.7, 0.75)
    """
    by_rank = round(max(0.0, 1 - STEP_DOWN * (rank - 1)), 6)
    if nearness is None:
        return by_rank
    return SHARE_OF_RANK * by_rank + (1 - SHARE_OF_RANK) * min(1.0, max(0.0, nearness))


def screen_name(name: str, code: str, *, by_name: bool) -> str:
    """Return how somebody is called in a hall: first name and initial, or the end of their code.

    >>> screen_name("Inès Inventée", "K7QF2M9A", by_name=True)
    'Inès I.'
    >>> screen_name("Inès Inventée", "K7QF2M9A", by_name=False)
    '… 2M9A'
    """
    words = name.split()
    if not by_name or not words:
        return f"… {code[-SHOWN_OF_CODE:]}"
    return f"{words[0]} {words[-1][0]}." if len(words) > 1 else words[0]


def moved_up(wished: list[int], table_id: int) -> list[int]:
    """Return wishes with one of them a place dearer.

    >>> moved_up([5, 7, 9], 9)
    [5, 9, 7]
    """
    at = wished.index(table_id)
    if at == 0:
        return wished
    return [*wished[: at - 1], table_id, wished[at - 1], *wished[at + 1 :]]


def kept_rounds(rounds: Iterable[int], clock: Clock) -> list[int]:
    """Return the rounds that are of the day, in order, each once."""
    return sorted({one for one in rounds if 0 <= one < clock.rounds})


def late_rounds(clock: Clock, now: datetime, until: int) -> list[int]:
    """Return the rounds somebody late misses: from the one it is to ``until``, left out."""
    return list(range(first_open(clock, now), min(until, clock.rounds)))


def first_open(clock: Clock, now: datetime) -> int:
    """Return the round it is, or else the next one."""
    here = clock.current(now)
    return clock.next(now) if here is None else here
