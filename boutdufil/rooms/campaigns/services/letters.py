"""Letters to those who registered: written, tried on oneself, then sent to each person once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from boutdufil.kernel import jobs
from boutdufil.kernel.people.models import Person
from boutdufil.rooms.campaigns.enums import LetterKind
from boutdufil.rooms.campaigns.errors import CampaignError
from boutdufil.rooms.campaigns.models import Letter, LetterCopy, Registration
from boutdufil.rooms.campaigns.rules.attendance import Filters
from boutdufil.rooms.campaigns.selectors.letters import first_of_each_address, recipients_of
from boutdufil.rooms.campaigns.services.letter_mail import trial_mail
from boutdufil.rooms.campaigns.services.trail import record

# They tell that somebody need not come: they leave before news.
URGENT = frozenset({LetterKind.CALLED_OFF, LetterKind.REOPENED})


@dataclass(frozen=True, slots=True)
class LetterDraft:
    """What an organiser writes: about their event, or news for those who allowed it."""

    kind: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of some events at once, to everybody concerned."""

    kind: str
    subject: str
    text: str
    events: Collection[int]


@transaction.atomic
def write_letter(*, node_id: int, draft: LetterDraft, filters: Filters, actor_id: int) -> Letter:
    """Keep a letter as a draft, with the list it is for."""
    made = Letter.objects.create(
        node_id=node_id,
        kind=draft.kind,
        subject=draft.subject,
        text=draft.text,
        filters=filters.chosen,
        written_by_id=actor_id,
    )
    record(actor_id, "write_letter", node_id, letter=made.pk)
    return made


@transaction.atomic
def change_letter(*, letter_id: int, draft: LetterDraft, actor_id: int) -> None:
    """Write a draft anew.

    :raises CampaignError: it was sent.
    """
    one = _draft(letter_id)
    one.kind, one.subject, one.text = draft.kind, draft.subject, draft.text
    one.save(update_fields=["kind", "subject", "text"])
    record(actor_id, "change_letter", one.node_id, letter=letter_id)


@transaction.atomic
def drop_letter(*, letter_id: int, actor_id: int) -> None:
    """Throw a draft away.

    :raises CampaignError: it was sent.
    """
    one = _draft(letter_id)
    record(actor_id, "drop_letter", one.node_id, letter=letter_id)
    one.delete()


def try_letter(*, letter_id: int, person: Person) -> bool:
    """Send a draft to oneself; false without an address."""
    letter = Letter.objects.select_related("node__root").get(pk=letter_id)
    if not person.email:
        return False
    trial_mail(letter=letter, to=person.email).send()
    return True


@transaction.atomic
def send_letter(*, letter_id: int, actor_id: int) -> int:
    """Decide that a letter leaves; return to how many people. It leaves by a job, in batches.

    :raises CampaignError: it was sent, or nobody is on its list.
    """
    letter = _draft(letter_id)
    count = _copy(letter, recipients_of(letter))
    if not count:
        raise CampaignError(_("Personne n’est sur cette liste."))
    letter.sent_at = timezone.now()
    letter.save(update_fields=["sent_at"])
    record(actor_id, "send_letter", letter.node_id, letter=letter_id, count=count)
    return count


@transaction.atomic
def tell(
    *, node_id: int, told: Told, recipients: QuerySet[Registration], actor_id: int | None
) -> int:
    """Write to everybody concerned at once; return to how many addresses."""
    letter = Letter.objects.create(
        node_id=node_id,
        kind=told.kind,
        subject=told.subject[:150],
        text=told.text,
        events=list(told.events),
        written_by_id=actor_id,
        sent_at=timezone.now(),
    )
    return _copy(letter, first_of_each_address(recipients))


def _copy(letter: Letter, recipients: QuerySet[Registration]) -> int:
    urgent = letter.kind in URGENT
    made = LetterCopy.objects.bulk_create(
        LetterCopy(letter=letter, registration_id=number, is_urgent=urgent)
        for number in recipients.values_list("pk", flat=True)
    )
    if made:
        jobs.enqueue("campaigns.send_letters")
    return len(made)


def _draft(letter_id: int) -> Letter:
    found = Letter.objects.select_related("node").select_for_update(of=("self",))
    letter = found.filter(pk=letter_id).first()
    if letter is None or letter.sent_at is not None:
        raise CampaignError(_("Cette lettre est déjà partie."))
    return letter
