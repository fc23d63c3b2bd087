"""What a person may take away and erase of their applications, and how long they are kept."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.people.registry import RetentionRule
from boutdufil.rooms.mobility.models import (
    Application,
    ApplicationMessage,
    ApplicationReading,
    InterviewSlot,
    StageChange,
)
from boutdufil.rooms.mobility.services.applications import empty_application
from boutdufil.rooms.mobility.services.interviews import NEEDS_KEPT, forget_needs

KEPT = timedelta(days=730)


def export_applications(person: Any) -> dict[str, Any]:
    """Return what the person sent and received, and what they wrote for an employer."""
    mine = Application.objects.filter(person=person).select_related("vacancy__organisation")
    written = ApplicationMessage.objects.filter(sender=person, from_employer=True)
    read = ApplicationReading.objects.filter(reader=person)
    return {
        "applications": [_application_data(application) for application in mine],
        "messages_for_an_employer": [_message_data(message) for message in written],
        "applications_read": [row.first_at.isoformat() for row in read],
    }


def _application_data(application: Application) -> dict[str, Any]:
    files = [document.file for document in application.documents.select_related("file")]
    return {
        "vacancy": application.vacancy.title,
        "employer": application.vacancy.organisation.name,
        "stage": application.stage,
        "sent_at": application.sent_at.isoformat(),
        "through": application.through,
        "email": application.email,
        "phone": application.phone,
        "letter": application.letter,
        "profile": application.profile,
        "documents": [{"name": file.name, "sha256": file.sha256} for file in files],
        "history": [_step_data(step) for step in application.history.all()],
        "messages": [_message_data(message) for message in application.messages.all()],
        "interviews": [_slot_data(slot) for slot in application.slots.all()],
        "read_at": [row.first_at.isoformat() for row in application.readings.all()],
    }


def _step_data(step: StageChange) -> dict[str, Any]:
    return {
        "at": step.at.isoformat(),
        "stage": step.stage,
        "reason": step.reason,
        "words": step.words,
    }


def _message_data(message: ApplicationMessage) -> dict[str, Any]:
    return {
        "at": message.sent_at.isoformat(),
        "from_employer": message.from_employer,
        "words": message.words,
    }


def _slot_data(slot: InterviewSlot) -> dict[str, Any]:
    return {
        "starts_at": slot.starts_at.isoformat(),
        "ends_at": slot.ends_at.isoformat(),
        "place": slot.place,
        "state": slot.state,
        "needs": slot.needs,
    }


@transaction.atomic
def erase_applications(person: Any) -> None:
    """Destroy the person's applications, and take their name off what they did for an employer.

    The ledger of posts keeps its counts: they name nobody.
    """
    _destroy(Application.objects.filter(person=person))
    ApplicationReading.objects.filter(reader=person).delete()
    ApplicationMessage.objects.filter(sender=person).update(sender=None)
    StageChange.objects.filter(actor=person).update(actor=None)
    InterviewSlot.objects.filter(proposed_by=person).update(proposed_by=None)


def erase_old_applications(now: datetime) -> int:
    """Destroy the applications whose two sides were last in touch two years ago."""
    return _destroy(Application.objects.filter(last_contact_at__lt=now - KEPT))


def _destroy(applications: Any) -> int:
    count = 0
    for application in applications.select_for_update(of=("self",)):
        empty_application(application=application)
        application.delete()
        count += 1
    return count


RULES = (
    RetentionRule(
        name="mobility.applications",
        what=_("Candidatures, lettres, documents et messages, après le dernier contact"),
        period=KEPT,
        source=_("Guide de la CNIL sur le recrutement (2023) : deux ans au plus"),
        run=erase_old_applications,
    ),
    RetentionRule(
        name="mobility.interview_needs",
        what=_("Besoins écrits pour venir à un entretien, après l’entretien"),
        period=NEEDS_KEPT,
        source=_("RGPD, articles 5 et 9 : le temps de la rencontre"),
        run=forget_needs,
    ),
)
