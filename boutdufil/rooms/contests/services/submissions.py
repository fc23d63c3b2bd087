"""Writing a team's file and handing it in: nothing typed is lost, and then nothing changes.

Two members who write the same answer at once are both kept: the one who came second has an
"other text" beside the answer until a member chooses. The clock is the server's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from boutdufil.kernel import events
from boutdufil.kernel.files.errors import FileRefused
from boutdufil.kernel.files.models import StoredFile
from boutdufil.kernel.files.services import shred_file, store_file
from boutdufil.rooms.contests.enums import StageStatus
from boutdufil.rooms.contests.errors import ContestError, TooLateError
from boutdufil.rooms.contests.events import FileHandedIn
from boutdufil.rooms.contests.models import OtherText, Stage, Submission, SubmissionAnswer
from boutdufil.rooms.contests.rules.files import (
    LARGEST_PAPER,
    LONGEST_ANSWER,
    Hours,
    clean_text,
    count_words,
    fingerprint,
    is_film_address,
    to_the_second,
)
from boutdufil.rooms.contests.selectors.accommodations import time_factor_of
from boutdufil.rooms.contests.selectors.case_settings import CaseRow, QuestionRow, case_of
from boutdufil.rooms.contests.selectors.submissions import receipt_json, takes_part
from boutdufil.rooms.contests.services.log import write_line
from boutdufil.rooms.contests.services.trail import record

PURPOSE = "contests.file"
OVER = frozenset({StageStatus.DECIDED, StageStatus.PUBLISHED})


@dataclass(frozen=True, slots=True)
class Whose:
    """Which file is written, and by whom."""

    entry_id: int
    stage_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class Said:
    """What a page says of an answer: its text, and the revision it was written upon."""

    question_id: int
    text: str
    revision: int


@dataclass(frozen=True, slots=True)
class Saved:
    """What the server says back; `conflict_with` is who wrote the answer meanwhile, "" for none."""

    question_id: int
    revision: int
    words: int
    conflict_with: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A PDF as it was sent."""

    content: bytes
    name: str


@dataclass(frozen=True, slots=True)
class _OpenFile:
    submission: Submission
    case: CaseRow
    hours: Hours


@transaction.atomic
def save_answers(*, whose: Whose, said: Iterable[Said]) -> list[Saved]:
    """Keep some answers of a file; each is kept, as the answer or beside it.

    :raises TooLateError: the hour is over, by the server's clock.
    :raises ContestError: it was handed in, is not theirs, or an answer has no end.
    """
    opened = _open_file(whose)
    questions = {one.id: one for one in opened.case.questions}
    kept = [one for one in said if one.question_id in questions]
    return [_save(opened.submission, whose.person_id, one) for one in kept]


@transaction.atomic
def set_film(*, whose: Whose, address: str) -> None:
    """Keep the address of a film; empty for none.

    :raises TooLateError, ContestError: as for an answer, and for an address that is none.
    """
    opened = _open_file(whose)
    if address == opened.submission.film:
        return
    if address and not opened.case.takes_film:
        raise ContestError(_("Ce cas ne prend pas de vidéo."), "film")
    if address and not is_film_address(address):
        told = _("Cette adresse n’est pas sûre. Elle commence par https:// et mène à la vidéo.")
        raise ContestError(told, "film")
    opened.submission.film = address
    _touch(opened.submission, "film")


@transaction.atomic
def attach_paper(*, whose: Whose, paper: Paper) -> None:
    """Join a PDF in place of the one before.

    :raises TooLateError, ContestError: as for an answer, and for a file that is not taken.
    """
    opened = _open_file(whose)
    if not opened.case.takes_paper:
        raise ContestError(_("Ce cas ne prend pas de PDF."), "paper")
    try:
        stored = store_file(
            content=paper.content, name=paper.name, purpose=PURPOSE, limit=LARGEST_PAPER
        )
    except FileRefused as refused:
        raise ContestError(str(refused), "paper") from None
    _replace_paper(opened.submission, stored)


@transaction.atomic
def detach_paper(*, whose: Whose) -> None:
    """Take the PDF out of a file.

    :raises TooLateError, ContestError: as for an answer.
    """
    _replace_paper(_open_file(whose).submission, None)


@transaction.atomic
def choose_text(*, whose: Whose, other_id: int, takes_other: bool) -> None:
    """Settle two texts of one answer: the other one takes its place, or is let go.

    :raises TooLateError, ContestError: as for an answer.
    """
    opened = _open_file(whose)
    found = OtherText.objects.filter(pk=other_id, answer__submission=opened.submission)
    other = found.select_related("answer").first()
    if other is None:
        return
    if takes_other:
        _write(other.answer, other.text, whose.person_id)
        _touch(opened.submission)
    other.delete()


