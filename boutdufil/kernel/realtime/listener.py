"""The listener: follows messages through the outbox on one connection of its own.

A tick says that something is new; what it is is read by position. So a lost tick, a lost
connection or a second spent without either costs time, never a message.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import psycopg
from django.db import connections

from boutdufil.adapters.postgres import Session, open_session
from boutdufil.kernel.events.following import NEWEST, after, newest_of
from boutdufil.kernel.realtime.events import MESSAGE

LOOK_AROUND_SECONDS = 1.0
OUTAGE_PAUSE_SECONDS = 0.5
LONGEST_OUTAGE_PAUSE_SECONDS = 5.0
HISTORY_SECONDS = 5.0
STRETCH = 500
# Handed over before the streams get a turn; well under what one of them may have waiting.
PORTION = 50
HISTORY_STRETCH = 200
NAME = "boutdufil hub"

START = newest_of(MESSAGE)
NEW = after(MESSAGE, field="topic")
MISSED = after(MESSAGE, field="topic", chosen=True)

logger = logging.getLogger(__name__)


class Stored(NamedTuple):
    """A message of the outbox: its position, its topic and its JSON."""

    pos: int
    topic: str
    text: str


class _Question(NamedTuple):
    query: str
    values: Sequence[object]
    answer: asyncio.Future[list[Any]]


class Listener:
    """Hand each new message to ``deliver``, in order and once; answer what was missed."""

    def __init__(self, deliver: Callable[[Stored], None]) -> None:
        self._deliver = deliver
        self._questions: deque[_Question] = deque()
        self._wake = asyncio.Event()
        self._has_begun = asyncio.Event()
        self.pos = 0

    async def run(self) -> None:
        """Follow the outbox until cancelled; come back after every outage."""
        pause = OUTAGE_PAUSE_SECONDS
        while True:
            try:
                async with await _connect() as connection:
                    pause = OUTAGE_PAUSE_SECONDS
                    await self._follow(connection)
            except psycopg.Error as error:
                logger.warning("streams rest, the database is away: %s", str(error).strip())
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_OUTAGE_PAUSE_SECONDS)

    async def history(self, topics: tuple[str, ...], after: int) -> list[Stored]:
        """Return what the topics were told after a position, or the first stretch of it.

        Raises TimeoutError when the database does not answer in time.
        """
        async with asyncio.timeout(HISTORY_SECONDS):
            await self._has_begun.wait()
            # Who is subscribed gets what comes after this position anyway.
            if after == self.pos:
                return []
            rows = await self._ask(MISSED, [list(topics), after, HISTORY_STRETCH])
        return [Stored(*row) for row in rows]

    async def place(self, claimed: int) -> int:
        """Return the position from which a reader goes on who claims to know all up to one.

        Numbers begin anew when an older database is restored. Raises TimeoutError.
        """
        async with asyncio.timeout(HISTORY_SECONDS):
            await self._has_begun.wait()
            if claimed <= self.pos:
                return claimed
            (row,) = await self._ask(NEWEST, [])
        return min(claimed, int(row[0]))

    async def _ask(self, query: str, values: Sequence[object]) -> list[Any]:
        question = _Question(query, values, asyncio.get_running_loop().create_future())
        self._questions.append(question)
        self._wake.set()
        return await question.answer

    async def _follow(self, connection: Session) -> None:
        connection.add_notify_handler(lambda _tick: self._wake.set())
        await connection.execute("listen bdf")
        await self._begin(connection)
        while True:
            self._wake.clear()
            await self._catch_up(connection)
            await self._answer(connection)
            # A tick that came within the last answer's packet lies in libpq, unseen by the loop.
            if not connection.pgconn.notifies():
                await self._wait(connection.fileno())

    async def _begin(self, connection: Session) -> None:
        # After an outage this goes on where it was, unless an older database was brought back.
        is_first = not self._has_begun.is_set()
        cursor = await connection.execute(START if is_first else NEWEST)
        newest = int((await cursor.fetchone() or [0])[0])
        self.pos = newest if is_first else min(self.pos, newest)
        self._has_begun.set()

    async def _catch_up(self, connection: Session) -> None:
        is_behind = True
        while is_behind:
            cursor = await connection.execute(NEW, [self.pos, STRETCH])
            rows = await cursor.fetchall()
            is_behind = len(rows) == STRETCH
            for number, row in enumerate(rows, start=1):
                self._deliver(Stored(*row))
                self.pos = row[0]
                if number % PORTION == 0:
                    await asyncio.sleep(0)

    async def _answer(self, connection: Session) -> None:
        while self._questions:
            question = self._questions[0]
            if not question.answer.done():
                cursor = await connection.execute(question.query, question.values)
                rows = await cursor.fetchall()
                if not question.answer.done():
                    question.answer.set_result(rows)
            # Only now: a connection that breaks in between leaves the question for the next one.
            self._questions.popleft()

    async def _wait(self, descriptor: int) -> None:
        loop = asyncio.get_running_loop()
        loop.add_reader(descriptor, self._wake.set)
        try:
            async with asyncio.timeout(LOOK_AROUND_SECONDS):
                await self._wake.wait()
        except TimeoutError:
            pass
        finally:
            loop.remove_reader(descriptor)


async def _connect() -> Session:
    """Open a session as the app, outside the pool: it listens for as long as it lives."""
    return await open_session(connections["default"].get_connection_params(), name=NAME)
