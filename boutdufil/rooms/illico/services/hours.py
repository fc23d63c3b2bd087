"""Writing hours, publishing them a week ahead, closing exceptionally."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from boutdufil.kernel.audit import services as audit
from boutdufil.rooms.illico.errors import NumberError
from boutdufil.rooms.illico.models import Closing, Number, OpenDay, OpeningHours, OpenSlot
from boutdufil.rooms.illico.rules.opening import Span, days_from, paris_day
from boutdufil.rooms.illico.selectors.hours import hours_to_come


@transaction.atomic
def set_hours(
    *, number_id: int, hours: Mapping[str, Collection[Span]], actor_id: int | None
) -> None:
    """Replace the hours of the week; what is published already stays as it was."""
    OpeningHours.objects.filter(number_id=number_id).delete()
    OpeningHours.objects.bulk_create(
        OpeningHours(
            number_id=number_id,
            channel=channel,
            weekday=span.weekday,
            opens=span.opens,
            closes=span.closes,
        )
        for channel, spans in hours.items()
        for span in spans
    )
    _record(actor_id, "hours_changed", number_id, spans=sum(map(len, hours.values())))


@transaction.atomic
def publish_days(*, now: datetime, number_ids: Collection[int] | None = None) -> int:
    """Publish the hours of today and of the seven days after, where they are not; count them.

    Days that stand already are never touched: that is what frozen means.
    """
    days = days_from(paris_day(now))
    numbers = Number.objects.filter(published_at__isnull=False, closed_at=None)
    if number_ids is not None:
        numbers = numbers.filter(pk__in=number_ids)
    # Locked, so that two jobs at once publish a day once.
    keys = list(numbers.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    known = set(
        OpenDay.objects.filter(number_id__in=keys, day__in=days).values_list("number_id", "day")
    )
    missing = [(key, day) for key in keys for day in days if (key, day) not in known]
    _freeze(missing, days, now)
    return len(missing)


def _freeze(missing: list[tuple[int, date]], days: list[date], now: datetime) -> None:
    coming = hours_to_come({key for key, _day in missing}, days)
    made = OpenDay.objects.bulk_create(
        OpenDay(number_id=key, day=day, frozen_at=now) for key, day in missing
    )
    OpenSlot.objects.bulk_create(
        OpenSlot(day=row, channel=channel, opens_at=slot.opens_at, closes_at=slot.closes_at)
        for row in made
        for channel, slots in coming[row.number_id][row.day].items()
        for slot in slots
    )


@transaction.atomic
def close_for(
    *,
    number_id: int,
    channel: str,
    starts_at: datetime,
    ends_at: datetime,
    reason: str,
    actor_id: int | None,
) -> Closing:
    """Close a channel ("" for all) inside published hours; calls made then count as broken.

    :raises NumberError: it is over already, or ends before it begins.
    """
    if ends_at <= starts_at:
        raise NumberError(_("La fermeture doit finir après son début."))
    if ends_at <= timezone.now():
        raise NumberError(_("Cette fermeture est déjà passée."))
    closing = Closing.objects.create(
        number_id=number_id,
        channel=channel,
        starts_at=starts_at,
        ends_at=ends_at,
        reason=reason,
        declared_by_id=actor_id,
    )
    _record(actor_id, "closing_declared", number_id, closing=closing.pk)
    return closing


@transaction.atomic
def reopen(*, closing_id: int, number_id: int, actor_id: int | None) -> None:
    """End an exceptional closing now; one that has not begun never happens."""
    now = timezone.now()
    found = Closing.objects.filter(pk=closing_id, number_id=number_id, ends_at__gt=now)
    if not found.filter(starts_at__gte=now).delete()[0]:
        found.update(ends_at=now)
    _record(actor_id, "closing_ended", number_id, closing=closing_id)


def _record(actor_id: int | None, verb: str, number_id: int, **facts: object) -> None:
    audit.record(
        actor_id=actor_id, verb=f"illico.{verb}", subject=f"number:{number_id}", facts=facts
    )
