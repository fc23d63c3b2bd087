"""Opening, moving on, refusing, hiring: what the employer does."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from boutdufil.kernel.audit import services as audit
from boutdufil.kernel.posts import services as ledger
from boutdufil.kernel.posts.models import Hire
from boutdufil.rooms.mobility.enums import (
    NEXT_STAGES,
    RefusalReason,
    SlotState,
    Stage,
    UndoingReason,
)
from boutdufil.rooms.mobility.errors import StageMovedError
from boutdufil.rooms.mobility.models import Application, ApplicationMessage, ApplicationReading
from boutdufil.rooms.mobility.selectors.candidates import WAITING
from boutdufil.rooms.mobility.services import application_notices as notices
from boutdufil.rooms.mobility.services.applications import locked, note_stage, touch


@transaction.atomic
def open_application(*, application_id: int, reader_id: int) -> Application:
    """Let a recruiter read an application; who did, and when first, is written down.

    The person is told that it was read, once.
    """
    application = locked(application_id)
    _reading, is_new = ApplicationReading.objects.get_or_create(
        application=application, reader_id=reader_id
    )
    if is_new:
        subject = f"application:{application.pk}"
        audit.record(actor_id=reader_id, verb="mobility.application_read", subject=subject)
    if application.stage == Stage.SENT:
        note_stage(application=application, stage=Stage.READ, actor_id=reader_id)
    return application


@transaction.atomic
def move_application(*, application_id: int, stage: str, actor_id: int) -> Application:
    """Take an application one step further. Raises StageMovedError when it may not follow."""
    application = _movable(application_id, stage)
    note_stage(application=application, stage=stage, actor_id=actor_id)
    notices.tell_person(application=application)
    return application


@transaction.atomic
def refuse_application(
    *, application_id: int, reason: str, words: str, actor_id: int
) -> Application:
    """End an application with a reason and a sentence that its person reads as it stands.

    Raises StageMovedError when it ended meanwhile.
    """
    application = _movable(application_id, Stage.REFUSED)
    _end_slots(application)
    note_stage(
        application=application,
        stage=Stage.REFUSED,
        actor_id=actor_id,
        reason=RefusalReason(reason),
        words=words,
    )
    notices.tell_person(application=application)
    return application


@transaction.atomic
def hire_candidate(*, application_id: int, hired_on: date, actor_id: int) -> Application:
    """Hire somebody: fills a post of the vacancy in the ledger.

    Raises StageMovedError when it ended meanwhile, NoOpenPostError when every post is filled.
    """
    application = _movable(application_id, Stage.HIRED)
    ledger.record_hire(
        vacancy_id=application.vacancy_id,
        person_id=application.person_id,
        hired_on=hired_on,
        recorded_by_id=actor_id,
    )
    _end_slots(application)
    note_stage(application=application, stage=Stage.HIRED, actor_id=actor_id)
    notices.tell_person(application=application)
    return application


@transaction.atomic
def undo_hire(*, application_id: int, reason: str, words: str, actor_id: int) -> Application:
    """Say that a hire did not hold: its post is open again, and the person reads why.

    Raises StageMovedError when the application stands elsewhere meanwhile.
    """
    application = _movable(application_id, Stage.UNDONE)
    reason = UndoingReason(reason)
    hires = Hire.objects.filter(
        post__vacancy_id=application.vacancy_id,
        person_id=application.person_id,
        cancelled_at=None,
    )
    for hire in hires:
        ledger.cancel_hire(hire_id=hire.pk, reason=reason, actor_id=actor_id)
    note_stage(
        application=application,
        stage=Stage.UNDONE,
        actor_id=actor_id,
        reason=reason,
        words=words,
    )
    notices.tell_person(application=application)
    return application


@transaction.atomic
def answer_remaining(*, vacancy_id: int, reason: str, words: str, actor_id: int) -> int:
    """Refuse all who still wait, with one reason and one sentence; return how many."""
    waiting = Application.objects.filter(vacancy_id=vacancy_id, stage__in=WAITING)
    numbers = list(waiting.order_by("pk").values_list("pk", flat=True))
    for number in numbers:
        refuse_application(application_id=number, reason=reason, words=words, actor_id=actor_id)
    return len(numbers)


@transaction.atomic
def write_message(
    *, application_id: int, words: str, sender_id: int, from_employer: bool
) -> ApplicationMessage:
    """Write to the other side, who is told by mail that there is a message, not what it says.

    Raises StageMovedError when the application was withdrawn meanwhile.
    """
    application = locked(application_id)
    if application.stage == Stage.WITHDRAWN:
        raise StageMovedError(application.stage)
    message = ApplicationMessage.objects.create(
        application=application, sender_id=sender_id, from_employer=from_employer, words=words
    )
    touch(application=application)
    if from_employer:
        notices.tell_person(application=application)
    else:
        notices.tell_employer(application=application)
    return message


def _movable(application_id: int, stage: str) -> Application:
    application = locked(application_id)
    if stage not in NEXT_STAGES.get(application.stage, ()):
        raise StageMovedError(application.stage)
    return application


def _end_slots(application: Application) -> None:
    """Call off what was only proposed; an interview already agreed on is for people to cancel."""
    application.slots.filter(state=SlotState.PROPOSED).update(state=SlotState.CANCELLED)
