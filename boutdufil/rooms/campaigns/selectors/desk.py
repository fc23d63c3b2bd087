"""The organiser's desk: one's own trees, and one node with all that may be done there."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from boutdufil.kernel.organisations.selectors import OrganisationRow, organisations_of
from boutdufil.kernel.people.models import Person
from boutdufil.kernel.posts.selectors import PostFigure
from boutdufil.kernel.territories.selectors import places
from boutdufil.rooms.campaigns.enums import NodeKind, Step, Trait
from boutdufil.rooms.campaigns.permissions import nodes as permissions
from boutdufil.rooms.campaigns.rules.rows import NodeRow
from boutdufil.rooms.campaigns.rules.tree import BENEATH
from boutdufil.rooms.campaigns.selectors import words
from boutdufil.rooms.campaigns.selectors.invitations import (
    InvitationPage,
    invitations_received,
)
from boutdufil.rooms.campaigns.selectors.nodes import ResolvedNode, Tree, nodes_of, tree_of
from boutdufil.rooms.campaigns.selectors.posts import figure_of

TONES = {
    "draft": "unknown",
    "review": "alert",
    "published": "held",
    "live": "open",
    "over": "",
    "archived": "",
}


@dataclass(frozen=True, slots=True)
class Holder:
    """An organisation somebody manages, with the tops of what it organises."""

    organisation: OrganisationRow
    nodes: tuple[NodeRow, ...]


@dataclass(frozen=True, slots=True)
class MyCampaigns:
    """What "my page" shows of campaigns."""

    nodes: tuple[NodeRow, ...]
    invitations: tuple[InvitationPage, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A node of the tree as it is drawn: how deep, whose, in which state."""

    node: NodeRow
    depth: int
    tone: str


@dataclass(frozen=True, slots=True)
class TraitLine:
    """A trait in words: where it comes from, who keeps it, whether it is kept beneath."""

    trait: Trait
    words: str
    source: str
    keeper: str
    is_locked_here: bool

    @property
    def label(self) -> str:
        """The trait in words."""
        return str(self.trait.label)


@dataclass(frozen=True, slots=True)
class SeatPage:
    """A node as whoever organises it, or above it, sees it."""

    node: NodeRow
    resolved: ResolvedNode
    above: tuple[NodeRow, ...]
    lines: tuple[Line, ...]
    traits: tuple[TraitLine, ...]
    steps: tuple[Step, ...]
    kinds: tuple[NodeKind, ...]
    figure: PostFigure | None
    tone: str
    next_year: int
    can_manage: bool

    @property
    def may_invite(self) -> bool:
        """Tell whether companies may be invited to stand beneath it."""
        return self.can_manage and NodeKind.COMPANY in self.kinds


def my_page_section(person: Person) -> MyCampaigns | None:
    """Return one's campaigns and the invitations that wait; None without either."""
    held = tuple(row for holder in holders_of(person) for row in holder.nodes)
    waiting = tuple(invitations_received(person))
    return MyCampaigns(held, waiting) if held or waiting else None


def holders_of(person: Person) -> list[Holder]:
    """Return the organisations somebody manages, each with the tops of what it organises."""
    managed = organisations_of(person.pk, permissions.ORGANISERS)
    rows = nodes_of(row.id for row in managed)
    own = {(row.id, row.organiser_id) for row in rows}
    tops = [row for row in rows if not {(i, row.organiser_id) for i in row.path} & own]
    return [
        Holder(one, tuple(row for row in tops if row.organiser_id == one.id)) for one in managed
    ]


def seat_page(node: NodeRow, person: Person) -> SeatPage:
    """Return a node with what may be done there; the same queries whatever stands beneath."""
    tree = tree_of(node.root_id)
    resolved = tree.resolved(node.id)
    manages = permissions.can_manage(person, node)
    days = resolved.period
    year = (days.starts_on if days else timezone.localdate()).year + 1
    return SeatPage(
        node=node,
        resolved=resolved,
        above=tuple(tree.above(node)),
        lines=_lines(tree, node.id),
        traits=trait_lines(resolved),
        steps=permissions.steps_open_to(person, node),
        kinds=tuple(kind for kind in NodeKind if kind in BENEATH[node.kind]) if manages else (),
        figure=figure_of(tree, node.id),
        tone=TONES[node.status],
        next_year=year,
        can_manage=manages,
    )


def trait_lines(one: ResolvedNode) -> tuple[TraitLine, ...]:
    """Return every trait of a node in words; what nobody says is empty."""
    codes = {one.place.commune} if one.place and one.place.commune else set()
    names = {code: place.name for code, place in places(codes).items()}
    return tuple(_trait_line(one, trait, names) for trait in Trait)


def _trait_line(one: ResolvedNode, trait: Trait, names: dict[str, str]) -> TraitLine:
    told, keeper = one.values.get(trait), one.locks.get(trait)
    return TraitLine(
        trait=trait,
        words=words.value_words(trait, told.value, names) if told else "",
        source=told.node_name if told and told.inherited else "",
        keeper=keeper.organiser if keeper else "",
        is_locked_here=trait in one.node.locked,
    )


def _lines(tree: Tree, node_id: int, depth: int = 0) -> tuple[Line, ...]:
    found: list[Line] = []
    for row in sorted(tree.children(node_id), key=_order):
        found += [Line(row, depth, TONES[row.status]), *_lines(tree, row.id, depth + 1)]
    return tuple(found)


def _order(row: NodeRow) -> tuple[str, str]:
    days = row.said.get(Trait.PERIOD)
    return (days.starts_on.isoformat() if days else "", row.name)
