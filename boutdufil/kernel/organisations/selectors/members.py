"""Who acts for an organisation, and who was invited to."""

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from boutdufil.kernel.organisations.enums import InvitationState, Role
from boutdufil.kernel.organisations.models import Branch, Invitation, Membership, Organisation
from boutdufil.kernel.organisations.permissions import (
    can_change_organisation,
    can_invite,
    reaching,
)
from boutdufil.kernel.organisations.selectors.branches import branch_rows
from boutdufil.kernel.organisations.selectors.organisations import organisation, rows
from boutdufil.kernel.organisations.selectors.rows import (
    InvitationPage,
    InvitationRow,
    MemberRow,
    OrganisationPage,
)
from boutdufil.kernel.organisations.tokens import derive_invitation_token, hash_token
from boutdufil.kernel.people.models import Person
from boutdufil.kernel.people.permissions import Actor

_NAMED = ("organisation", "branch", "invited_by")


def organisation_page(organisation_id: int, actor: Actor) -> OrganisationPage | None:
    """Return an organisation as its own people see it; invitations only to who may invite."""
    row = organisation(organisation_id)
    if row is None:
        return None
    inviting = can_invite(actor, organisation_id)
    parts = Organisation.objects.filter(parent_id=organisation_id).select_related("parent")
    return OrganisationPage(
        organisation=row,
        parts=tuple(rows(parts)),
        members=tuple(member_rows(organisation_id)),
        invitations=tuple(_sent(organisation_id)) if inviting else (),
        branches=tuple(
            branch_rows(Branch.objects.filter(affiliations__organisation_id=organisation_id))
        ),
        can_manage=can_change_organisation(actor, organisation_id),
        can_invite=inviting,
        is_asked=bool(settings.BOUTDUFIL_SIRENE),
    )


def member_rows(organisation_id: int) -> list[MemberRow]:
    """Return the roles held in an organisation, its own first, then those held above it."""
    held = (
        Membership.objects.filter(reaching(organisation_id), ended_at=None)
        .select_related("person", "organisation")
        .order_by("person__name", "pk")
        .distinct()
    )
    lines = [_member_row(one, organisation_id) for one in held]
    return sorted(lines, key=lambda line: bool(line.inherited_from))


def membership(membership_id: int) -> MemberRow | None:
    """Return a role that is still held."""
    held = Membership.objects.filter(pk=membership_id, ended_at=None)
    one = held.select_related("person", "organisation").first()
    return _member_row(one, one.organisation_id) if one else None


def people_with_role(organisation_id: int, roles: Collection[Role]) -> list[int]:
    """Return the numbers of the people who hold one of `roles` there or above it."""
    held = Membership.objects.filter(reaching(organisation_id), role__in=roles, ended_at=None)
    return sorted(set(held.values_list("person_id", flat=True)))


def offered_roles(organisation_id: int) -> list[Role]:
    """Return the roles an organisation can offer: to speak for a branch, only its own body."""
    is_body = Branch.objects.filter(organisation_id=organisation_id).exists()
    return [role for role in Role if is_body or role != Role.BRANCH_OFFICER]


def invitation_page(token: str) -> InvitationPage | None:
    """Return the invitation of a token while it can be accepted."""
    found = Invitation.objects.select_related(*_NAMED).filter(token_hash=hash_token(token))
    one = found.first()
    if one is None or invitation_state(one, timezone.now()) != InvitationState.SENT:
        return None
    return _invitation_page(one)


def invitations_received(person: Person) -> list[InvitationPage]:
    """Return the invitations that wait for a person, each with its token."""
    waiting = Invitation.objects.filter(
        email=person.email or "", accepted_at=None, withdrawn_at=None, expires_at__gt=timezone.now()
    )
    return [_invitation_page(one) for one in waiting.select_related(*_NAMED)]


def invitation_target(invitation_id: int) -> tuple[int | None, int | None] | None:
    """Return the organisation and the branch (one of the two) of an invitation."""
    found = Invitation.objects.filter(pk=invitation_id)
    return found.values_list("organisation_id", "branch_id").first()


def invitations_to_branch(branch_id: int) -> list[InvitationRow]:
    """Return the employers a branch invited, the last first."""
    return _invitation_rows(Invitation.objects.filter(branch_id=branch_id))


def invitation_state(one: Invitation, now: datetime) -> InvitationState:
    """Return where an invitation stands."""
    if one.accepted_at:
        return InvitationState.ACCEPTED
    if one.withdrawn_at:
        return InvitationState.WITHDRAWN
    return InvitationState.EXPIRED if one.expires_at <= now else InvitationState.SENT


def _member_row(one: Membership, organisation_id: int) -> MemberRow:
    return MemberRow(
        membership_id=one.pk,
        organisation_id=one.organisation_id,
        person_id=one.person_id,
        name=one.person.name,
        email=one.person.email or "",
        role=Role(one.role),
        began_at=one.began_at,
        inherited_from="" if one.organisation_id == organisation_id else one.organisation.name,
    )


def _invitation_page(one: Invitation) -> InvitationPage:
    return InvitationPage(
        token=derive_invitation_token(one.nonce),
        email=one.email,
        role=Role(one.role),
        organisation_id=one.organisation_id,
        organisation_name=one.organisation.name if one.organisation else "",
        branch_slug=one.branch.slug if one.branch else "",
        branch_name=one.branch.name if one.branch else "",
        invited_by=one.invited_by.name if one.invited_by else "",
        expires_at=one.expires_at,
    )


def _sent(organisation_id: int) -> list[InvitationRow]:
    waiting = Invitation.objects.filter(
        organisation_id=organisation_id, accepted_at=None, withdrawn_at=None
    )
    return _invitation_rows(waiting)


def _invitation_rows(found: Collection[Invitation]) -> list[InvitationRow]:
    now = timezone.now()
    return [
        InvitationRow(
            id=one.pk,
            email=one.email,
            role=Role(one.role),
            state=invitation_state(one, now),
            created_at=one.created_at,
            expires_at=one.expires_at,
            # The demo sends no mail: its inviter hands over the link on the page itself.
            token=derive_invitation_token(one.nonce) if settings.DEMO else None,
        )
        for one in found
    ]
