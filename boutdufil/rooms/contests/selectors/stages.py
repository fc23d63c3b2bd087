"""Stages as rows, and who enters each."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from boutdufil.rooms.contests.enums import (
    DecisionState,
    EntryStatus,
    Per,
    RanksBy,
    StageKind,
    StageStatus,
    Ties,
)
from boutdufil.rooms.contests.models import Decision, Entry, Outcome, Stage
from boutdufil.rooms.contests.rules.rows import StageRow


def stage_row(stage_id: int) -> StageRow | None:
    """Return a stage by its number."""
    found = _stages().filter(pk=stage_id).first()
    return row_of(found) if found else None


def stages_of(edition_id: int) -> tuple[StageRow, ...]:
    """Return the stages of an edition, in order."""
    return tuple(row_of(one) for one in _stages().filter(edition_id=edition_id))


def entrants(stage_id: int) -> QuerySet[Entry]:
    """Return who takes part in a stage: everybody entered, or whom the stage before selected.

    Those who withdrew or were excluded are not in it. Nobody is in a stage whose previous one has
    no decision in force.
    """
    stage = Stage.objects.get(pk=stage_id)
    entered = Entry.objects.filter(edition_id=stage.edition_id, status=EntryStatus.ENTERED)
    previous = _before(stage)
    if previous is None:
        return entered
    selected = Outcome.objects.filter(
        decision__stage=previous, decision__state=DecisionState.CURRENT, is_selected=True
    )
    return entered.filter(pk__in=selected.values("entry_id"))


def awaits_decision(stage_id: int) -> bool:
    """Tell whether a stage cannot begin, since the one before it is not decided."""
    previous = _before(Stage.objects.get(pk=stage_id))
    if previous is None:
        return False
    current = Decision.objects.filter(stage=previous, state=DecisionState.CURRENT)
    return not current.exists()


def row_of(stage: Stage) -> StageRow:
    """Return the row of a stage that comes with its edition and its neighbours."""
    return StageRow(
        id=stage.pk,
        edition_id=stage.edition_id,
        edition_name=stage.edition.name,
        position=stage.position,
        kind=StageKind(stage.kind),
        name=stage.name,
        status=StageStatus(stage.status),
        starts_at=stage.starts_at,
        ends_at=stage.ends_at,
        takes=stage.takes,
        per=Per(stage.per),
        ties=Ties(stage.ties),
        tie_keys=tuple(stage.tie_keys),
        minimum=stage.minimum,
        pool_below=stage.pool_below,
        ranks_by=RanksBy(stage.ranks_by),
        is_first=not stage.has_one_before,  # type: ignore[attr-defined]
        is_last=not stage.has_one_after,  # type: ignore[attr-defined]
    )


def _stages() -> QuerySet[Stage]:
    others = Stage.objects.filter(edition_id=OuterRef("edition_id")).order_by()
    before = Q(position__lt=OuterRef("position"))
    after = Q(position__gt=OuterRef("position"))
    return Stage.objects.select_related("edition").annotate(
        has_one_before=Exists(others.filter(before)), has_one_after=Exists(others.filter(after))
    )


def _before(stage: Stage) -> Stage | None:
    earlier = Stage.objects.filter(edition_id=stage.edition_id, position__lt=stage.position)
    return earlier.order_by("-position").first()
