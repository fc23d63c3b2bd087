"""A stage's rubric as its organiser edits it."""

from __future__ import annotations

from dataclasses import dataclass

from boutdufil.rooms.contests.models import CaseQuestion, Criterion, Mark, Stage


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """A line of a rubric; `anchors` from the level worth 0, with their examples, "" for none."""

    id: int
    name: str
    weight: int
    question_id: int | None
    question: int | None
    anchors: tuple[tuple[int, str, str], ...]


def criteria_of(stage_id: int) -> list[CriterionRow]:
    """Return the lines of a rubric in their order."""
    found = Criterion.objects.filter(stage_id=stage_id).select_related("question")
    return [
        CriterionRow(
            one.pk,
            one.name,
            one.weight,
            one.question_id,
            one.question.number if one.question else None,
            tuple((step.mark, step.anchor, step.example) for step in one.levels.all()),
        )
        for one in found.prefetch_related("levels")
    ]


def question_choices(edition_id: int) -> list[tuple[int, str]]:
    """Return the questions of an edition's cases a line may be about."""
    found = CaseQuestion.objects.filter(case__stage__edition_id=edition_id)
    rows = found.order_by("case__stage__position", "number").values_list("pk", "number", "text")
    return [(pk, f"{number} · {text[:60]}") for pk, number, text in rows]


def rubric_sources(stage_id: int, organiser_id: int) -> list[tuple[int, str]]:
    """Return the other stages of an organiser that have a rubric, the newest edition first."""
    found = Stage.objects.filter(edition__organiser_id=organiser_id, criteria__isnull=False)
    others = found.exclude(pk=stage_id).distinct().order_by("-edition__created_at", "position")
    return [
        (pk, f"{edition} · {name}")
        for pk, edition, name in others.values_list("pk", "edition__name", "name")
    ]


def is_marked(stage_id: int) -> bool:
    """Tell whether somebody marked by this rubric: it does not change any more."""
    return Mark.objects.filter(reading__stage_id=stage_id).exists()
