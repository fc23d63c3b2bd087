"""What the journal knows beyond the router's events: callers out of sight, facts for the meter."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any, cast

from boutdufil.engines.routing import (
    Decision,
    Event,
    LineSet,
    Moved,
    ReserveSet,
    SignedIn,
    event_from,
    to_plain,
)

Plain = dict[str, Any]
BY_TOPIC = "topic"


@dataclass(frozen=True, slots=True)
class CallerLost:
    """The caller's page is out of sight; `CallerBack`, or the call is given up.

    ``by`` is empty when the page's own process says so, `BY_TOPIC` when nobody joined the topic of
    the call: then whoever joins it brings the caller back.
    """

    at: int
    call: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class CallerBack:
    """The caller's page is there again."""

    at: int
    call: str


@dataclass(frozen=True, slots=True)
class Noted:
    """A fact of a call that decides nothing here: media, hold, interpreter, on or off."""

    at: int
    call: str
    kind: str
    who: str
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Unheard:
    """Caller and agent cannot see or hear each other, whatever paths were tried.

    ``failures`` counts those of this caller in a row, this one with them; ``had_met`` tells whether
    media ever flowed between them and somebody who answers.
    """

    at: int
    call: str
    agent: str
    failures: int
    had_met: bool


Fact = Event | CallerLost | CallerBack | Noted | Unheard
OWN: dict[str, type[CallerLost | CallerBack | Noted | Unheard]] = {
    kind.__name__: kind for kind in (CallerLost, CallerBack, Noted, Unheard)
}
# What holds a profile or the rules of a line; everything else is texts, numbers and sets.
DEEP = (LineSet, ReserveSet, SignedIn, Moved)
# How the fields of each kind are read, worked out once: every line is made of these.
_READERS: dict[type, tuple[tuple[str, ...], Callable[[object], tuple[object, ...]]]] = {}


def fact_from(plain: Mapping[str, Any]) -> Fact:
    """Return the fact that a line of the journal tells."""
    kind = OWN.get(plain["type"])
    if kind is None:
        return event_from(plain)
    return kind(**{name: value for name, value in plain.items() if name != "type"})


def fact_to_plain(fact: Fact | Decision) -> Plain:
    """Return a fact or a decision with its name under "type"; sets stay sets, for `to_json`.

    Says what `to_plain` says, which is written for any shape, faster for the flat ones.
    """
    kind = type(fact)
    if kind in DEEP:
        return to_plain(cast("Event", fact))
    if kind not in _READERS:
        names = tuple(field.name for field in fields(fact))
        # With one field alone the getter would return no tuple; `type` is no field.
        _READERS[kind] = names, attrgetter(*names, "__class__")
    names, read = _READERS[kind]
    return dict(zip(names, read(fact), strict=False), type=kind.__name__)


def line_body(fact: Fact, decisions: list[Decision]) -> str:
    """Return the JSON of a line: what was told and what followed.

    >>> line_body(CallerLost(7, "c1"), [])
    '{"event":{"at":7,"call":"c1","type":"CallerLost"},"decisions":[]}'
    """
    told = [fact_to_plain(decision) for decision in decisions]
    return to_json({"event": fact_to_plain(fact), "decisions": told})


# NaN and the like are no JSON, and PostgreSQL refuses them. Sets come sorted.
to_json: Callable[[object], str] = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=sorted
).encode
