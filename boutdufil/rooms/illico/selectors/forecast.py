"""The next quarter of an hour: what the last weeks brought at this time, and who is there."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Avg, Count, F, Min, Q, QuerySet

from boutdufil.engines.queueing import within
from boutdufil.kernel.calls.enums import Channel
from boutdufil.rooms.illico.models import Number, ServiceCall
from boutdufil.rooms.illico.rules.promise import PROMISE_S

QUARTER = timedelta(minutes=15)
WEEKS = 4
LOOK_BACK = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a channel may expect; ``share`` within 60 s is None without data to say so.

    ``calls`` in the quarter, ``service_s`` a call, ``agents`` there now.
    """

    channel: str
    calls: float | None
    service_s: float | None
    agents: int
    share: float | None

    @property
    def label(self) -> str:
        """Return the channel in words."""
        return str(Channel(self.channel).label)


def forecasts(
    number_ids: Collection[int],
    agents: dict[str, int],
    now: datetime,
    *,
    with_invented: bool = False,
) -> dict[str, Forecast]:
    """Return what the next quarter of an hour may bring, by channel with somebody or some past.

    ``agents`` counts who is there by channel. Expected calls are the mean of the same quarter of
    the last four weeks, or of those a number has been open; nobody giving up is assumed
    (Erlang C), which errs on the dark side.
    """
    expected = _expected_calls(number_ids, now, with_invented)
    lasting = _service_seconds(number_ids, now, with_invented)
    channels = sorted({*agents, *expected, *lasting})
    return {
        one: _forecast(one, expected.get(one), lasting.get(one), agents.get(one, 0))
        for one in channels
    }


def _forecast(channel: str, calls: float | None, service_s: float | None, agents: int) -> Forecast:
    if calls is None or not service_s:
        return Forecast(channel, calls, service_s, agents, None)
    load = calls * service_s / QUARTER.total_seconds()
    share = float(within(load=load, agents=agents, service_s=service_s, target_s=PROMISE_S))
    return Forecast(channel, calls, service_s, agents, share)


def _expected_calls(
    number_ids: Collection[int], now: datetime, with_invented: bool
) -> dict[str, float]:
    starts = [now - timedelta(weeks=week) for week in range(1, WEEKS + 1)]
    then = Q()
    for start in starts:
        then |= Q(clicked_at__gte=start, clicked_at__lt=start + QUARTER)
    opened = dict(Number.objects.filter(pk__in=number_ids).values_list("pk", "published_at"))
    found = _past(number_ids, now, with_invented).values("number_id", "channel")
    counted = found.annotate(calls=Count("pk", filter=then), first=Min("clicked_at")).order_by()
    expected: dict[str, float] = {}
    for row in counted:
        since = min(row["first"], opened[row["number_id"]] or row["first"])
        weeks = sum(start + QUARTER > since for start in starts)
        if weeks:
            mean = row["calls"] / weeks
            expected[row["channel"]] = expected.get(row["channel"], 0) + mean
    return expected


def _service_seconds(
    number_ids: Collection[int], now: datetime, with_invented: bool
) -> dict[str, float]:
    answered = _past(number_ids, now, with_invented).filter(
        first_human_at__isnull=False, ended_at__isnull=False
    )
    means = (
        answered.values("channel")
        .annotate(lasted=Avg(F("ended_at") - F("first_human_at")))
        .order_by()
    )
    return {row["channel"]: row["lasted"].total_seconds() for row in means if row["lasted"]}


def _past(number_ids: Collection[int], now: datetime, with_invented: bool) -> QuerySet[ServiceCall]:
    found = ServiceCall.objects.filter(
        number_id__in=number_ids, clicked_at__gte=now - LOOK_BACK, clicked_at__lt=now
    )
    return found if with_invented else found.filter(invented=False)
