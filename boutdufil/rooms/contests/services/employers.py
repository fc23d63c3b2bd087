"""The employer's word, where the rules ask for it: one question by mail, one button.

The employer is told who asks and for which contest, and nothing else, ever: no score, no absence,
no result.
"""

from __future__ import annotations

import secrets

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boutdufil.kernel import jobs
from boutdufil.kernel.people.models import fold_email
from boutdufil.kernel.people.services.mail import absolute_url, send_letter
from boutdufil.kernel.people.tokens import derive_token, hash_token
from boutdufil.rooms.contests.enums import EmployerWord, EntryStatus
from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.models import Entry, Member
from boutdufil.rooms.contests.rules.entries import LIVE
from boutdufil.rooms.contests.services.standings import lock_entry, settle_entry
from boutdufil.rooms.contests.services.trail import record

PURPOSE = "contests.employer"


@transaction.atomic
def ask_employer(*, entry_id: int, email: str, actor_id: int) -> None:
    """Ask the employer by mail; an earlier question is void then.

    :raises ContestError: they answered already, or entries are closed.
    """
    entry = lock_entry(entry_id)
    _refuse_useless(entry, fold_email(email))
    entry.employer_email = fold_email(email)
    entry.employer_word = EmployerWord.ASKED
    entry.employer_nonce = secrets.token_urlsafe(32)
    entry.employer_token_hash = hash_token(token_of(entry.employer_nonce))
    entry.save(
        update_fields=["employer_email", "employer_word", "employer_nonce", "employer_token_hash"]
    )
    jobs.enqueue("contests.send_employer_question", entry_id=entry.pk)
    record(actor_id, "ask_employer", entry.edition_id, entry=entry.pk)


def send_question(*, entry_id: int) -> bool:
    """Write to the employer; false when the question is void by now."""
    found = Entry.objects.select_related("edition__organiser")
    entry = found.filter(pk=entry_id, employer_word=EmployerWord.ASKED, status__in=LIVE).first()
    if entry is None:
        return False
    link = absolute_url(reverse("contests:employer_consent", args=[token_of(entry.employer_nonce)]))
    return send_letter(
        to=entry.employer_email,
        language="fr",
        subject=gettext_lazy("Votre accord est demandé pour un concours"),
        template="contests/entries/employer_mail.txt",
        facts={"edition": entry.edition, "names": names_of(entry), "link": link},
    )


@transaction.atomic
def answer_employer(*, token: str, agrees: bool) -> Entry:
    """Note what the employer said by their button; the same answer again changes nothing.

    :raises ContestError: the link is void, or the other answer was given.
    """
    found = Entry.objects.filter(employer_token_hash=hash_token(token)).values_list("pk", flat=True)
    entry = lock_entry(found.first() or 0)
    said = EmployerWord.GIVEN if agrees else EmployerWord.REFUSED
    if entry.employer_word == said:
        return entry
    if entry.employer_word != EmployerWord.ASKED or entry.status not in LIVE:
        raise ContestError(_("Cette question ne se pose plus."))
    entry.employer_word, entry.employer_answered_at = said, timezone.now()
    entry.save(update_fields=["employer_word", "employer_answered_at"])
    record(None, f"employer_{said}", entry.edition_id, entry=entry.pk)
    if agrees:
        settle_entry(entry)
    else:
        refuse_entry(entry, _("Votre employeur n’a pas donné son accord."))
    return entry


def refuse_entry(entry: Entry, reason: str) -> None:
    """Refuse an entry that does not meet the rules; its people are told why."""
    entry.status, entry.reason = EntryStatus.REFUSED, reason
    entry.save(update_fields=["status", "reason"])
    jobs.enqueue("contests.tell_refusal", entry_id=entry.pk)
    record(None, "refuse_entry", entry.edition_id, entry=entry.pk)


def token_of(nonce: str) -> str:
    """Return the 43 URL-safe characters of the question to an employer."""
    return derive_token(nonce, purpose=PURPOSE)


def names_of(entry: Entry) -> str:
    """Return the names of those who are in an entry, as their employer knows them."""
    joined = Member.objects.filter(entry=entry, joined_at__isnull=False)
    return ", ".join(joined.values_list("name", flat=True))


def _refuse_useless(entry: Entry, email: str) -> None:
    if not entry.edition.needs_employer_consent:
        raise ContestError(_("Ce concours ne demande pas l’accord de l’employeur."))
    if entry.status not in LIVE or entry.employer_word == EmployerWord.GIVEN:
        raise ContestError(_("Il n’y a plus rien à demander à votre employeur."))
    if entry.edition.closes_at and timezone.now() >= entry.edition.closes_at:
        raise ContestError(_("Les inscriptions sont closes."))
    own = entry.members.filter(joined_at__isnull=False).values_list("email", flat=True)
    if not email or email in set(own):
        told = _("Écrivez l’adresse de la personne qui répond pour votre employeur.")
        raise ContestError(told, "employer_email")
