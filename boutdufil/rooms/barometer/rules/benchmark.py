"""One's own figure beside the median of one's stratum, when competition law lets it be shown.

Competitors learn nothing of one another: article 101 of the Treaty on the Functioning of the
European Union, and the guidelines on horizontal co-operation (2023/C 259/01), chapter 6, whose
usual safe measures we keep: enough groups, none too large, data that have aged, no price, no pay.
"""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from statistics import median

LEAST_GROUPS = 5
LARGEST_SHARE = 0.25
AGE_MONTHS = 3
MONTHS = 12


class Why(StrEnum):
    """Why no median is shown; "" when one is."""

    SHOWN = ""
    YOUNG = "young"
    FEW_GROUPS = "few_groups"
    LARGE_GROUP = "large_group"


@dataclass(frozen=True, slots=True)
class Peer:
    """A centre that answered: its group, its people (mean over the period), its figure."""

    group: str
    people: float
    figure: float


@dataclass(frozen=True, slots=True)
class Benchmark:
    """The median of a stratum to the nearest hundredth (0.15 is 15 %), or why there is none."""

    why: Why
    median: float | None = None
    groups: int = 0
    open_from: date | None = None


def benchmark(peers: Sequence[Peer], *, period_end: date, today: date) -> Benchmark:
    """Return the median figure of peers, if it gives none of them away."""
    open_from = months_after(period_end, AGE_MONTHS)
    people: dict[str, float] = defaultdict(float)
    for one in peers:
        people[one.group] += one.people
    why = _why(people, is_young=today < open_from)
    if why:
        return Benchmark(why, None, len(people), open_from)
    # To the point of percentage: no centre's own figure is read from it.
    middle = round(median(one.figure for one in peers), 2)
    return Benchmark(why, middle, len(people), open_from)


def months_after(day: date, months: int) -> date:
    """Return the same day some months later, or the first of the next when there is none."""
    years, month = divmod(day.month - 1 + months, MONTHS)
    year, month = day.year + years, month + 1
    last = monthrange(year, month)[1]
    if day.day <= last:
        return date(year, month, day.day)
    return date(year, month, last) + timedelta(days=1)


def _why(people: dict[str, float], *, is_young: bool) -> Why:
    if is_young:
        return Why.YOUNG
    if len(people) < LEAST_GROUPS:
        return Why.FEW_GROUPS
    whole = sum(people.values())
    # A stratum of nobody has no share to compare: nothing is shown of it.
    if whole <= 0 or max(people.values()) > LARGEST_SHARE * whole:
        return Why.LARGE_GROUP
    return Why.SHOWN
