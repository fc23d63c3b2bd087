"""What is found of an edition before its rules are declared."""

from __future__ import annotations

from django.utils import timezone

from boutdufil.rooms.contests.enums import QuizMode, StageKind
from boutdufil.rooms.contests.models import CaseQuestion, Criterion, Prize, Quiz
from boutdufil.rooms.contests.rules.findings import Finding, Pipeline, findings_of
from boutdufil.rooms.contests.rules.rows import EditionRow, StageRow
from boutdufil.rooms.contests.selectors.quiz_settings import quiz_faults
from boutdufil.rooms.contests.selectors.stages import stages_of


def findings(edition: EditionRow) -> tuple[Finding, ...]:
    """Return everything found of an edition, errors first."""
    stages = stages_of(edition.id)
    ids = [one.id for one in stages]
    quizzes = dict(Quiz.objects.filter(stage_id__in=ids).values_list("stage_id", "mode"))
    pipeline = Pipeline(
        edition=edition,
        stages=stages,
        ready=_ready(stages, frozenset(quizzes)),
        at_home=frozenset(one for one, mode in quizzes.items() if mode == QuizMode.OPEN),
        prize_ranks=frozenset(
            Prize.objects.filter(edition_id=edition.id).values_list("rank", flat=True)
        ),
        faults={one: quiz_faults(one) for one in quizzes},
    )
    return findings_of(pipeline, timezone.now())


def _ready(stages: tuple[StageRow, ...], quizzes: frozenset[int]) -> frozenset[int]:
    ids = [one.id for one in stages]
    asked = set(
        CaseQuestion.objects.filter(case__stage_id__in=ids).values_list("case__stage_id", flat=True)
    )
    judged = set(Criterion.objects.filter(stage_id__in=ids).values_list("stage_id", flat=True))
    made = {
        StageKind.QUIZ: quizzes,
        StageKind.FILE: asked & judged,
        StageKind.PANEL: judged,
        StageKind.ORAL: judged,
    }
    return frozenset(one.id for one in stages if one.id in made[one.kind])
