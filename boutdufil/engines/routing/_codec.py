"""Events and decisions as plain values, for a journal in JSON; and back."""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from enum import StrEnum
from typing import Any, cast, get_args

from boutdufil.engines.routing._decisions import Decision
from boutdufil.engines.routing._events import Deadline, Event
from boutdufil.engines.routing._parts import Channel, Line, Overflow, Profile, Step

Plain = dict[str, Any]
NAMES = {kind.__name__: kind for kind in get_args(Event)}


def to_plain(thing: Event | Decision) -> Plain:
    """Return the name of the event or decision under "type", and its fields."""
    return {"type": type(thing).__name__, **plain_fields(thing)}


def event_from(plain: Mapping[str, Any]) -> Event:
    """Return the event that `to_plain` wrote; raises KeyError or TypeError on anything else."""
    kind = NAMES[plain["type"]]
    given = {name: value for name, value in plain.items() if name != "type"}
    made = {name: READERS.get(name, as_is)(value) for name, value in given.items()}
    return cast("Event", kind(**made))


def plain_fields(thing: object) -> Plain:
    """Return the fields of a dataclass as plain values; sets come sorted."""
    if not is_dataclass(thing):
        raise TypeError(f"{thing!r} is no dataclass")
    return {field.name: plain_value(getattr(thing, field.name)) for field in fields(thing)}


def plain_value(value: object) -> object:
    """Return one value as JSON would have it."""
    if isinstance(value, StrEnum):
        return str(value)
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [plain_value(one) for one in value]
    if isinstance(value, Mapping):
        return {str(key): plain_value(value[key]) for key in sorted(value)}
    return plain_fields(value) if is_dataclass(value) else value


def profile_from(plain: Plain) -> Profile:
    """Return a profile."""
    capacity = {Channel(name): most for name, most in plain["capacity"].items()}
    return Profile(
        skills=frozenset(plain["skills"]),
        levels=dict(plain["levels"]),
        capacity=capacity,
        pool=plain["pool"],
    )


def line_from(plain: Plain) -> Line:
    """Return a line."""
    read = {
        "channel": Channel(plain["channel"]),
        "skills": frozenset(plain["skills"]),
        "pools": frozenset(plain["pools"]),
        "steps": tuple(Step(**step) for step in plain["steps"]),
        "overflow": tuple(Overflow(**one) for one in plain["overflow"]),
    }
    return Line(**{**plain, **read})


def as_is(value: object) -> object:
    """Return a value that is plain already."""
    return value


READERS: dict[str, Callable[[Any], object]] = {
    "skills": frozenset,
    "favours": frozenset,
    "reserve": dict,
    "profile": profile_from,
    "definition": line_from,
    "kind": Deadline,
}
