"""When and where some events take place, each as it holds for it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from boutdufil.kernel.territories.selectors import places
from boutdufil.rooms.campaigns.models import Node
from boutdufil.rooms.campaigns.selectors import words
from boutdufil.rooms.campaigns.selectors.nodes import ResolvedNode, tree_of


@dataclass(frozen=True, slots=True)
class Happening:
    """An event with what holds for it; its words are those of the language at the moment."""

    node: ResolvedNode
    campaign: str
    town: str

    @property
    def when(self) -> str:
        """Its days, in words."""
        return words.period_words(self.node.period)

    @property
    def hours(self) -> str:
        """From when to when, in words."""
        return words.hours_words(self.node.hours)

    @property
    def place(self) -> str:
        """Its address, in words."""
        held = self.node.place
        return words.place_words(held, {held.commune: self.town} if held and self.town else {})

    @property
    def access(self) -> tuple[str, ...]:
        """What is prepared so that everybody can come."""
        return words.access_words(self.node.accessibility)


def happenings(event_ids: Collection[int]) -> dict[int, Happening]:
    """Return some events by their numbers; the same queries whatever their number."""
    found = Node.objects.filter(pk__in=event_ids).values_list("pk", "root_id")
    roots = {number: root or number for number, root in found}
    tree = tree_of(*set(roots.values()))
    held = {number: tree.resolved(number) for number in roots}
    communes = {one.place.commune for one in held.values() if one.place and one.place.commune}
    names = {code: place.name for code, place in places(communes).items()}
    return {
        number: Happening(
            node=one,
            campaign=tree.rows[roots[number]].name,
            town=names.get(one.place.commune, "") if one.place else "",
        )
        for number, one in held.items()
    }
