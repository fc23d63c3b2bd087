"""How a socket talks to its page, and how it ends."""

import json
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

# RFC 6455, 7.4.1: as agreed, against the rules, try again.
DONE, REFUSED, TRY_AGAIN = 1000, 1008, 1013

Event = dict[str, Any]
Receive = Callable[[], Awaitable[Event]]
Send = Callable[[Event], Awaitable[None]]
Body = Mapping[str, Any]


class LegOverError(Exception):
    """The socket is to be closed: with this cause, told to the page, and this code."""

    def __init__(self, cause: str, code: int = DONE) -> None:
        super().__init__(cause)
        self.cause, self.code = cause, code


class Pace:
    """At most so many messages a second, in bursts of as many."""

    def __init__(self, per_second: float) -> None:
        self._per_second = self._left = per_second
        self._at = time.monotonic()

    def count(self) -> None:
        """Count a message. Raises LegOverError when they come too fast."""
        now = time.monotonic()
        gained = (now - self._at) * self._per_second
        self._left, self._at = min(self._per_second, self._left + gained) - 1, now
        if self._left < 0:
            raise LegOverError("rate", REFUSED)


async def say(send: Send, body: Body) -> None:
    """Send a message to the page."""
    text = json.dumps(body, separators=(",", ":"), ensure_ascii=False)
    await send({"type": "websocket.send", "text": text})
