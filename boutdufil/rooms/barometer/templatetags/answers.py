"""Tags of the pages on which one answers."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

from boutdufil.rooms.barometer.rules.answer_words import said
from boutdufil.rooms.barometer.rules.questionnaire_format import Words

register = template.Library()


@register.filter
def at(mapping: Mapping[int, str], key: int) -> str:
    """Return what a mapping holds under a key."""
    return mapping[key]


@register.filter
def in_words(words: Words) -> str:
    """Return a text in the reader's language."""
    return said(words)
