"""Events by name: what may stand in one, and how it becomes JSON and an event again.

A field holds an id, a code, a flag or a date: payloads are kept for years, so what names or
describes a person cannot even be declared. Only an event that passes within days may hold more.
"""

import dataclasses
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from enum import Enum
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from boutdufil.kernel.events.errors import EventError

T = TypeVar("T")
Payload = dict[str, Any]

NAME = re.compile(r"[a-z]+\.[a-z]+(_[a-z]+)*")
# "D1408", "2A004", "campaign:12", "rncp/37123": no blank, no accent, so no name and no sentence.
CODE = re.compile(r"[A-Za-z0-9:._/-]{0,64}")
PLAIN: tuple[type, ...] = (int, str, bool, date, datetime)
LONGEST_PASSING = timedelta(days=2)

_declared: dict[str, type] = {}
_names: dict[type, str] = {}
_fields: dict[type, dict[str, type]] = {}
_passing: dict[str, timedelta] = {}


def event(name: str, *, passes: timedelta | None = None) -> Callable[[type[T]], type[T]]:
    """Declare a frozen dataclass as the event ``name`` ("module.what_happened").

    The name is what is stored: the class may move or be renamed. A field may be added with a
    default, or dropped: rows of before are read all the same. An event that ``passes`` is
    forgotten after that time, at most two days, and may hold a ``dict`` of JSON values.

    :raises EventError: when the name is taken or a field may hold more than ids, codes and dates.
    """
    if passes is not None and not timedelta() < passes <= LONGEST_PASSING:
        raise EventError(f"{name} passes after {passes}: at most {LONGEST_PASSING}")

    def declare(cls: type[T]) -> type[T]:
        _refuse_odd_name(name, cls)
        _fields[cls] = fields_of(cls, allowed=PLAIN if passes is None else (*PLAIN, dict))
        _declared[name], _names[cls] = cls, name
        if passes is not None:
            _passing[name] = passes
        return cls

    return declare


def declared() -> dict[str, type]:
    """Return every declared event by name, in the order of names."""
    return dict(sorted(_declared.items()))


def passing() -> dict[str, timedelta]:
    """Return how long each event that passes is kept, by name."""
    return dict(sorted(_passing.items()))


def name_of(cls: type) -> str:
    """Return the stored name of an event's class. Raises EventError when it is not declared."""
    if cls not in _names:
        raise EventError(f"{cls.__qualname__} is not declared: decorate it with @events.event(…)")
    return _names[cls]


def fields_of(cls: type[Any], *, allowed: tuple[type, ...] = PLAIN) -> dict[str, type]:
    """Return the type of each field; a field that may be None has its other type.

    Raises EventError for a class that is no frozen dataclass, or a field that cannot be kept.
    """
    if cls in _fields:
        return _fields[cls]
    if not (dataclasses.is_dataclass(cls) and cls.__dataclass_params__.frozen):  # type: ignore[attr-defined]
        raise EventError(f"{cls.__qualname__} must be a frozen dataclass")
    hints = get_type_hints(cls)
    return {
        field.name: _plain_type(f"{cls.__qualname__}.{field.name}", hints[field.name], allowed)
        for field in dataclasses.fields(cls)
    }


def encode(happened: object) -> Payload:
    """Return the fields of an event as JSON values. Raises EventError when one does not fit."""
    cls = type(happened)
    return {
        name: _to_json(f"{cls.__qualname__}.{name}", kind, getattr(happened, name))
        for name, kind in fields_of(cls).items()
    }


def decode(name: str, payload: Mapping[str, Any]) -> Any:
    """Return the event of that name; unknown fields are left out, missing ones take defaults.

    Raises EventError for an undeclared name, or a payload that is no such event.
    """
    if name not in _declared:
        raise EventError(f"no event is declared under the name {name!r}")
    cls = _declared[name]
    known = {
        field: _from_json(f"{name}.{field}", kind, payload[field])
        for field, kind in fields_of(cls).items()
        if field in payload
    }
    try:
        return cls(**known)
    except TypeError as error:
        raise EventError(f"a stored {name} lacks a field that has no default: {error}") from error


def _refuse_odd_name(name: str, cls: type) -> None:
    if not NAME.fullmatch(name):
        raise EventError(f"{name!r} is no name of an event: write module.what_happened")
    if name in _declared:
        raise EventError(f"{name} is declared twice: {_declared[name]} and {cls}")


def _plain_type(where: str, hint: Any, allowed: tuple[type, ...]) -> type:
    if get_origin(hint) in (Union, UnionType):
        hints = [each for each in get_args(hint) if each is not NoneType]
        hint = hints[0] if len(hints) == 1 else hint
    hint = dict if get_origin(hint) is dict else hint
    if hint in allowed or (isinstance(hint, type) and issubclass(hint, Enum)):
        return hint  # type: ignore[no-any-return]
    raise EventError(f"{where} is {hint}: an event holds ids, codes, flags and dates only")


def _to_json(where: str, kind: type, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(value, Enum):
        value, kind = value.value, type(value.value)
    if type(value) is not kind:
        raise EventError(f"{where} is {value!r}, which is no {kind.__name__}")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) and not CODE.fullmatch(value):
        raise EventError(f"{where} is {value!r}: an event holds codes, never words")
    return value


def _from_json(where: str, kind: type, value: Any) -> Any:
    if value is None:
        return None
    try:
        if issubclass(kind, date):
            return kind.fromisoformat(value)
        if issubclass(kind, Enum):
            return kind(value)
    except (TypeError, ValueError) as error:
        raise EventError(f"{where} holds {value!r}, which is no {kind.__name__}") from error
    if type(value) is not kind:
        raise EventError(f"{where} holds {value!r}, which is no {kind.__name__}")
    return value
