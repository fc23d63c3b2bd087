"""What tells equals apart, in the order that was declared; what is equal still is drawn.

A key is the name of a further score of a stage; the higher comes first. Speed is none of them.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from boutdufil.rooms.contests.enums import StageKind

SCORE = "score"
TRADE, HARD = "trade", "hard"
HEAVIEST = "heaviest"
# A question counts as hard from this difficulty on, as its author declared it: never as it came
# out, which nobody could have known when the rules were published.
HARD_FROM = 4

TIE_KEY_WORDS: Mapping[str, Promise] = {
    TRADE: _("les points aux questions du métier"),
    HARD: _("les points aux questions annoncées difficiles (4 ou 5 sur 5)"),
    HEAVIEST: _("la note au critère qui pèse le plus"),
}

_QUIZ = (TRADE, HARD)
_JURY = (HEAVIEST,)
KEYS_OF_KIND: Mapping[str, tuple[str, ...]] = {
    StageKind.QUIZ: _QUIZ,
    StageKind.FILE: _JURY,
    StageKind.PANEL: _JURY,
    StageKind.ORAL: _JURY,
}


def keys_of(kind: str) -> tuple[str, ...]:
    """Return the names a stage of this kind may be decided by, in the usual order."""
    return KEYS_OF_KIND.get(kind, ())


def words_of(key: str) -> str:
    """Return a key in words; a name nobody knows any more is shown as it stands."""
    return str(TIE_KEY_WORDS.get(key, key))
