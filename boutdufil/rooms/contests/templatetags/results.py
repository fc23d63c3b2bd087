"""``{% load results %}``: what is public of an edition, and of a candidacy."""

from django import template

from boutdufil.rooms.contests.selectors.entries import EntryRow
from boutdufil.rooms.contests.selectors.results import count_public
from boutdufil.rooms.contests.selectors.why import MyStage, my_results

register = template.Library()


@register.simple_tag
def public_stages(edition_id: int) -> int:
    """Return how many stages of an edition have a public result."""
    return count_public(edition_id)


@register.simple_tag
def results_of(entry: EntryRow) -> tuple[MyStage, ...]:
    """Return the public results of an entry."""
    return my_results(entry)
