"""Durable messages: a row of the outbox, sent to open pages after the commit."""

import json
from collections.abc import Mapping
from typing import Any

from boutdufil.kernel import events
from boutdufil.kernel.realtime.errors import RealtimeError
from boutdufil.kernel.realtime.events import Message
from boutdufil.kernel.realtime.topics import check_kind, check_topic

# A page that needs more asks for it by a request of its own.
BODY_BYTES = 16_384


def publish(topic: str, kind: str, body: Mapping[str, Any]) -> None:
    """Tell the pages that watch ``topic``, once the caller's transaction commits.

    Nothing is lost while a page is away for less than a day; a rollback sends nothing. ``body``
    holds JSON values and is kept for 24 hours.

    :raises RealtimeError: when topic, kind or body cannot be sent.
    :raises EventError: outside a transaction.
    """
    message = Message(topic=check_topic(topic), kind=check_kind(kind), body=dict(body))
    _check_body(message.body)
    events.publish(message)


def _check_body(body: dict[str, Any]) -> None:
    try:
        text = json.dumps(body, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise RealtimeError(f"a body holds JSON values alone: {error}") from error
    # PostgreSQL's jsonb cannot hold the sign of number zero.
    if "\\u0000" in text or len(text) > BODY_BYTES:
        raise RealtimeError(f"a body holds no NUL and at most {BODY_BYTES} bytes")
