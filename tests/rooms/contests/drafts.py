"""Drafts that several tests of contests begin with."""

from dataclasses import fields
from datetime import timedelta

from django.utils import timezone

from boutdufil.rooms.contests.enums import EntryKind, StageKind
from boutdufil.rooms.contests.rules.pipelines import EditionDraft, StageDraft
from tests.factories.contests import (
    BlueprintLineFactory,
    CaseQuestionFactory,
    CriterionFactory,
    ItemVersionFactory,
    QuizFactory,
)


def edition_draft(**said):
    """Return the election of a year to come, its entries open for a month."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    usual = {
        "name": "Élection inventée",
        "entered_by": EntryKind.INDIVIDUAL,
        "opens_at": midnight + timedelta(days=1),
        "closes_at": midnight + timedelta(days=31),
        "needs_employer": True,
        "contact": "concours@example.org",
    }
    return EditionDraft(**{**usual, **said})


def stage_draft(row, **said):
    """Return a stage as it stands, but for what is said."""
    held = {field.name: getattr(row, field.name) for field in fields(StageDraft)}
    return StageDraft(**{**held, **said})


def settle(edition):
    """Give every stage of a draft what its kind needs, so that its rules may be declared."""
    for stage in edition.stages.all():
        if stage.kind == StageKind.QUIZ:
            line = BlueprintLineFactory(quiz=QuizFactory(stage=stage), count=1)
            ItemVersionFactory(item__theme=line.theme)
        if stage.kind == StageKind.FILE:
            CaseQuestionFactory(case__stage=stage)
        if stage.kind != StageKind.QUIZ:
            CriterionFactory(stage=stage)
    return edition
