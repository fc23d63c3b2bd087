"""A company is invited by e-mail, and opens its own day with one short form.

Opening the link changes nothing; the button on its page does, and only for the account of the
address it was sent to.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boutdufil.kernel import jobs
from boutdufil.kernel.organisations.enums import Role
from boutdufil.kernel.organisations.models import Organisation
from boutdufil.kernel.organisations.permissions import has_role
from boutdufil.kernel.organisations.services import create_organisation
from boutdufil.kernel.organisations.services.organisations import Description
from boutdufil.kernel.people.models import Person, fold_email
from boutdufil.kernel.people.services.mail import absolute_url, send_letter
from boutdufil.kernel.people.tokens import derive_token, hash_token
from boutdufil.rooms.campaigns.enums import NodeKind, Step
from boutdufil.rooms.campaigns.errors import (
    CampaignError,
    InvitationSpentError,
    OtherAddressError,
)
from boutdufil.rooms.campaigns.models import Node, NodeInvitation
from boutdufil.rooms.campaigns.models.invitations import UNANSWERED
from boutdufil.rooms.campaigns.rules.life import LISTED
from boutdufil.rooms.campaigns.rules.traits import NodeDraft
from boutdufil.rooms.campaigns.rules.tree import BENEATH
from boutdufil.rooms.campaigns.selectors.invitations import PURPOSE
from boutdufil.rooms.campaigns.services.nodes import create_node
from boutdufil.rooms.campaigns.services.steps import take_step
from boutdufil.rooms.campaigns.services.trail import record

INVITATION_LIVES = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Offer:
    """What a company is offered; ``needs_review`` where its day is read before it appears."""

    email: str
    organisation_name: str
    needs_review: bool = False


@dataclass(frozen=True, slots=True)
class Opening:
    """What a company answers: as which organisation (here already, or new), and its day."""

    day: NodeDraft
    organisation_id: int | None = None
    described: Description | None = None


@transaction.atomic
def invite_company(*, node_id: int, offer: Offer, actor_id: int) -> NodeInvitation:
    """Invite a company to open its own day beneath a node; an earlier one to it is withdrawn.

    :raises CampaignError: no company may stand beneath it.
    """
    if NodeKind.COMPANY not in BENEATH[Node.objects.values_list("kind", flat=True).get(pk=node_id)]:
        raise CampaignError(_("Aucune entreprise ne peut être placée ici."))
    email = fold_email(offer.email)
    waiting = NodeInvitation.objects.filter(UNANSWERED, parent_id=node_id, email=email)
    waiting.update(withdrawn_at=timezone.now())
    nonce = secrets.token_urlsafe(32)
    made = NodeInvitation.objects.create(
        parent_id=node_id,
        email=email,
        organisation_name=offer.organisation_name,
        needs_review=offer.needs_review,
        nonce=nonce,
        token_hash=hash_token(token_of(nonce)),
        invited_by_id=actor_id,
        expires_at=timezone.now() + INVITATION_LIVES,
    )
    jobs.enqueue("campaigns.send_invitation", invitation_id=made.pk)
    record(actor_id, "invite_company", node_id, invitation=made.pk)
    return made


def send_invitation(*, invitation_id: int) -> bool:
    """Send the mail of an invitation; false when it was taken up or withdrawn meanwhile."""
    found = NodeInvitation.objects.select_related("parent__organiser", "parent__root")
    one = found.filter(UNANSWERED, pk=invitation_id).first()
    if one is None:
        return False
    reader = Person.objects.filter(email=one.email).first()
    link = absolute_url(reverse("campaigns:invitation", args=[token_of(one.nonce)]))
    return send_letter(
        to=one.email,
        language=reader.language if reader else "fr",
        subject=gettext_lazy("Ouvrez votre journée dans une campagne"),
        template="campaigns/invitations/mail.txt",
        facts={"invitation": one, "campaign": one.parent.root or one.parent, "link": link},
    )


@transaction.atomic
def accept_invitation(*, token: str, person: Person, opening: Opening) -> Node:
    """Open a company's part and its first day; both appear at once where they may.

    :raises InvitationSpentError: it was used, withdrawn, has expired or never existed.
    :raises OtherAddressError: it was sent to another address than the account's.
    :raises CampaignError: the organisation is not the person's, or the day cannot be there.
    """
    invitation = _spend(token, person)
    organisation_id, name = _organisation(person, opening)
    company = create_node(
        organiser_id=organisation_id,
        parent_id=invitation.parent_id,
        draft=NodeDraft(name=name, kind=NodeKind.COMPANY),
        actor_id=person.pk,
        needs_review=invitation.needs_review,
    )
    event = create_node(
        organiser_id=organisation_id,
        parent_id=company.pk,
        draft=opening.day,
        actor_id=person.pk,
        needs_review=invitation.needs_review,
    )
    invitation.node = company
    invitation.save(update_fields=["node"])
    _show(invitation, (company, event), person.pk)
    record(person.pk, "accept_invitation", invitation.parent_id, node=company.pk)
    event.refresh_from_db()
    return event


@transaction.atomic
def withdraw_invitation(*, node_id: int, invitation_id: int, actor_id: int) -> None:
    """Take an invitation back; one already taken up stays."""
    waiting = NodeInvitation.objects.filter(UNANSWERED, pk=invitation_id, parent_id=node_id)
    if waiting.update(withdrawn_at=timezone.now()):
        record(actor_id, "withdraw_invitation", node_id, invitation=invitation_id)


def token_of(nonce: str) -> str:
    """Return the 43 URL-safe characters of an invitation, from its nonce and the site's key."""
    return derive_token(nonce, purpose=PURPOSE)


def _spend(token: str, person: Person) -> NodeInvitation:
    found = NodeInvitation.objects.select_for_update(of=("self",)).select_related("parent")
    one = found.filter(token_hash=hash_token(token)).first()
    if one is None or not one.is_waiting:
        raise InvitationSpentError(_("Cette invitation ne sert plus."))
    if one.email != fold_email(person.email or ""):
        raise OtherAddressError(_("Cette invitation est pour une autre adresse."))
    one.accepted_at = timezone.now()
    one.save(update_fields=["accepted_at"])
    return one


def _organisation(person: Person, opening: Opening) -> tuple[int, str]:
    """Return the number and name of who opens the day, inscribed here if it is new."""
    if opening.described is not None:
        made = create_organisation(described=opening.described, creator_id=person.pk)
        return made.pk, made.name
    chosen = opening.organisation_id or 0
    if not has_role(person, {Role.MANAGER}, chosen):
        raise CampaignError(_("Choisissez une organisation dont vous êtes responsable."), "as")
    return chosen, Organisation.objects.values_list("name", flat=True).get(pk=chosen)


def _show(invitation: NodeInvitation, made: tuple[Node, ...], actor_id: int) -> None:
    may_appear = not invitation.needs_review and invitation.parent.status in LISTED
    if may_appear or invitation.needs_review:
        step = Step.PUBLISH if may_appear else Step.SUBMIT
        for node in made:
            take_step(node_id=node.pk, step=step, actor_id=actor_id)
