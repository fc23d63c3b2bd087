"""Papers are marked when they are over: one by one as they come, or a whole stage again."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection, transaction
from django.utils import timezone

from boutdufil.rooms.contests.events import QuizSubmitted
from boutdufil.rooms.contests.models import Attempt, Quiz
from boutdufil.rooms.contests.rules.paper import Paper, out_of_twenty
from boutdufil.rooms.contests.selectors.quiz_marks import marked_papers

WRITE = """
update contests_attempt attempt set score = told.score, marked_at = %s
from unnest(%s::bigint[], %s::text[]) told (id, score)
where attempt.id = told.id and attempt.score is distinct from told.score
"""


def mark_submitted(event: QuizSubmitted) -> None:
    """Mark a paper once it is complete."""
    mark_attempt(attempt_id=event.attempt_id)


@transaction.atomic
def mark_attempt(*, attempt_id: int) -> None:
    """Mark one paper that is over; another is left alone."""
    attempt = Attempt.objects.filter(pk=attempt_id, ended_at__isnull=False)
    quiz_id = attempt.values_list("quiz_id", flat=True).first()
    if quiz_id is not None:
        _write(marked_papers(quiz_id, attempt))


@transaction.atomic
def mark_stage(*, stage_id: int) -> int:
    """Mark every paper of a stage that is over, again; return how many changed their mark."""
    quiz = Quiz.objects.filter(stage_id=stage_id).first()
    if quiz is None:
        return 0
    over = Attempt.objects.filter(quiz=quiz, ended_at__isnull=False)
    return _write(marked_papers(quiz.pk, over))


def _write(papers: Sequence[Paper]) -> int:
    ids = [one.attempt_id for one in papers]
    scores = [str(out_of_twenty(one.marks)) for one in papers]
    with connection.cursor() as cursor:
        cursor.execute(WRITE, [timezone.now(), ids, scores])
        return int(cursor.rowcount)
