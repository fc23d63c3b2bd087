"""A team's file as the team sees it, and as a jury may: never with a name, never unchecked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from boutdufil.kernel.files.models import StoredFile
from boutdufil.rooms.contests.enums import BlindState, StageKind
from boutdufil.rooms.contests.models import OtherText, Stage, Submission, SubmissionAnswer
from boutdufil.rooms.contests.rules.blinding import hide
from boutdufil.rooms.contests.rules.files import (
    AnswerText,
    HandedIn,
    Hours,
    count_words,
    receipt_of,
)
from boutdufil.rooms.contests.selectors.accommodations import time_factor_of
from boutdufil.rooms.contests.selectors.case_settings import CaseRow, QuestionRow, case_of
from boutdufil.rooms.contests.selectors.stages import entrants


@dataclass(frozen=True, slots=True)
class OtherRow:
    """A text that a member wrote while another changed the same answer."""

    id: int
    text: str
    written_by: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """A question with what the team answers, as it stands on the server."""

    question: QuestionRow
    text: str
    revision: int
    written_by: str
    written_at: datetime | None
    others: tuple[OtherRow, ...]

    @property
    def words(self) -> int:
        """How many words the answer has."""
        return count_words(self.text)

    @property
    def is_too_long(self) -> bool:
        """Whether it has more words than the question takes."""
        return self.words > self.question.most_words


@dataclass(frozen=True, slots=True)
class FilePage:
    """A team's file, with its case and its hours; the case is there from its hour on alone."""

    entry_id: int
    stage_id: int
    stage_name: str
    submission_id: int | None
    case: CaseRow
    hours: Hours
    now: datetime
    answers: tuple[AnswerRow, ...]
    paper: StoredFile | None
    film: str
    handed_in_at: datetime | None
    handed_in_by: str
    is_late: bool
    sha256: str

    @property
    def is_open(self) -> bool:
        """Whether it may still be changed."""
        return self.handed_in_at is None and self.hours.is_open(self.now)

    @property
    def would_be_late(self) -> bool:
        """Whether handing it in now is after the hour."""
        return self.hours.is_late(self.now)

    @property
    def too_long(self) -> tuple[AnswerRow, ...]:
        """The answers that have too many words."""
        return tuple(one for one in self.answers if one.is_too_long)

    @property
    def empty(self) -> tuple[AnswerRow, ...]:
        """The questions without an answer."""
        return tuple(one for one in self.answers if not one.text.strip())


@dataclass(frozen=True, slots=True)
class WayIn:
    """What the page of an entry says of a stage with a case; `released_at` is all before then."""

    entry_id: int
    stage_id: int
    stage_name: str
    hours: Hours
    is_released: bool
    is_open: bool
    handed_in_at: datetime | None


@dataclass(frozen=True, slots=True)
class BlindAnswer:
    """An answer as a jury reads it."""

    question_id: int
    number: int
    question: str
    text: str


@dataclass(frozen=True, slots=True)
class BlindSubmission:
    """A file as a jury reads it: checked by a person, without the names they found."""

    submission_id: int
    number: str
    title: str
    answers: tuple[BlindAnswer, ...]
    film: str
    has_paper: bool
    is_late: bool


def ways_in(entry_id: int, edition_id: int) -> list[WayIn]:
    """Return the cases an entry takes part in, in the order of their stages."""
    stages = Stage.objects.filter(edition_id=edition_id, kind=StageKind.FILE)
    found = []
    for stage in stages:
        case = case_of(stage.pk)
        if case is not None and takes_part(entry_id, stage.pk):
            found.append(_way_in(entry_id, stage, case))
    return found


def takes_part(entry_id: int, stage_id: int) -> bool:
    """Tell whether an entry is in a stage now."""
    return entrants(stage_id).filter(pk=entry_id).exists()


def file_page(entry_id: int, stage_id: int) -> FilePage | None:
    """Return a team's file; None before its case is released, and where it has no part in it.

    What was handed in stays readable to the team, whatever became of its entry since.
    """
    case = case_of(stage_id)
    if case is None:
        return None
    own = _submissions().filter(case_id=case.id, entry_id=entry_id).first()
    hours, now = case.times.for_factor(time_factor_of(entry_id)), timezone.now()
    may_see = own is not None or takes_part(entry_id, stage_id)
    return _page(entry_id, case, own, hours, now) if may_see and hours.is_released(now) else None


