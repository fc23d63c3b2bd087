"""What a paper's page sends: answers with their numbers, and the times it was left.

``{"lease": "0.k3…", "answers": [{"n": 12, "p": 3, "v": ["a", "c"], "ago": 420}],
"away": [{"ago": 9000, "seconds": 4}]}``: ``n`` the sequence, ``p`` the position from 0, ``v`` the
answer (a text, a list of texts, or null to take it back), ``ago`` in milliseconds.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from boutdufil.rooms.contests.errors import ContestError

Value = str | list[str] | None

MOST_ANSWERS, MOST_AWAY = 200, 50
MOST_BYTES = 64 * 1024
LONGEST_TEXT, LONGEST_LIST = 500, 20
LARGEST_NUMBER = 2**31 - 1
A_WEEK_MS = 7 * 24 * 3600 * 1000


class QuizWordsError(ContestError):
    """What came is not what a paper's page sends."""


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """One answer as it was given; ``ago_ms`` is its age when it was sent, by the device's word."""

    sequence: int
    position: int
    value: Value
    ago_ms: int


@dataclass(frozen=True, slots=True)
class Away:
    """One time the page was left, for so many seconds."""

    ago_ms: int
    seconds: int


@dataclass(frozen=True, slots=True)
class QuizWords:
    """What one message of a page says."""

    lease: str
    answers: tuple[GivenAnswer, ...]
    away: tuple[Away, ...]


def read_quiz_words(body: bytes) -> QuizWords:
    """Return what a message says.

    :raises QuizWordsError: it is none, is too long, or holds what no page sends.
    """
    if len(body) > MOST_BYTES:
        raise QuizWordsError("body")
    try:
        said = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise QuizWordsError("json") from error
    if not isinstance(said, dict):
        raise QuizWordsError("json")
    lease = said.get("lease")
    if not isinstance(lease, str) or len(lease) > 43:
        raise QuizWordsError("lease")
    answers, away = _list(said, "answers", MOST_ANSWERS), _list(said, "away", MOST_AWAY)
    return QuizWords(lease, tuple(map(_answer, answers)), tuple(map(_away, away)))


def read_value(value: object) -> Value:
    """Return an answer as it is kept.

    :raises QuizWordsError: it is neither a text, nor a list of texts, nor nothing, or too long.
    """
    if value is None or value in ("", []):
        return None
    if isinstance(value, str) and len(value) <= LONGEST_TEXT and "\0" not in value:
        return value
    if isinstance(value, list) and len(value) <= LONGEST_LIST and all(map(_is_key, value)):
        return value
    raise QuizWordsError("v")


def _is_key(one: object) -> bool:
    return isinstance(one, str) and len(one) <= 40 and "\0" not in one


def _list(said: Mapping[str, Any], name: str, most: int) -> list[Mapping[str, Any]]:
    found = said.get(name, [])
    if not isinstance(found, list) or len(found) > most:
        raise QuizWordsError(name)
    if not all(isinstance(one, dict) for one in found):
        raise QuizWordsError(name)
    return found


def _answer(said: Mapping[str, Any]) -> GivenAnswer:
    return GivenAnswer(
        sequence=_number(said, "n", 1, LARGEST_NUMBER),
        position=_number(said, "p", 0, 32_767),
        value=read_value(said.get("v")),
        ago_ms=_age(said),
    )


def _away(said: Mapping[str, Any]) -> Away:
    return Away(_age(said), _number(said, "seconds", 0, LARGEST_NUMBER))


def _age(said: Mapping[str, Any]) -> int:
    # A clock that was set back or forward meanwhile costs no answer: its age is brought in bounds.
    ago = said.get("ago", 0)
    if isinstance(ago, bool) or not isinstance(ago, int):
        raise QuizWordsError("ago")
    return min(max(ago, 0), A_WEEK_MS)


def _number(said: Mapping[str, Any], name: str, least: int, most: int) -> int:
    found = said.get(name)
    if isinstance(found, bool) or not isinstance(found, int) or not least <= found <= most:
        raise QuizWordsError(name)
    return found
