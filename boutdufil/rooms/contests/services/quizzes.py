"""How a stage's quiz is answered, and what it is drawn from once it begins."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext as _

from boutdufil.engines.sealing import canonical_json
from boutdufil.rooms.contests.enums import StageKind
from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.events import StageOpened
from boutdufil.rooms.contests.models import BlueprintLine, Quiz, Stage, Theme
from boutdufil.rooms.contests.selectors.quiz_pool import pool_of
from boutdufil.rooms.contests.selectors.quiz_settings import QuizDraft
from boutdufil.rooms.contests.services.freezing import changing_rules
from boutdufil.rooms.contests.services.log import write_line


def set_quiz(*, stage_id: int, draft: QuizDraft, actor_id: int | None, reason: str = "") -> Quiz:
    """Say how a stage's quiz is answered; another bank begins with an empty blueprint.

    :raises ContestError: the stage is none of a quiz, or a theme is of another bank.
    :raises RulesFrozenError: the rules are declared, and there is no reason or no way.
    """
    stage = Stage.objects.get(pk=stage_id)
    if stage.kind != StageKind.QUIZ:
        raise ContestError(_("Cette épreuve n’est pas un questionnaire."))
    with changing_rules(edition_id=stage.edition_id, actor_id=actor_id, reason=reason):
        told = {
            "bank_id": draft.bank_id,
            "mode": draft.mode,
            "seconds": draft.seconds,
            "grace_seconds": draft.grace_seconds,
            "confirmation_items": draft.confirmation_items,
            "confirmation_seconds": draft.confirmation_seconds,
            "confirmed_per_place": draft.confirmed_per_place,
        }
        quiz, _is_new = Quiz.objects.update_or_create(stage=stage, defaults=told)
        _set_blueprint(quiz, draft.blueprint)
    return quiz


def fix_pool_of_stage(event: StageOpened) -> None:
    """Fix what a quiz is drawn from once its stage begins."""
    fix_pool(stage_id=event.stage_id)


@transaction.atomic
def fix_pool(*, stage_id: int) -> bool:
    """Fix the questions of a quiz for good and write them in the log; tell whether it was now.

    What is approved or retired afterwards changes nobody's draw, and anybody who has the log can
    draw again.
    """
    quiz = Quiz.objects.select_for_update(of=("self",)).select_related("stage")
    found = quiz.filter(stage_id=stage_id, pool__isnull=True).first()
    if found is None:
        return False
    pool = pool_of(found.pk)
    found.pool = [[one.version_id, one.theme_id, list(one.option_keys)] for one in pool.items]
    found.save(update_fields=["pool"])
    facts = {
        "stage": stage_id,
        "blueprint": [[one.theme_id, one.count] for one in pool.blueprint],
        "pool": found.pool,
        "sha256": sha256(canonical_json(found.pool)).hexdigest(),
    }
    write_line(edition_id=found.stage.edition_id, kind="quiz_pool_fixed", facts=facts)
    return True


def _set_blueprint(quiz: Quiz, blueprint: Sequence[tuple[int, int]]) -> None:
    """Count questions by theme anew, where they are counted otherwise."""
    wanted = {theme: count for theme, count in blueprint if count}
    lines = quiz.blueprint.all()
    if dict(lines.values_list("theme_id", "count")) == wanted:
        return
    known = Theme.objects.filter(bank_id=quiz.bank_id, pk__in=wanted).count()
    if known < len(wanted):
        raise ContestError(_("Un thème n’est pas de cette banque : rechargez la page."))
    lines.delete()
    BlueprintLine.objects.bulk_create(
        BlueprintLine(quiz=quiz, theme_id=theme, count=count) for theme, count in wanted.items()
    )
