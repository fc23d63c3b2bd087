"""What a node may say of itself, each piece whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from boutdufil.rooms.campaigns.enums import EventKind, NodeKind, Trait


@dataclass(frozen=True, slots=True)
class Period:
    """Days, both included; never ends before it begins."""

    starts_on: date
    ends_on: date

    def holds(self, other: Period) -> bool:
        """Tell whether another period lies inside."""
        return self.starts_on <= other.starts_on and other.ends_on <= self.ends_on

    @property
    def is_one_day(self) -> bool:
        """Tell whether it begins and ends on the same day."""
        return self.starts_on == self.ends_on


@dataclass(frozen=True, slots=True)
class Hours:
    """From when to when, on each of the days."""

    opens_at: time
    closes_at: time


@dataclass(frozen=True, slots=True)
class Place:
    """An INSEE code and an address; both empty is nowhere, that is online."""

    commune: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class NodeDraft:
    """What somebody wants a node to be; a trait left out is taken from above."""

    name: str
    kind: str = NodeKind.CAMPAIGN
    event_kind: str = ""
    slug: str = ""
    post_goal: int | None = None
    traits: dict[Trait, Any] = field(default_factory=dict)


def said_of_place(event_kind: str, place: Place | None) -> Place | None:
    """Return what a node says of its place: online, it is nowhere, whatever stands above."""
    return Place("") if event_kind == EventKind.ONLINE else place
