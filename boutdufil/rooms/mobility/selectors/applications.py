"""Applications as both sides read them: the list, the page, its steps, messages and documents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Min
from django.utils import timezone

from boutdufil.kernel.files.models import StoredFile
from boutdufil.kernel.people.enums import Language
from boutdufil.rooms.mobility.enums import FINAL_STAGES, SlotState, Stage
from boutdufil.rooms.mobility.models import (
    Application,
    ApplicationDocument,
    ApplicationMessage,
    InterviewSlot,
    StageChange,
)
from boutdufil.rooms.mobility.selectors.candidates import (
    Fit,
    asked_skills,
    fit_of,
    shown_codes,
)
from boutdufil.rooms.mobility.selectors.interviews import SlotRow, slot_rows
from boutdufil.rooms.mobility.selectors.vacancy_lines import (
    VacancyLine,
    vacancy_line,
    vacancy_lines,
)

SHOWN_ON_MY_PAGE = 4


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document of an application; `size` in bytes."""

    pk: int
    name: str
    size: int
    added_at: datetime


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A message; `mine` when the reader's side wrote it, `sender` empty once they are gone.

    `lang` is the language its author reads, here and wherever somebody's own words are shown.
    """

    sender: str
    from_employer: bool
    mine: bool
    words: str
    lang: str
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step of an application, with the reason of a refusal or of a hire undone."""

    stage: Stage
    at: datetime
    reason: str
    words: str
    lang: str


@dataclass(frozen=True, slots=True)
class ApplicationRow:
    """An application in its person's list; `interview` is the one agreed on, still to come."""

    pk: int
    vacancy: VacancyLine
    stage: Stage
    sent_at: datetime
    interview: datetime | None
    slots_to_answer: bool

    @property
    def has_ended(self) -> bool:
        """Whether nothing more is to be done."""
        return self.stage in FINAL_STAGES


@dataclass(frozen=True, slots=True)
class ApplicationPage:
    """An application whole, for one of its two sides."""

    pk: int
    vacancy: VacancyLine
    stage: Stage
    sent_at: datetime
    first_read_at: datetime | None
    name: str
    lang: str
    email: str
    phone: str
    letter: str
    jobs: tuple[dict[str, Any], ...]
    skills: tuple[str, ...]
    fit: Fit
    documents: tuple[DocumentRow, ...]
    messages: tuple[MessageRow, ...]
    steps: tuple[StepRow, ...]
    slots: tuple[SlotRow, ...]

    @property
    def has_ended(self) -> bool:
        """Whether nothing more is to be done."""
        return self.stage in FINAL_STAGES

    @property
    def interview(self) -> SlotRow | None:
        """The interview agreed on."""
        return next((slot for slot in self.slots if slot.state == SlotState.CHOSEN), None)

    @property
    def proposed(self) -> tuple[SlotRow, ...]:
        """The moments waiting for an answer, those that have passed left out."""
        now = timezone.now()
        return tuple(
            slot for slot in self.slots if slot.state == SlotState.PROPOSED and slot.starts_at > now
        )

    @property
    def one_place(self) -> SlotRow | None:
        """One of the proposed moments when all are at the same place, so that it is said once."""
        places = {(slot.place, slot.where, slot.access, slot.proposed_by) for slot in self.proposed}
        return self.proposed[0] if len(places) == 1 else None

    @property
    def refusal(self) -> StepRow | None:
        """Why it was refused; None when it was not."""
        return self._last(Stage.REFUSED)

    @property
    def undoing(self) -> StepRow | None:
        """Why the hire did not hold; None when there was none, or it holds."""
        return self._last(Stage.UNDONE)

    def _last(self, stage: Stage) -> StepRow | None:
        steps = (step for step in reversed(self.steps) if step.stage == stage)
        return next(steps, None) if self.stage == stage else None


def find_application(application_id: int) -> Application | None:
    """Return an application with its vacancy; None for an unknown number."""
    found = Application.objects.select_related("vacancy__organisation", "person")
    return found.filter(pk=application_id).first()


