"""Telling the dispatcher of a call. What it is not told it finds by itself."""

import logging
from typing import Any
from uuid import UUID

from django.utils import timezone

from boutdufil.kernel import realtime
from boutdufil.rooms.illico.enums import ServiceState
from boutdufil.rooms.illico.models import ServiceCall
from boutdufil.rooms.illico.rules.offering import Offer
from boutdufil.rooms.illico.services.lost_calls import end_unheard_call

logger = logging.getLogger(__name__)


def offer_call(*, call: ServiceCall) -> bool:
    """Put a call in line; tell whether the dispatcher has taken it already."""
    return _is_told("offer", **_offer(call).request())


def give_up_call(*, call_id: UUID) -> bool:
    """Say that the caller is gone; tell whether the dispatcher heard it.

    It stands in the tables first: who is to be put in line then is not, who is there is taken out.
    """
    _note_gone(call_id)
    return _is_told("gone", call=str(call_id))


def tell_gone(*, call_id: UUID) -> None:
    """Say that the caller is gone, and insist until it is heard or nobody has to hear it.

    :raises ExchangeAwayError: when nobody hears it, or the call may just be on its way there.
    """
    _note_gone(call_id)
    try:
        realtime.ask("gone", call=str(call_id))
    except realtime.RefusedError as refusal:
        is_unknown = refusal.code == "unknown_call"
        if is_unknown and not end_unheard_call(call_id=call_id, now=timezone.now()):
            raise realtime.ExchangeAwayError("the call may be on its way") from refusal


def tell_dispatcher(op: str, **body: Any) -> None:
    """Say something that may be said twice; what no longer fits is no mistake.

    :raises ExchangeAwayError: when nobody hears it.
    """
    try:
        realtime.ask(op, **body)
    except realtime.RefusedError as refusal:
        logger.info("%s is refused: %s", op, refusal)


def _note_gone(call_id: UUID) -> None:
    alive = ServiceCall.objects.filter(pk=call_id, gone_at=None).exclude(state=ServiceState.ENDED)
    alive.update(gone_at=timezone.now())


def _is_told(op: str, **body: Any) -> bool:
    try:
        realtime.ask(op, **body)
    except realtime.RealtimeError as error:
        # It is in the tables: the dispatcher looks there every second.
        logger.info("%s was not told: %s", op, error)
        return False
    return True


def _offer(row: ServiceCall) -> Offer:
    since = row.call_back_of.clicked_at if row.call_back_of else row.clicked_at
    return Offer(
        call=str(row.pk),
        code=row.number.code,
        channel=row.channel,
        language=row.language,
        wants_signs_first=row.wants_signing_agent,
        agent_id=row.case.agent_id if row.case else None,
        received_at=int(since.timestamp() * 1000),
    )
