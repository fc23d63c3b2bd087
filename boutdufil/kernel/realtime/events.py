"""The event that carries a message to open pages."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from boutdufil.kernel import events

# Longer than any stream token lives, so that who returns finds all that was missed.
KEPT = timedelta(hours=24)
MESSAGE = "realtime.message"


@events.event(MESSAGE, passes=KEPT)
@dataclass(frozen=True, slots=True)
class Message:
    """What pages that watch ``topic`` are told: a kind, and a body of JSON values."""

    topic: str
    kind: str
    body: dict[str, Any]
