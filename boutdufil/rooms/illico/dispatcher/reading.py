"""Reading what the web wrote, over its own connection: lines, calls never heard of, hang-ups."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable

import psycopg

from boutdufil.engines.routing import Line
from boutdufil.rooms.illico.dispatcher.database import Connection
from boutdufil.rooms.illico.dispatcher.loop import Loop
from boutdufil.rooms.illico.dispatcher.numbers import Opened, read_gone, read_offers, read_opened

READ_SECONDS = 1.0
LINES_EVERY = 5
OUTAGE_SECONDS = 1.0

logger = logging.getLogger(__name__)


class Reader:
    """Looks into the tables every second, and at the numbers every few."""

    def __init__(self, loop: Loop, connect: Callable[[], Awaitable[Connection]]) -> None:
        self._loop, self._connect = loop, connect
        self._lines: dict[str, Line] = {}
        self._reserve: dict[str, int] | None = None
        self._turns = 0
        self._hint = asyncio.Event()
        loop.lines_changed = self._be_told

    async def run(self) -> None:
        """Read for ever; an outage of the database is waited out."""
        while True:
            try:
                async with await self._connect() as connection:
                    await self._read(connection)
            except (psycopg.OperationalError, psycopg.InterfaceError, OSError) as error:
                logger.warning("numbers are not read: %s", type(error).__name__)
                await asyncio.sleep(OUTAGE_SECONDS)

    async def _read(self, connection: Connection) -> None:
        while True:
            if self._turns % LINES_EVERY == 0:
                self._set_opened(await read_opened(connection))
            self._turns += 1
            # While the journal stands, what was kept the second before would be kept again.
            if not self._loop.look():
                await self._compare_calls(connection)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(READ_SECONDS):
                    await self._hint.wait()
            self._hint.clear()

    async def _compare_calls(self, connection: Connection) -> None:
        """Take in callers never heard of, and let those go who hung up unheard."""
        router = self._loop.desk.router
        for offer in await read_offers(connection):
            if not router.call(offer["call"]):
                self._loop.submit("offer", offer)
        for call in await read_gone(connection):
            if router.call(call):
                self._loop.submit("gone", {"call": call})

    def _set_opened(self, opened: Opened) -> None:
        for line in opened.lines:
            if self._lines.get(line.id) != line and self._loop.set_line(line):
                self._lines[line.id] = line
        if opened.reserve != self._reserve and self._loop.set_reserve(opened.reserve):
            self._reserve = opened.reserve

    def _be_told(self) -> None:
        self._turns = 0
        self._hint.set()
