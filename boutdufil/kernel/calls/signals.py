"""What a browser may say on its leg: a closed list, read strictly."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from uuid import UUID

from boutdufil.kernel.calls.candidates import relayed_candidate, relayed_description
from boutdufil.kernel.calls.enums import ParticipantRole

LARGEST_MESSAGE_BYTES = 65_536
# What is put around a message on its way between processes.
_WRAPPING_BYTES = 2_048
# What is around a description on its way between processes must fit into one line with it.
_LONGEST_DESCRIPTION = 48_000
_LONGEST_CANDIDATE = 1_000
_LONGEST_TEXT = 1_000
_LONGEST_LINE = 4_000
# Changes of live text that one page may tell another: days of writing.
_MOST_CHANGES = 10_000_000
_SESSION = re.compile(r"[0-9a-f]{8,32}")
_DESCRIPTIONS = frozenset({"offer", "answer", "pranswer", "rollback"})

Body = Mapping[str, Any]
Check = Callable[[object], bool]


class MessageError(Exception):
    """The message is none of ours: too long, no JSON, an unknown key, a wrong value."""


@dataclass(frozen=True, slots=True)
class Message:
    """One thing said by a browser: its kind, and its checked body without the kind."""

    kind: str
    body: Body


def is_session(value: object) -> bool:
    """Tell whether a value names one opening of a page: 8 to 32 hexadecimal digits."""
    return isinstance(value, str) and _SESSION.fullmatch(value) is not None


def _is_participant(value: object) -> bool:
    if not isinstance(value, str):
        return False
    try:
        return str(UUID(value)) == value
    except ValueError:
        return False


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)


def _is_text(longest: int) -> Check:
    return lambda value: isinstance(value, str) and len(value) <= longest


def _or_none(check: Check) -> Check:
    return lambda value: value is None or check(value)


def _is_rank(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 64


def _is_number(value: object) -> bool:
    return type(value) is int and 1 <= value <= _MOST_CHANGES


def _holds(value: object, needed: Mapping[str, Check], free: Mapping[str, Check]) -> bool:
    """Tell whether an object has all keys it needs, no unknown one, and only good values."""
    if not isinstance(value, dict) or not set(needed) <= set(value) <= {*needed, *free}:
        return False
    checks = {**free, **needed}
    return all(checks[key](one) for key, one in value.items())


def _is_description_type(value: object) -> bool:
    return isinstance(value, str) and value in _DESCRIPTIONS


def _is_description(value: object) -> bool:
    sdp = _is_text(_LONGEST_DESCRIPTION)
    return _holds(value, {"type": _is_description_type}, {"sdp": sdp})


def _is_candidate(value: object) -> bool:
    needed = {"candidate": _is_text(_LONGEST_CANDIDATE)}
    free = {
        "sdpMid": _or_none(_is_text(32)),
        "sdpMLineIndex": _or_none(_is_rank),
        "usernameFragment": _or_none(_is_text(256)),
    }
    return value is None or _holds(value, needed, free)


# Somebody, and the opening of their page that it is meant for.
_OTHER_PAGE: Mapping[str, Check] = {"to": _is_participant, "session": is_session}
# kind -> the forms it may take, each with the keys it needs.
_FORMS: Mapping[str, tuple[Mapping[str, Check], ...]] = MappingProxyType(
    {
        "signal": (
            {**_OTHER_PAGE, "description": _is_description},
            {**_OTHER_PAGE, "candidate": _is_candidate},
        ),
        "text": (
            {**_OTHER_PAGE, "n": _is_number, "chars": _is_text(_LONGEST_TEXT)},
            {**_OTHER_PAGE, "n": _is_number, "line": _is_text(_LONGEST_LINE)},
            {**_OTHER_PAGE, "sent": _is_number},
            {**_OTHER_PAGE, "again": _is_number},
        ),
        "media": ({"from": _is_participant, "up": _is_flag},),
        "hold": ({"on": _is_flag},),
        "leave": ({},),
        "ping": ({},),
    }
)


def read_message(text: str) -> Message:
    """Return what a browser said. Raises MessageError for anything not on the list."""
    if len(text.encode()) > LARGEST_MESSAGE_BYTES:
        raise MessageError("too long")
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise MessageError("no JSON") from error
    if not isinstance(value, dict):
        raise MessageError("no object")
    _refuse_unsendable(value)
    kind = value.pop("kind", None)
    forms = _FORMS.get(kind, ()) if isinstance(kind, str) else ()
    if not any(_holds(value, form, {}) for form in forms):
        raise MessageError("not on the list")
    return Message(str(kind), value)


def may_say(role: str, kind: str) -> bool:
    """Tell whether somebody in a role may say a kind of message: only who serves holds a call."""
    return kind != "hold" or role == ParticipantRole.AGENT


def _refuse_unsendable(value: Body) -> None:
    """Refuse what does not fit into a line as the exchange writes it, or is no Unicode text."""
    try:
        written = json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise MessageError("half a character") from error
    # A relayed description is written with other line ends, a byte longer each.
    ends = written.count(b"\\n")
    if len(written) + 2 * ends + _WRAPPING_BYTES > LARGEST_MESSAGE_BYTES:
        raise MessageError("too long")


def cut_addresses(body: Body) -> Body | None:
    """Return a signal that shows relay addresses alone; None for a candidate that is none."""
    if description := body.get("description"):
        return {**body, "description": _cut_description(description)}
    candidate = body.get("candidate")
    if candidate is None:
        return body
    kept = relayed_candidate(candidate["candidate"])
    return None if kept is None else {**body, "candidate": {**candidate, "candidate": kept}}


def _cut_description(description: Body) -> Body:
    return {**description, "sdp": relayed_description(description.get("sdp", ""))}
