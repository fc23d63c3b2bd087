"""A team's file: its hours, its words, and the canonical text of what was handed in.

The clock is the server's. A limit counts to the second: what comes in its last second counts, one
second later it does not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from math import ceil
from typing import Any
from urllib.parse import urlsplit

from boutdufil.engines.sealing import canonical_json
from boutdufil.rooms.contests.enums import LatePolicy
from boutdufil.rooms.contests.rules.declaring import moment_text
from boutdufil.rooms.contests.rules.quiz_time import stretched

LARGEST_PAPER = 10_000_000
LONGEST_ANSWER = 60_000
RECEIPT_FORMAT = "boutdufil.contests.file/1"
_WORD = re.compile(r"\w+(?:[-'’]\w+)*")
_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Hours:
    """When a case is released and due for one entry; `last_at` is when even a late file ends."""

    released_at: datetime
    due_at: datetime
    last_at: datetime

    def is_released(self, now: datetime) -> bool:
        """Tell whether the case may be seen."""
        return now >= self.released_at

    def is_open(self, now: datetime) -> bool:
        """Tell whether the file may still be changed and handed in."""
        return self.is_released(now) and to_the_second(now) <= self.last_at

    def is_late(self, now: datetime) -> bool:
        """Tell whether what is handed in now is after the hour."""
        return to_the_second(now) > self.due_at


@dataclass(frozen=True, slots=True)
class CaseTimes:
    """The declared hours of a case, before anybody's factor."""

    released_at: datetime
    due_at: datetime
    late_policy: LatePolicy
    late_minutes: int

    def for_factor(self, factor: Decimal) -> Hours:
        """Return the hours of an entry: the time given, and the grace, run by its factor."""
        given = ceil((self.due_at - self.released_at).total_seconds())
        due_at = self.due_at + stretched(given, factor) - timedelta(seconds=given)
        late = self.late_minutes * 60 if self.late_policy == LatePolicy.MARK else 0
        return Hours(self.released_at, due_at, due_at + stretched(late, factor))


@dataclass(frozen=True, slots=True)
class AnswerText:
    """The answer to a numbered question, as it is handed in."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class HandedIn:
    """Everything a receipt is of."""

    edition: str
    stage_id: int
    entry: str
    answers: Sequence[AnswerText]
    film: str
    paper_sha256: str
    handed_in_at: datetime
    is_late: bool


def to_the_second(at: datetime) -> datetime:
    """Return a moment without its fraction of a second."""
    return at - timedelta(microseconds=at.microsecond)


def count_words(text: str) -> int:
    """Return how many words a text has; the page counts by the same pattern.

    >>> count_words("Aujourd’hui, l’agent rappelle : deux fois.")
    5
    """
    return len(_WORD.findall(text))


def clean_text(text: str) -> str:
    """Return a text with plain line ends, without what neither PostgreSQL nor JSON can hold."""
    return _UNWRITABLE.sub("", text).replace("\r\n", "\n").replace("\r", "\n")


def is_film_address(address: str) -> bool:
    """Tell whether an address leads to a page of the web by https, without a name or password."""
    try:
        parts = urlsplit(address)
        named = bool(parts.hostname) and "." in (parts.hostname or "")
        return parts.scheme == "https" and named and "@" not in parts.netloc
    except ValueError:
        return False


def receipt_of(handed_in: HandedIn) -> bytes:
    """Return the canonical JSON (RFC 8785) whose SHA-256 the receipt bears."""
    facts: dict[str, Any] = {
        "format": RECEIPT_FORMAT,
        "edition": handed_in.edition,
        "stage": handed_in.stage_id,
        "entry": handed_in.entry,
        "answers": [{"number": one.number, "text": one.text} for one in handed_in.answers],
        "film": handed_in.film,
        "paper_sha256": handed_in.paper_sha256,
        "handed_in_at": moment_text(handed_in.handed_in_at),
        "is_late": handed_in.is_late,
    }
    return canonical_json(facts)


def fingerprint(receipt: bytes) -> str:
    """Return the SHA-256 of a receipt's JSON, in hexadecimal."""
    return sha256(receipt).hexdigest()
