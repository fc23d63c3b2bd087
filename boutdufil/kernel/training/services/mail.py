"""The messages of trainings: plain text, in the language their reader reads."""

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.organisations.selectors import people_with_role
from boutdufil.kernel.people.models import Person
from boutdufil.kernel.people.services.mail import absolute_url, send_letter
from boutdufil.kernel.training.models import Accreditation, Enrolment
from boutdufil.kernel.training.permissions import OFFICERS, TRAINERS

DECISION = _("Votre inscription à une formation")
ENDING = _("Une habilitation arrive à son terme")


def send_decision(*, enrolment_id: int) -> None:
    """Tell a person what became of their enrolment; nothing for one deleted meanwhile."""
    enrolment = (
        Enrolment.objects.select_related("person", "session__programme__body__organisation")
        .filter(pk=enrolment_id)
        .first()
    )
    if enrolment is not None:
        link = absolute_url(reverse("training:my_seats"))
        _send(enrolment.person, DECISION, "decision", enrolment=enrolment, link=link)


def send_ending(*, accreditation_id: int) -> None:
    """Tell the body and the branch that an accreditation ends soon."""
    accreditation = Accreditation.objects.select_related("body__organisation", "decided_by").get(
        pk=accreditation_id
    )
    body = people_with_role(accreditation.body.organisation_id, TRAINERS)
    branch = people_with_role(accreditation.decided_by_id, OFFICERS)
    for pages, readers in (("training:seat", body), ("training:accreditations", branch)):
        link = absolute_url(reverse(pages))
        for person in Person.objects.filter(pk__in=readers, is_active=True):
            _send(person, ENDING, "ending", accreditation=accreditation, link=link)


def _send(person: Person, subject: Promise, template: str, **facts: object) -> None:
    send_letter(
        to=person.email,
        language=person.language,
        subject=subject,
        template=f"training/mail/{template}.txt",
        facts={"name": person.name, **facts},
    )