def own_application(vacancy_id: int, person_id: int | None) -> int | None:
    """The number of the person's application to a vacancy, one taken back left out."""
    mine = Application.objects.filter(vacancy_id=vacancy_id, person_id=person_id or 0)
    return mine.exclude(stage=Stage.WITHDRAWN).values_list("pk", flat=True).first()


def find_document(application: Application, document_id: int) -> StoredFile | None:
    """Return the file of a document of this application; None when it has no such document."""
    found = ApplicationDocument.objects.select_related("file")
    document = found.filter(application=application, pk=document_id).first()
    return document.file if document else None


def application_rows(person_id: int) -> list[ApplicationRow]:
    """The person's applications, those that go on first, then the latest."""
    found = list(Application.objects.filter(person_id=person_id).order_by("-sent_at", "-pk"))
    lines = vacancy_lines({application.vacancy_id for application in found})
    agreed, asked = _interviews(person_id)
    rows = [
        ApplicationRow(
            pk=application.pk,
            vacancy=lines[application.vacancy_id],
            stage=Stage(application.stage),
            sent_at=application.sent_at,
            interview=agreed.get(application.pk),
            slots_to_answer=application.pk in asked,
        )
        for application in found
    ]
    return sorted(rows, key=lambda row: row.has_ended)


def page_section(person: Any) -> list[ApplicationRow] | None:
    """What "my page" shows: the first applications that count; None when there are none."""
    return application_rows(person.pk)[:SHOWN_ON_MY_PAGE] or None


def _interviews(person_id: int) -> tuple[dict[int, datetime], set[int]]:
    """By application: the next interview agreed on; and which have moments to answer."""
    coming = InterviewSlot.objects.filter(person_id=person_id, starts_at__gt=timezone.now())
    agreed = coming.filter(state=SlotState.CHOSEN).values("application_id")
    asked = coming.filter(state=SlotState.PROPOSED).values_list("application_id", flat=True)
    first = agreed.annotate(first=Min("starts_at")).values_list("application_id", "first")
    return dict(first), set(asked)


def application_page(application: Application, *, for_employer: bool) -> ApplicationPage:
    """The whole of an application for one side; seven queries, whatever it holds."""
    profile = application.profile
    asked = asked_skills(application.vacancy_id)
    return ApplicationPage(
        pk=application.pk,
        vacancy=vacancy_line(application.vacancy_id),
        stage=Stage(application.stage),
        sent_at=application.sent_at,
        first_read_at=application.readings.aggregate(first=Min("first_at"))["first"],
        name=application.name,
        lang=application.person.language,
        email=application.email,
        phone=application.phone,
        letter=application.letter,
        jobs=tuple(profile.get("jobs", ())),
        skills=tuple(skill["label"] for skill in profile.get("skills", ())),
        fit=fit_of(asked, shown_codes(profile)),
        documents=_documents(application),
        messages=_messages(application, for_employer=for_employer),
        steps=tuple(_step(change) for change in application.history.select_related("actor")),
        slots=slot_rows(application),
    )


def _documents(application: Application) -> tuple[DocumentRow, ...]:
    return tuple(
        DocumentRow(document.pk, document.file.name, document.file.size, document.added_at)
        for document in application.documents.select_related("file")
    )


def _messages(application: Application, *, for_employer: bool) -> tuple[MessageRow, ...]:
    return tuple(
        _message(message, application.name, for_employer=for_employer)
        for message in application.messages.select_related("sender")
    )


def _message(message: ApplicationMessage, applicant: str, *, for_employer: bool) -> MessageRow:
    # The applicant goes by the name they applied with, whatever their account says today.
    by_employer = message.sender.name if message.sender else ""
    return MessageRow(
        sender=by_employer if message.from_employer else applicant,
        from_employer=message.from_employer,
        mine=message.from_employer == for_employer,
        words=message.words,
        lang=message.sender.language if message.sender else Language.FRENCH,
        sent_at=message.sent_at,
    )


def _step(change: StageChange) -> StepRow:
    reason = str(change.get_reason_display()) if change.reason else ""
    lang = change.actor.language if change.actor else Language.FRENCH
    return StepRow(Stage(change.stage), change.at, reason, change.words, lang)
