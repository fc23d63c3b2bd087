"""The job cards in force, asked for no more often than the vacancies' changes."""

from collections.abc import Collection
from time import monotonic
from typing import ClassVar

from django.utils.translation import get_language

from boutdufil.engines.matching import MatchingIndex
from boutdufil.kernel.occupations import selectors as occupations

CHECK_SECONDS = 2.0


class _LastIndex:
    """The index of job cards as it was at most two seconds ago: asking costs a question."""

    index: MatchingIndex | None = None
    asked_at = 0.0


def cards_index() -> MatchingIndex:
    """Return the index of the job cards in force, at most two seconds old."""
    if _LastIndex.index is None or monotonic() - _LastIndex.asked_at > CHECK_SECONDS:
        _LastIndex.index, _LastIndex.asked_at = occupations.matching_index(), monotonic()
    return _LastIndex.index


class _Labels:
    """The labels met so far of the cards of one index, by language and code."""

    index: MatchingIndex | None = None
    known: ClassVar[dict[tuple[str, str], str]] = {}


def card_labels(codes: Collection[str]) -> dict[str, str]:
    """Return the labels of job cards in the reader's language; those not in force lack.

    Remembered for the cards in force; one question for those never met before.
    """
    index, language = cards_index(), get_language() or ""
    if _Labels.index is not index:
        _Labels.index, _Labels.known = index, {}
    known = _Labels.known
    new = [code for code in codes if (language, code) not in known]
    if new:
        cards = occupations.cards(new)
        known |= {(language, code): card.label for code, card in cards.items()}
    return {code: known[language, code] for code in codes if (language, code) in known}
