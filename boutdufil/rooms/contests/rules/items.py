"""A question as its author writes it: what may be in it, and its answers as lines of text.

single and multiple: an answer a line, right ones begin with ``*``. order: the lines in the right
order. number: ``12,5`` or ``12,5 ± 0,5``. text: every accepted answer on a line.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from string import ascii_lowercase
from typing import Any

from django.utils.translation import gettext as _

from boutdufil.lib.text import fold
from boutdufil.rooms.contests.enums import ItemKind
from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.rules.marking import LONGEST_TEXT, as_number

MOST_OPTIONS, LONGEST_OPTION = 10, 300
LONGEST_STEM = 2000
RIGHT, AROUND = "*", "±"


@dataclass(frozen=True, slots=True)
class Answers:
    """What is proposed and what is right, as a version keeps them."""

    options: list[dict[str, str]]
    key: Any


@dataclass(frozen=True, slots=True)
class ItemDraft:
    """What an author writes; ``answers`` are lines of text."""

    theme_id: int
    kind: ItemKind
    stem: str
    answers: str
    points: int = 1
    difficulty: int = 3
    source: str = ""
    explanation: str = ""
    picture_text: str = ""


def read_answers(kind: str, text: str) -> Answers:
    """Return the answers of a question from their lines.

    :raises ContestError: what is missing or too much, in a sentence with its remedy.
    """
    lines = [line.strip() for line in text.replace("\0", "").splitlines() if line.strip()]
    if kind == ItemKind.NUMBER:
        return Answers([], _number_key(lines))
    if kind == ItemKind.TEXT:
        return Answers([], {"accepted": _accepted(lines)})
    if kind == ItemKind.ORDER:
        return _order(lines)
    options = _options([line.removeprefix(RIGHT).strip() for line in lines])
    right = [one["key"] for one, line in zip(options, lines, strict=True) if line.startswith(RIGHT)]
    _refuse(not right, _("Marquez d’une étoile (*) au moins une bonne réponse."))
    if kind == ItemKind.MULTIPLE:
        return Answers(options, right)
    _refuse(len(right) > 1, _("Une seule réponse peut être juste : gardez une seule étoile (*)."))
    return Answers(options, right[0])


def answer_lines(kind: str, options: Sequence[Mapping[str, str]], key: Any) -> str:
    """Return the answers of a question as lines, as `read_answers` reads them."""
    if kind == ItemKind.NUMBER:
        value, tolerance = (str(key[name]).replace(".", ",") for name in ("value", "tolerance"))
        return value if not Decimal(key["tolerance"]) else f"{value} {AROUND} {tolerance}"
    if kind == ItemKind.TEXT:
        return "\n".join(key["accepted"])
    texts = {one["key"]: one["text"] for one in options}
    if kind == ItemKind.ORDER:
        return "\n".join(texts[one] for one in key)
    right = {key} if isinstance(key, str) else set(key)
    marks = {one: f"{RIGHT} " if one in right else "" for one in texts}
    return "\n".join(f"{marks[one]}{text}" for one, text in texts.items())


def new_key(kind: str, options: Sequence[Mapping[str, str]], text: str) -> Any:
    """Return another right answer to a question whose proposals stay as they were drawn.

    :raises ContestError: the lines propose something else than was proposed.
    """
    found = read_answers(kind, text)
    if kind == ItemKind.ORDER:
        keys = {one["text"]: one["key"] for one in options}
        texts = {one["key"]: one["text"] for one in found.options}
        said = [texts[one] for one in found.key]
        _refuse(sorted(said) != sorted(keys), _other_options())
        return [keys[one] for one in said]
    same = [one["text"] for one in found.options] == [one["text"] for one in options]
    _refuse(not same, _other_options())
    return found.key


def _options(lines: Sequence[str]) -> list[dict[str, str]]:
    few = _("Proposez de 2 à %(most)d réponses, une par ligne.") % {"most": MOST_OPTIONS}
    _refuse(not 2 <= len(lines) <= MOST_OPTIONS, few)
    _refuse(any(not line for line in lines), _("Une étoile (*) est seule sur sa ligne."))
    _refuse(len({*map(str.casefold, lines)}) < len(lines), _("Deux réponses sont les mêmes."))
    long = _("Une réponse tient en %(most)d caractères.") % {"most": LONGEST_OPTION}
    _refuse(any(len(line) > LONGEST_OPTION for line in lines), long)
    return [{"key": key, "text": line} for key, line in zip(ascii_lowercase, lines, strict=False)]


def _order(lines: Sequence[str]) -> Answers:
    """Return an order whose keys tell nothing: candidates can read them in the page."""
    _refuse(any(line.startswith(RIGHT) for line in lines), _no_mark())
    options = _options(sorted(lines, key=lambda line: sha256(line.encode()).digest()))
    keys = {one["text"]: one["key"] for one in options}
    return Answers(options, [keys[line] for line in lines])


def _number_key(lines: Sequence[str]) -> dict[str, str]:
    said = [part.strip() for part in (lines[0] if len(lines) == 1 else "").split(AROUND)]
    numbers = [as_number(part) for part in said]
    value, tolerance = numbers[0], numbers[1] if len(numbers) > 1 else Decimal(0)
    if value is None or tolerance is None or tolerance < 0 or len(numbers) > 2:
        raise ContestError(
            _("Écrivez un nombre, et sa tolérance s’il y en a une : « 12,5 ± 0,5 »."), "answers"
        )
    return {"value": str(value), "tolerance": str(tolerance)}


def _accepted(lines: Sequence[str]) -> list[str]:
    _refuse(not lines, _("Écrivez au moins une réponse acceptée, une par ligne."))
    long = _("Une réponse acceptée tient en %(most)d caractères.") % {"most": LONGEST_TEXT}
    _refuse(any(len(line) > LONGEST_TEXT for line in lines), long)
    empty = _("Une réponse acceptée a au moins une lettre ou un chiffre.")
    _refuse(any(not fold(line) for line in lines), empty)
    return list(dict.fromkeys(lines))


def _no_mark() -> str:
    return _("Une mise en ordre s’écrit dans le bon ordre, sans étoile (*).")


def _other_options() -> str:
    return _(
        "Les réponses proposées ne changent plus : elles ont été lues par les candidats. Ne "
        "changez que ce qui est juste."
    )


def _refuse(is_wrong: bool, told: str) -> None:
    if is_wrong:
        raise ContestError(told, "answers")
