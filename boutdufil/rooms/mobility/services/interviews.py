"""Interviews: proposed by the employer, picked by the person, called off by either."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from boutdufil.kernel.people.models import Person
from boutdufil.rooms.mobility.enums import FINAL_STAGES, SlotState, Stage
from boutdufil.rooms.mobility.errors import PastSlotError, SlotTakenError, StageMovedError
from boutdufil.rooms.mobility.models import Application, InterviewSlot
from boutdufil.rooms.mobility.services import application_notices as notices
from boutdufil.rooms.mobility.services.applications import locked, note_stage, record, touch

# The evening before, and in no case for an interview agreed on in the last hours.
REMIND_BEFORE = timedelta(hours=26)
NEEDS_KEPT = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Meeting:
    """How the two will meet: minutes, place, where exactly, what helps to come in."""

    minutes: int
    place: str
    where: str
    access: str = ""


@transaction.atomic
def propose_slots(
    *, application_id: int, starts: Sequence[datetime], meeting: Meeting, actor_id: int
) -> list[InterviewSlot]:
    """Propose moments; the application is at its interviews from now on.

    Raises StageMovedError when it ended, PastSlotError for a moment that has passed, and
    SlotTakenError when the recruiter has an interview agreed on at one of them.
    """
    application = locked(application_id)
    if application.stage in FINAL_STAGES:
        raise StageMovedError(application.stage)
    slots = [_draft(application, start, meeting, actor_id) for start in sorted(set(starts))]
    for slot in slots:
        _refuse_clash(slot)
    InterviewSlot.objects.bulk_create(slots)
    if application.stage in {Stage.SENT, Stage.READ, Stage.SHORTLISTED}:
        note_stage(application=application, stage=Stage.INTERVIEW, actor_id=actor_id)
    else:
        touch(application=application)
    record(application, "mobility.slots_proposed", actor_id, count=len(slots))
    notices.tell_person(application=application)
    return slots


def _draft(
    application: Application, start: datetime, meeting: Meeting, actor_id: int
) -> InterviewSlot:
    if start <= timezone.now():
        raise PastSlotError(start)
    return InterviewSlot(
        application=application,
        person_id=application.person_id,
        proposed_by_id=actor_id,
        starts_at=start,
        ends_at=start + timedelta(minutes=meeting.minutes),
        place=meeting.place,
        where=meeting.where,
        access=meeting.access,
    )


def _refuse_clash(slot: InterviewSlot) -> None:
    """Refuse a moment when the recruiter, or the person, already meets somebody."""
    overlapping = InterviewSlot.objects.filter(
        state=SlotState.CHOSEN, starts_at__lt=slot.ends_at, ends_at__gt=slot.starts_at
    )
    if overlapping.filter(proposed_by_id=slot.proposed_by_id).exists():
        raise SlotTakenError(slot.starts_at)


@transaction.atomic
def choose_slot(*, slot_id: int, actor_id: int, needs: str = "") -> InterviewSlot:
    """Pick one moment; the others proposed with it are free again.

    `needs` is what the person asks for to be able to come. Raises PastSlotError, StageMovedError,
    or SlotTakenError when one of the two has agreed on another interview at that moment.
    """
    slot = _standing(slot_id)
    if slot.starts_at <= timezone.now():
        raise PastSlotError(slot.starts_at)
    application = slot.application
    others = application.slots.exclude(pk=slot.pk)
    _change(others.filter(state=SlotState.CHOSEN), SlotState.CANCELLED)
    _take(slot, needs)
    _change(others.filter(state=SlotState.PROPOSED), SlotState.LAPSED)
    touch(application=application)
    record(application, "mobility.slot_chosen", actor_id, slot=slot.pk)
    notices.tell_employer(application=application)
    return slot


def _take(slot: InterviewSlot, needs: str) -> None:
    """Keep the moment for the two; PostgreSQL refuses a second one at the same time.

    Their rows are locked first, in one order: checked at once, two moments would wait for each
    other for ever, and PostgreSQL would end one of them as a deadlock.
    """
    two = Person.objects.filter(pk__in={slot.person_id, slot.proposed_by_id}).order_by("pk")
    list(two.select_for_update(no_key=True).values_list("pk"))
    slot.state, slot.needs = SlotState.CHOSEN, needs
    slot.sequence, slot.changed_at = slot.sequence + 1, timezone.now()
    try:
        with transaction.atomic():
            slot.save(update_fields=["state", "needs", "sequence", "changed_at"])
    except IntegrityError as clash:
        raise SlotTakenError(slot.starts_at) from clash


@transaction.atomic
def decline_slots(*, application_id: int, actor_id: int) -> int:
    """Say that none of the moments proposed suits; return how many there were."""
    application = locked(application_id)
    declined = _change(application.slots.filter(state=SlotState.PROPOSED), SlotState.DECLINED)
    if declined:
        touch(application=application)
        record(application, "mobility.slots_declined", actor_id, count=declined)
        notices.tell_employer(application=application)
    return declined


@transaction.atomic
def cancel_slot(*, slot_id: int, actor_id: int, by_employer: bool) -> InterviewSlot:
    """Call a moment off; the other side is told. Raises StageMovedError when it stands no more."""
    slot = _standing(slot_id)
    _change(InterviewSlot.objects.filter(pk=slot.pk), SlotState.CANCELLED)
    touch(application=slot.application)
    record(slot.application, "mobility.slot_cancelled", actor_id, slot=slot.pk)
    tell = notices.tell_person if by_employer else notices.tell_employer
    tell(application=slot.application)
    slot.refresh_from_db()
    return slot


def remind_of_interviews(now: datetime) -> int:
    """Remind people of the interviews of the day to come, once each; return how many."""
    due = InterviewSlot.objects.filter(
        state=SlotState.CHOSEN,
        reminded_at=None,
        starts_at__gt=now,
        starts_at__lte=now + REMIND_BEFORE,
    ).select_related("application__person")
    for slot in due:
        # Claimed first: a mail that fails is not sent a hundred times.
        if InterviewSlot.objects.filter(pk=slot.pk, reminded_at=None).update(reminded_at=now):
            notices.remind_of_interview(slot=slot)
    return len(due)


def forget_needs(now: datetime) -> int:
    """Empty what people asked for to be able to come, once the meeting is over."""
    over = InterviewSlot.objects.filter(ends_at__lt=now - NEEDS_KEPT).exclude(needs="")
    return over.update(needs="")


def _standing(slot_id: int) -> InterviewSlot:
    """Return a slot that still stands, its application locked."""
    number = InterviewSlot.objects.values_list("application_id", flat=True).get(pk=slot_id)
    application = locked(number)
    slot = InterviewSlot.objects.select_for_update(of=("self",)).get(pk=slot_id)
    slot.application = application
    stands = slot.state in {SlotState.PROPOSED, SlotState.CHOSEN}
    if application.stage in FINAL_STAGES or not stands:
        raise StageMovedError(slot.state)
    return slot


def _change(slots: QuerySet[InterviewSlot], state: SlotState) -> int:
    """Move slots to a state; calendars learn it by the greater sequence."""
    return slots.update(state=state, sequence=F("sequence") + 1, changed_at=timezone.now())
