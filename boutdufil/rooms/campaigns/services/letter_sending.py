"""Letters leave one by one: each copy in a transaction of its own, locked while it is sent.

A worker that is killed loses its lock and nothing else: what it had not sent waits for the next.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from boutdufil.kernel import jobs
from boutdufil.rooms.campaigns.enums import CopyStatus, LetterKind, Purpose
from boutdufil.rooms.campaigns.models import (
    Consent,
    Intake,
    Letter,
    LetterCopy,
    LetterRefusal,
    Registration,
)
from boutdufil.rooms.campaigns.rules.registrations import ACTIVE
from boutdufil.rooms.campaigns.selectors.letters import address_hash
from boutdufil.rooms.campaigns.services.letter_mail import letter_mail

# What a small mail server takes without thinking of a spammer.
MOST_A_MINUTE = 300
BATCH = 100


def send_letters() -> int:
    """Send a batch of what waits, within the pace of a minute; return how many were handled.

    A full batch asks for the next; what the pace held back is taken up by the minute's job.
    """
    handled = 0
    while handled < BATCH and _pace_allows(timezone.now()) and _send_next():
        handled += 1
    if handled == BATCH:
        jobs.enqueue("campaigns.send_letters")
    return handled


@transaction.atomic
def _send_next() -> bool:
    """Send the next copy that waits; false when none does. It stays locked until it is noted."""
    waiting = LetterCopy.objects.filter(status=CopyStatus.WAITING)
    found = waiting.select_related("letter__node__root", "registration__intake__node")
    copy = found.select_for_update(of=("self",), skip_locked=True).first()
    if copy is None:
        return False
    if _is_wanted(copy.letter, copy.registration):
        _send(copy, letter_mail(letter=copy.letter, registration=copy.registration))
    else:
        copy.status = CopyStatus.SKIPPED
    copy.save(update_fields=["status", "sent_at"])
    return True


def _send(copy: LetterCopy, message: EmailMessage) -> None:
    try:
        message.send()
    except SMTPRecipientsRefused:
        # A wrong address holds nobody else up.
        copy.status = CopyStatus.SKIPPED
    else:
        copy.status, copy.sent_at = CopyStatus.SENT, timezone.now()


def _pace_allows(now: datetime) -> bool:
    """Tell whether fewer left within the last minute than may."""
    late = LetterCopy.objects.filter(status=CopyStatus.SENT, sent_at__gt=now - timedelta(minutes=1))
    return late.count() < MOST_A_MINUTE


def _is_wanted(letter: Letter, one: Registration) -> bool:
    """Tell whether somebody still wants, and needs, a letter decided some minutes ago."""
    if one.erased_at is not None or not one.email:
        return False
    if letter.kind in {LetterKind.CALLED_OFF, LetterKind.REOPENED}:
        return _is_still_so(letter)
    if _has_refused(letter, one):
        return False
    if letter.kind == LetterKind.NEWS:
        given = Consent.objects.filter(registration=one, purpose=Purpose.NEWS)
        return given.filter(withdrawn_at=None).exists()
    return bool(letter.filters.get("status")) or one.status in ACTIVE


def _is_still_so(letter: Letter) -> bool:
    """Tell whether what is told of some events holds: it may have been taken back meanwhile."""
    off = Intake.objects.filter(node_id__in=letter.events, called_off_at__isnull=False).exists()
    return off if letter.kind == LetterKind.CALLED_OFF else not off


def _has_refused(letter: Letter, one: Registration) -> bool:
    root_id = letter.node.root_id or letter.node_id
    hashed = address_hash(one.email)
    return LetterRefusal.objects.filter(root_id=root_id, address_hash=hashed).exists()
