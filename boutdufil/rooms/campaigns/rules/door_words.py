"""What a device at the door sends: read strictly, since it comes from outside."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from boutdufil.rooms.campaigns.enums import Purpose, ScanKind

HASH = re.compile(r"[0-9a-f]{64}")
SECRET = re.compile(r"[A-Za-z0-9_-]{43}")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
MOST_SCANS, MOST_PEOPLE, HIGHEST = 200, 999, 1_000_000
LONGEST_NAME, LONGEST_EMAIL = 120, 254


class DoorWordsError(Exception):
    """What was sent is not what a device sends."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One entry of a device's log as it was sent; ``ticket`` is the hash of what was read."""

    number: int
    kind: str
    at: datetime
    ticket: str = ""
    people: int = 1
    undoes: int | None = None
    name: str = ""
    email: str = ""
    consents: tuple[str, ...] = ()


def read_words(body: bytes) -> dict[str, Any]:
    """Return what was sent, an object with its ``do``.

    :raises DoorWordsError: it is none.
    """
    try:
        words = json.loads(body)
    except ValueError as error:
        raise DoorWordsError("not JSON") from error
    if not isinstance(words, dict) or not isinstance(words.get("do"), str):
        raise DoorWordsError("not an object that says what to do")
    return words


def read_secret(words: Mapping[str, Any], name: str) -> str:
    """Return 43 URL-safe characters. Raises DoorWordsError for anything else."""
    return _matching(words.get(name), SECRET, name)


def read_hash(words: Mapping[str, Any], name: str) -> str:
    """Return 64 hexadecimal digits. Raises DoorWordsError for anything else."""
    return _matching(words.get(name), HASH, name)


def read_scans(words: Mapping[str, Any]) -> list[Seen]:
    """Return the entries of a log that were sent, at most `MOST_SCANS`.

    :raises DoorWordsError: one of them is none; nothing is taken then.
    """
    told = words.get("scans")
    if not isinstance(told, list) or len(told) > MOST_SCANS:
        raise DoorWordsError("scans")
    return [_seen(one) for one in told]


def _seen(told: object) -> Seen:
    if not isinstance(told, dict):
        raise DoorWordsError("a scan")
    kind = told.get("kind")
    number, at = _number(told, "number", HIGHEST), _moment(told.get("at"))
    if kind == ScanKind.CAME:
        people = _number(told, "people", MOST_PEOPLE)
        return Seen(number, kind, at, ticket=read_hash(told, "ticket"), people=people)
    if kind == ScanKind.UNDONE:
        return Seen(number, kind, at, undoes=_number(told, "undoes", HIGHEST))
    if kind == ScanKind.WALK_IN:
        return _walk_in(told, number, at)
    raise DoorWordsError("kind")


def _walk_in(told: Mapping[str, Any], number: int, at: datetime) -> Seen:
    """Return a walk-in; what somebody left of themselves is mended or left out, never refused.

    A message that is refused would be sent again for ever, and hold up every entry behind it.
    """
    name, email = _text(told, "name", LONGEST_NAME), _text(told, "email", LONGEST_EMAIL)
    allowed = told.get("consents", [])
    given = map(str, allowed) if isinstance(allowed, list) else ()
    return Seen(
        number,
        ScanKind.WALK_IN,
        at,
        people=_number(told, "people", MOST_PEOPLE),
        name=name,
        email=email if EMAIL.fullmatch(email) else "",
        consents=tuple(sorted({*given} & {*Purpose.values})),
    )


def _matching(value: object, pattern: re.Pattern[str], name: str) -> str:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise DoorWordsError(name)
    return value


def _number(told: Mapping[str, Any], name: str, most: int) -> int:
    value = told.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= most:
        raise DoorWordsError(name)
    return value


def _text(told: Mapping[str, Any], name: str, most: int) -> str:
    letters = (one if one.isprintable() else " " for one in str(told.get(name, "")))
    return " ".join("".join(letters).split())[:most]


def _moment(value: object) -> datetime:
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise DoorWordsError("at")
    return at.astimezone(UTC)
