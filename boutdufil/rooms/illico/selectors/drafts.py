"""A number as its owner described it."""

from dataclasses import fields

from boutdufil.rooms.illico.models import Number
from boutdufil.rooms.illico.rules.drafts import LISTS, NumberDraft


def draft_of(number: Number) -> NumberDraft:
    """Return what is said of a number."""
    said = {one.name: getattr(number, one.name) for one in fields(NumberDraft)}
    return NumberDraft(**said | {name: tuple(said[name]) for name in LISTS})
