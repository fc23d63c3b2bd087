"""A call the supervision was called to."""

from dataclasses import dataclass
from uuid import UUID

from boutdufil.kernel.calls.enums import CallState
from boutdufil.kernel.calls.models import Participant
from boutdufil.rooms.illico.models import HelpRequest


@dataclass(frozen=True, slots=True)
class HelpedCall:
    """The call, who asks, and one's own seat in it, None before joining or once it is over."""

    request_id: UUID
    agent: str
    number: str
    organisation_id: int
    channel: str
    is_over: bool
    seat_id: UUID | None


def helped_call(request_id: UUID, person_id: int) -> HelpedCall | None:
    """Return the call of a request as whoever leads sees it."""
    asked = (
        HelpRequest.objects.select_related("asked_by", "call__service_call__number")
        .filter(pk=request_id)
        .first()
    )
    if asked is None:
        return None
    is_over = asked.call.state == CallState.ENDED or asked.ended_at is not None
    seats = Participant.objects.filter(call_id=asked.call_id, person_id=person_id)
    return HelpedCall(
        request_id=request_id,
        agent=asked.asked_by.given_name,
        number=asked.call.service_call.number.name,
        organisation_id=asked.asked_by.organisation_id,
        channel=asked.call.channel,
        is_over=is_over,
        seat_id=None if is_over else seats.values_list("pk", flat=True).first(),
    )
