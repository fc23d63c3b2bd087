"""What trainings hold about a person: exported whole, erased with the account."""

from typing import Any

from django.db import transaction

from boutdufil.kernel.people.models import Person
from boutdufil.kernel.training.enums import LIVE_STATES
from boutdufil.kernel.training.models import BlockResult, Enrolment
from boutdufil.kernel.training.services.seats import cancel_seat


def export_trainings(person: Person) -> dict[str, Any]:
    """Return the enrolments and the blocks of a person, JSON-able."""
    enrolled = Enrolment.objects.filter(person=person).select_related("session__programme")
    achieved = BlockResult.objects.filter(person=person).select_related("block__certificate")
    return {
        "enrolments": [
            {
                "programme": one.session.programme.label,
                "starts_on": one.session.starts_on.isoformat(),
                "ends_on": one.session.ends_on.isoformat(),
                "state": one.state,
                "payer": one.payer,
                "asked_at": one.asked_at.isoformat(),
                "reason": one.reason,
            }
            for one in enrolled
        ],
        "blocks": [
            {
                "certificate": one.block.certificate.label,
                "block": one.block.label,
                "achieved_on": one.achieved_on.isoformat(),
            }
            for one in achieved
        ],
    }


@transaction.atomic
def erase_trainings(person: Person) -> None:
    """Give the person's seats back, then delete their enrolments and results."""
    for enrolment in Enrolment.objects.filter(person=person, state__in=LIVE_STATES):
        cancel_seat(enrolment_id=enrolment.pk, actor_id=person.pk)
    Enrolment.objects.filter(person=person).delete()
    BlockResult.objects.filter(person=person).delete()
