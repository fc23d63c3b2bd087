"""Who takes part in a call: added, entering, leaving, entering again."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from boutdufil.kernel.calls import tokens
from boutdufil.kernel.calls.enums import CallState, ParticipantRole
from boutdufil.kernel.calls.errors import CallEndedError, FullCallError, SeatTakenBackError
from boutdufil.kernel.calls.models import Call, Participant
from boutdufil.kernel.calls.services.facts import locked_call, record_event
from boutdufil.kernel.people.models import Person

# Everybody sends to everybody: a fifth picture is more than a home line carries.
MOST_PEOPLE = 4
LEG_SECONDS = 4 * 3600
# Those who are there are noted every half minute; a process that died notes nobody.
UNSEEN_AFTER = timedelta(seconds=120)


@transaction.atomic
def add_participant(
    *,
    call: Call,
    role: str,
    person: Person | None = None,
    name: str = "",
    is_home: bool = False,
) -> Participant:
    """Give somebody a seat in a call; they are not in it before they enter.

    :raises CallEndedError: when the call is over.
    """
    if locked_call(call.pk).state == CallState.ENDED:
        raise CallEndedError
    return seat_opener(call=call, role=role, person=person, name=name, is_home=is_home)


def seat_opener(
    *,
    call: Call,
    role: str,
    person: Person | None = None,
    name: str = "",
    is_home: bool = False,
) -> Participant:
    """Give a seat in a call that this transaction has opened: nobody else can have ended it."""
    return Participant.objects.create(
        call=call, role=ParticipantRole(role), person=person, name=name[:80], is_home=is_home
    )


@transaction.atomic
def join_call(*, participant_id: UUID, connection: str = "") -> Participant:
    """Let somebody in, or in again after a reload; who is in already only has a new connection.

    :raises CallEndedError: when the call is over.
    :raises SeatTakenBackError: when the seat is no longer theirs.
    :raises FullCallError: when four others are in it.
    """
    participant = _locked(participant_id)
    if participant.call.state == CallState.ENDED:
        raise CallEndedError
    if participant.revoked_at is not None:
        raise SeatTakenBackError
    was_present = present(participant.call).filter(pk=participant_id).exists()
    if not was_present and present(participant.call).count() >= MOST_PEOPLE:
        raise FullCallError(MOST_PEOPLE)
    participant.connection, participant.seen_at = connection, timezone.now()
    participant.joined_at = participant.joined_at or participant.seen_at
    participant.left_at = None
    participant.save(update_fields=["connection", "seen_at", "joined_at", "left_at"])
    if not was_present:
        _note(participant, "joined")
    return participant


@transaction.atomic
def leave_call(*, participant_id: UUID, connection: str | None = None) -> Participant:
    """Let somebody out; the call goes on for the others until it is ended.

    With a ``connection`` only when they have not come back on a newer one.
    """
    participant = _locked(participant_id)
    is_old = connection is not None and participant.connection != connection
    if participant.joined_at is not None and participant.left_at is None and not is_old:
        participant.left_at = timezone.now()
        participant.save(update_fields=["left_at"])
        _note(participant, "left")
    return participant


@transaction.atomic
def take_back_seat(*, participant_id: UUID) -> None:
    """Let somebody out for good: their token opens nothing until the seat is given back."""
    leave_call(participant_id=participant_id)
    seat = Participant.objects.filter(pk=participant_id, revoked_at=None)
    seat.update(revoked_at=timezone.now())


def give_back_seat(*, participant_id: UUID) -> None:
    """Let somebody in again whose seat was taken back: the call came to them once more."""
    Participant.objects.filter(pk=participant_id).update(revoked_at=None)


def note_seen(*, participant_ids: Collection[UUID]) -> None:
    """Note that people are there at this moment."""
    Participant.objects.filter(pk__in=participant_ids).update(seen_at=timezone.now())


def present(call: Call) -> QuerySet[Participant]:
    """Return who is in a call: entered, not gone, and seen a short while ago."""
    inside = call.participants.filter(joined_at__isnull=False, left_at=None)
    return inside.exclude(seen_at__lt=timezone.now() - UNSEEN_AFTER)


def leg_token(participant_id: UUID, *, seconds: int = LEG_SECONDS) -> str:
    """Return the only thing the socket of a call asks for."""
    return tokens.write_leg_token(participant_id, until=timezone.now() + timedelta(seconds=seconds))


def read_leg_token(token: str) -> UUID:
    """Return the participant whose leg a token opens.

    :raises LegTokenError: when it opens nothing, or nothing any more.
    """
    return tokens.read_leg_token(token, now=timezone.now())


def _locked(participant_id: UUID) -> Participant:
    call_id = Participant.objects.values_list("call_id", flat=True).get(pk=participant_id)
    locked_call(call_id)
    return Participant.objects.select_related("call").get(pk=participant_id)


def _note(participant: Participant, kind: str) -> None:
    body = {"role": participant.role}
    record_event(call_id=participant.call_id, kind=kind, participant_id=participant.pk, body=body)
