"""Which events fall away with a node, or with one of its days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from boutdufil.rooms.campaigns.rules.traits import Period


@dataclass(frozen=True, slots=True)
class Falling:
    """Events by number: those that fall away, and those that go on on other days too."""

    off: tuple[int, ...]
    longer: tuple[int, ...]


def falling(events: Iterable[tuple[int, Period | None]], day: date | None) -> Falling:
    """Return what falls away on a day; without a day, everything.

    An event of several days is not called off with one of them: that is said, and left to people.
    """
    events = list(events)
    if day is None:
        return Falling(tuple(number for number, _period in events), ())
    on_it = [(i, period) for i, period in events if period and period.holds(Period(day, day))]
    return Falling(
        off=tuple(i for i, period in on_it if period.is_one_day),
        longer=tuple(i for i, period in on_it if not period.is_one_day),
    )