def handed_in_of(submission_id: int) -> HandedIn:
    """Return what a submission's receipt is of; it was handed in."""
    one = _submissions().get(pk=submission_id)
    answers = one.answers.select_related("question").order_by("question__number")
    return HandedIn(
        edition=one.entry.edition.slug,
        stage_id=one.case.stage_id,
        entry=one.entry.number,
        answers=[AnswerText(answer.question.number, answer.text) for answer in answers],
        film=one.film,
        paper_sha256=one.paper.sha256 if one.paper else "",
        handed_in_at=one.handed_in_at or timezone.now(),
        is_late=one.is_late,
    )


def receipt_json(submission_id: int) -> bytes:
    """Return the canonical JSON a receipt bears the fingerprint of."""
    return receipt_of(handed_in_of(submission_id))


def blind_submission(entry_id: int, stage_id: int) -> BlindSubmission | None:
    """Return a file as a jury reads it; None until it is handed in and checked by a person."""
    one = _checked(entry_id, stage_id)
    if one is None:
        return None
    hidden = one.redactions if one.blind == BlindState.REDACTED else []
    answers = one.answers.select_related("question").order_by("question__number")
    return BlindSubmission(
        submission_id=one.pk,
        number=one.entry.number,
        title=one.case.title,
        answers=tuple(_blind_answer(answer, hidden) for answer in answers),
        film=one.film if one.shows_film else "",
        has_paper=_paper_for_jury(one) is not None,
        is_late=one.is_late,
    )


def blind_paper(entry_id: int, stage_id: int) -> StoredFile | None:
    """Return the PDF a jury may read; None where there is none, or none was allowed."""
    one = _checked(entry_id, stage_id)
    return _paper_for_jury(one) if one else None


def _checked(entry_id: int, stage_id: int) -> Submission | None:
    found = _submissions().filter(entry_id=entry_id, case__stage_id=stage_id)
    checked = found.filter(blind__in=(BlindState.CLEAR, BlindState.REDACTED))
    return checked.exclude(handed_in_at=None).first()


def _paper_for_jury(one: Submission) -> StoredFile | None:
    file = one.paper if one.blind == BlindState.CLEAR else one.blind_paper
    return file if file and file.shredded_at is None else None


def _blind_answer(answer: SubmissionAnswer, hidden: list[str]) -> BlindAnswer:
    question = answer.question
    return BlindAnswer(question.pk, question.number, question.text, hide(answer.text, hidden))


def _submissions() -> QuerySet[Submission]:
    return Submission.objects.select_related(
        "entry__edition", "case__stage", "paper", "blind_paper", "handed_in_by"
    )


def _way_in(entry_id: int, stage: Stage, case: CaseRow) -> WayIn:
    hours, now = case.times.for_factor(time_factor_of(entry_id)), timezone.now()
    own = Submission.objects.filter(case_id=case.id, entry_id=entry_id)
    handed_in_at = own.values_list("handed_in_at", flat=True).first()
    return WayIn(
        entry_id=entry_id,
        stage_id=stage.pk,
        stage_name=stage.name,
        hours=hours,
        is_released=hours.is_released(now),
        is_open=hours.is_open(now) and handed_in_at is None,
        handed_in_at=handed_in_at,
    )


def _page(
    entry_id: int, case: CaseRow, own: Submission | None, hours: Hours, now: datetime
) -> FilePage:
    handed_in_by = own.handed_in_by if own else None
    return FilePage(
        entry_id=entry_id,
        stage_id=case.stage_id,
        stage_name=Stage.objects.values_list("name", flat=True).get(pk=case.stage_id),
        submission_id=own.pk if own else None,
        case=case,
        hours=hours,
        now=now,
        answers=_answers(case, own),
        paper=own.paper if own else None,
        film=own.film if own else "",
        handed_in_at=own.handed_in_at if own else None,
        handed_in_by=handed_in_by.name if handed_in_by else "",
        is_late=own.is_late if own else False,
        sha256=own.sha256 if own else "",
    )


def _answers(case: CaseRow, own: Submission | None) -> tuple[AnswerRow, ...]:
    written: dict[int, SubmissionAnswer] = {}
    if own is not None:
        found = own.answers.select_related("written_by")
        found = found.prefetch_related("other_texts__written_by")
        written = {one.question_id: one for one in found}
    return tuple(_answer(question, written.get(question.id)) for question in case.questions)


def _answer(question: QuestionRow, one: SubmissionAnswer | None) -> AnswerRow:
    if one is None:
        return AnswerRow(question, "", 0, "", None, ())
    name = one.written_by.name if one.written_by else ""
    others = tuple(map(_other, one.other_texts.all()))
    return AnswerRow(question, one.text, one.revision, name, one.written_at, others)


def _other(one: OtherText) -> OtherRow:
    return OtherRow(one.pk, one.text, one.written_by.name, one.written_at)
