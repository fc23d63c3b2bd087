"""Building a tree: a node written down, changed, kept as it is, copied to another year.

Every act locks the campaign's root first, so that acts on one tree follow one another.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.text import slugify
from django.utils.translation import gettext as _

from boutdufil.rooms.campaigns.enums import Trait
from boutdufil.rooms.campaigns.errors import CampaignError, LockedError, TreeError
from boutdufil.rooms.campaigns.models import Node, Partner
from boutdufil.rooms.campaigns.rules.inheritance import Generation, refused, resolve
from boutdufil.rooms.campaigns.rules.rows import NodeRow
from boutdufil.rooms.campaigns.rules.traits import (
    Hours,
    NodeDraft,
    Period,
    Place,
    said_of_place,
)
from boutdufil.rooms.campaigns.rules.tree import (
    path_beneath,
    refuse_period,
    refuse_place,
    spoken,
)
from boutdufil.rooms.campaigns.rules.years import moved, renamed, weeks_until
from boutdufil.rooms.campaigns.selectors.nodes import Tree, tree_of
from boutdufil.rooms.campaigns.services.trail import record

LONGEST_SLUG = 60
# What a copy takes over as it is; its name, address and days are made anew.
COPIED = (
    "kind",
    "event_kind",
    "organiser_id",
    "needs_review",
    "post_goal",
    "opens_at",
    "closes_at",
    "commune",
    "address",
    "territory",
    "languages",
    "accessibility",
    "presentation",
    "locked",
)


@transaction.atomic
def create_node(
    *,
    organiser_id: int,
    parent_id: int | None,
    draft: NodeDraft,
    actor_id: int | None,
    needs_review: bool = False,
) -> Node:
    """Write a node down, as a draft: a campaign, or something beneath a node.

    :raises TreeError: it may not stand there, or on those days.
    :raises LockedError: it says something that is kept as it is above.
    :raises CampaignError: its address is taken.
    """
    tree, parent = locked_tree(parent_id)
    path = path_beneath(parent.id, parent.path) if parent else ()
    refuse_place(draft.kind, draft.event_kind, parent.kind if parent else None, len(path) + 1)
    said = _said(draft)
    if parent is not None:
        line = [*tree.line(parent), Generation(0, {})]
        _refuse_locked(tree, refused(line, said))
        refuse_period(said.get(Trait.PERIOD), _period_above(line))
    else:
        refuse_period(said.get(Trait.PERIOD), None)
    node = _insert(
        parent_id=parent_id,
        root_id=path[0] if path else None,
        path=list(path),
        kind=draft.kind,
        organiser_id=organiser_id,
        needs_review=needs_review,
        slug=_slug(draft),
        **_fields(draft, said),
    )
    record(actor_id, "create_node", node.pk, parent=parent_id, organiser=organiser_id)
    return node


@transaction.atomic
def change_node(*, node_id: int, draft: NodeDraft, actor_id: int | None) -> Node:
    """Change what a node says; its kind and its address stay.

    :raises LockedError: with who keeps it as it is.
    :raises TreeError: its days lie outside those above, or leave out those of something beneath.
    """
    tree, row = locked_tree(node_id)
    if row is None:
        raise CampaignError(_("Cet élément n’existe plus."))
    said = _said(draft, event_kind=row.event_kind)
    line = tree.line(row)
    _refuse_locked(tree, refused(line, said))
    line[-1] = Generation(row.id, said, row.locked)
    refuse_period(said.get(Trait.PERIOD), _period_above(line))
    _refuse_leaving_out(tree, row, said)
    fields = _fields(draft, said) | {"event_kind": row.event_kind}
    node = Node.objects.get(pk=node_id)
    changed = sorted(name for name, value in fields.items() if getattr(node, name) != value)
    if changed:
        Node.objects.filter(pk=node_id).update(**fields, revision=F("revision") + 1)
        node.refresh_from_db()
        record(actor_id, "change_node", node_id, fields=changed)
    return node


@transaction.atomic
def lock_traits(*, node_id: int, traits: Collection[str], actor_id: int | None) -> None:
    """Say what may not change beneath a node, all at once; what is left out is free again.

    What stands beneath stays as it is, own words included.
    """
    locked_tree(node_id)
    wanted = [str(trait) for trait in Trait if trait in traits]
    if Node.objects.filter(pk=node_id).exclude(locked=wanted).update(locked=wanted):
        record(actor_id, "lock_traits", node_id, traits=wanted)


@transaction.atomic
def duplicate_campaign(*, node_id: int, year: int, actor_id: int | None) -> Node:
    """Copy a whole campaign into another year, on the same weekdays; return the new one.

    Partners come along with their promises open again; posts, invitations and people do not.
    Every node is a draft of the organiser it had, to publish or to leave.

    :raises CampaignError: it is no whole campaign with days, or the year is its own.
    """
    tree, row = locked_tree(node_id)
    period = row.said.get(Trait.PERIOD) if row else None
    if row is None or row.path or period is None:
        raise CampaignError(_("Seule une campagne entière, avec ses dates, se copie."))
    weeks = weeks_until(period.starts_on, year)
    if weeks == 0:
        raise CampaignError(_("C’est déjà l’année de cette campagne."), "year")
    sources = Node.objects.in_bulk(tree.rows)
    copies: dict[int, Node] = {}
    for one in tree.rows.values():
        copies[one.id] = _copy(sources[one.id], one, copies, weeks, year)
    _copy_partners(copies)
    made = copies[node_id]
    record(actor_id, "duplicate_campaign", made.pk, source=node_id, weeks=weeks)
    return made


def locked_tree(node_id: int | None) -> tuple[Tree, NodeRow | None]:
    """Lock a campaign and return it with one of its nodes; an empty tree for no node."""
    if node_id is None:
        return Tree({}), None
    found = Node.objects.values_list("pk", "root_id").filter(pk=node_id).first()
    if found is None:
        raise CampaignError(_("Cet élément n’existe plus."))
    root_id = found[1] or found[0]
    Node.objects.select_for_update(of=("self",)).get(pk=root_id)
    tree = tree_of(root_id)
    return tree, tree.rows[node_id]


def _copy(source: Node, row: NodeRow, copies: Mapping[int, Node], weeks: int, year: int) -> Node:
    path = [copies[i].pk for i in row.path]
    days = row.said.get(Trait.PERIOD)
    later = moved(days, weeks) if days else None
    name = renamed(source.name, year)
    return Node.objects.create(
        **{field: getattr(source, field) for field in COPIED},
        name=name,
        slug=free_slug(renamed(source.slug, year)),
        parent_id=path[-1] if path else None,
        root_id=path[0] if path else None,
        path=path,
        starts_on=later.starts_on if later else None,
        ends_on=later.ends_on if later else None,
        copied_from=source,
    )


def _copy_partners(copies: Mapping[int, Node]) -> None:
    found = Partner.objects.filter(node_id__in=copies)
    Partner.objects.bulk_create(
        Partner(
            node=copies[one.node_id],
            organisation_id=one.organisation_id,
            name=one.name,
            logo_id=one.logo_id,
            role=one.role,
            position=one.position,
            promise=one.promise,
        )
        for one in found
    )


def _said(draft: NodeDraft, event_kind: str = "") -> dict[Trait, Any]:
    said = {trait: value for trait, value in draft.traits.items() if value}
    place = said_of_place(event_kind or draft.event_kind, said.get(Trait.PLACE))
    return said | ({Trait.PLACE: place} if place is not None else {})


def _fields(draft: NodeDraft, said: Mapping[Trait, Any]) -> dict[str, Any]:
    period: Period | None = said.get(Trait.PERIOD)
    hours: Hours | None = said.get(Trait.HOURS)
    place: Place = said.get(Trait.PLACE) or Place("")
    return {
        "name": draft.name,
        "event_kind": draft.event_kind,
        "post_goal": draft.post_goal,
        "starts_on": period.starts_on if period else None,
        "ends_on": period.ends_on if period else None,
        "opens_at": hours.opens_at if hours else None,
        "closes_at": hours.closes_at if hours else None,
        "commune": place.commune,
        "address": place.address,
        "territory": said.get(Trait.TERRITORY, ""),
        "languages": list(said.get(Trait.LANGUAGES, ())),
        "accessibility": list(said.get(Trait.ACCESSIBILITY, ())),
        "presentation": said.get(Trait.PRESENTATION, ""),
    }


def _period_above(line: list[Generation]) -> Period | None:
    told = resolve(line[:-1]).get(Trait.PERIOD)
    return told.value if told else None


def _refuse_locked(tree: Tree, found: Mapping[Trait, int]) -> None:
    for trait, node_id in found.items():
        keeper = tree.rows[node_id]
        told = _("%(organiser)s garde ceci tel quel depuis « %(node)s » : %(trait)s.") % {
            "organiser": keeper.organiser,
            "node": keeper.name,
            "trait": trait.label,
        }
        raise LockedError(told, trait.value)


def _refuse_leaving_out(tree: Tree, row: NodeRow, said: Mapping[Trait, Any]) -> None:
    after = Tree(tree.rows | {row.id: replace(row, said=dict(said))})
    period = after.resolved(row.id).period
    for one in tree.beneath(row.id):
        own = one.said.get(Trait.PERIOD)
        if period is not None and own is not None and not period.holds(own):
            told = _("« %(name)s » est prévu du %(first)s au %(last)s : changez-le d’abord.")
            raise TreeError(told % {"name": one.name, **spoken(own)}, "starts_on")


def _insert(**fields: Any) -> Node:
    """Write a node down; its address may have been taken in another tree meanwhile."""
    try:
        with transaction.atomic():
            return Node.objects.create(**fields)
    except IntegrityError as taken:
        raise CampaignError(
            _("Cette adresse est déjà prise. Choisissez-en une autre."), "slug"
        ) from taken


def _slug(draft: NodeDraft) -> str:
    if not draft.slug:
        return free_slug(slugify(draft.name) or draft.kind)
    if Node.objects.filter(slug=draft.slug).exists():
        raise CampaignError(_("Cette adresse est déjà prise. Choisissez-en une autre."), "slug")
    return draft.slug


def free_slug(wanted: str) -> str:
    """Return an address nobody has: the one wanted, or with the first free number after it."""
    stem = wanted[:LONGEST_SLUG].strip("-")
    taken = set(Node.objects.filter(slug__startswith=stem[:50]).values_list("slug", flat=True))
    number, slug = 1, stem
    while slug in taken:
        number += 1
        slug = f"{stem[: LONGEST_SLUG - 6]}-{number}"
    return slug
