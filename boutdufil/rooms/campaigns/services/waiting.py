"""Who waits: offered a place in their order, until a deadline, then the next."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from boutdufil.kernel import jobs
from boutdufil.rooms.campaigns.enums import RegistrationStatus
from boutdufil.rooms.campaigns.models import Intake, Registration
from boutdufil.rooms.campaigns.rules.registrations import InLine, answer_until, next_in_line
from boutdufil.rooms.campaigns.selectors.nodes import resolved
from boutdufil.rooms.campaigns.selectors.registrations import is_closed
from boutdufil.rooms.campaigns.services.places import Locked, lock_intake, move_places
from boutdufil.rooms.campaigns.services.trail import record


@transaction.atomic
def promote_waiting(*, intake_id: int) -> int:
    """Take back what was not accepted in time, offer what is free; return how many are offered.

    Nobody is offered a place once registrations are closed or the event is called off.
    """
    return settle(lock_intake(intake_id))


def follow_waiting_lists(*, now: datetime) -> int:
    """Do so wherever a deadline has passed or a place is free; return how many are offered."""
    late = Q(status=RegistrationStatus.OFFERED, offered_until__lte=now)
    free = Q(intake__capacity=None) | Q(intake__taken__lt=F("intake__capacity"))
    open_now = Q(intake__closes_at=None) | Q(intake__closes_at__gt=now)
    waiting = Q(status=RegistrationStatus.WAITING, intake__called_off_at=None) & free & open_now
    found = Registration.objects.filter(late | waiting).order_by("intake_id")
    intakes = found.values_list("intake_id", flat=True).distinct()
    return sum(promote_waiting(intake_id=intake_id) for intake_id in intakes)


def settle(locked: Locked) -> int:
    """Let what is due lapse, then offer what is free, in a transaction that locked the event."""
    now = timezone.now()
    if _lapse(locked.intake, now):
        locked = lock_intake(locked.intake.pk)
    if locked.intake.called_off_at or is_closed(locked.intake, locked.intake.node.status, now):
        return 0
    return _offer(locked, now)


def _lapse(intake: Intake, now: datetime) -> int:
    due = list(
        intake.registrations.filter(status=RegistrationStatus.OFFERED, offered_until__lte=now)
    )
    for one in due:
        move_places(intake_id=intake.pk, slot_id=one.slot_id, places=-one.places)
        one.status = RegistrationStatus.LAPSED
        one.save(update_fields=["status"])
        record(None, "lapse_place", intake.node_id, registration=one.pk)
    _write_to(due)
    return len(due)


def _offer(locked: Locked, now: datetime) -> int:
    waiting = list(
        locked.intake.registrations.filter(status=RegistrationStatus.WAITING).order_by(
            "waiting_since", "pk"
        )
    )
    if not waiting:
        return 0
    kept = _kept_until(locked, now)
    by_id = {one.pk: one for one in waiting if kept[one.slot_id] is not None}
    line = [InLine(one.pk, one.slot_id, one.places) for one in by_id.values()]
    chosen = [by_id[one.registration_id] for one in next_in_line(line, locked.room())]
    for one in chosen:
        move_places(intake_id=one.intake_id, slot_id=one.slot_id, places=one.places)
        one.status, one.offered_until = RegistrationStatus.OFFERED, kept[one.slot_id]
        one.save(update_fields=["status", "offered_until"])
        record(None, "offer_place", locked.intake.node_id, registration=one.pk)
    _write_to(chosen)
    return len(chosen)


def _kept_until(locked: Locked, now: datetime) -> dict[int | None, datetime | None]:
    """Return until when a place is kept in each slot, and (None) at the event as a whole."""
    intake = locked.intake
    limits: dict[int | None, datetime | None] = {None: _last_opening(intake.node_id)}
    limits |= {pk: one.starts_at for pk, one in locked.slots.items()}
    return {
        slot_id: answer_until(now, intake.answer_hours, (intake.closes_at, limit))
        for slot_id, limit in limits.items()
    }


def _last_opening(node_id: int) -> datetime | None:
    """Return when the doors open for the last time; None where no day is said."""
    found = resolved(node_id)
    if found is None or found.period is None:
        return None
    opens = found.hours.opens_at if found.hours else time.min
    return timezone.make_aware(datetime.combine(found.period.ends_on, opens))


def _write_to(registrations: list[Registration]) -> None:
    told: list[dict[str, Any]] = [{"registration_id": one.pk} for one in registrations if one.email]
    if told:
        jobs.enqueue_many("campaigns.send_registration", told)
