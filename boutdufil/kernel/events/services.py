"""Delivering events, replaying and forgetting them."""

from datetime import datetime

from django.db import connection, transaction
from django.db.models import Min
from django.utils import timezone

from boutdufil.kernel.events.declarations import decode, passing
from boutdufil.kernel.events.handlers import find_handler, handlers
from boutdufil.kernel.events.models import Delivery, HandlerPosition, OutboxEvent

# As long as the audit trail: what that has forgotten is not to be found here either.
KEPT_YEARS = 5

FORGET_PASSING = """
with old as (
    select id from events_outboxevent where name = %s and occurred_at < %s and pos is not null
), told as (
    delete from events_delivery where event_id in (select id from old)
)
delete from events_outboxevent where id in (select id from old)
"""


@transaction.atomic
def deliver(*, handler: str, event_id: int) -> bool:
    """Tell a handler of an event in one transaction; return whether it had not been told before.

    A second job for the same pair waits for the first: nothing to do when that commits, its turn
    when it rolls back.

    :raises EventError: when this release has no such handler or cannot read the event.
    """
    told = find_handler(handler)
    happened = OutboxEvent.objects.filter(pk=event_id).first()
    if happened is None or not _claim(handler, event_id):
        return False
    told.function(decode(happened.name, happened.payload))
    return True


def start_new_handlers() -> None:
    """Let handlers never seen before begin with what happens next."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into events_handlerposition (handler, pos)"
            " select unnest(%s::text[]), (select coalesce(max(pos), 0) from events_outboxevent)"
            " on conflict do nothing",
            [[handler.name for handler in handlers()]],
        )


@transaction.atomic
def replay(*, handler: str, since: datetime | None = None) -> int:
    """Put a handler back before the events since a moment, or all; return how many it will get.

    What it has done already is not handed to it again.

    :raises EventError: when this release has no such handler.
    """
    told = find_handler(handler)
    start_new_handlers()
    position = HandlerPosition.objects.select_for_update().get(pk=handler)
    kept = OutboxEvent.objects.filter(name=told.event, pos__isnull=False)
    wanted = kept.filter(occurred_at__gte=since) if since else kept
    first = wanted.aggregate(first=Min("pos"))["first"]
    if first is None:
        return 0
    position.pos = min(position.pos, first - 1)
    position.save(update_fields=["pos"])
    return kept.filter(pos__gt=position.pos).exclude(delivery__handler=handler).count()


@transaction.atomic
def forget_events(*, before: datetime) -> int:
    """Delete what happened before a moment, and that it was handled; return how many events."""
    old = OutboxEvent.objects.filter(occurred_at__lt=before, pos__isnull=False)
    Delivery.objects.filter(event__in=old).delete()
    return old.delete()[0]


def forget_passing(*, now: datetime) -> int:
    """Delete the events that pass and are older than their time; return how many."""
    forgotten = 0
    for name, kept in passing().items():
        with connection.cursor() as cursor:
            # Not through the ORM, which would read millions of rows to cascade from them.
            cursor.execute(FORGET_PASSING, [name, now - kept])
            forgotten += cursor.rowcount
    return forgotten


def _claim(handler: str, event_id: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into events_delivery (handler, event_id, done_at) values (%s, %s, %s)"
            " on conflict do nothing",
            [handler, event_id, timezone.now()],
        )
        return bool(cursor.rowcount)
