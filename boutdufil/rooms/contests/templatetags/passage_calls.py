"""``{% load passage_calls %}``: the way into the call of a passage."""

from django import template

from boutdufil.rooms.contests.selectors.passage_calls import (
    PassageCallPage,
    my_calls,
    passage_call_page,
)

register = template.Library()


@register.simple_tag
def calls_of_entry(entry_id: int) -> tuple[int, ...]:
    """Return the passages of an entry whose call can be entered now."""
    return my_calls(entry_id)


@register.simple_tag
def call_of_passage(passage_id: int) -> PassageCallPage | None:
    """Return the call of a passage, None where its stage has none."""
    page = passage_call_page(passage_id)
    return page if page and page.chosen else None
