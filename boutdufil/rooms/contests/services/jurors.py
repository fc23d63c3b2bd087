"""Experts are invited to judge, and say yes or no by the link of their message.

Opening the link changes nothing; its buttons do. Saying yes takes the account of that address.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boutdufil.kernel import jobs
from boutdufil.kernel.organisations.models import Organisation
from boutdufil.kernel.people.models import Person, fold_email
from boutdufil.kernel.people.services.mail import absolute_url, send_letter
from boutdufil.kernel.people.tokens import derive_token, hash_token
from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.models import Juror, Member, Reading
from boutdufil.rooms.contests.selectors.jurors import JUROR_PURPOSE
from boutdufil.rooms.contests.services.log import write_line
from boutdufil.rooms.contests.services.recusals import UNDECIDED, lay_down, release_conflicting
from boutdufil.rooms.contests.services.trail import record


@dataclass(frozen=True, slots=True)
class JurorDraft:
    """What the organiser says of an expert; ``siret`` ties them to an organisation known here."""

    name: str
    email: str
    region: str = ""
    employer_name: str = ""
    siret: str = ""
    school: str = ""
    most_files: int = 12


@transaction.atomic
def invite_juror(*, edition_id: int, draft: JurorDraft, actor_id: int | None) -> Juror:
    """Write an expert down and send them their link.

    :raises ContestError: that address is invited already, or no organisation has that SIRET.
    """
    email = fold_email(draft.email)
    if Juror.objects.filter(edition_id=edition_id, email=email, declined_at=None).exists():
        raise ContestError(_("Cette adresse est déjà invitée."), "email")
    nonce = secrets.token_urlsafe(32)
    made = Juror.objects.create(
        edition_id=edition_id,
        email=email,
        nonce=nonce,
        token_hash=hash_token(token_of(nonce)),
        **_facts(draft),
    )
    jobs.enqueue("contests.send_juror_invitation", juror_id=made.pk)
    write_line(edition_id=edition_id, kind="juror_invited", facts={"juror": made.pk})
    record(actor_id, "invite_juror", edition_id, juror=made.pk)
    return made


@transaction.atomic
def change_juror(*, juror_id: int, draft: JurorDraft, actor_id: int | None) -> None:
    """Correct what is said of an expert; their address stays. What it bars is laid down at once.

    :raises ContestError: no organisation has that SIRET.
    """
    Juror.objects.filter(pk=juror_id).update(**_facts(draft))
    juror = Juror.objects.get(pk=juror_id)
    record(actor_id, "change_juror", juror.edition_id, juror=juror_id)
    release_conflicting(juror_id=juror_id)


def send_invitation(*, juror_id: int) -> bool:
    """Send the message of an invitation; false when it was answered meanwhile."""
    found = Juror.objects.select_related("edition__organiser").filter(pk=juror_id)
    one = found.filter(accepted_at=None, declined_at=None).exclude(email="").first()
    if one is None:
        return False
    reader = Person.objects.filter(email=one.email).first()
    link = absolute_url(reverse("contests:juror_invitation", args=[token_of(one.nonce)]))
    return send_letter(
        to=one.email,
        language=reader.language if reader else "fr",
        subject=gettext_lazy("Invitation à juger un concours"),
        template="contests/juries/invitation.txt",
        facts={"juror": one, "edition": one.edition, "link": link},
    )


@transaction.atomic
def accept_invitation(*, token: str, person: Person) -> Juror:
    """Take a seat among the jurors of an edition.

    :raises ContestError: the link is of another address, spent, or its reader competes here.
    """
    one = _waiting(token)
    if one.email != fold_email(person.email or ""):
        raise ContestError(_("Cette invitation est pour une autre adresse."))
    if Member.objects.filter(edition_id=one.edition_id, person=person).exists():
        raise ContestError(_("Vous participez à ce concours : vous ne pouvez pas le juger."))
    if Juror.objects.filter(edition_id=one.edition_id, person=person).exists():
        raise ContestError(_("Vous jugez déjà ce concours."))
    one.person, one.accepted_at = person, timezone.now()
    one.save(update_fields=["person", "accepted_at"])
    write_line(edition_id=one.edition_id, kind="juror_accepted", facts={"juror": one.pk})
    record(person.pk, "accept_jury", one.edition_id, juror=one.pk)
    return one


@transaction.atomic
def decline_invitation(*, token: str) -> None:
    """Say no; nobody is asked why.

    :raises ContestError: the link is spent.
    """
    one = _waiting(token)
    one.declined_at = timezone.now()
    one.save(update_fields=["declined_at"])
    write_line(edition_id=one.edition_id, kind="juror_declined", facts={"juror": one.pk})


@transaction.atomic
def withdraw_juror(*, juror_id: int, actor_id: int | None) -> None:
    """Take an expert off: what they did not give goes to others, what they gave counts."""
    juror = Juror.objects.select_for_update(of=("self",)).get(pk=juror_id)
    if juror.declined_at is not None:
        return
    juror.declined_at = timezone.now()
    juror.save(update_fields=["declined_at"])
    held = Reading.objects.filter(juror=juror, given_at=None, recused_at=None)
    for one in held.filter(stage__status__in=UNDECIDED).select_related("entry"):
        lay_down(one)
    write_line(edition_id=juror.edition_id, kind="juror_withdrawn", facts={"juror": juror.pk})
    record(actor_id, "withdraw_juror", juror.edition_id, juror=juror.pk)


def token_of(nonce: str) -> str:
    """Return the 43 URL-safe characters of an invitation, from its nonce and the site's key."""
    return derive_token(nonce, purpose=JUROR_PURPOSE)


def _waiting(token: str) -> Juror:
    found = Juror.objects.select_for_update(of=("self",)).filter(token_hash=hash_token(token))
    one = found.filter(accepted_at=None, declined_at=None).first()
    if one is None:
        raise ContestError(_("Cette invitation ne sert plus."))
    return one


def _facts(draft: JurorDraft) -> dict[str, object]:
    employer = Organisation.objects.filter(siret=draft.siret).first() if draft.siret else None
    if draft.siret and employer is None:
        told = _("Aucune organisation inscrite ici n’a ce SIRET : laissez-le vide.")
        raise ContestError(told, "siret")
    return {
        "name": draft.name,
        "region": draft.region,
        "employer": employer,
        "employer_name": draft.employer_name,
        "school": draft.school,
        "most_files": draft.most_files,
    }
