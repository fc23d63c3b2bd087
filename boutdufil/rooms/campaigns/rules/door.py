"""The logs of several devices at one door, made one: what they saw together, and where they clash.

A device numbers what it sees and takes nothing back: a mistake is one entry more. Merging takes
any logs in any order, any number of times, to the same entries; nothing that was seen is lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter

from boutdufil.rooms.campaigns.enums import ScanKind

# A telephone's clock may run ahead by so much before what it says is not believed.
AHEAD = timedelta(minutes=2)


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """What one device saw once. ``registration`` is 0 for somebody who had none, or is erased."""

    at: datetime
    device: int
    number: int
    kind: str = ScanKind.CAME
    registration: int = 0
    people: int = 1
    undoes: int = 0


@dataclass(frozen=True, slots=True)
class Arrival:
    """Who came with a registration: when first, how many, and every entry that says so."""

    registration: int
    at: datetime
    people: int
    entries: tuple[Entry, ...]

    @property
    def is_conflict(self) -> bool:
        """Tell whether several devices let the same ticket in."""
        return len({entry.device for entry in self.entries}) > 1


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a door saw: arrivals by registration, and how many each device let in without one."""

    arrivals: Mapping[int, Arrival]
    unknown: int
    walk_ins: Mapping[int, int]

    @property
    def people(self) -> int:
        """How many came, each counted once."""
        known = sum(one.people for one in self.arrivals.values())
        return known + self.unknown + sum(self.walk_ins.values())

    @property
    def conflicts(self) -> list[Arrival]:
        """The tickets that several devices let in, the first first."""
        found = (one for one in self.arrivals.values() if one.is_conflict)
        return sorted(found, key=attrgetter("at", "registration"))


def merge(*logs: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return every entry of all logs once, in the order of their hours.

    A device gives a number to one entry; were there two, the earliest of them stays.
    """
    kept: dict[tuple[int, int], Entry] = {}
    for entry in sorted({entry for log in logs for entry in log}):
        kept.setdefault((entry.device, entry.number), entry)
    return tuple(sorted(kept.values()))


def outcome(log: Iterable[Entry], places: Mapping[int, int]) -> Outcome:
    """Return what a merged log amounts to; ``places`` by registration bounds who came with it."""
    log = tuple(log)
    undone = {(one.device, one.undoes) for one in log if one.kind == ScanKind.UNDONE}
    seen = [one for one in log if (one.device, one.number) not in undone]
    tickets: dict[int, list[Entry]] = {}
    walk_ins: dict[int, int] = {}
    for one in seen:
        if one.kind == ScanKind.WALK_IN:
            walk_ins[one.device] = walk_ins.get(one.device, 0) + one.people
        elif one.kind == ScanKind.CAME:
            tickets.setdefault(one.registration, []).append(one)
    unknown = sum(one.people for one in tickets.pop(0, []))
    arrivals = {i: _arrival(i, found, places.get(i)) for i, found in tickets.items()}
    return Outcome(arrivals, unknown, walk_ins)


def _arrival(registration: int, entries: list[Entry], places: int | None) -> Arrival:
    people = sum(entry.people for entry in entries)
    return Arrival(
        registration=registration,
        at=min(entry.at for entry in entries),
        people=people if places is None else min(people, places),
        entries=tuple(sorted(entries)),
    )


def believed(at: datetime, *, since: datetime, now: datetime) -> datetime:
    """Return the hour a device says, kept between when it took its list and when it tells."""
    return since if at < since else min(at, now) if at <= now + AHEAD else now


def short_name(name: str) -> str:
    """Return "Nadia D.": as much as a door needs to greet somebody and no more."""
    first, *others = name.split() or [""]
    return f"{first} {others[-1][0].upper()}." if others else first


def unused(held: int, walk_ins: int) -> int:
    """Return how many of the places a device held go back to the event."""
    return max(0, held - walk_ins)
