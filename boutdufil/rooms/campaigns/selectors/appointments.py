"""Events as somebody who comes reads them: what, when, where, with whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time

from django.utils import timezone

from boutdufil.kernel.territories.selectors import places
from boutdufil.rooms.campaigns.models import Node
from boutdufil.rooms.campaigns.rules.rows import NodeRow
from boutdufil.rooms.campaigns.rules.traits import Hours, Period
from boutdufil.rooms.campaigns.selectors import words
from boutdufil.rooms.campaigns.selectors.nodes import ResolvedNode, Tree, tree_of


@dataclass(frozen=True, slots=True)
class Appointment:
    """An event in words, and its days and hours as they are; `campaign` is its root's name."""

    node: NodeRow
    campaign: str
    period: Period | None
    hours: Hours | None
    when: str
    hours_words: str
    place: str
    access: tuple[str, ...]

    @property
    def moment(self) -> str:
        """Its days and hours, in words."""
        return ", ".join(part for part in (self.when, self.hours_words) if part)

    @property
    def starts_at(self) -> datetime | None:
        """When it begins: at midnight of its first day where no hour is said."""
        if self.period is None:
            return None
        opens = self.hours.opens_at if self.hours else time.min
        return timezone.make_aware(datetime.combine(self.period.starts_on, opens))


def appointment(node_id: int) -> Appointment | None:
    """Return an event in words; None for an unknown number."""
    return appointments([node_id]).get(node_id)


def appointments(node_ids: Iterable[int]) -> dict[int, Appointment]:
    """Return events in words by their numbers; as many queries for one as for thirty."""
    wanted = set(node_ids)
    roots = Node.objects.filter(pk__in=wanted).values_list("root_id", "pk").order_by()
    tree = tree_of(*{root or own for root, own in roots})
    found = {node_id: tree.resolved(node_id) for node_id in wanted if node_id in tree.rows}
    codes = {one.place.commune for one in found.values() if one.place and one.place.commune}
    names = {code: place.name for code, place in places(codes).items()}
    return {node_id: _told(tree, one, names) for node_id, one in found.items()}


def _told(tree: Tree, one: ResolvedNode, names: dict[str, str]) -> Appointment:
    return Appointment(
        node=one.node,
        campaign=tree.rows[one.node.root_id].name,
        period=one.period,
        hours=one.hours,
        when=words.period_words(one.period),
        hours_words=words.hours_words(one.hours),
        place=words.place_words(one.place, names),
        access=words.access_words(one.accessibility),
    )
