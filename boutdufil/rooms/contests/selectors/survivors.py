"""Who is expected in a room: everybody who takes part, or those an open quiz let through."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from boutdufil.engines.judging import Candidate, Rule, select
from boutdufil.rooms.contests.enums import AttemptKind, Per
from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.models import Attempt, Entry, Quiz
from boutdufil.rooms.contests.selectors.stages import entrants


def expected_entries(quiz: Quiz, kind: str) -> QuerySet[Entry]:
    """Return who is expected in the sessions of this kind.

    :raises ContestError: papers of the open quiz are not all ended and marked yet.
    """
    everybody = entrants(quiz.stage_id)
    if kind == AttemptKind.MAIN:
        return everybody
    return everybody.filter(number__in=survivors(quiz))


def survivors(quiz: Quiz) -> list[str]:
    """Return the numbers of those whom an open quiz lets through to the confirmation.

    They are those whom the rule of the stage would select if it took as many as are called for
    each place; equals all come, nothing is drawn here.

    :raises ContestError: papers are not all ended and marked yet.
    """
    papers = Attempt.objects.filter(quiz=quiz, kind=AttemptKind.MAIN)
    taking_part = papers.filter(entry__in=entrants(quiz.stage_id))
    if taking_part.filter(Q(ended_at=None) | Q(score="")).exists():
        raise ContestError(
            _("Toutes les copies à distance ne sont pas encore rendues et notées : attendez.")
        )
    stage = quiz.stage
    place = {Per.CITY: "entry__city", Per.REGION: "entry__region"}.get(Per(stage.per))
    fields = ("entry__number", "score", place or "quiz_id")
    per: Any = stage.per
    rule = Rule(
        top=stage.takes * quiz.confirmed_per_place,
        per=per,
        ties="advance_all",
        pool_below=stage.pool_below if place else 0,
    )
    candidates = [
        Candidate(number, str(where), {"score": Fraction(score)})
        for number, score, where in taking_part.values_list(*fields)
    ]
    return [one.number for one in select(candidates, rule).places if one.selected]
