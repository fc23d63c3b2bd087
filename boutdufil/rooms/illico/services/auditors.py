"""Auditors: named by the committee, for every number, until it ends."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from boutdufil.kernel.audit import services as audit
from boutdufil.kernel.people.models import Person, fold_email
from boutdufil.rooms.illico.errors import EvidenceError
from boutdufil.rooms.illico.models import AuditorSeat


@transaction.atomic
def name_auditor(*, person_id: int, actor_id: int | None) -> AuditorSeat:
    """Let somebody look at the leaves, from now on; who may already, still may."""
    seat, is_new = AuditorSeat.objects.get_or_create(
        person_id=person_id, ended_at=None, defaults={"named_by_id": actor_id}
    )
    if is_new:
        _record(actor_id, "auditor_named", person_id)
    return seat


def name_by_email(*, email: str, actor_id: int) -> AuditorSeat:
    """Name whoever goes by an address. Raises EvidenceError: nobody has an account there."""
    people = Person.objects.filter(email=fold_email(email), is_active=True, erased_at=None)
    person = people.first()
    if person is None:
        raise EvidenceError(_("Personne n’a de compte à cette adresse."))
    return name_auditor(person_id=person.pk, actor_id=actor_id)


@transaction.atomic
def end_auditor(*, seat_id: int, actor_id: int | None) -> None:
    """End it; what they took away stays with them."""
    seat = AuditorSeat.objects.filter(pk=seat_id, ended_at=None).first()
    if seat is not None:
        seat.ended_at = timezone.now()
        seat.save(update_fields=["ended_at"])
        _record(actor_id, "auditor_ended", seat.person_id)


def _record(actor_id: int | None, verb: str, person_id: int) -> None:
    audit.record(actor_id=actor_id, verb=f"illico.{verb}", subject=f"person:{person_id}")
