"""``{% load dating %}``: what the pages of an event and of a registration say of a job dating."""

from django import template

from boutdufil.rooms.campaigns.enums import EventKind
from boutdufil.rooms.campaigns.rules.rows import NodeRow
from boutdufil.rooms.campaigns.selectors.dating import DatingRow, dating_of
from boutdufil.rooms.campaigns.selectors.dating_tables import TableRow, tables_of

register = template.Library()


@register.simple_tag
def dating_day(node_id: int) -> DatingRow | None:
    """Return the day of a job dating; None where the event is none, or has no hours yet."""
    return dating_of(node_id)


@register.simple_tag
def dating_tables(node: NodeRow) -> tuple[TableRow, ...]:
    """Return the tables one may meet at an event; none where it is no job dating."""
    if node.event_kind != EventKind.JOB_DATING:
        return ()
    day = dating_of(node.id)
    return tables_of(day.id) if day else ()
