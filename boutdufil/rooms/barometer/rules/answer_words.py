"""Answers as people write them and read them: numbers with their unit, choices by their words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from boutdufil.lib.text import fold
from boutdufil.rooms.barometer.errors import AnswerRefusedError
from boutdufil.rooms.barometer.rules.expressions import Answer, is_number
from boutdufil.rooms.barometer.rules.questionnaire_format import Check, Question, Words
from boutdufil.rooms.barometer.rules.questionnaires import Finding

UNKNOWN = frozenset({"?", "inconnu", "unknown", "nsp", "ne sait pas", "je ne sais pas"})
NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")
# Groups of three are parted by a space of any width or an apostrophe; in English by a comma.
SPACES = re.compile(r"[\s’']")
ENGLISH_GROUPS = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
DECIMALS = 6
LONGEST = 40


def said(words: Words) -> str:
    """Return a text in the reader's language."""
    return words.said(get_language() or "fr")


def read_answer(question: Question, text: str, unit: str = "") -> Answer:
    """Return what a text answers; None when it says "unknown".

    ``unit`` is the key of another unit the number was typed in.

    :raises AnswerRefusedError: with the remedy, ``field`` being the question's code.
    """
    # "?" has no letters, and folds to nothing.
    if text.strip() in UNKNOWN or fold(text) in UNKNOWN:
        return None
    if question.kind == "choice":
        return _option(question, text)
    if question.kind == "choices":
        return read_options(question, [part for part in re.split(r"[;|]", text) if part.strip()])
    return _number(question, text, unit)


def read_options(question: Question, texts: Sequence[str]) -> list[str]:
    """Return the keys of several choices, in the question's own order.

    :raises AnswerRefusedError: one of them is not offered.
    """
    chosen = {_option(question, text) for text in texts}
    return [one.key for one in question.options if one.key in chosen]


def write_answer(question: Question, value: Answer) -> str:
    """Return an answer as it is read, with its unit; None is "unknown"."""
    if value is None:
        return _("inconnu")
    if isinstance(value, list):
        chosen = [said(one.label) for one in question.options if one.key in value]
        return ", ".join(chosen) or _("aucun")
    if is_number(value):
        return f"{plain(value)}\u00a0{said(question.unit)}".strip()
    return next((said(one.label) for one in question.options if one.key == value), str(value))


def type_answer(question: Question, value: Answer) -> str:
    """Return an answer as one would type it in a field or a cell, read back the same."""
    if value is None:
        return _("inconnu")
    if isinstance(value, list):
        return " ; ".join(said(one.label) for one in question.options if one.key in value)
    return plain(value, grouped=False) if is_number(value) else write_answer(question, value)


def plain(value: Answer, *, grouped: bool = True) -> str:
    """Return a number in the reader's language, two decimals at most."""
    number = round(float(value), 2)  # type: ignore[arg-type]
    whole = number == int(number)
    shown: float | int = int(number) if whole else number
    return number_format(shown, use_l10n=True, force_grouping=grouped) if grouped else _bare(shown)


def write_finding(check: Check, finding: Finding) -> str:
    """Return the sentence of a check that does not hold, with its numbers."""
    facts = {
        name: plain(value) if is_number(value) else _("inconnu")
        for name, value in finding.facts.items()
    }
    return said(check.message).format(**facts)


def _bare(number: float) -> str:
    separator = "." if (get_language() or "fr").startswith("en") else ","
    return str(number).replace(".", separator)


def _option(question: Question, text: str) -> str:
    wanted = fold(text)
    for one in question.options:
        if text == one.key or wanted in {fold(one.label.fr), fold(one.label.en)}:
            return one.key
    offered = ", ".join(f"«\u00a0{said(one.label)}\u00a0»" for one in question.options)
    told = _("« %(text)s » n’est pas proposé. Choisissez parmi : %(offered)s.")
    raise AnswerRefusedError(told % {"text": text[:LONGEST], "offered": offered}, question.code)


def _number(question: Question, text: str, unit: str) -> float | int:
    bare = SPACES.sub("", text)
    if (get_language() or "fr").startswith("en") and ENGLISH_GROUPS.fullmatch(bare):
        bare = bare.replace(",", "")
    if not NUMBER.fullmatch(bare) or len(bare) > LONGEST:
        told = _("« %(text)s » n’est pas un nombre. Écrivez par exemple 1 250 ou 12,5.")
        raise AnswerRefusedError(told % {"text": text[:LONGEST]}, question.code)
    factor = next((one.factor for one in question.units if one.key == unit), 1)
    number = round(float(bare.replace(",", ".")) * factor, DECIMALS)
    if question.kind == "count" and number != int(number):
        raise AnswerRefusedError(_("Écrivez un nombre entier."), question.code)
    if not question.least <= number <= question.most:
        told = _("Écrivez un nombre de %(least)s à %(most)s.")
        bounds = {"least": plain(question.least), "most": plain(question.most)}
        raise AnswerRefusedError(told % bounds, question.code)
    return int(number) if number == int(number) else number
