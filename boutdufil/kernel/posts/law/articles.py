"""The articles our checks rest on, as data: what each asks, where it is, when we read it."""

import json
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from importlib.resources import files
from typing import Any

DATA = files("boutdufil.kernel.posts.law") / "data"


class Severity(StrEnum):
    """A blocking finding stops a publication; a warning asks the employer to confirm."""

    BLOCKING = "blocking"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Article:
    """One article: ``asks`` in both languages, ``checked`` "text", "title" or "to_check".

    ``checked`` says how far we verified it: its text read, its object known, or not yet.
    """

    key: str
    code: str
    number: str
    asks: dict[str, str]
    url: str
    in_force_on: date
    read_on: date
    checked: str

    def asked(self, language: str) -> str:
        """Return what it asks, in French unless English is wanted."""
        return self.asks.get(language, self.asks["fr"])

    def __str__(self) -> str:
        return f"{self.number}, {self.code}"


@dataclass(frozen=True, slots=True)
class Finding:
    """What an article has against a draft: where, which words, and what to write instead.

    ``words`` are the draft's own, empty when something is missing rather than said.
    """

    rule: str
    article: Article
    severity: Severity
    field: str
    words: str
    remedy: str

    @property
    def is_blocking(self) -> bool:
        """Whether it stops a publication."""
        return self.severity is Severity.BLOCKING


@dataclass(frozen=True, slots=True)
class MinimumWage:
    """The SMIC, gross, in cents of euro an hour."""

    hourly_cents: int
    since: date
    checked: str


def read_data(name: str) -> Any:
    """Return one of this package's JSON files."""
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def _article(row: dict[str, Any]) -> Article:
    days = {name: date.fromisoformat(row[name]) for name in ("in_force_on", "read_on")}
    return Article(**{**row, **days})


ARTICLES = {row["key"]: _article(row) for row in read_data("articles.json")}
_SMIC = read_data("smic.json")
SMIC = MinimumWage(_SMIC["hourly_cents"], date.fromisoformat(_SMIC["since"]), _SMIC["checked"])
