"""Mail that says there is something to read here, and nothing of what it says."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from boutdufil.kernel import jobs
from boutdufil.kernel.organisations.selectors import people_with_role
from boutdufil.kernel.people.models import Person
from boutdufil.kernel.people.services import take_allowance
from boutdufil.kernel.people.services.mail import absolute_url, send_letter
from boutdufil.kernel.ui.days import format_day
from boutdufil.rooms.mobility.models import Application, InterviewSlot
from boutdufil.rooms.mobility.permissions.vacancies import RECRUITERS

# Somebody who writes sixty messages fills nobody's mailbox.
NOTICES = {"limit": 6, "per_seconds": 3600}


@dataclass(frozen=True, slots=True)
class Notice:
    """One message: to whom, about what, and the page where it is read."""

    person: Person
    subject: Promise
    template: str
    path: str


def tell_person(*, application: Application) -> None:
    """Have the person told that something happened to their application."""
    jobs.enqueue("mobility.notify_person", application_id=application.pk)


def tell_employer(*, application: Application) -> None:
    """Have the recruiters told that something happened to an application they may read."""
    jobs.enqueue("mobility.notify_employer", application_id=application.pk)


def notify_person(*, application_id: int) -> None:
    """Write to the person: there is news, on their page."""
    application = Application.objects.select_related("person").filter(pk=application_id).first()
    if application is not None:
        path = reverse("mobility:application", args=[application.pk])
        subject = gettext_lazy("Du nouveau sur votre candidature")
        _send_sometimes(Notice(application.person, subject, "news", path))


def notify_employer(*, application_id: int) -> None:
    """Write to those who recruit for the vacancy: there is news, on its page."""
    application = Application.objects.select_related("vacancy").filter(pk=application_id).first()
    if application is None:
        return
    path = reverse("mobility:candidates", args=[application.vacancy_id])
    subject = gettext_lazy("Du nouveau sur une candidature")
    for person in recruiters_of(application):
        _send_sometimes(Notice(person, subject, "candidate_news", path))


def recruiters_of(application: Application) -> list[Person]:
    """Return the open accounts of those who recruit for the application's vacancy."""
    found = people_with_role(application.vacancy.organisation_id, RECRUITERS)
    return list(Person.objects.filter(pk__in=found, is_active=True).order_by("pk"))


def remind_of_interview(*, slot: InterviewSlot) -> None:
    """Remind the person of an interview the day before."""
    path = reverse("mobility:application", args=[slot.application_id])
    person = slot.application.person
    moment = timezone.localtime(slot.starts_at)
    with translation.override(person.language):
        when = format_day(moment, "l j F, H:i")
    _send(Notice(person, gettext_lazy("Rappel : votre entretien"), "interview", path), when=when)


def _send_sometimes(notice: Notice) -> None:
    """Send a notice unless the same page was announced often in this hour: it says no more."""
    key = f"{notice.person.pk} {notice.path}"
    if not take_allowance(scope="mobility.notice", key=key, **NOTICES):
        _send(notice)


def _send(notice: Notice, **facts: str) -> None:
    person = notice.person
    if person.is_active:
        send_letter(
            to=person.email,
            language=person.language,
            subject=notice.subject,
            template=f"mobility/mail/application_{notice.template}.txt",
            facts={"name": person.name, "link": absolute_url(notice.path), **facts},
        )
