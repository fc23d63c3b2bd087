"""The articles a plan obeys, as data: number, day in force, source, what each asks."""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

FILE = files("boutdufil.rooms.mobility") / "data" / "redeployment_law.json"


@dataclass(frozen=True, slots=True)
class Article:
    """One article of the labour code in its version in force since a day; its text is French."""

    key: str
    number: str
    in_force: date
    url: str
    asks: str


@dataclass(frozen=True, slots=True)
class Law:
    """The articles, with the day they were read and where."""

    read_on: date
    source: str
    articles: tuple[Article, ...]


@cache
def plan_law() -> Law:
    """Return the articles in the order a plan meets them."""
    said = json.loads(FILE.read_text(encoding="utf-8"))
    return Law(
        read_on=date.fromisoformat(said["read_on"]),
        source=said["source"],
        articles=tuple(
            Article(**one | {"in_force": date.fromisoformat(one["in_force"])})
            for one in said["articles"]
        ),
    )
