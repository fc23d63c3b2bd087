"""Invitations: a role offered by e-mail, taken up by whoever owns the mailbox.

Opening the link changes nothing; the button on its page does, and only for the account of the
address it was sent to.
"""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from boutdufil.kernel import jobs
from boutdufil.kernel.audit import services as audit
from boutdufil.kernel.organisations.enums import Role
from boutdufil.kernel.organisations.errors import InvitationSpentError, OtherAddressError
from boutdufil.kernel.organisations.models import Invitation, Membership, Organisation
from boutdufil.kernel.organisations.services import mail
from boutdufil.kernel.organisations.services.affiliations import affiliate
from boutdufil.kernel.organisations.services.memberships import grant_role
from boutdufil.kernel.organisations.services.organisations import (
    Description,
    create_organisation,
)
from boutdufil.kernel.organisations.tokens import derive_invitation_token, hash_token
from boutdufil.kernel.people.models import Person, fold_email

INVITATION_LIVES = timedelta(days=14)


@transaction.atomic
def invite_member(*, organisation_id: int, email: str, role: str, invited_by_id: int) -> Invitation:
    """Offer a role in an organisation; an earlier offer of the same is withdrawn."""
    earlier = Invitation.objects.filter(
        organisation_id=organisation_id, email=fold_email(email), role=role
    )
    _withdraw(earlier)
    invitation = Invitation(organisation_id=organisation_id, role=role)
    return offer(invitation, email=email, invited_by_id=invited_by_id)


def offer(invitation: Invitation, *, email: str, invited_by_id: int) -> Invitation:
    """Save an invitation with its secret, and have its mail sent."""
    invitation.email, invitation.invited_by_id = fold_email(email), invited_by_id
    invitation.nonce = secrets.token_urlsafe(32)
    invitation.token_hash = hash_token(derive_invitation_token(invitation.nonce))
    invitation.expires_at = timezone.now() + INVITATION_LIVES
    invitation.save()
    jobs.enqueue("organisations.send_invitation", invitation_id=invitation.pk)
    audit.record(
        actor_id=invited_by_id,
        verb="organisations.invite",
        subject=f"invitation:{invitation.pk}",
        facts={
            "organisation": invitation.organisation_id,
            "branch": invitation.branch_id,
            "role": invitation.role,
        },
    )
    return invitation


def send_invitation(*, invitation_id: int) -> None:
    """Send the mail of an invitation, unless it was taken up or withdrawn meanwhile."""
    one = (
        Invitation.objects.select_related("organisation", "branch", "invited_by")
        .filter(pk=invitation_id, accepted_at=None, withdrawn_at=None)
        .first()
    )
    if one is not None:
        mail.send_invitation_mail(invitation=one, token=derive_invitation_token(one.nonce))


@transaction.atomic
def accept_invitation(*, token: str, person: Person) -> Membership:
    """Take up a role in an organisation.

    :raises InvitationSpentError: it was used, withdrawn, has expired or never existed.
    :raises OtherAddressError: it was sent to another address than the account's.
    """
    one = _spend(token, person)
    if one.organisation_id is None:
        raise InvitationSpentError
    return grant_role(
        organisation_id=one.organisation_id,
        person_id=person.pk,
        role=one.role,
        actor_id=person.pk,
    )


@transaction.atomic
def accept_employer_invitation(*, token: str, person: Person, organisation_id: int) -> None:
    """Let an organisation the person manages join the branch that invited them.

    :raises InvitationSpentError: it was used, withdrawn, has expired or never existed.
    :raises OtherAddressError: it was sent to another address than the account's.
    """
    one = _spend(token, person)
    if one.branch_id is None:
        raise InvitationSpentError
    affiliate(branch_id=one.branch_id, organisation_id=organisation_id, actor_id=person.pk)


@transaction.atomic
def accept_as_new_employer(*, token: str, person: Person, described: Description) -> Organisation:
    """Inscribe an organisation, and let it join the branch that invited the person.

    :raises InvitationSpentError: it was used, withdrawn, has expired or never existed.
    :raises OtherAddressError: it was sent to another address than the account's.
    :raises SiretTakenError: it is here already, and is joined by invitation.
    """
    made = create_organisation(described=described, creator_id=person.pk)
    accept_employer_invitation(token=token, person=person, organisation_id=made.pk)
    return made


@transaction.atomic
def withdraw_invitation(*, invitation_id: int, actor_id: int) -> None:
    """Take an offer back; one already taken up stays."""
    if _withdraw(Invitation.objects.filter(pk=invitation_id)):
        audit.record(
            actor_id=actor_id,
            verb="organisations.withdraw_invitation",
            subject=f"invitation:{invitation_id}",
        )


@transaction.atomic
def ask_to_join(*, siret: str, person: Person) -> bool:
    """Ask the managers of the organisation with this SIRET to be invited; false without one."""
    one = Organisation.objects.filter(siret=siret).first()
    if one is None:
        return False
    jobs.enqueue("organisations.send_join_request", organisation_id=one.pk, person_id=person.pk)
    audit.record(
        actor_id=person.pk, verb="organisations.ask_to_join", subject=f"organisation:{one.pk}"
    )
    return True


def send_join_request(*, organisation_id: int, person_id: int) -> None:
    """Write to the managers of an organisation that somebody asks to be invited."""
    asking = Person.objects.filter(pk=person_id, is_active=True).first()
    if asking is None:
        return
    held = Membership.objects.filter(
        organisation_id=organisation_id, role=Role.MANAGER, ended_at=None
    ).select_related("person", "organisation")
    for one in held:
        mail.send_join_request_mail(
            manager=one.person, asking=asking, organisation=one.organisation
        )


def forget_invitations(*, before: datetime) -> int:
    """Delete the invitations that had expired at `before`, with their addresses."""
    return Invitation.objects.filter(expires_at__lt=before).delete()[0]


def _spend(token: str, person: Person) -> Invitation:
    now = timezone.now()
    one = Invitation.objects.select_for_update().filter(token_hash=hash_token(token)).first()
    if one is None or one.accepted_at or one.withdrawn_at or one.expires_at <= now:
        raise InvitationSpentError
    if one.email != fold_email(person.email or ""):
        raise OtherAddressError
    one.accepted_at = now
    one.save(update_fields=["accepted_at"])
    audit.record(actor_id=person.pk, verb="organisations.accept", subject=f"invitation:{one.pk}")
    return one


def _withdraw(found: QuerySet[Invitation]) -> int:
    waiting = found.filter(accepted_at=None, withdrawn_at=None)
    return waiting.update(withdrawn_at=timezone.now())
