"""Applying, adding documents, withdrawing: what the person does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from boutdufil.kernel import events
from boutdufil.kernel.audit import services as audit
from boutdufil.kernel.files import services as files
from boutdufil.kernel.people.models import Person
from boutdufil.kernel.posts import services as ledger
from boutdufil.kernel.posts.enums import ContactKind
from boutdufil.kernel.posts.models import Vacancy
from boutdufil.rooms.mobility.enums import FINAL_STAGES, SlotState, Stage
from boutdufil.rooms.mobility.errors import (
    AlreadyAppliedError,
    ClosedVacancyError,
    StageMovedError,
    TooManyDocumentsError,
)
from boutdufil.rooms.mobility.events import ApplicationSent
from boutdufil.rooms.mobility.models import (
    Application,
    ApplicationDocument,
    Profile,
    StageChange,
)
from boutdufil.rooms.mobility.permissions.applications import takes_applications
from boutdufil.rooms.mobility.selectors.profiles import HELD
from boutdufil.rooms.mobility.services import application_notices as notices

PURPOSE = "mobility.application"
MAX_DOCUMENTS = 5


@dataclass(frozen=True, slots=True)
class Upload:
    """A document as it was sent: the name its person gives it, and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class ApplicationDraft:
    """What a person chose to send: codes of skills, numbers of past jobs, ways to answer."""

    skills: tuple[str, ...] = ()
    jobs: tuple[int, ...] = ()
    letter: str = ""
    share_email: bool = False
    phone: str = ""
    documents: tuple[Upload, ...] = ()


@transaction.atomic
def send_application(
    *, vacancy_id: int, person_id: int, draft: ApplicationDraft, through: str = ""
) -> Application:
    """Send an application: the first contact goes into the ledger, the employer is told.

    `through` is the reference of what brought the person to the vacancy ("campaign:12").
    Raises ClosedVacancyError, AlreadyAppliedError, TooManyDocumentsError or FileRefused.
    """
    vacancy = Vacancy.objects.select_for_update(of=("self",)).get(pk=vacancy_id)
    if not takes_applications(vacancy, timezone.localdate()):
        raise ClosedVacancyError(vacancy_id)
    application = _create(vacancy, Person.objects.get(pk=person_id), draft, through)
    _attach(application, draft.documents)
    note_stage(application=application, stage=Stage.SENT, actor_id=person_id)
    contact = ledger.record_contact(
        vacancy_id=vacancy_id, person_id=person_id, kind=ContactKind.APPLICATION, through=through
    )
    events.publish(ApplicationSent(contact_id=contact.pk))
    notices.tell_employer(application=application)
    return application


def _create(vacancy: Vacancy, person: Person, draft: ApplicationDraft, through: str) -> Application:
    try:
        with transaction.atomic():
            return Application.objects.create(
                vacancy=vacancy,
                person=person,
                name=person.name,
                email=(person.email or "") if draft.share_email else "",
                phone=draft.phone,
                letter=draft.letter,
                profile=_snapshot(person.pk, draft),
                through=through,
            )
    except IntegrityError as twice:
        own = Application.objects.filter(vacancy=vacancy, person=person)
        raise AlreadyAppliedError(own.exclude(stage=Stage.WITHDRAWN).get().pk) from twice


def _snapshot(person_id: int, draft: ApplicationDraft) -> dict[str, Any]:
    """Write down what the person confirmed and chose to show; nothing they did not confirm."""
    profile = Profile.objects.filter(person_id=person_id).first()
    if profile is None:
        return {"skills": [], "jobs": []}
    skills = profile.skills.filter(skill__in=draft.skills, decision__in=HELD)
    jobs = profile.past_jobs.filter(pk__in=draft.jobs)
    return {
        "skills": [{"code": row.skill, "label": row.label} for row in skills],
        "jobs": [{"title": job.title_label, "years": job.years} for job in jobs],
    }


@transaction.atomic
def add_documents(*, application_id: int, uploads: Sequence[Upload], actor_id: int) -> None:
    """Add documents to an application that goes on.

    Raises StageMovedError when it ended, TooManyDocumentsError or FileRefused.
    """
    application = locked(application_id)
    if application.stage in FINAL_STAGES:
        raise StageMovedError(application.stage)
    _attach(application, uploads)
    touch(application=application)
    record(application, "mobility.documents_added", actor_id, count=len(uploads))
    notices.tell_employer(application=application)


def _attach(application: Application, uploads: Sequence[Upload]) -> None:
    if application.documents.count() + len(uploads) > MAX_DOCUMENTS:
        raise TooManyDocumentsError(MAX_DOCUMENTS)
    for upload in uploads:
        file = files.store_file(content=upload.content, name=upload.name, purpose=PURPOSE)
        ApplicationDocument.objects.create(application=application, file=file)


@transaction.atomic
def withdraw_application(*, application_id: int, actor_id: int) -> Application:
    """Take an application back: the employer reads it no more, its documents are destroyed.

    A second time changes nothing. Raises StageMovedError when the person was hired meanwhile.
    """
    application = locked(application_id)
    if application.stage == Stage.WITHDRAWN:
        return application
    if application.stage == Stage.HIRED:
        raise StageMovedError(application.stage)
    empty_application(application=application)
    note_stage(application=application, stage=Stage.WITHDRAWN, actor_id=actor_id)
    notices.tell_employer(application=application)
    return application


def empty_application(*, application: Application) -> None:
    """Destroy the documents and take away all the person wrote; the steps stay."""
    for document in application.documents.select_related("file"):
        files.shred_file(document.file)
    application.documents.all().delete()
    application.messages.all().delete()
    standing = application.slots.filter(state__in=[SlotState.PROPOSED, SlotState.CHOSEN])
    standing.update(
        state=SlotState.CANCELLED, sequence=F("sequence") + 1, changed_at=timezone.now()
    )
    application.slots.exclude(needs="").update(needs="")
    application.name = application.email = application.phone = application.letter = ""
    application.profile = {"skills": [], "jobs": []}
    application.save(update_fields=["name", "email", "phone", "letter", "profile"])


def note_stage(
    *,
    application: Application,
    stage: str,
    actor_id: int | None,
    reason: str = "",
    words: str = "",
) -> None:
    """Move a locked application to a stage, with who and why in its history and the trail."""
    StageChange.objects.create(
        application=application, stage=stage, actor_id=actor_id, reason=reason, words=words
    )
    application.stage = stage
    application.save(update_fields=["stage"])
    touch(application=application)
    facts = {"stage": str(stage), **({"reason": reason} if reason else {})}
    record(application, "mobility.application_moved", actor_id, **facts)


def touch(*, application: Application) -> None:
    """Remember that the two were in touch now: the time it is kept starts again."""
    application.last_contact_at = timezone.now()
    application.save(update_fields=["last_contact_at"])


def locked(application_id: int) -> Application:
    """Return an application nobody else moves until the transaction ends, with its vacancy."""
    found = Application.objects.select_for_update(of=("self",)).select_related("vacancy", "person")
    return found.get(pk=application_id)


def record(application: Application, verb: str, actor_id: int | None, **facts: object) -> None:
    """Note an act on an application in the audit trail."""
    audit.record(actor_id=actor_id, verb=verb, subject=f"application:{application.pk}", facts=facts)
