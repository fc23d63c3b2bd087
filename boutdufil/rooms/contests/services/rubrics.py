"""The rubric of a stage: part of the declared rules, so changed with a reason once published."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest

from django.db.models import Max
from django.utils.translation import gettext as _

from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.models import CaseQuestion, Criterion, Level, Mark, Stage
from boutdufil.rooms.contests.services.freezing import changing_rules

MOST_LEVELS = 11


@dataclass(frozen=True, slots=True)
class CriterionDraft:
    """A line of a rubric; ``anchors`` from the weakest, which is worth 0, to the strongest.

    ``examples`` stand beside them in the same order; "" or none at the end where a level has none.
    """

    name: str
    weight: int
    anchors: tuple[str, ...]
    question_id: int | None = None
    examples: tuple[str, ...] = ()


def save_criterion(
    *,
    stage_id: int,
    draft: CriterionDraft,
    actor_id: int | None,
    criterion_id: int | None = None,
    reason: str = "",
) -> Criterion:
    """Write a line of a rubric, or another in its place.

    :raises RulesFrozenError: the rules are declared, and no reason is given.
    :raises ContestError: jurors marked by it already, or its levels tell nothing apart.
    """
    stage = Stage.objects.get(pk=stage_id)
    _refuse(stage, draft)
    with changing_rules(edition_id=stage.edition_id, actor_id=actor_id, reason=reason):
        refuse_marked(stage_id)
        found = Criterion.objects.filter(pk=criterion_id or 0, stage=stage).first()
        line = found or Criterion(stage=stage, position=_next(stage_id))
        line.name, line.weight, line.question_id = draft.name, draft.weight, draft.question_id
        line.save()
        line.levels.all().delete()
        Level.objects.bulk_create(
            Level(criterion=line, mark=mark, anchor=anchor, example=example)
            for mark, (anchor, example) in enumerate(
                zip_longest(draft.anchors, draft.examples, fillvalue="")
            )
        )
    return line


def drop_criterion(
    *, stage_id: int, criterion_id: int, actor_id: int | None, reason: str = ""
) -> None:
    """Take a line out of a rubric.

    :raises RulesFrozenError: the rules are declared, and no reason is given.
    :raises ContestError: jurors marked by it already.
    """
    stage = Stage.objects.get(pk=stage_id)
    with changing_rules(edition_id=stage.edition_id, actor_id=actor_id, reason=reason):
        refuse_marked(stage_id)
        Criterion.objects.filter(pk=criterion_id, stage=stage).delete()


def copy_rubric(*, stage_id: int, source_id: int, actor_id: int | None, reason: str = "") -> int:
    """Add the lines of another stage's rubric; return how many. Questions of its case stay there.

    :raises RulesFrozenError: the rules are declared, and no reason is given.
    :raises ContestError: jurors marked already.
    """
    stage = Stage.objects.get(pk=stage_id)
    source = Criterion.objects.filter(stage_id=source_id).prefetch_related("levels")
    with changing_rules(edition_id=stage.edition_id, actor_id=actor_id, reason=reason):
        refuse_marked(stage_id)
        for one in source:
            line = Criterion.objects.create(
                stage=stage, name=one.name, weight=one.weight, position=_next(stage_id)
            )
            Level.objects.bulk_create(
                Level(criterion=line, mark=level.mark, anchor=level.anchor, example=level.example)
                for level in one.levels.all()
            )
    return len(source)


def refuse_marked(stage_id: int) -> None:
    """Refuse to change what jurors already mark by.

    :raises ContestError: somebody marked.
    """
    if Mark.objects.filter(reading__stage_id=stage_id).exists():
        raise ContestError(_("Des jurés ont commencé à noter : la grille ne change plus."))


def _refuse(stage: Stage, draft: CriterionDraft) -> None:
    if not 2 <= len(draft.anchors) <= MOST_LEVELS:
        raise ContestError(_("Décrivez de 2 à 11 niveaux, un par ligne."), "anchors")
    if len(draft.examples) > len(draft.anchors):
        raise ContestError(_("Il y a plus d’exemples que de niveaux."), "examples")
    own = CaseQuestion.objects.filter(case__stage__edition_id=stage.edition_id)
    if draft.question_id and not own.filter(pk=draft.question_id).exists():
        raise ContestError(_("Cette question n’est pas de ce concours."), "question")


def _next(stage_id: int) -> int:
    last = Criterion.objects.filter(stage_id=stage_id).aggregate(last=Max("position"))["last"]
    return 0 if last is None else int(last) + 1
