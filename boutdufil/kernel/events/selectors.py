"""How far events and their handlers are."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Count, Min

from boutdufil.kernel.events.declarations import declared, fields_of
from boutdufil.kernel.events.handlers import handlers
from boutdufil.kernel.events.models import Delivery, HandlerPosition, OutboxEvent
from boutdufil.kernel.jobs.selectors import dead_letters

# What the relay's connections call themselves.
RELAY_NAME = "boutdufil relay"


@dataclass(frozen=True, slots=True)
class DeclaredEvent:
    """An event of this release: its fields (name and type) and the handlers told of it."""

    name: str
    fields: tuple[tuple[str, str], ...]
    handlers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HandlerStatus:
    """A handler's counts: events behind (not handed to the jobs), done, failed for good.

    ``event`` is empty for a handler that this release no longer has.
    """

    name: str
    event: str
    behind: int
    done: int
    failed: int


@dataclass(frozen=True, slots=True)
class OutboxStatus:
    """Events kept, those waiting for a position, the oldest of these, whether a relay leads."""

    kept: int
    waiting: int
    waiting_since: datetime | None
    has_relay: bool
    handlers: tuple[HandlerStatus, ...]


def declared_events() -> tuple[DeclaredEvent, ...]:
    """Return every event of this release, in the order of names."""
    told = handlers()
    return tuple(
        DeclaredEvent(
            name=name,
            fields=tuple((field, kind.__name__) for field, kind in fields_of(cls).items()),
            handlers=tuple(handler.name for handler in told if handler.event == name),
        )
        for name, cls in declared().items()
    )


def outbox_status() -> OutboxStatus:
    """Return how far the relay and every handler are, now."""
    waiting = OutboxEvent.objects.filter(pos=None).aggregate(
        number=Count("pk"), since=Min("occurred_at")
    )
    return OutboxStatus(
        kept=OutboxEvent.objects.count(),
        waiting=waiting["number"],
        waiting_since=waiting["since"],
        has_relay=_has_relay(),
        handlers=_handler_statuses(),
    )


def _handler_statuses() -> tuple[HandlerStatus, ...]:
    event_of = {handler.name: handler.event for handler in handlers()}
    positions = dict(HandlerPosition.objects.values_list("handler", "pos"))
    done = dict(Delivery.objects.values_list("handler").annotate(Count("pk")))
    failed = Counter(letter["handler"] for letter in dead_letters("events.deliver"))
    return tuple(
        HandlerStatus(
            name=name,
            event=event_of.get(name, ""),
            behind=_behind(event_of.get(name, ""), positions.get(name)),
            done=done.get(name, 0),
            failed=failed[name],
        )
        for name in sorted(event_of.keys() | positions.keys())
    )


def _behind(event: str, pos: int | None) -> int:
    if pos is None:
        return 0
    return OutboxEvent.objects.filter(name=event, pos__gt=pos).count()


def _has_relay() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "select exists (select 1 from pg_stat_activity a join pg_locks l using (pid)"
            " where l.locktype = 'advisory' and l.granted and a.datname = current_database()"
            " and a.application_name = %s)",
            [RELAY_NAME],
        )
        return bool(cursor.fetchone()[0])
