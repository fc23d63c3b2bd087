"""The meter of calls that never took place, for the demo world alone: stamped as they are."""

from collections.abc import Mapping, Sequence
from itertools import cycle

from django.db import transaction

from boutdufil.engines.tariffs import Change, Tariff, What, meter, read_timeline
from boutdufil.rooms.illico.errors import NumberError
from boutdufil.rooms.illico.models import Number, ServiceCall
from boutdufil.rooms.illico.selectors.metering import (
    Reading,
    milliseconds,
    tariff_at,
    tariffs_of,
)
from boutdufil.rooms.illico.services.metering import write_readings

CALLS_AT_ONCE = 1_000


@transaction.atomic
def meter_invented_calls(*, number_id: int, agents: Mapping[str, Sequence[int]]) -> int:
    """Meter the invented calls of a number, shared out to agents by channel; count them.

    :raises NumberError: the organisation is real.
    """
    number = Number.objects.select_related("organisation").get(pk=number_id)
    if not number.organisation.invented:
        raise NumberError("invented calls belong to invented organisations")
    calls = ServiceCall.objects.filter(number=number, invented=True, metered=None)
    history = tariffs_of([number_id])[number_id]
    turns = {channel: cycle(keys) for channel, keys in agents.items() if keys}
    found = []
    for call in calls.order_by("clicked_at", "pk"):
        agent = next(turns[call.channel]) if call.channel in turns else None
        found.append(_reading(call, agent, tariff_at(history, call.clicked_at)))
    for start in range(0, len(found), CALLS_AT_ONCE):
        write_readings(found[start : start + CALLS_AT_ONCE])
    return len(found)


def _reading(call: ServiceCall, agent: int | None, tariff: Tariff) -> Reading:
    name = f"a{agent}"
    ends_ms = milliseconds((call.ended_at or call.clicked_at) - call.clicked_at)
    changes: list[Change] = []
    if call.first_human_at and agent:
        human_ms = milliseconds(call.first_human_at - call.clicked_at)
        changes = [
            Change(human_ms, What.AGENT, is_on=True, who=name),
            Change(human_ms, What.MEDIA, is_on=True),
        ]
    segments = read_timeline(changes, ends_ms=ends_ms)
    return Reading(call, tariff, segments, meter(segments, tariff), {name: agent or 0})
