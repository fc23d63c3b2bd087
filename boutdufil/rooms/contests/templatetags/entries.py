"""``{% load entries %}``: the way into an edition, and into the cases of an entry."""

from dataclasses import dataclass
from datetime import datetime

from django import template
from django.utils import timezone

from boutdufil.kernel.people.permissions import Actor, is_signed_in
from boutdufil.rooms.contests.rules.rows import EditionRow
from boutdufil.rooms.contests.selectors.entries import EntryRow, entry_of
from boutdufil.rooms.contests.selectors.submissions import WayIn, ways_in

register = template.Library()


@dataclass(frozen=True, slots=True)
class EditionWay:
    """What the page of an edition offers a visitor: their entry, or the way to one."""

    own: EntryRow | None
    is_open: bool
    opens_at: datetime | None


@register.simple_tag
def edition_way(edition: EditionRow, actor: Actor) -> EditionWay:
    """Return whether somebody has entered an edition, or still can."""
    now = timezone.now()
    own = entry_of(actor.pk or 0, edition.id) if is_signed_in(actor) else None
    soon = edition.opens_at if edition.opens_at and now < edition.opens_at else None
    return EditionWay(own, edition.takes_entries(now), soon)


@register.simple_tag
def case_ways_of(entry: EntryRow) -> list[WayIn]:
    """Return the cases an entry takes part in."""
    return ways_in(entry.id, entry.edition_id)
