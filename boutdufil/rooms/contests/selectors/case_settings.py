"""A case as its organiser sets it, and what of it the rules declare.

The declared rules say hours, lengths and what may be joined. They never say what is asked: the
title, the text and the questions are unseen until their hour.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from boutdufil.kernel.files.models import StoredFile
from boutdufil.rooms.contests.enums import LatePolicy
from boutdufil.rooms.contests.models import CaseQuestion, CaseStudy
from boutdufil.rooms.contests.rules.declaring import moment_text
from boutdufil.rooms.contests.rules.files import CaseTimes


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A numbered question of a case."""

    id: int
    number: int
    text: str
    most_words: int


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case, whole: for its organiser always, for those who take part from its hour on."""

    id: int
    stage_id: int
    edition_id: int
    title: str
    text: str
    paper: StoredFile | None
    times: CaseTimes
    takes_paper: bool
    takes_film: bool
    questions: tuple[QuestionRow, ...]


def case_of(stage_id: int) -> CaseRow | None:
    """Return the case of a stage; None where none is set."""
    found = CaseStudy.objects.select_related("paper", "stage").prefetch_related("questions")
    one = found.filter(stage_id=stage_id).first()
    return _row(one) if one else None


def settings_of(stage_id: int) -> dict[str, Any]:
    """Return what the rules declare of a case, plain JSON; nothing where none is set."""
    case = case_of(stage_id)
    if case is None:
        return {}
    return {
        "released_at": moment_text(case.times.released_at),
        "due_at": moment_text(case.times.due_at),
        "late_policy": str(case.times.late_policy),
        "late_minutes": case.times.late_minutes,
        "takes_paper": case.takes_paper,
        "takes_film": case.takes_film,
        "questions": [
            {"number": one.number, "most_words": one.most_words} for one in case.questions
        ],
    }


def _row(one: CaseStudy) -> CaseRow:
    policy = LatePolicy(one.late_policy)
    return CaseRow(
        id=one.pk,
        stage_id=one.stage_id,
        edition_id=one.stage.edition_id,
        title=one.title,
        text=one.text,
        paper=one.paper,
        times=CaseTimes(one.released_at, one.due_at, policy, one.late_minutes),
        takes_paper=one.takes_paper,
        takes_film=one.takes_film,
        questions=tuple(map(_question, one.questions.all())),
    )


def _question(one: CaseQuestion) -> QuestionRow:
    return QuestionRow(one.pk, one.number, one.text, one.most_words)
