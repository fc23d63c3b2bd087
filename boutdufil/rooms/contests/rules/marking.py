"""What an answer is worth: exact fractions, by rules that are declared with the quiz.

single: all the points or none. multiple: the share of right options ticked less the share of wrong
ones, never under 0 (all ticked is worth nothing). order: pairs in the right order less pairs in the
wrong one, over all pairs, never under 0. number: within the tolerance, bounds included. text: one
of the accepted words, whatever the capitals, accents and spaces.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from boutdufil.lib.text import fold
from boutdufil.rooms.contests.enums import ItemKind

LONGEST_TEXT = 200
LONGEST_NUMBER = 30
_SPACES = re.compile(r"[\s\u00a0\u202f]")
_NUMBER = re.compile(r"[+\-\u2212]?[0-9]+([.,][0-9]+)?")

MARKING_WORDS: Mapping[str, Promise] = {
    ItemKind.SINGLE: _("Une seule réponse : tous les points si elle est juste, rien sinon."),
    ItemKind.MULTIPLE: _(
        "Plusieurs réponses : la part des bonnes réponses cochées, moins la part des mauvaises "
        "réponses cochées, sans descendre sous zéro."
    ),
    ItemKind.ORDER: _(
        "Mise en ordre : les paires dans le bon ordre, moins les paires dans le mauvais, "
        "rapportées à toutes les paires, sans descendre sous zéro."
    ),
    ItemKind.NUMBER: _("Nombre : tous les points dans la tolérance annoncée, rien sinon."),
    ItemKind.TEXT: _(
        "Texte court : tous les points pour une réponse acceptée, sans égard aux majuscules, "
        "aux accents ni aux espaces, rien sinon."
    ),
}


@dataclass(frozen=True, slots=True)
class MarkedItem:
    """What marking needs of a version of a question."""

    kind: str
    key: Any
    points: int
    option_keys: tuple[str, ...] = ()


def points(version: MarkedItem, value: object) -> Fraction:
    """Return what an answer is worth, from 0 to the question's points; malformed is worth 0."""
    return version.points * _SHARES[version.kind](version, value)


def has_form(version: MarkedItem, value: object) -> bool:
    """Tell whether a value is an answer to such a question at all; None takes an answer back."""
    return value is None or _FORMS[version.kind](version, value)


def as_number(value: object) -> Decimal | None:
    """Return a number as people write it ("1 234,5"), or None."""
    if not isinstance(value, str) or len(value) > LONGEST_NUMBER:
        return None
    bare = _SPACES.sub("", value)
    if not _NUMBER.fullmatch(bare):
        return None
    return Decimal(bare.replace(",", ".").replace("\u2212", "-"))


def _single(version: MarkedItem, value: object) -> Fraction:
    return Fraction(isinstance(value, str) and value == version.key)


def _multiple(version: MarkedItem, value: object) -> Fraction:
    if not _is_choice(version, value):
        return Fraction(0)
    ticked, right = set(_texts(value)), set(version.key)
    wrong = set(version.option_keys) - right
    gained = Fraction(len(ticked & right), len(right)) if right else Fraction(0)
    lost = Fraction(len(ticked & wrong), len(wrong)) if wrong else Fraction(0)
    return max(Fraction(0), gained - lost)


def _order(version: MarkedItem, value: object) -> Fraction:
    if not _is_order(version, value):
        return Fraction(0)
    place = {key: position for position, key in enumerate(_texts(value))}
    pairs = list(combinations(version.key, 2))
    balance = sum(1 if place[first] < place[then] else -1 for first, then in pairs)
    return max(Fraction(0), Fraction(balance, len(pairs))) if pairs else Fraction(0)


def _number(version: MarkedItem, value: object) -> Fraction:
    said = as_number(value)
    if said is None:
        return Fraction(0)
    gap = abs(Fraction(said) - Fraction(version.key["value"]))
    return Fraction(gap <= Fraction(version.key["tolerance"]))


def _text(version: MarkedItem, value: object) -> Fraction:
    if not isinstance(value, str):
        return Fraction(0)
    return Fraction(_bare(value) in {_bare(one) for one in version.key["accepted"]} - {""})


def _bare(text: str) -> str:
    return fold(text).replace(" ", "")


def _texts(value: object) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _is_choice(version: MarkedItem, value: object) -> bool:
    said = _texts(value)
    known = set(said) <= set(version.option_keys) and len(set(said)) == len(said)
    return isinstance(value, list) and len(said) == len(value) and known


def _is_order(version: MarkedItem, value: object) -> bool:
    return _is_choice(version, value) and len(_texts(value)) == len(version.option_keys)


def _is_one(version: MarkedItem, value: object) -> bool:
    return isinstance(value, str) and value in version.option_keys


def _is_short(version: MarkedItem, value: object) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST_TEXT


_Share = Callable[[MarkedItem, object], Fraction]
_Form = Callable[[MarkedItem, object], bool]

_SHARES: Mapping[str, _Share] = {
    ItemKind.SINGLE: _single,
    ItemKind.MULTIPLE: _multiple,
    ItemKind.ORDER: _order,
    ItemKind.NUMBER: _number,
    ItemKind.TEXT: _text,
}
_FORMS: Mapping[str, _Form] = {
    ItemKind.SINGLE: _is_one,
    ItemKind.MULTIPLE: _is_choice,
    ItemKind.ORDER: _is_order,
    ItemKind.NUMBER: _is_short,
    ItemKind.TEXT: _is_short,
}
