"""The pipeline drawn: stages added, changed, moved and taken out."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Max
from django.utils.translation import gettext as _

from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.models import Stage
from boutdufil.rooms.contests.rules.pipelines import StageDraft
from boutdufil.rooms.contests.services.freezing import changing_rules
from boutdufil.rooms.contests.services.trail import record


def insert_stage(*, edition_id: int, draft: StageDraft) -> Stage:
    """Write a stage down after those there are, in the caller's transaction."""
    stages = Stage.objects.filter(edition_id=edition_id)
    last = stages.aggregate(last=Max("position"))["last"] or 0
    return Stage.objects.create(edition_id=edition_id, position=last + 1, **_fields(draft))


def add_stage(
    *, edition_id: int, draft: StageDraft, actor_id: int | None, reason: str = ""
) -> Stage:
    """Add a stage at the end.

    :raises RulesFrozenError: the rules are declared, and no reason is given.
    """
    with changing_rules(edition_id=edition_id, actor_id=actor_id, reason=reason):
        stage = insert_stage(edition_id=edition_id, draft=draft)
        record(actor_id, "add_stage", edition_id, stage=stage.pk)
    return stage


def change_stage(
    *, stage_id: int, draft: StageDraft, actor_id: int | None, reason: str = ""
) -> None:
    """Change a stage; its nature stays, since its settings hang on it.

    :raises RulesFrozenError: it began, or the rules are declared and no reason is given.
    """
    with changing_rules(edition_id=_edition_of(stage_id), actor_id=actor_id, reason=reason) as one:
        stage = Stage.objects.get(pk=stage_id)
        fields = _fields(draft) | {"kind": stage.kind}
        changed = sorted(name for name in fields if getattr(stage, name) != fields[name])
        if changed:
            Stage.objects.filter(pk=stage_id).update(**fields)
            record(actor_id, "change_stage", one.pk, stage=stage_id, fields=changed)


def move_stage_up(*, stage_id: int, actor_id: int | None, reason: str = "") -> None:
    """Have a stage come before the one that came before it; each keeps its own dates."""
    with changing_rules(edition_id=_edition_of(stage_id), actor_id=actor_id, reason=reason) as one:
        stage = Stage.objects.get(pk=stage_id)
        before = Stage.objects.filter(edition=one, position__lt=stage.position).last()
        if before is None:
            return
        Stage.objects.filter(pk=before.pk).update(position=stage.position)
        Stage.objects.filter(pk=stage_id).update(position=before.position)
        record(actor_id, "move_stage", one.pk, stage=stage_id)


def remove_stage(*, stage_id: int, actor_id: int | None, reason: str = "") -> None:
    """Take a stage out, with its settings.

    :raises RulesFrozenError: it began, or the rules are declared and no reason is given.
    :raises ContestError: somebody was already placed in it.
    """
    with changing_rules(edition_id=_edition_of(stage_id), actor_id=actor_id, reason=reason) as one:
        stage = Stage.objects.get(pk=stage_id)
        if stage.decisions.exists() or stage.readings.exists():
            raise ContestError(_("Cette épreuve a déjà été jugée : elle ne se retire plus."))
        position = stage.position
        record(actor_id, "remove_stage", one.pk, stage=stage_id)
        stage.delete()
        later = Stage.objects.filter(edition=one, position__gt=position)
        later.update(position=F("position") - 1)


def _edition_of(stage_id: int) -> int:
    return Stage.objects.values_list("edition_id", flat=True).get(pk=stage_id)


def _fields(draft: StageDraft) -> dict[str, Any]:
    fields = {name: getattr(draft, name) for name in StageDraft.__slots__}
    return fields | {"tie_keys": list(draft.tie_keys)}
