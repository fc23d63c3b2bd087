"""What a decision says of somebody, in words: points, what settled the rank, what an appeal did."""

from __future__ import annotations

from fractions import Fraction

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from boutdufil.rooms.contests.rules.scores import OUT_OF
from boutdufil.rooms.contests.rules.tie_keys import words_of

SHOWN_DECIMALS = 2


def score_words(score: Fraction) -> str:
    """Return points as people read them, out of twenty; the exact fraction stays in the data.

    >>> score_words(Fraction(50, 3))
    '16.67 / 20'
    """
    hundredths = round(score * 10**SHOWN_DECIMALS)
    shown = number_format(hundredths / 10**SHOWN_DECIMALS, decimal_pos=SHOWN_DECIMALS)
    return f"{shown} / {OUT_OF}"


def decided_words(decided_by: str) -> str:
    """Say what settled a rank or a place (`engines.judging.Outcome.decided_by`)."""
    kind, _colon, key = decided_by.partition(":")
    if kind == "key":
        return _("départagé par %(what)s") % {"what": words_of(key)}
    return {
        "score": _("par ses points"),
        "draw": _("par le tirage, que chacun peut refaire"),
        "minimum": _("sous la note minimale"),
        "tie_advanced": _("retenu avec ses égaux"),
        "pool": _("ville ou région classée avec d’autres"),
        "withdrawn": _("s’est retiré"),
        "replacement": _("prend la place de quelqu’un qui s’est retiré"),
        "jury": _("par le jury, avec un motif"),
    }.get(decided_by, decided_by)


def change_words(before: tuple[int, bool], after: tuple[int, bool] | None) -> str:
    """Say what became of a rank and a place, each (rank, selected), since it was contested."""
    if after is None:
        return _("La candidature n’est plus classée.")
    if before == after:
        return _("Rien n’a changé : même rang, même décision.")
    told = _("Rang %(before)d avant, %(after)d maintenant.")
    words = told % {"before": before[0], "after": after[0]}
    if before[1] == after[1]:
        return words
    return f"{words} {_('Retenu désormais.') if after[1] else _('Non retenu désormais.')}"
