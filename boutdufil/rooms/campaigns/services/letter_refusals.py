"""Stopping the letters of a campaign: one click, for the address, not for one registration."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from boutdufil.rooms.campaigns.enums import Purpose
from boutdufil.rooms.campaigns.models import Consent, LetterRefusal, Registration
from boutdufil.rooms.campaigns.selectors.letters import address_hash
from boutdufil.rooms.campaigns.services.trail import record


@transaction.atomic
def refuse_letters(*, registration_id: int) -> None:
    """Stop all letters of a campaign to an address, and take its consent to news back.

    That an event falls away, and its reminders, are still told: whoever comes needs them.
    """
    one = Registration.objects.select_related("intake__node").get(pk=registration_id)
    root_id = one.intake.node.root_id or one.intake.node_id
    _refusal, made = LetterRefusal.objects.get_or_create(
        root_id=root_id, address_hash=address_hash(one.email)
    )
    given = Consent.objects.filter(
        registration__email=one.email,
        registration__intake__node__path__contains=[root_id],
        purpose=Purpose.NEWS,
        withdrawn_at=None,
    )
    given.update(withdrawn_at=timezone.now())
    if made:
        record(None, "refuse_letters", root_id, registration=registration_id)
