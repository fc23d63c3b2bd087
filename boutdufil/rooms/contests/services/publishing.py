"""The rules are declared: from then on they are public, and change with a reason or not at all."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from boutdufil.rooms.contests.enums import DecisionState, EditionStatus, StageStatus
from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.models import Decision, Edition, RulesVersion, Stage
from boutdufil.rooms.contests.selectors.declared import declared_settings
from boutdufil.rooms.contests.selectors.editions import edition_row
from boutdufil.rooms.contests.selectors.findings import findings
from boutdufil.rooms.contests.services.freezing import declare_rules
from boutdufil.rooms.contests.services.log import lock_edition, write_line
from boutdufil.rooms.contests.services.trail import record


@transaction.atomic
def publish_edition(*, edition_id: int, actor_id: int | None) -> RulesVersion:
    """Declare the first version of the rules and show the edition to everybody.

    :raises ContestError: it is public already, or something keeps it from being: each in a
        sentence.
    """
    edition = lock_edition(edition_id)
    if edition.status != EditionStatus.DRAFT:
        raise ContestError(_("Ce concours est déjà public."))
    row = edition_row(edition_id)
    wrong = [one.text for one in findings(row) if one.level == "error"] if row else []
    if wrong:
        raise ContestError(" ".join(wrong))
    now = timezone.now()
    Edition.objects.filter(pk=edition_id).update(status=EditionStatus.PUBLISHED, published_at=now)
    return declare_rules(
        edition_id=edition_id,
        settings=declared_settings(edition_id),
        reason="",
        actor_id=actor_id,
    )


def follow_editions(*, now: datetime) -> int:
    """End the editions whose last result can no longer be contested; return how many ended."""
    open_ones = Edition.objects.filter(status=EditionStatus.PUBLISHED).values_list("pk", flat=True)
    return sum(_end(edition_id, now) for edition_id in open_ones)


@transaction.atomic
def _end(edition_id: int, now: datetime) -> bool:
    edition = lock_edition(edition_id)
    last = Stage.objects.filter(edition=edition).last()
    if last is None or last.status != StageStatus.PUBLISHED:
        return False
    told = Decision.objects.filter(stage=last, state=DecisionState.CURRENT).last()
    if told is None or told.published_at is None:
        return False
    if now < told.published_at + timedelta(days=edition.appeal_days):
        return False
    Edition.objects.filter(pk=edition_id).update(status=EditionStatus.OVER)
    write_line(edition_id=edition_id, kind="edition_over", facts={"seed": edition.seed})
    record(None, "end_edition", edition_id)
    return True
