"""The roll of a session: who is there, by the word of who watches over it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from boutdufil.rooms.contests.enums import Presence
from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.models import Attempt, Sitting
from boutdufil.rooms.contests.services.sittings import locked_sitting
from boutdufil.rooms.contests.services.trail import record


@transaction.atomic
def call_roll(
    *,
    sitting_id: int,
    entry_ids: Collection[int],
    presence: Presence,
    actor_id: int,
    now: datetime | None = None,
) -> int:
    """Write down that some are present, or absent; return how many lines changed.

    :raises ContestError: the session is over, or somebody called absent has begun their paper.
    """
    now = now or timezone.now()
    sitting = locked_sitting(sitting_id)
    if sitting.ended_at is not None:
        raise ContestError(_("La séance est terminée : la feuille d’appel ne change plus."))
    lines = sitting.roll.filter(entry_id__in=entry_ids).exclude(presence=presence)
    if presence == Presence.ABSENT:
        _refuse_begun(sitting, entry_ids)
    changed = list(lines.values_list("entry_id", flat=True))
    lines.update(presence=presence, called_at=now)
    if changed:
        facts = {"sitting": sitting_id, "entries": sorted(changed), "presence": presence.value}
        record(actor_id, "call_roll", sitting.quiz.stage.edition_id, **facts)
    return len(changed)


def _refuse_begun(sitting: Sitting, entry_ids: Collection[int]) -> None:
    if Attempt.objects.filter(sitting=sitting, entry_id__in=entry_ids).exists():
        raise ContestError(_("Cette personne a commencé sa copie : elle est présente."))
