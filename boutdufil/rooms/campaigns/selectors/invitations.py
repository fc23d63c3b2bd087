"""Invitations as their sender and as the invited company see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from boutdufil.kernel.organisations.selectors import OrganisationRow, organisations_of
from boutdufil.kernel.people.models import Person
from boutdufil.kernel.people.tokens import derive_token, hash_token
from boutdufil.rooms.campaigns.models import NodeInvitation
from boutdufil.rooms.campaigns.models.invitations import UNANSWERED
from boutdufil.rooms.campaigns.permissions.nodes import ORGANISERS
from boutdufil.rooms.campaigns.selectors.nodes import ResolvedNode, Tree, tree_of

PURPOSE = "campaigns.invitation"


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """An invitation as its sender sees it; `slug` leads to what came of it."""

    id: int
    email: str
    organisation_name: str
    needs_review: bool
    created_at: datetime
    expires_at: datetime
    accepted_at: datetime | None
    withdrawn_at: datetime | None
    is_waiting: bool
    slug: str


@dataclass(frozen=True, slots=True)
class InvitationPage:
    """An invitation as the invited company sees it, while it can be taken up."""

    token: str
    email: str
    organisation_name: str
    invited_by: str
    expires_at: datetime
    parent: ResolvedNode
    campaign: str


def invitations_of(node_id: int) -> list[InvitationRow]:
    """Return the companies invited beneath a node, the last first."""
    found = NodeInvitation.objects.filter(parent_id=node_id).select_related("node")
    return [
        InvitationRow(
            id=one.pk,
            email=one.email,
            organisation_name=one.organisation_name,
            needs_review=one.needs_review,
            created_at=one.created_at,
            expires_at=one.expires_at,
            accepted_at=one.accepted_at,
            withdrawn_at=one.withdrawn_at,
            is_waiting=one.is_waiting,
            slug=one.node.slug if one.node else "",
        )
        for one in found
    ]


def invitation_page(token: str) -> InvitationPage | None:
    """Return the invitation of a token while it can be taken up."""
    found = NodeInvitation.objects.filter(token_hash=hash_token(token))
    one = found.select_related("parent", "invited_by").first()
    if one is None or not one.is_waiting:
        return None
    return _page(one, tree_of(_root_of(one)))


def invitations_received(person: Person) -> list[InvitationPage]:
    """Return the invitations that wait for a person."""
    waiting = NodeInvitation.objects.filter(
        UNANSWERED, email=person.email or "", expires_at__gt=timezone.now()
    ).select_related("parent", "invited_by")
    trees = tree_of(*map(_root_of, waiting))
    return [_page(one, trees) for one in waiting]


def own_organisations(person_id: int) -> list[OrganisationRow]:
    """Return the open organisations somebody may open a day for."""
    return [row for row in organisations_of(person_id, ORGANISERS) if row.closed_on is None]


def _root_of(one: NodeInvitation) -> int:
    return one.parent.root_id or one.parent_id


def _page(one: NodeInvitation, tree: Tree) -> InvitationPage:
    parent = tree.resolved(one.parent_id)
    return InvitationPage(
        token=derive_token(one.nonce, purpose=PURPOSE),
        email=one.email,
        organisation_name=one.organisation_name,
        invited_by=one.invited_by.name if one.invited_by else "",
        expires_at=one.expires_at,
        parent=parent,
        campaign=tree.rows[parent.node.root_id].name,
    )
