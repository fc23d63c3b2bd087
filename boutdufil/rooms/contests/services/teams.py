"""Teams: the captain invites by mail, each says yes or no by a button, one may leave."""

from __future__ import annotations

import secrets

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boutdufil.kernel import jobs
from boutdufil.kernel.people.models import Person, fold_email
from boutdufil.kernel.people.services.mail import absolute_url, send_letter
from boutdufil.kernel.people.tokens import derive_token, hash_token
from boutdufil.rooms.contests.enums import EntryKind
from boutdufil.rooms.contests.errors import ContestError, EligibilityError
from boutdufil.rooms.contests.models import Entry, Member
from boutdufil.rooms.contests.rules.entries import LIVE, MAY_RETURN
from boutdufil.rooms.contests.selectors.editions import edition_row
from boutdufil.rooms.contests.selectors.eligibility import obstacles_to
from boutdufil.rooms.contests.services.entries import withdraw_entry
from boutdufil.rooms.contests.services.standings import lock_entry, settle_entry
from boutdufil.rooms.contests.services.trail import record

PURPOSE = "contests.team"


@transaction.atomic
def invite_member(*, entry_id: int, email: str, actor_id: int) -> Member:
    """Invite somebody into a team, as many as the rules allow; the same address again is one.

    :raises ContestError: the team is full, closed, or the address is in it already.
    """
    entry, folded = lock_entry(entry_id), fold_email(email)
    _refuse_closed(entry)
    known = entry.members.filter(email=folded).first()
    if known is not None and known.joined_at is not None:
        raise ContestError(_("Cette personne est déjà dans l’équipe."), "email")
    if known is None and entry.members.count() >= entry.edition.team_most:
        told = _("L’équipe a déjà %(most)s personnes, invitées comprises : retirez une invitation.")
        raise ContestError(told % {"most": entry.edition.team_most}, "email")
    member = known or Member(entry=entry, edition_id=entry.edition_id, email=folded)
    member.nonce = secrets.token_urlsafe(32)
    member.token_hash = hash_token(token_of(member.nonce))
    member.invited_at = timezone.now()
    member.save()
    jobs.enqueue("contests.send_team_invitation", member_id=member.pk)
    record(actor_id, "invite_member", entry.edition_id, entry=entry.pk, member=member.pk)
    return member


def send_invitation(*, member_id: int) -> bool:
    """Write to somebody who is invited; false when the invitation is void by now."""
    found = Member.objects.select_related("entry__edition")
    one = found.filter(pk=member_id, joined_at=None, entry__status__in=LIVE).first()
    if one is None:
        return False
    reader = Person.objects.filter(email=one.email).first()
    captain = one.entry.members.filter(is_captain=True).first()
    link = absolute_url(reverse("contests:team_invitation", args=[token_of(one.nonce)]))
    return send_letter(
        to=one.email,
        language=reader.language if reader else "fr",
        subject=gettext_lazy("On vous invite dans une équipe"),
        template="contests/entries/team_mail.txt",
        facts={"entry": one.entry, "captain": captain.name if captain else "", "link": link},
    )


@transaction.atomic
def accept_invitation(*, token: str, person: Person) -> Entry:
    """Join a team by the invitation sent to one's own address.

    :raises EligibilityError: what keeps the person out of the edition.
    :raises ContestError: the invitation is void, or for another address.
    """
    member = _invited(token, person)
    entry = lock_entry(member.entry_id)
    _refuse_closed(entry)
    edition = edition_row(entry.edition_id)
    for obstacle in obstacles_to(person, edition) if edition else ():
        raise EligibilityError(obstacle.text)
    old = Member.objects.filter(edition_id=entry.edition_id, person=person)
    old.filter(entry__status__in=MAY_RETURN).update(joined_at=None)
    member.person, member.name, member.joined_at = person, person.name, timezone.now()
    try:
        with transaction.atomic():
            member.save(update_fields=["person", "name", "joined_at"])
    except IntegrityError:
        raise EligibilityError(_("Vous êtes déjà d’une équipe de cette édition.")) from None
    record(person.pk, "join_team", entry.edition_id, entry=entry.pk, member=member.pk)
    settle_entry(entry)
    return entry


@transaction.atomic
def decline_invitation(*, token: str, person: Person) -> None:
    """Say no: the invitation and the address are forgotten.

    :raises ContestError: the invitation is void, or for another address.
    """
    member = _invited(token, person)
    record(person.pk, "decline_team", member.edition_id, entry=member.entry_id, member=member.pk)
    member.delete()


@transaction.atomic
def withdraw_invitation(*, entry_id: int, member_id: int, actor_id: int) -> None:
    """Take an invitation back; somebody who joined is not sent away."""
    entry = lock_entry(entry_id)
    if entry.members.filter(pk=member_id, joined_at=None).delete()[0]:
        record(actor_id, "withdraw_team_invitation", entry.edition_id, entry=entry.pk)


@transaction.atomic
def leave_team(*, entry_id: int, person_id: int) -> None:
    """Leave a team before entries close; the next member answers for it, the last withdraws it.

    :raises ContestError: entries are closed: the team stays as it is.
    """
    entry = lock_entry(entry_id)
    _refuse_closed(entry)
    member = entry.members.filter(person_id=person_id, joined_at__isnull=False).first()
    if member is None:
        return
    record(person_id, "leave_team", entry.edition_id, entry=entry.pk, member=member.pk)
    others = entry.members.filter(joined_at__isnull=False).exclude(pk=member.pk)
    if not others.exists():
        withdraw_entry(entry_id=entry.pk, actor_id=person_id)
        return
    member.delete()
    if member.is_captain:
        _hand_over(others.order_by("joined_at", "pk").first())
    settle_entry(entry)


def token_of(nonce: str) -> str:
    """Return the 43 URL-safe characters of an invitation into a team."""
    return derive_token(nonce, purpose=PURPOSE)


def _hand_over(member: Member | None) -> None:
    if member is not None:
        member.is_captain = True
        member.save(update_fields=["is_captain"])


def _invited(token: str, person: Person) -> Member:
    found = Member.objects.select_for_update(of=("self",)).filter(token_hash=hash_token(token))
    one = found.first() if token else None
    if one is None or one.joined_at is not None:
        raise ContestError(_("Cette invitation ne sert plus."))
    if one.email != fold_email(person.email or ""):
        raise ContestError(_("Cette invitation est pour une autre adresse."))
    return one


def _refuse_closed(entry: Entry) -> None:
    edition = entry.edition
    if edition.entered_by != EntryKind.TEAM:
        raise ContestError(_("À ce concours, chacun s’inscrit seul."))
    if entry.status not in LIVE:
        raise ContestError(_("Cette candidature ne compte plus."))
    if edition.closes_at and timezone.now() >= edition.closes_at:
        raise ContestError(_("Les inscriptions sont closes : l’équipe ne change plus."))
