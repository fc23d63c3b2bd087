"""Reading one scenario strictly: what is missing, unknown or said in one language is refused."""

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from boutdufil.kernel.calls.enums import Channel
from boutdufil.kernel.calls.scenarios.rows import (
    Choice,
    Criterion,
    End,
    Fact,
    ProcedureLine,
    Scenario,
    ScenarioError,
    Turn,
    Words,
)

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
KEY = re.compile(r"[a-z][a-z0-9_]*")
CODE = re.compile(r"[A-N]\d{4}")
# Addresses of the practice line that a scenario may not take.
RESERVED = frozenset({"appel", "code", "fiches", "invitation", "mes-essais"})
FIELDS = frozenset(Scenario.__dataclass_fields__)
MOST_MINUTES = 15

Row = TypeVar("Row")


def read_scenario(data: Mapping[str, Any]) -> Scenario:
    """Return the scenario a JSON object holds; its graph is looked at elsewhere.

    :raises ScenarioError: naming the place and what is wrong there.
    """
    slug = _matching(data.get("slug"), SLUG, "slug")
    if slug in RESERVED:
        raise ScenarioError(slug, "this address is taken")
    _exactly(data, FIELDS, slug)
    return Scenario(
        slug=slug,
        version=_count(data["version"], 999, f"{slug} version"),
        title=_words(data["title"], f"{slug} title"),
        summary=_words(data["summary"], f"{slug} summary"),
        occupations=_codes(data["occupations"], f"{slug} occupations"),
        doors=_codes(data["doors"], f"{slug} doors"),
        channels=_channels(data["channels"], f"{slug} channels"),
        language=_text(data["language"], f"{slug} language"),
        minutes=_count(data["minutes"], MOST_MINUTES, f"{slug} minutes"),
        company=_text(data["company"], f"{slug} company"),
        trade=_words(data["trade"], f"{slug} trade"),
        caller=_text(data["caller"], f"{slug} caller"),
        caller_about=_words(data["caller_about"], f"{slug} caller_about"),
        told=_words(data["told"], f"{slug} told"),
        screen=_rows(data["screen"], _fact, f"{slug} screen"),
        procedure=_rows(data["procedure"], _line, f"{slug} procedure"),
        start=_matching(data["start"], KEY, f"{slug} start"),
        turns=_keyed(data["turns"], _turn, f"{slug} turns"),
        ends=_keyed(data["ends"], _end, f"{slug} ends"),
        criteria=_rows(data["criteria"], _criterion, f"{slug} criteria"),
    )


def _fact(data: Any, where: str) -> Fact:
    _exactly(data, {"label", "value"}, where)
    return Fact(_words(data["label"], where), _words(data["value"], where))


def _line(data: Any, where: str) -> ProcedureLine:
    _exactly(data, {"key", "text"}, where)
    return ProcedureLine(_matching(data["key"], KEY, where), _words(data["text"], where))


def _criterion(data: Any, where: str) -> Criterion:
    _exactly(data, {"key", "text"}, where)
    return Criterion(_matching(data["key"], KEY, where), _words(data["text"], where))


def _turn(key: str, data: Any, where: str) -> Turn:
    _exactly(data, {"caller", "task", "film", "choices"}, where)
    film = data["film"]
    if film is not None and not isinstance(film, str):
        raise ScenarioError(where, "film is a file's name, or null until it is made")
    return Turn(
        key=key,
        caller=_words(data["caller"], f"{where} caller"),
        task=_words(data["task"], f"{where} task"),
        film=film or "",
        choices=_rows(data["choices"], _choice, f"{where} choices"),
    )


def _choice(data: Any, where: str) -> Choice:
    _exactly(data, {"key", "text", "then", "to", "procedure", "note"}, where)
    return Choice(
        key=_matching(data["key"], KEY, where),
        text=_words(data["text"], f"{where} text"),
        then=_words(data["then"], f"{where} then"),
        to=_matching(data["to"], KEY, f"{where} to"),
        procedure=_matching(data["procedure"], KEY, f"{where} procedure")
        if data["procedure"]
        else "",
        note=_words(data["note"], f"{where} note"),
    )


def _end(key: str, data: Any, where: str) -> End:
    _exactly(data, {"title", "happened"}, where)
    return End(key, _words(data["title"], where), _words(data["happened"], where))


def _exactly(data: Any, fields: frozenset[str] | set[str], where: str) -> None:
    if not isinstance(data, Mapping):
        raise ScenarioError(where, "an object is expected")
    missing, unknown = fields - set(data), set(data) - fields
    if missing or unknown:
        raise ScenarioError(where, f"missing {sorted(missing)}, unknown {sorted(unknown)}")


def _words(data: Any, where: str) -> Words:
    _exactly(data, {"fr", "en"}, where)
    return Words(_text(data["fr"], f"{where} fr"), _text(data["en"], f"{where} en"))


def _text(data: Any, where: str) -> str:
    if not isinstance(data, str) or not data.strip() or data != data.strip():
        raise ScenarioError(where, "a text is expected, without spaces around it")
    return data


def _matching(data: Any, pattern: re.Pattern[str], where: str) -> str:
    if not isinstance(data, str) or not pattern.fullmatch(data):
        raise ScenarioError(where, f"{data!r} does not read {pattern.pattern}")
    return data


def _count(data: Any, most: int, where: str) -> int:
    if isinstance(data, bool) or not isinstance(data, int) or not 1 <= data <= most:
        raise ScenarioError(where, f"a number from 1 to {most} is expected")
    return data


def _codes(data: Any, where: str) -> tuple[str, ...]:
    return tuple(_matching(code, CODE, where) for code in _list(data, where))


def _channels(data: Any, where: str) -> tuple[Channel, ...]:
    try:
        return tuple(Channel(name) for name in _list(data, where))
    except ValueError as error:
        raise ScenarioError(where, str(error)) from error


def _rows(data: Any, read: Callable[[Any, str], Row], where: str) -> tuple[Row, ...]:
    return tuple(read(one, f"{where} {rank}") for rank, one in enumerate(_list(data, where), 1))


def _keyed(data: Any, read: Callable[[str, Any, str], Row], where: str) -> dict[str, Row]:
    if not isinstance(data, Mapping) or not data:
        raise ScenarioError(where, "a filled object is expected")
    return {
        key: read(_matching(key, KEY, where), one, f"{where} {key}") for key, one in data.items()
    }


def _list(data: Any, where: str) -> list[Any]:
    if not isinstance(data, list) or not data:
        raise ScenarioError(where, "a filled list is expected")
    return data
