"""``{% load passages %}``: when an entry passes before its jury, and before whom."""

from django import template

from boutdufil.rooms.contests.selectors.passage_desk import juries_heard_by
from boutdufil.rooms.contests.selectors.passages import MyPassage, passages_for

register = template.Library()


@register.simple_tag
def passages_of_entry(entry_id: int) -> tuple[MyPassage, ...]:
    """Return the passages of an entry."""
    return passages_for(entry_id)


@register.simple_tag
def juries_heard(person_id: int, stage_id: int) -> tuple[tuple[int, str], ...]:
    """Return the juries of a stage that somebody sits on and before which entries pass."""
    return juries_heard_by(person_id, stage_id)
