"""Until when a campaign remembers people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, Q
from django.utils.timezone import localtime

from boutdufil.rooms.campaigns.models import DataClock
from boutdufil.rooms.campaigns.models.clock import DEFAULT_MONTHS
from boutdufil.rooms.campaigns.rules.clock import erased_on
from boutdufil.rooms.campaigns.selectors.attendance import registrations_at
from boutdufil.rooms.campaigns.selectors.nodes import tree_of


@dataclass(frozen=True, slots=True)
class ClockPage:
    """How long a campaign remembers; ``erased_on`` is None while it has no last day."""

    months: int
    last_day: date | None
    erased_on: date | None
    erased_at: datetime | None
    warned_at: datetime | None
    named: int


def clock_page(root_id: int) -> ClockPage:
    """Return until when a campaign remembers people."""
    clock = DataClock.objects.filter(root_id=root_id).first()
    months = clock.keeps_months if clock else DEFAULT_MONTHS
    held = registrations_at(root_id).aggregate(
        named=Count("pk", filter=Q(erased_at=None)), last=Max("registered_at")
    )
    last_day = _last_day(root_id) or (localtime(held["last"]).date() if held["last"] else None)
    return ClockPage(
        months=months,
        last_day=last_day,
        erased_on=erased_on(last_day, months) if last_day else None,
        erased_at=clock.erased_at if clock else None,
        warned_at=clock.warned_at if clock else None,
        named=held["named"],
    )


def _last_day(root_id: int) -> date | None:
    """Return the last day of anything in a campaign."""
    tree = tree_of(root_id)
    periods = (tree.resolved(number).period for number in tree.rows)
    return max((period.ends_on for period in periods if period), default=None)
