"""Seats on the committee of the charter."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from boutdufil.kernel.audit import services as audit
from boutdufil.kernel.people.models import Person, fold_email
from boutdufil.rooms.illico.errors import CharterError
from boutdufil.rooms.illico.models import CommitteeSeat


@transaction.atomic
def appoint_member(
    *, person_id: int, actor_id: int | None, since: datetime | None = None
) -> CommitteeSeat:
    """Give somebody a seat, from now on; who holds one keeps it."""
    seat, is_new = CommitteeSeat.objects.get_or_create(
        person_id=person_id, ended_at=None, defaults={"began_at": since or timezone.now()}
    )
    if is_new:
        _record(actor_id, "committee_appointed", person_id)
    return seat


def appoint_by_email(*, email: str, actor_id: int) -> CommitteeSeat:
    """Give a seat to whoever goes by an address.

    :raises CharterError: nobody has an account there.
    """
    people = Person.objects.filter(email=fold_email(email), is_active=True, erased_at=None)
    person = people.first()
    if person is None:
        raise CharterError(_("Personne n’a de compte à cette adresse."))
    return appoint_member(person_id=person.pk, actor_id=actor_id)


@transaction.atomic
def end_seat(*, seat_id: int, actor_id: int | None) -> None:
    """End a seat; what its holder decided stays decided."""
    seat = CommitteeSeat.objects.filter(pk=seat_id, ended_at=None).first()
    if seat is not None:
        seat.ended_at = timezone.now()
        seat.save(update_fields=["ended_at"])
        _record(actor_id, "committee_left", seat.person_id)


def _record(actor_id: int | None, verb: str, person_id: int) -> None:
    audit.record(actor_id=actor_id, verb=f"illico.{verb}", subject=f"person:{person_id}")
