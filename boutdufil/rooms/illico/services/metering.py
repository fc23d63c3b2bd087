"""Metering calls that are over, once each; warning those that near their ceiling."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from boutdufil.kernel import realtime
from boutdufil.rooms.illico.enums import ServiceState
from boutdufil.rooms.illico.models import AgentTime, MeteredCall, ServiceCall
from boutdufil.rooms.illico.rules.opening import paris_day
from boutdufil.rooms.illico.selectors.metering import Reading, readings

CALLS_AT_ONCE = 500
WARNING = "warning"


def meter_ended_calls() -> int:
    """Meter the calls that are over and not metered yet; return how many there were."""
    count = 0
    while metered := _meter_some():
        count += metered
    return count


@transaction.atomic
def _meter_some() -> int:
    # Whoever else meters at this moment takes other calls.
    waiting = (
        ServiceCall.objects.select_for_update(skip_locked=True, of=("self",), no_key=True)
        .filter(state=ServiceState.ENDED, ended_at__isnull=False)
        .filter(metered=None, invented=False)
        .order_by("clicked_at", "pk")[:CALLS_AT_ONCE]
    )
    found = readings(list(waiting))
    write_readings(found)
    return len(found)


def write_readings(found: Sequence[Reading]) -> None:
    """Write what calls came to, once for good."""
    rows = MeteredCall.objects.bulk_create(_row(reading) for reading in found)
    AgentTime.objects.bulk_create(
        AgentTime(
            metered=row,
            agent_id=reading.agents[name],
            seconds=reading.metered.by_agent.get(name, 0),
            amount=reading.metered.amounts.get(name, 0),
            worked_ms=worked_ms,
        )
        for row, reading in zip(rows, found, strict=True)
        for name, worked_ms in reading.metered.worked_ms.items()
    )
    for reading in found:
        reading.call.seconds = reading.metered.seconds
    ServiceCall.objects.bulk_update([reading.call for reading in found], ["seconds"])


def _row(reading: Reading) -> MeteredCall:
    metered, tariff = reading.metered, reading.tariff
    return MeteredCall(
        call=reading.call,
        number_id=reading.call.number_id,
        day=paris_day(reading.call.clicked_at),
        seconds=metered.seconds,
        amount=metered.amount,
        rate=tariff.rate,
        ceiling=tariff.ceiling,
        floor=tariff.floor,
        first_free_ms=tariff.free_ms,
        free_ms={str(kind): lasts for kind, lasts in sorted(metered.free_ms.items())},
        segments=[
            [one.starts_ms, one.ends_ms, str(one.kind), list(one.agents)]
            for one in reading.segments
        ],
        warning_ms=metered.warning_ms,
        ceiling_ms=metered.ceiling_ms,
    )


def warn_of_ceilings(*, now: datetime) -> int:
    """Tell caller and agents of calls that passed half of their ceiling; return how many.

    Said again at every look while the call lasts: a page that was reloaded hears it too.
    """
    alive = ServiceCall.objects.filter(state=ServiceState.CONNECTED, number__ceiling__gt=0)
    near = [one for one in readings(list(alive), until=now) if one.metered.warning_ms is not None]
    for reading in near:
        _warn(reading)
    return len(near)


def _warn(reading: Reading) -> None:
    call, metered = str(reading.call.pk), reading.metered
    said: dict[str, Any] = {
        "kind": WARNING,
        "seconds": metered.seconds,
        "is_full": metered.ceiling_ms is not None,
    }
    try:
        realtime.ask("send", topic=f"call:{call}", body=said)
        for agent in reading.segments[-1].agents:
            realtime.ask("send", topic=f"agent:{agent}", body={**said, "call": call})
    except realtime.RealtimeError:
        # The next look says it.
        return
