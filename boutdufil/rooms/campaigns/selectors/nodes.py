"""Nodes as rows, the tree they stand in, and what holds for each with where it comes from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from boutdufil.rooms.campaigns.enums import NodeKind, NodeStatus, Trait
from boutdufil.rooms.campaigns.models import Node
from boutdufil.rooms.campaigns.rules.inheritance import Generation, Told, locks_above, resolve
from boutdufil.rooms.campaigns.rules.life import LISTED
from boutdufil.rooms.campaigns.rules.rows import NodeRow
from boutdufil.rooms.campaigns.rules.traits import Hours, Period, Place, said_of_place


@dataclass(frozen=True, slots=True)
class Value:
    """What holds for a node, and who says it: `inherited` when it is one above."""

    value: Any
    node_id: int
    node_name: str
    inherited: bool


@dataclass(frozen=True, slots=True)
class ResolvedNode:
    """A node with everything that holds for it; a trait nobody says is absent."""

    node: NodeRow
    values: dict[Trait, Value]
    locks: dict[Trait, NodeRow]

    @property
    def period(self) -> Period | None:
        """Its days."""
        held: Period | None = self._of(Trait.PERIOD)
        return held

    @property
    def hours(self) -> Hours | None:
        """From when to when."""
        held: Hours | None = self._of(Trait.HOURS)
        return held

    @property
    def place(self) -> Place | None:
        """Where it is."""
        held: Place | None = self._of(Trait.PLACE)
        return held

    @property
    def territory(self) -> str:
        """The region or named area it is about."""
        return self._of(Trait.TERRITORY) or ""

    @property
    def languages(self) -> tuple[str, ...]:
        """What is spoken there."""
        return self._of(Trait.LANGUAGES) or ()

    @property
    def accessibility(self) -> tuple[str, ...]:
        """What is prepared so that everybody can come."""
        return self._of(Trait.ACCESSIBILITY) or ()

    @property
    def presentation(self) -> str:
        """What is said of it, its own or from above."""
        return self._of(Trait.PRESENTATION) or ""

    def _of(self, trait: Trait) -> Any:
        held = self.values.get(trait)
        return held.value if held else None


@dataclass(frozen=True, slots=True)
class Tree:
    """A whole campaign; ``rows`` by number, parents before their children."""

    rows: dict[int, NodeRow]

    def resolved(self, node_id: int) -> ResolvedNode:
        """Return a node with what holds for it."""
        row = self.rows[node_id]
        line = self.line(row)
        told = resolve(line)
        locks = locks_above(line)
        return ResolvedNode(
            node=row,
            values={trait: self._value(row, one) for trait, one in told.items()},
            locks={trait: self.rows[found] for trait, found in locks.items()},
        )

    def line(self, row: NodeRow) -> list[Generation]:
        """Return the generations from the root to a node."""
        ids = (*row.path, row.id)
        return [Generation(i, self.rows[i].said, self.rows[i].locked) for i in ids]

    def beneath(self, node_id: int) -> list[NodeRow]:
        """Return every descendant, nearest first."""
        return [row for row in self.rows.values() if node_id in row.path]

    def children(self, node_id: int) -> list[NodeRow]:
        """Return what stands right beneath a node."""
        return [row for row in self.rows.values() if row.parent_id == node_id]

    def above(self, row: NodeRow) -> list[NodeRow]:
        """Return the ancestors of a node, root first."""
        return [self.rows[i] for i in row.path]

    def _value(self, row: NodeRow, told: Told) -> Value:
        source = self.rows[told.node_id]
        return Value(told.value, source.id, source.name, inherited=source.id != row.id)


def node_row(node_id: int) -> NodeRow | None:
    """Return a node by its number."""
    return _first(Q(pk=node_id))


def node_at(slug: str) -> NodeRow | None:
    """Return a node by its short address."""
    return _first(Q(slug=slug))


def tree_of(*root_ids: int) -> Tree:
    """Return a whole campaign in one query, or several."""
    found = _nodes().filter(Q(pk__in=root_ids) | Q(root_id__in=root_ids))
    found = found.order_by("path__len", "pk")
    return Tree({row.id: row for row in map(row_of, found)})


def resolved(node_id: int) -> ResolvedNode | None:
    """Return a node with what holds for it and who says so; None for an unknown number."""
    row = node_row(node_id)
    return tree_of(row.root_id).resolved(node_id) if row else None


def nodes_of(organisation_ids: Iterable[int]) -> list[NodeRow]:
    """Return the nodes some organisations organise, by campaign and depth."""
    found = _nodes().filter(organiser_id__in=list(organisation_ids))
    return [row_of(node) for node in found.order_by("-created_at", "path__len", "pk")]


def listed_campaigns() -> list[NodeRow]:
    """Return the campaigns the public is led to, the soonest first."""
    found = _nodes().filter(parent=None, status__in=LISTED)
    return [row_of(node) for node in found]


def row_of(node: Node) -> NodeRow:
    """Return the row of a node that comes with its organiser."""
    return NodeRow(
        id=node.pk,
        parent_id=node.parent_id,
        path=tuple(node.path),
        kind=NodeKind(node.kind),
        event_kind=node.event_kind,
        name=node.name,
        slug=node.slug,
        organiser_id=node.organiser_id,
        organiser=node.organiser.name,
        is_invented=node.organiser.invented,
        status=NodeStatus(node.status),
        needs_review=node.needs_review,
        post_goal=node.post_goal,
        locked=tuple(node.locked),
        said=said_of(node),
        revision=node.revision,
    )


def said_of(node: Node) -> dict[Trait, Any]:
    """Return what a node says itself, by trait."""
    place = Place(node.commune, node.address) if node.commune else None
    hours = Hours(node.opens_at, node.closes_at) if node.opens_at and node.closes_at else None
    period = Period(node.starts_on, node.ends_on) if node.starts_on and node.ends_on else None
    said: dict[Trait, Any] = {
        Trait.PERIOD: period,
        Trait.HOURS: hours,
        Trait.PLACE: said_of_place(node.event_kind, place),
        Trait.TERRITORY: node.territory or None,
        Trait.LANGUAGES: tuple(node.languages) or None,
        Trait.ACCESSIBILITY: tuple(node.accessibility) or None,
        Trait.PRESENTATION: node.presentation or None,
    }
    return {trait: value for trait, value in said.items() if value is not None}


def _nodes() -> QuerySet[Node]:
    return Node.objects.select_related("organiser")


def _first(condition: Q) -> NodeRow | None:
    found = _nodes().filter(condition).first()
    return row_of(found) if found else None
