"""Publishing: one insert into the outbox, in the caller's transaction."""

import json
import threading

from django.db import connection, transaction
from django.utils import timezone

from boutdufil.kernel.events.declarations import encode, name_of
from boutdufil.kernel.events.errors import EventError

# Set when this process has committed an event: the relay, if it is here, need not wait.
news = threading.Event()


def publish(happened: object) -> int:
    """Write down in the caller's transaction that something happened; return the row's number.

    A NOTIFY here would cost three quarters of the commits: it takes a lock held across the flush.

    :raises EventError: outside a transaction, or when the event is not declared or does not fit.
    """
    name = name_of(type(happened))
    if not in_transaction():
        raise EventError(f"{name} is published outside a transaction: make the service atomic")
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into events_outboxevent (name, payload, occurred_at)"
            " values (%s, %s::jsonb, %s) returning id",
            [name, json.dumps(encode(happened)), timezone.now()],
        )
        (number,) = cursor.fetchone()
    transaction.on_commit(news.set)
    return int(number)


def in_transaction() -> bool:
    """Tell whether the caller's acts are written together or not at all."""
    return connection.in_atomic_block
