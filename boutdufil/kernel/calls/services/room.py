"""How a practised call follows its legs: connected once both are there, ended when one leaves."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from boutdufil.kernel.calls.enums import CallState, ParticipantRole
from boutdufil.kernel.calls.legs import Leg
from boutdufil.kernel.calls.models import Call, Participant
from boutdufil.kernel.calls.services.facts import record_event
from boutdufil.kernel.calls.services.legs import tell_call
from boutdufil.kernel.calls.services.participants import leave_call, present
from boutdufil.kernel.calls.services.states import connect_call, end_call

TALKING = frozenset({ParticipantRole.CALLER, ParticipantRole.AGENT})


def follow_leg_up(leg: Leg) -> Mapping[str, Any] | None:
    """Connect the call when the one who plays the caller and the one who answers are there.

    Whoever did not hear that it is over, as the exchange was away, is told now.
    """
    call = Call.objects.get(pk=leg.call_id)
    if call.state == CallState.ENDED:
        return _ended(call.end_cause)
    if set(present(call).values_list("role", flat=True)) >= TALKING:
        connect_call(call_id=leg.call_id)
    return None


def follow_leg_down(leg: Leg, cause: str) -> None:
    """End the call when one of the two is gone; an observer leaves without ending it."""
    if leg.role in TALKING:
        hang_up(call_id=leg.call_id, cause="hung_up" if cause == "left" else "lost")


def leave_page(*, participant_id: UUID) -> bool:
    """Hang up from a page: for everybody when one of the two does, else for oneself alone.

    Returns whether the call is over.
    """
    seat = Participant.objects.get(pk=participant_id)
    if seat.role in TALKING:
        hang_up(call_id=seat.call_id)
        return True
    leave_call(participant_id=participant_id)
    return False


def hang_up(*, call_id: UUID, cause: str = "hung_up") -> None:
    """End a practised call for everybody, and close the pages that are still in it."""
    end_call(call_id=call_id, cause=cause)
    tell_call(call_id=call_id, body=_ended(cause))


def follow_message(leg: Leg, kind: str, body: Mapping[str, Any]) -> None:
    """Write down that media flow or that somebody holds, and nothing of what is said."""
    if not _has_ended(leg.call_id):
        who = leg.participant_id
        record_event(call_id=leg.call_id, kind=kind, participant_id=who, body=dict(body))


def _ended(cause: str) -> Mapping[str, Any]:
    return {"kind": "ended", "cause": cause}


def _has_ended(call_id: UUID) -> bool:
    return Call.objects.filter(pk=call_id, state=CallState.ENDED).exists()
