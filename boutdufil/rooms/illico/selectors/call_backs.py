"""The link of a call-back, as whoever opens it sees it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing

from boutdufil.rooms.illico.enums import CallBackState, Outcome
from boutdufil.rooms.illico.models import CallBack, ServiceCall

LINK_HOLDS = timedelta(minutes=10)
# So long after giving up in line, or without the page's script, one may still ask for a message.
LEFT_LATELY = timedelta(minutes=30)
_SIGNER = signing.Signer(salt="illico.call_back", sep=".")


@dataclass(frozen=True, slots=True)
class Invitation:
    """What the link of a message leads to; ``is_ready`` while its button opens the line."""

    number: str
    code: str
    case_code: str
    is_ready: bool
    is_taken: bool


def write_link_token(call_back_id: int) -> str:
    """Return what the link of a message holds."""
    return _SIGNER.sign(str(call_back_id))


def read_link_token(token: str) -> int | None:
    """Return which call-back a link is about; None when it is forged."""
    try:
        return int(_SIGNER.unsign(token))
    except (signing.BadSignature, ValueError):
        return None


def still_holds(row: CallBack, now: datetime) -> bool:
    """Tell whether the button of a link still opens the line."""
    is_ready = row.state == CallBackState.READY
    return is_ready and row.ready_at is not None and row.ready_at > now - LINK_HOLDS


def was_left(call: ServiceCall, now: datetime) -> bool:
    """Tell whether a caller lately gave up before anybody answered."""
    left_at = call.ended_at
    is_left = call.outcome in (Outcome.ABANDONED, Outcome.UNHEARD)
    return is_left and bool(left_at and left_at > now - LEFT_LATELY)


def invitation(token: str, now: datetime) -> Invitation | None:
    """Return what a link leads to; None when it is forged, or forgotten."""
    related = ("service_call__number", "service_call__case")
    found = CallBack.objects.select_related(*related).filter(pk=read_link_token(token) or 0)
    row = found.first()
    if row is None:
        return None
    call = row.service_call
    return Invitation(
        number=call.number.name,
        code=call.number.code,
        case_code=call.case.code if call.case else "",
        is_ready=still_holds(row, now),
        is_taken=row.state == CallBackState.TAKEN,
    )
