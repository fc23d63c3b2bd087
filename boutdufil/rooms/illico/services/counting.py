"""What the other rooms are told of the calls: a count a day and a number, a count a month.

One event for each call would double what the journal writes; a count, told again while it may
still change, says the same.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Count, Q
from django.db.models.functions import TruncDate, TruncMonth

from boutdufil.kernel import events
from boutdufil.kernel.events.declarations import name_of
from boutdufil.kernel.events.models import OutboxEvent
from boutdufil.rooms.illico.enums import Outcome
from boutdufil.rooms.illico.events import DayCounted, MonthCounted
from boutdufil.rooms.illico.models import AgentTime, ServiceCall
from boutdufil.rooms.illico.rules.opening import PARIS, paris_day

# A call that lasted into the next day, or that the journal told late, still counts.
DAYS_TOLD_AGAIN = 3
INVENTED = Q(metered__number__organisation__invented=True) | Q(
    agent__person__demo_slug__isnull=False
)


@transaction.atomic
def tell_counts(*, now: datetime) -> int:
    """Tell what was counted of the last days over; all there is the first time. Return how many."""
    today = paris_day(now)
    since = today - timedelta(days=DAYS_TOLD_AGAIN)
    if not OutboxEvent.objects.filter(name=name_of(DayCounted)).exists():
        since = date.min
    told = [*_days(since, today, now), *_months(since, now)]
    for one in told:
        events.publish(one)
    return len(told)


def _days(since: date, until: date, now: datetime) -> list[DayCounted]:
    day = TruncDate("clicked_at", tzinfo=PARIS)
    answered = ServiceCall.objects.filter(outcome=Outcome.ANSWERED).annotate(day=day)
    rows = (
        answered.filter(day__gte=since, day__lt=until)
        .values("number_id", "number__organisation__invented", "day")
        .annotate(count=Count("pk"))
        .order_by("day", "number_id")
    )
    return [
        DayCounted(
            number_id=row["number_id"],
            day=row["day"],
            answered=row["count"],
            is_invented=row["number__organisation__invented"],
            counted_at=now,
        )
        for row in rows
    ]


def _months(since: date, now: datetime) -> list[MonthCounted]:
    """Count whoever answered, once a month whichever numbers they answered on."""
    worked = AgentTime.objects.filter(metered__day__gte=since.replace(day=1), worked_ms__gt=0)
    told = []
    for is_invented in (False, True):
        own = worked.filter(INVENTED) if is_invented else worked.exclude(INVENTED)
        rows = (
            own.values(month=TruncMonth("metered__day"))
            .annotate(people=Count("agent__person", distinct=True))
            .order_by("month")
        )
        told += [
            MonthCounted(
                month=row["month"],
                people=row["people"],
                is_invented=is_invented,
                counted_at=now,
            )
            for row in rows
        ]
    return told
