"""What the entries of a quiz are ranked by, exact and out of twenty.

A supervised quiz ranks by its papers. An open one qualifies: those whom it lets through
(`selectors.survivors`) answer the confirmation in a room, and only the confirmation ranks them; who
did not sit it is not ranked.
"""

from __future__ import annotations

from fractions import Fraction

from django.db.models import QuerySet

from boutdufil.rooms.contests.enums import AttemptKind, QuizMode
from boutdufil.rooms.contests.models import Attempt, Quiz
from boutdufil.rooms.contests.rules.paper import scores_of
from boutdufil.rooms.contests.rules.scores import OUT_OF, Scored
from boutdufil.rooms.contests.selectors.quiz_marks import marked_papers
from boutdufil.rooms.contests.selectors.stages import entrants

MOST_POINTS = Fraction(OUT_OF)


def quiz_scores(stage_id: int) -> list[Scored]:
    """Return what the entries of a stage are ranked by; ordered by their numbers.

    An entry without a paper that is over is not in it.
    """
    quiz = Quiz.objects.filter(stage_id=stage_id).first()
    if quiz is None:
        return []
    is_open = quiz.mode == QuizMode.OPEN
    kind = AttemptKind.CONFIRMATION if is_open else AttemptKind.MAIN
    return scores_by_kind(quiz, kind)


def scores_by_kind(quiz: Quiz, kind: str) -> list[Scored]:
    """Return the scores of the papers of one kind, of those who still take part in the stage."""
    return [
        Scored(one.entry_id, one.number, one.city, one.region, scores_of(one))
        for one in marked_papers(quiz.pk, _counted(quiz, kind))
    ]


def _counted(quiz: Quiz, kind: str) -> QuerySet[Attempt]:
    papers = Attempt.objects.filter(quiz=quiz, kind=kind, ended_at__isnull=False)
    return papers.filter(entry__in=entrants(quiz.stage_id))
