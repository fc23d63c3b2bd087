"""Setting a case: what is asked is unseen until its hour, and then stays as it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from boutdufil.kernel.files.errors import FileRefused
from boutdufil.kernel.files.models import StoredFile
from boutdufil.kernel.files.services import shred_file, store_file
from boutdufil.rooms.contests.enums import LatePolicy, StageKind
from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.models import CaseQuestion, CaseStudy, Stage
from boutdufil.rooms.contests.rules.files import LARGEST_PAPER
from boutdufil.rooms.contests.services.freezing import changing_rules
from boutdufil.rooms.contests.services.trail import record

PURPOSE = "contests.case"


@dataclass(frozen=True, slots=True)
class CaseDraft:
    """What an organiser says of a case."""

    title: str
    text: str
    released_at: datetime
    due_at: datetime
    late_policy: LatePolicy
    late_minutes: int
    takes_paper: bool
    takes_film: bool


@dataclass(frozen=True, slots=True)
class CaseQuestionDraft:
    """A question of a case; `question_id` is None for a new one."""

    text: str
    most_words: int
    question_id: int | None = None


@dataclass(frozen=True, slots=True)
class Acting:
    """Who changes the case of which stage, and why once the rules are declared."""

    stage_id: int
    actor_id: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CasePaper:
    """The PDF of a case as it was sent."""

    content: bytes
    name: str


def save_case(*, acting: Acting, draft: CaseDraft, paper: CasePaper | None = None) -> CaseStudy:
    """Set the case of a stage, or change it; a new PDF takes the place of the one before.

    :raises RulesFrozenError: declared rules change with a reason or not at all.
    :raises ContestError: what was asked is seen already, or the hours do not fit.
    """
    stage = _stage(acting.stage_id)
    _refuse_hours(stage, draft)
    with changing_rules(
        edition_id=stage.edition_id, actor_id=acting.actor_id, reason=acting.reason
    ):
        case = CaseStudy.objects.select_for_update(of=("self",)).filter(stage=stage).first()
        if case is not None and is_seen(case):
            _refuse_other_words(case, draft, paper)
        case = case or CaseStudy(stage=stage)
        for name in CaseDraft.__slots__:
            setattr(case, name, getattr(draft, name))
        if paper is not None:
            _put_paper(case, paper)
        case.save()
        record(acting.actor_id, "save_case", stage.edition_id, stage=stage.pk)
    return case


def save_question(*, acting: Acting, draft: CaseQuestionDraft) -> CaseQuestion:
    """Add a question at the end, or change one.

    :raises RulesFrozenError, ContestError: as for the case.
    """
    stage = _stage(acting.stage_id)
    with changing_rules(
        edition_id=stage.edition_id, actor_id=acting.actor_id, reason=acting.reason
    ):
        case = _unseen_case(stage)
        question = case.questions.filter(pk=draft.question_id or 0).first()
        if question is None:
            last = case.questions.order_by("-number").first()
            question = CaseQuestion(case=case, number=last.number + 1 if last else 1)
        question.text, question.most_words = draft.text, draft.most_words
        question.save()
        record(acting.actor_id, "save_case_question", stage.edition_id, question=question.pk)
    return question


def remove_question(*, acting: Acting, question_id: int) -> None:
    """Take a question out; those after it move up.

    :raises RulesFrozenError, ContestError: as for the case.
    """
    stage = _stage(acting.stage_id)
    with changing_rules(
        edition_id=stage.edition_id, actor_id=acting.actor_id, reason=acting.reason
    ):
        case = _unseen_case(stage)
        if not case.questions.filter(pk=question_id).delete()[0]:
            return
        for number, question in enumerate(case.questions.order_by("number"), start=1):
            if question.number != number:
                question.number = number
                question.save(update_fields=["number"])
        record(acting.actor_id, "remove_case_question", stage.edition_id, question=question_id)


def is_seen(case: CaseStudy) -> bool:
    """Tell whether those who take part may have read it."""
    return timezone.now() >= case.released_at and case.stage.edition.published_at is not None


@transaction.atomic
def _put_paper(case: CaseStudy, paper: CasePaper) -> None:
    before: StoredFile | None = case.paper
    try:
        case.paper = store_file(
            content=paper.content, name=paper.name, purpose=PURPOSE, limit=LARGEST_PAPER
        )
    except FileRefused as refused:
        raise ContestError(str(refused), "paper") from None
    if before is not None:
        shred_file(before)


def _stage(stage_id: int) -> Stage:
    found = Stage.objects.select_related("edition").filter(pk=stage_id, kind=StageKind.FILE)
    stage = found.first()
    if stage is None:
        raise ContestError(_("Cette épreuve n’a pas de dossier."))
    return stage


def _unseen_case(stage: Stage) -> CaseStudy:
    found = CaseStudy.objects.select_for_update(of=("self",)).select_related("stage__edition")
    case = found.filter(stage=stage).first()
    if case is None:
        raise ContestError(_("Donnez d’abord un titre et des heures à ce cas."))
    if is_seen(case):
        raise ContestError(_("Le cas est dévoilé : ses questions ne changent plus."))
    return case


def _refuse_hours(stage: Stage, draft: CaseDraft) -> None:
    if draft.due_at <= draft.released_at:
        raise ContestError(_("Le dossier est à rendre après l’heure où le cas paraît."), "due_at")
    if not stage.starts_at <= draft.released_at:
        told = _("Le cas ne paraît pas avant le début de l’épreuve.")
        raise ContestError(told, "released_at")
    if draft.due_at > stage.ends_at:
        raise ContestError(_("Le dossier est à rendre avant la fin de l’épreuve."), "due_at")


def _refuse_other_words(case: CaseStudy, draft: CaseDraft, paper: CasePaper | None) -> None:
    if (case.title, case.text) != (draft.title, draft.text) or paper is not None:
        told = _("Le cas est dévoilé : son titre, son énoncé et son PDF ne changent plus.")
        raise ContestError(told)
