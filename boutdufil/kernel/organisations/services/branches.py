"""Branches: opened by an administrator, furnished by their officers."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from boutdufil.kernel.audit import services as audit
from boutdufil.kernel.organisations.enums import OrganisationKind, Role
from boutdufil.kernel.organisations.models import Branch, Invitation
from boutdufil.kernel.organisations.services.affiliations import affiliate, end_affiliation
from boutdufil.kernel.organisations.services.invitations import offer
from boutdufil.kernel.organisations.services.organisations import (
    Description,
    create_organisation,
)
from boutdufil.kernel.people.models import fold_email

__all__ = [
    "Sector",
    "affiliate",
    "create_branch",
    "end_affiliation",
    "invite_employers",
    "present_branch",
]


@dataclass(frozen=True, slots=True)
class Sector:
    """What is said of a branch; `idcc` numbers its collective agreement, "" when unsaid."""

    name: str
    slug: str
    idcc: str = ""
    presentation: str = ""


@transaction.atomic
def create_branch(
    *,
    sector: Sector,
    body_name: str = "",
    body_id: int | None = None,
    invented: bool = False,
    actor_id: int | None = None,
) -> Branch:
    """Open a branch, represented by an organisation that is here or by a new association.

    The actor gets no role in it: an administrator opens a branch and speaks for none.
    """
    if body_id is None:
        described = Description(
            name=body_name, kind=OrganisationKind.ASSOCIATION, invented=invented
        )
        body_id = create_organisation(described=described, creator_id=None).pk
    branch = Branch.objects.create(
        slug=sector.slug,
        name=sector.name,
        idcc=sector.idcc,
        presentation=sector.presentation,
        organisation_id=body_id,
    )
    audit.record(
        actor_id=actor_id,
        verb="organisations.create_branch",
        subject=f"branch:{branch.pk}",
        facts={"organisation": body_id, "idcc": sector.idcc},
    )
    return branch


@transaction.atomic
def present_branch(*, branch_id: int, presentation: str, actor_id: int) -> None:
    """Say anew what a branch says of itself; "" takes it off its page."""
    told = presentation.strip()
    changed = Branch.objects.filter(pk=branch_id).exclude(presentation=told)
    if changed.update(presentation=told):
        audit.record(
            actor_id=actor_id,
            verb="organisations.present_branch",
            subject=f"branch:{branch_id}",
            facts={"characters": len(told)},
        )


@transaction.atomic
def invite_employers(*, branch_id: int, emails: Sequence[str], invited_by_id: int) -> int:
    """Invite employers to a branch; who already has an open invitation gets no second one."""
    waiting = Invitation.objects.filter(branch_id=branch_id, accepted_at=None, withdrawn_at=None)
    known = set(waiting.values_list("email", flat=True))
    fresh = [email for email in dict.fromkeys(map(fold_email, emails)) if email not in known]
    for email in fresh:
        invitation = Invitation(branch_id=branch_id, role=Role.MANAGER)
        offer(invitation, email=email, invited_by_id=invited_by_id)
    return len(fresh)
