"""Which slots are open to whom, and why not. Pure.

What somebody did with earlier slots is no part of what is asked here, so that no refusal can ever
count: platform-work directive 2024/2831; L.7342-1 and L.8221-6 of the Labour Code.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Why(StrEnum):
    """Why a slot is not open to somebody."""

    OFF = "off"
    NOT_INDEPENDENT = "not_independent"
    PAST = "past"
    TAKEN = "taken"
    CHANNEL = "channel"
    LANGUAGE = "language"
    OVERLAP = "overlap"
    NO_ATTESTATION = "no_attestation"


@dataclass(frozen=True, slots=True)
class Hours:
    """From when to when."""

    starts_at: datetime
    ends_at: datetime

    def meets(self, other: "Hours") -> bool:
        """Tell whether two stretches have a moment in common."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


@dataclass(frozen=True, slots=True)
class Worker:
    """All that is asked of somebody before a slot is shown to them."""

    is_independent: bool
    channels: Collection[str]
    languages: Collection[str]
    is_attested: bool
    busy: tuple[Hours, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """A slot that is offered; ``is_allowed`` when the site and its organisation let it be."""

    hours: Hours
    channel: str
    language: str
    is_allowed: bool
    is_taken: bool = False


def reasons_against(worker: Worker, wanted: Wanted, now: datetime) -> tuple[Why, ...]:
    """Return why a slot is not open to somebody; nothing when it is."""
    found = {
        Why.OFF: not wanted.is_allowed,
        Why.NOT_INDEPENDENT: not worker.is_independent,
        Why.PAST: wanted.hours.starts_at <= now,
        Why.TAKEN: wanted.is_taken,
        Why.CHANNEL: wanted.channel not in worker.channels,
        Why.LANGUAGE: wanted.language not in worker.languages,
        Why.OVERLAP: any(one.meets(wanted.hours) for one in worker.busy),
        Why.NO_ATTESTATION: not worker.is_attested,
    }
    return tuple(why for why, holds in found.items() if holds)