@transaction.atomic
def hand_in(*, whose: Whose) -> Submission:
    """Hand a file in, once and for all; a second time returns the same receipt.

    :raises TooLateError: the hour is over, by the server's clock.
    :raises ContestError: an answer has too many words, or there is nothing to hand in.
    """
    now = timezone.now()
    # Locked before it is looked at: of two members at once, the second reads the first's receipt.
    known = _submissions(whose).select_for_update(of=("self",)).first()
    if known is not None and known.handed_in_at is not None:
        return known
    opened = _open_file(whose, now)
    _refuse_unready(opened)
    one = opened.submission
    one.handed_in_at, one.handed_in_by_id = to_the_second(now), whose.person_id
    one.is_late = opened.hours.is_late(now)
    one.save(update_fields=["handed_in_at", "handed_in_by", "is_late"])
    _complete(one, opened.case.questions)
    one.sha256 = fingerprint(receipt_json(one.pk))
    one.save(update_fields=["sha256"])
    edition_id = opened.case.edition_id
    record(whose.person_id, "hand_in", edition_id, submission=one.pk, sha256=one.sha256)
    facts = {"entry": one.entry_id, "stage": whose.stage_id, "sha256": one.sha256}
    write_line(edition_id=edition_id, kind="file_handed_in", facts=facts)
    events.publish(FileHandedIn(one.pk))
    return one


def _open_file(whose: Whose, at: datetime | None = None) -> _OpenFile:
    """Return a file that may be changed now, locked; the first change makes it."""
    now, case = at or timezone.now(), case_of(whose.stage_id)
    if case is None or not takes_part(whose.entry_id, whose.stage_id):
        raise ContestError(_("Votre candidature ne prend pas part à cette épreuve."))
    hours = case.times.for_factor(time_factor_of(whose.entry_id))
    if not hours.is_released(now):
        raise ContestError(_("Ce cas n’est pas encore dévoilé."))
    submission = _locked(case.id, whose.entry_id)
    if submission.handed_in_at is not None:
        raise ContestError(_("Ce dossier est rendu : plus rien n’y change."))
    is_over = Stage.objects.filter(pk=whose.stage_id, status__in=OVER).exists()
    if is_over or not hours.is_open(now):
        told = _(
            "C’était à rendre avant le %(day)s à %(due)s. Il est %(now)s à l’horloge du serveur."
        )
        due, here = timezone.localtime(hours.last_at), timezone.localtime(now)
        hour = {"due": time_format(due, "H:i:s"), "now": time_format(here, "H:i:s")}
        raise TooLateError(told % {"day": date_format(due), **hour})
    return _OpenFile(submission, case, hours)


def _locked(case_id: int, entry_id: int) -> Submission:
    Submission.objects.bulk_create(
        [Submission(case_id=case_id, entry_id=entry_id)], ignore_conflicts=True
    )
    found = Submission.objects.select_for_update(of=("self",)).select_related("paper")
    return found.get(case_id=case_id, entry_id=entry_id)


def _submissions(whose: Whose) -> QuerySet[Submission]:
    return Submission.objects.filter(case__stage_id=whose.stage_id, entry_id=whose.entry_id)


def _save(submission: Submission, person_id: int, said: Said) -> Saved:
    text = clean_text(said.text)
    if len(text) > LONGEST_ANSWER:
        raise ContestError(_("Cette réponse est trop longue pour être gardée. Raccourcissez-la."))
    found = SubmissionAnswer.objects.select_related("written_by")
    answer = found.filter(submission=submission, question_id=said.question_id).first()
    if answer is None:
        answer = SubmissionAnswer(submission=submission, question_id=said.question_id)
    words = count_words(text)
    if text == answer.text:
        return Saved(said.question_id, answer.revision, words)
    if said.revision != answer.revision and answer.written_by_id != person_id:
        _keep_beside(answer, text, person_id)
        who = answer.written_by.name if answer.written_by else _("inconnu")
        return Saved(said.question_id, answer.revision, words, conflict_with=who)
    _write(answer, text, person_id)
    _touch(submission)
    return Saved(said.question_id, answer.revision, words)


def _keep_beside(answer: SubmissionAnswer, text: str, person_id: int) -> None:
    OtherText.objects.update_or_create(
        answer=answer,
        written_by_id=person_id,
        defaults={"text": text, "written_at": timezone.now()},
    )


def _write(answer: SubmissionAnswer, text: str, person_id: int) -> None:
    answer.text, answer.revision = text, answer.revision + 1
    answer.written_by_id, answer.written_at = person_id, timezone.now()
    answer.save()


def _touch(submission: Submission, *fields: str) -> None:
    submission.revision += 1
    submission.changed_at = timezone.now()
    submission.save(update_fields=["revision", "changed_at", *fields])


def _replace_paper(submission: Submission, stored: StoredFile | None) -> None:
    before, submission.paper = submission.paper, stored
    _touch(submission, "paper")
    if before is not None:
        shred_file(before)


def _refuse_unready(opened: _OpenFile) -> None:
    answers = {one.question_id: one.text for one in opened.submission.answers.all()}
    for question in opened.case.questions:
        words = count_words(answers.get(question.id, ""))
        if words > question.most_words:
            told = _("La réponse %(number)s a %(words)s mots, %(most)s au plus. Raccourcissez-la.")
            facts = {"number": question.number, "words": words, "most": question.most_words}
            raise ContestError(told % facts)
    one = opened.submission
    if not (one.paper_id or one.film or any(text.strip() for text in answers.values())):
        raise ContestError(_("Ce dossier est vide : écrivez au moins une réponse."))


def _complete(submission: Submission, questions: Iterable[QuestionRow]) -> None:
    """Give each question an answer, an empty one where nothing was written."""
    SubmissionAnswer.objects.bulk_create(
        [SubmissionAnswer(submission=submission, question_id=one.id) for one in questions],
        ignore_conflicts=True,
    )
