"""Opening and closing a leg: what the socket asks the database, before and after it talks."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings

from boutdufil.kernel import realtime
from boutdufil.kernel.calls.enums import ParticipantRole
from boutdufil.kernel.calls.hooks import find_room
from boutdufil.kernel.calls.legs import Leg
from boutdufil.kernel.calls.models import Participant
from boutdufil.kernel.calls.services.facts import record_event
from boutdufil.kernel.calls.services.participants import (
    join_call,
    leave_call,
    read_leg_token,
    take_back_seat,
)


def open_leg(*, token: str, connection: str = "") -> Leg:
    """Let the bearer of a token into their call, on a connection.

    :raises CallRefusedError: when the token opens nothing, the call is over or full.
    """
    participant = join_call(participant_id=read_leg_token(token), connection=connection)
    return leg_of(participant)


def leg_of(participant: Participant) -> Leg:
    """Return the leg of a participant, with what others may see of its media."""
    call = participant.call
    return Leg(
        call_id=call.pk,
        participant_id=participant.pk,
        kind=call.kind,
        channel=call.channel,
        role=participant.role,
        name=participant.name,
        reference=call.reference,
        relay_only=_is_relayed(participant),
        connection=participant.connection,
    )


def _is_relayed(participant: Participant) -> bool:
    # A caller is anonymous, so their line is taken for a home.
    if settings.BOUTDUFIL_MEDIA == "direct":
        return False
    return participant.is_home or participant.role == ParticipantRole.CALLER


def tell_leg_up(*, leg: Leg) -> Mapping[str, Any] | None:
    """Tell the room that somebody is on their leg, or on it again; return what to tell the page."""
    room = find_room(leg.kind)
    return room.on_leg_up(leg) if room is not None else None


def close_leg(*, leg: Leg, cause: str) -> None:
    """Let somebody out of the call, and tell the room; the cause is "left" or "lost".

    Who came back on another connection, in whatever process, has not left.
    """
    seat = leave_call(participant_id=leg.participant_id, connection=leg.connection)
    if seat.connection != leg.connection:
        return
    room = find_room(leg.kind)
    if room is not None:
        room.on_leg_down(leg, cause)


def hear_leg(*, leg: Leg, kind: str, body: Mapping[str, Any]) -> None:
    """Hand what a page says about media and hold to the room, else write it in the chain."""
    room = find_room(leg.kind)
    if room is not None:
        room.on_message(leg, kind, body)
    else:
        who = leg.participant_id
        record_event(call_id=leg.call_id, kind=kind, participant_id=who, body=dict(body))


def end_seat(*, participant_id: UUID) -> None:
    """Take a seat back and close its page: the call is no longer theirs."""
    take_back_seat(participant_id=participant_id)
    _tell(f"leg:{participant_id}", {"kind": "seat_gone"})


def tell_call(*, call_id: UUID, body: Mapping[str, Any]) -> bool:
    """Tell all legs of a call what has become of it: their pages get it as a state.

    A ``kind`` "ended" with its ``cause`` closes them. Returns whether anybody could be told:
    without an exchange the pages find out by themselves when they come back.
    """
    return _tell(f"call:{call_id}", body)


def _tell(topic: str, body: Mapping[str, Any]) -> bool:
    try:
        realtime.ask("send", topic=topic, body=dict(body))
    except realtime.RealtimeError:
        return False
    return True
