"""Places are counted in the rows of the slot and of the event, always locked in this order.

An arrival takes its places by two conditional updates and locks no other slot; whoever settles
a whole event locks its slots by their numbers, then the event. So nobody waits in a circle, and
from the update of the event's row on, registrations of one event follow one another.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from boutdufil.rooms.campaigns.models import Intake, Registration, Slot
from boutdufil.rooms.campaigns.rules.registrations import Room


@dataclass(frozen=True, slots=True)
class Locked:
    """An event whose places nobody else may change until the transaction ends."""

    intake: Intake
    slots: dict[int, Slot]

    def room(self) -> Room:
        """Return what is free, as it was when it was locked."""
        return Room(
            event=_free(self.intake), slots={pk: _free(one) for pk, one in self.slots.items()}
        )


def take_places(*, intake_id: int, slot_id: int | None, places: int) -> bool:
    """Take places if there are as many, all or none; the transaction then holds both rows."""
    if slot_id is not None and not _take(_to_come(intake_id, slot_id), places):
        return False
    if _take(Intake.objects.filter(pk=intake_id), places):
        return True
    _change_slot(slot_id, -places)
    return False


def may_ever_fit(*, intake_id: int, slot_id: int | None, places: int) -> bool:
    """Tell whether so many could find a place if nobody else came."""
    enough = Q(capacity=None) | Q(capacity__gte=places)
    if slot_id is not None and not Slot.objects.filter(enough, pk=slot_id).exists():
        return False
    return Intake.objects.filter(enough, pk=intake_id).exists()


def move_places(*, intake_id: int, slot_id: int | None, places: int) -> None:
    """Add places to those taken, or give them back (negative); the rows are locked."""
    _change_slot(slot_id, places)
    _change(Intake.objects.filter(pk=intake_id), places)


def lock_arrival(*, intake_id: int, slot_id: int | None) -> bool:
    """Lock what an arrival counts in, its slot, then the event; false without such a slot."""
    if slot_id is not None and not _lock(_to_come(intake_id, slot_id)):
        return False
    return _lock(Intake.objects.filter(pk=intake_id))


def lock_intake(intake_id: int) -> Locked:
    """Lock all slots of an event by their numbers, then the event."""
    slots = Slot.objects.filter(intake_id=intake_id).order_by("pk")
    found = {one.pk: one for one in slots.select_for_update(no_key=True)}
    intakes = Intake.objects.select_related("node").select_for_update(no_key=True, of=("self",))
    return Locked(intakes.get(pk=intake_id), found)


def lock_registration(registration_id: int) -> tuple[Locked, Registration]:
    """Lock the event of a registration, and return the registration as it stands then."""
    found = Registration.objects.values_list("intake_id", flat=True).get(pk=registration_id)
    locked = lock_intake(found)
    return locked, Registration.objects.select_related("intake").get(pk=registration_id)


def _to_come(intake_id: int, slot_id: int) -> QuerySet[Slot]:
    return Slot.objects.filter(pk=slot_id, intake_id=intake_id, ends_at__gt=timezone.now())


def _lock(rows: QuerySet[Intake] | QuerySet[Slot]) -> bool:
    return rows.select_for_update(no_key=True).values_list("pk").first() is not None


def _free(counted: Intake | Slot) -> int | None:
    return None if counted.capacity is None else counted.capacity - counted.taken


def _take(rows: QuerySet[Intake] | QuerySet[Slot], places: int) -> bool:
    enough = Q(capacity=None) | Q(taken__lte=F("capacity") - places)
    return bool(rows.filter(enough).update(taken=F("taken") + places))


def _change(rows: QuerySet[Intake] | QuerySet[Slot], places: int) -> None:
    rows.update(taken=F("taken") + places)


def _change_slot(slot_id: int | None, places: int) -> None:
    if slot_id is not None:
        _change(Slot.objects.filter(pk=slot_id), places)
