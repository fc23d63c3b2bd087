"""Calls that never took place, for the demo world alone: stamped, and counted apart."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from boutdufil.kernel.calls.enums import CallKind, CallState
from boutdufil.kernel.calls.models import Call
from boutdufil.rooms.illico.enums import Outcome, ServiceState
from boutdufil.rooms.illico.errors import NumberError
from boutdufil.rooms.illico.models import Number, ServiceCall


@dataclass(frozen=True, slots=True)
class InventedCall:
    """One call: when it was asked for, after how long a human came (None: nobody), how long."""

    channel: str
    clicked_at: datetime
    answered_after: float | None
    seconds: int
    outcome: str
    kept: bool | None


@transaction.atomic
def record_invented_calls(*, number_id: int, calls: Iterable[InventedCall]) -> int:
    """Write invented calls on a number of an invented organisation, all ended; count them.

    :raises NumberError: the organisation is real.
    """
    if not Number.objects.filter(pk=number_id, organisation__invented=True).exists():
        raise NumberError("invented calls belong to invented organisations")
    rows = [(_call(one), one) for one in calls]
    Call.objects.bulk_create(call for call, _one in rows)
    made = ServiceCall.objects.bulk_create(_service(call, one, number_id) for call, one in rows)
    return len(made)


def _call(one: InventedCall) -> Call:
    human = _human(one)
    return Call(
        kind=CallKind.SERVICE,
        channel=one.channel,
        state=CallState.ENDED,
        reference="illico:invented",
        opened_at=one.clicked_at,
        connected_at=human,
        ended_at=_end(one),
        end_cause="invented",
    )


def _service(call: Call, one: InventedCall, number_id: int) -> ServiceCall:
    return ServiceCall(
        call=call,
        number_id=number_id,
        channel=one.channel,
        state=ServiceState.ENDED,
        outcome=one.outcome,
        clicked_at=one.clicked_at,
        first_human_at=_human(one),
        ended_at=_end(one),
        kept=one.kept,
        solved=None,
        seconds=one.seconds if one.outcome == Outcome.ANSWERED else 0,
        invented=True,
    )


def _human(one: InventedCall) -> datetime | None:
    if one.answered_after is None:
        return None
    return one.clicked_at + timedelta(seconds=one.answered_after)


def _end(one: InventedCall) -> datetime:
    return (_human(one) or one.clicked_at) + timedelta(seconds=one.seconds)
