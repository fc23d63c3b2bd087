"""A stage opens and closes by the server's clock, or by the hand of its organiser."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from boutdufil.kernel import events
from boutdufil.rooms.contests.enums import EditionStatus, StageKind, StageStatus
from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.events import StageClosed, StageOpened
from boutdufil.rooms.contests.models import Edition, Stage
from boutdufil.rooms.contests.selectors.stages import awaits_decision
from boutdufil.rooms.contests.services.freezing import changing_rules
from boutdufil.rooms.contests.services.log import lock_edition, write_line
from boutdufil.rooms.contests.services.trail import record

# Candidates work until the hour that was declared; a jury is done when it is done.
OF_JURIES = frozenset({StageKind.PANEL, StageKind.ORAL})


@transaction.atomic
def open_stage(*, stage_id: int, actor_id: int | None = None, reason: str = "") -> bool:
    """Begin a stage; tell whether it began now. One that began already is left as it is.

    Before its hour only with a reason: its hour is then this one, in a new version of the rules.

    :raises ContestError: its edition is not published, one can still enter, or the stage before
        is not decided.
    :raises RulesFrozenError: before its hour, without a reason.
    """
    edition, stage = _locked(stage_id)
    if stage.status != StageStatus.PLANNED:
        return False
    _refuse_opening(edition, stage)
    now = timezone.now()
    if now < stage.starts_at:
        with changing_rules(edition_id=edition.pk, actor_id=actor_id, reason=reason):
            Stage.objects.filter(pk=stage_id).update(starts_at=now.replace(microsecond=0))
    Stage.objects.filter(pk=stage_id).update(status=StageStatus.OPEN)
    _note(edition, "stage_opened", stage, actor_id)
    events.publish(StageOpened(stage_id))
    return True


@transaction.atomic
def close_stage(*, stage_id: int, actor_id: int | None = None, reason: str = "") -> bool:
    """End a stage; tell whether it ended now. One that is not open is left as it is.

    :raises ContestError: candidates still have time, or a jury's stage ends early for no reason.
    """
    edition, stage = _locked(stage_id)
    if stage.status != StageStatus.OPEN:
        return False
    if timezone.now() < stage.ends_at:
        _refuse_early_end(stage, reason.strip())
    Stage.objects.filter(pk=stage_id).update(status=StageStatus.CLOSED)
    _note(edition, "stage_closed", stage, actor_id)
    events.publish(StageClosed(stage_id))
    return True


def follow_stages(*, now: datetime) -> int:
    """Open and close what is due by the clock; return how many stages changed.

    A stage whose previous one is not decided waits, and its organiser's desk says so.
    """
    stages = Stage.objects.filter(edition__status=EditionStatus.PUBLISHED)
    ended = stages.filter(status=StageStatus.OPEN, ends_at__lte=now)
    begun = stages.filter(
        status=StageStatus.PLANNED,
        starts_at__lte=now,
        ends_at__gt=now,
        edition__closes_at__lte=now,
    )
    closed = sum(close_stage(stage_id=one) for one in ended.values_list("pk", flat=True))
    ready = [one for one in begun.values_list("pk", flat=True) if not awaits_decision(one)]
    return closed + sum(open_stage(stage_id=one) for one in ready)


def _locked(stage_id: int) -> tuple[Edition, Stage]:
    edition_id = Stage.objects.values_list("edition_id", flat=True).get(pk=stage_id)
    edition = lock_edition(edition_id)
    return edition, Stage.objects.get(pk=stage_id)


def _refuse_opening(edition: Edition, stage: Stage) -> None:
    if edition.status != EditionStatus.PUBLISHED:
        raise ContestError(_("Publiez d’abord le règlement : rien ne commence avant."))
    if edition.closes_at is not None and timezone.now() < edition.closes_at:
        raise ContestError(_("Les inscriptions sont encore ouvertes."))
    if awaits_decision(stage.pk):
        raise ContestError(_("Décidez d’abord de l’épreuve qui précède : on saura qui passe."))
    if stage.ends_at <= timezone.now():
        raise ContestError(_("L’heure de fin est passée : repoussez-la d’abord."))


def _refuse_early_end(stage: Stage, reason: str) -> None:
    if stage.kind not in OF_JURIES:
        told = _("Les candidats ont jusqu’à l’heure annoncée : cette épreuve ne ferme pas avant.")
        raise ContestError(told)
    if not reason:
        raise ContestError(_("Dites pourquoi l’épreuve se termine avant l’heure."), "reason")


def _note(edition: Edition, kind: str, stage: Stage, actor_id: int | None) -> None:
    facts = {"stage": stage.pk, "by_hand": actor_id is not None}
    write_line(edition_id=edition.pk, kind=kind, facts=facts)
    record(actor_id, kind, edition.pk, **facts)
