"""A question taken out after it was answered, or given another key: everybody is marked again.

What it changed is listed by number, written in the log, and published with the results. Where the
stage was decided, the decision is made again with the reason.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from boutdufil.engines.judging import Selection
from boutdufil.engines.judging.items import effect_of_withdrawal
from boutdufil.rooms.contests.enums import DecisionState, StageStatus
from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.models import (
    Decision,
    ItemVersion,
    ItemWithdrawal,
    KeyChange,
    Quiz,
    Stage,
)
from boutdufil.rooms.contests.rules.items import new_key
from boutdufil.rooms.contests.selectors.quiz_marks import drawn_versions
from boutdufil.rooms.contests.selectors.ranking import standing
from boutdufil.rooms.contests.services.decisions import decide_stage
from boutdufil.rooms.contests.services.log import lock_edition, write_line
from boutdufil.rooms.contests.services.marking import mark_stage
from boutdufil.rooms.contests.services.trail import record

RUNNING = frozenset({StageStatus.PLANNED, StageStatus.OPEN})


@transaction.atomic
def withdraw_question(
    *, stage_id: int, version_id: int, actor_id: int, reason: str
) -> ItemWithdrawal:
    """Take a question out of a quiz; those who drew it are marked on the others.

    :raises ContestError: the stage goes on, the question is not of it or is out already, or there
        is no reason.
    """
    quiz, reason = _quiz(stage_id), _reason(reason)
    _check_drawn(quiz, version_id)
    if ItemWithdrawal.objects.filter(quiz=quiz, version_id=version_id).exists():
        raise ContestError(_("Cette question est déjà retirée."))
    before = standing(stage_id)
    made = ItemWithdrawal.objects.create(
        quiz=quiz, version_id=version_id, reason=reason, by_id=actor_id
    )
    _mark_again(quiz, made, before, actor_id)
    return made


@transaction.atomic
def change_key(
    *, stage_id: int, version_id: int, answers: str, actor_id: int, reason: str
) -> KeyChange:
    """Give a question of a quiz another right answer; what was proposed stays as it was.

    ``answers`` are lines (`rules.items`).

    :raises ContestError: as `withdraw_question`, or the lines cannot be marked.
    """
    quiz, reason = _quiz(stage_id), _reason(reason)
    _check_drawn(quiz, version_id)
    version = ItemVersion.objects.get(pk=version_id)
    key = new_key(version.kind, version.options, answers)
    before = standing(stage_id)
    made = KeyChange.objects.create(
        quiz=quiz, version_id=version_id, key=key, reason=reason, by_id=actor_id
    )
    _mark_again(quiz, made, before, actor_id)
    return made


def _quiz(stage_id: int) -> Quiz:
    """Return the quiz of a stage that is over; acts on its edition follow one another."""
    edition_id = Stage.objects.values_list("edition_id", flat=True).get(pk=stage_id)
    lock_edition(edition_id)
    quiz = Quiz.objects.select_related("stage").filter(stage_id=stage_id).first()
    if quiz is None or quiz.stage.status in RUNNING:
        raise ContestError(_("Attendez la fin de l’épreuve : personne ne doit rien en apprendre."))
    return quiz


def _reason(reason: str) -> str:
    if not reason.strip():
        raise ContestError(_("Dites pourquoi : le motif est publié avec l’effet."), "reason")
    return reason.strip()


def _check_drawn(quiz: Quiz, version_id: int) -> None:
    if version_id not in drawn_versions(quiz.pk):
        raise ContestError(_("Personne n’a eu cette question."))


def _mark_again(
    quiz: Quiz, made: ItemWithdrawal | KeyChange, before: Selection | None, actor_id: int
) -> None:
    """Mark everybody again, keep what it changed, and decide again where it was decided."""
    mark_stage(stage_id=quiz.stage_id)
    made.effect = effect_between(before, standing(quiz.stage_id))
    made.save(update_fields=["effect"])
    kind = "question_withdrawn" if isinstance(made, ItemWithdrawal) else "key_changed"
    facts: dict[str, Any] = {
        "stage": quiz.stage_id,
        "version": made.version_id,
        "reason": made.reason,
        "moved": len(made.effect["moves"]),
        "entered": made.effect["entered"],
        "left": made.effect["left"],
    }
    if isinstance(made, KeyChange):
        facts["key"] = made.key
    write_line(edition_id=quiz.stage.edition_id, kind=kind, facts=facts)
    record(actor_id, kind, quiz.stage.edition_id, stage=quiz.stage_id, version=made.version_id)
    _decide_again(quiz.stage_id, actor_id, made.reason)


def effect_between(before: Selection | None, after: Selection | None) -> dict[str, Any]:
    """Return what changed for whom, by number, as plain JSON; scores are exact fractions.

    Nothing where there was nobody to rank.
    """
    if before is None or after is None:
        return {"entered": [], "left": [], "moves": []}
    effect = effect_of_withdrawal(before, after)
    moves = [
        {
            "number": one.number,
            "rank": [one.rank_before, one.rank_after],
            "score": [str(one.score_before), str(one.score_after)],
        }
        for one in effect.moves
    ]
    return {"entered": list(effect.entered), "left": list(effect.left), "moves": moves}


def _decide_again(stage_id: int, actor_id: int, reason: str) -> None:
    if Decision.objects.filter(stage_id=stage_id, state=DecisionState.CURRENT).exists():
        decide_stage(stage_id=stage_id, actor_id=actor_id, reason=reason)
