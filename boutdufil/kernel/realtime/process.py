"""The hub and the link of a web process, for as long as it serves."""

import asyncio
import contextlib
import signal
import threading
from collections.abc import AsyncIterator, Iterator
from types import FrameType

from boutdufil.kernel.realtime.addresses import dispatcher_address
from boutdufil.kernel.realtime.errors import ExchangeAwayError
from boutdufil.kernel.realtime.hub import Hub
from boutdufil.kernel.realtime.links import Link

_hub: Hub | None = None
_link: Link | None = None


def present_hub() -> Hub | None:
    """Return the hub of this process, None when it serves no streams."""
    return _hub


def link() -> Link:
    """Return the link of this web process, for its event loop alone; elsewhere use ``ask``.

    Raises ExchangeAwayError in a process that has none.
    """
    if _link is None:
        raise ExchangeAwayError("this process holds no link to the exchange")
    return _link


@contextlib.asynccontextmanager
async def running() -> AsyncIterator[None]:
    """Have a hub and a link in this process while the block runs."""
    global _hub, _link
    async with Link(dispatcher_address()).running() as _link:
        _hub = Hub(_link)
        following = asyncio.create_task(_hub.run(), name="realtime-hub")
        try:
            with _closing_on_signals(_hub):
                yield
        finally:
            _hub.close()
            following.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await following
            _hub = _link = None


@contextlib.contextmanager
def _closing_on_signals(hub: Hub) -> Iterator[None]:
    """End the streams at the first signal: the server waits for them before it tells us to stop."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    loop = asyncio.get_running_loop()
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}

    def close(number: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(hub.close)
        handler = before[signal.Signals(number)]
        if callable(handler):
            handler(number, frame)

    # Without a handler of the server's own, ours would swallow the signal.
    for number in (number for number, handler in before.items() if callable(handler)):
        signal.signal(number, close)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
