"""Plain code for the sockets: in threads, with a database connection that goes back."""

import asyncio
import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import TypeVar

from django.db import InterfaceError, OperationalError, connections

from boutdufil.kernel.realtime import ExchangeAwayError

T = TypeVar("T")

# While database or exchange are away; an exchange that comes back is told at once.
PAUSES = (0.2, 0.5, 1.0, 2.0)
PATIENCE_SECONDS = 900.0
# What a page says of media and hold: so often at most, and only the newest word of each waits.
NEWS_SECONDS = 0.5
WAITING_NEWS = 50

logger = logging.getLogger(__name__)

Fact = Callable[[], None]

# Whoever comes in never stands behind facts that wait for an exchange that does not answer.
_entrance = ThreadPoolExecutor(4, thread_name_prefix="leg-entrance")
_desk = ThreadPoolExecutor(6, thread_name_prefix="leg-facts")
_running: set[asyncio.Task[None]] = set()
_asleep: set[asyncio.Future[None]] = set()


async def at_entrance(work: Callable[[], T]) -> T:
    """Do plain work that lets somebody in; its database connection returns to the pool."""
    return await asyncio.get_running_loop().run_in_executor(_entrance, _returning(work))


async def at_desk(work: Callable[[], T]) -> T:
    """Do plain work that writes a fact; its database connection returns to the pool."""
    return await asyncio.get_running_loop().run_in_executor(_desk, _returning(work))


def wake() -> None:
    """Try again at once what waits to be written: the exchange is back."""
    here = asyncio.get_running_loop()
    for alarm in [one for one in _asleep if one.get_loop() is here and not one.done()]:
        alarm.set_result(None)


class Facts:
    """What one leg has to write: in its order, tried again while database or exchange are away."""

    def __init__(self) -> None:
        self._waiting: dict[str, Fact] = {}
        self._numbers = count(1)
        self._task: asyncio.Task[None] | None = None
        self._rests_until = 0.0

    def add(self, fact: Fact) -> None:
        """Write a fact after those before it; nobody waits for it."""
        self._waiting[f"#{next(self._numbers)}"] = fact
        self._begin()

    def add_news(self, name: str, fact: Fact) -> None:
        """Write how something stands now, in the place of its older state that still waits."""
        if name in self._waiting or len(self._waiting) < WAITING_NEWS:
            self._waiting[name] = fact
            self._begin()

    def _begin(self) -> None:
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._write_all())
            _running.add(self._task)
            self._task.add_done_callback(_running.discard)

    async def _write_all(self) -> None:
        while self._waiting:
            name = next(iter(self._waiting))
            if not name.startswith("#"):
                await asyncio.sleep(max(0.0, self._rests_until - time.monotonic()))
                self._rests_until = time.monotonic() + NEWS_SECONDS
            await _write(self._waiting.pop(name))


async def _write(fact: Fact) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    for tries in count():
        try:
            await at_desk(fact)
        except (OperationalError, InterfaceError, ExchangeAwayError):
            if time.monotonic() > deadline:
                logger.error("a fact of a leg is not written: database or exchange stay away")
                return
            await _rest(PAUSES[min(tries, len(PAUSES) - 1)])
        except Exception:
            logger.exception("a fact of a leg is not written")
            return
        else:
            return


async def _rest(seconds: float) -> None:
    alarm: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    _asleep.add(alarm)
    await asyncio.wait((alarm,), timeout=seconds)
    _asleep.discard(alarm)


def _returning(work: Callable[[], T]) -> Callable[[], T]:
    def run() -> T:
        try:
            return work()
        finally:
            connections.close_all()

    return run
