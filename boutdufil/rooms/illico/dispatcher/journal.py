"""The journal: every fact and what followed, in PostgreSQL before anybody hears of it.

One connection, one statement at a time: as soon as one returned, all that came meanwhile is
written by the next. The fence is in the statement itself: a process that lost its pool writes
nothing and learns of it.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Iterable
from typing import NamedTuple

import psycopg

from boutdufil.rooms.illico.dispatcher.database import JOURNAL, LEASES, Connection
from boutdufil.rooms.illico.dispatcher.lease import (
    RENEW_SECONDS,
    FencedError,
    release_lease,
    renew_lease,
)
from boutdufil.rooms.illico.dispatcher.times import Clock

LINES_AT_ONCE = 2_000
FIRST_PAUSE = 0.05
LONGEST_PAUSE = 1.0

WRITE = f"""
insert into {JOURNAL} (pool, seq, epoch, at, happened_at, call, body)
select %s, line.seq, %s, line.at,
    timestamptz 'epoch' + line.happened_ms * interval '1 ms', line.call, line.body
from rows from (
    unnest(%s::bigint[]), unnest(%s::bigint[]), unnest(%s::bigint[]), unnest(%s::text[]),
    jsonb_array_elements(%s::jsonb)
) as line(seq, at, happened_ms, call, body)
where exists (select 1 from {LEASES} where pool = %s and epoch = %s for share)
"""  # noqa: S608
WRITTEN = f"select count(*) from {JOURNAL} where pool = %s and epoch = %s and seq between %s and %s"  # noqa: S608

logger = logging.getLogger(__name__)

Told = Callable[[], None]
Connect = Callable[[], Awaitable[Connection]]


class Line(NamedTuple):
    """A line to write, or with an empty body only something to tell after the lines before it."""

    told: Told
    waits_since: int
    seq: int = 0
    at: int = 0
    happened_ms: int = 0
    call: str = ""
    body: str = ""


class Journal:
    """The lines of one pool under one epoch. ``run`` ends by FencedError or by being cancelled."""

    def __init__(
        self, connect: Connect, *, pool: str, epoch: int, clock: Clock, last_seq: int
    ) -> None:
        self._connect = connect
        self._pool, self.epoch = pool, epoch
        self._clock = clock
        self.last_seq = last_seq
        self._waiting: list[Line] = []
        self._writing: list[Line] = []
        self._news = asyncio.Event()
        self._connection: Connection | None = None
        self._proven_ms = clock.monotonic_ms()
        self._is_closing = False

    def add(self, told: Told, *, at: int, happened_ms: int, call: str, body: str) -> None:
        """Write a line, then tell."""
        self.last_seq += 1
        now = self._clock.monotonic_ms()
        self._waiting.append(Line(told, now, self.last_seq, at, happened_ms, call[:36], body))
        self._news.set()

    def after(self, told: Told) -> None:
        """Tell once all lines so far are written and the pool is known to be ours."""
        self._waiting.append(Line(told, self._clock.monotonic_ms()))
        self._news.set()

    def waited_ms(self) -> int:
        """Return for how long the oldest line has been waiting to be written."""
        first = next(iter(self._writing or self._waiting), None)
        return self._clock.monotonic_ms() - first.waits_since if first else 0

    async def run(self) -> None:
        """Write what comes, and renew the lease, until `close`. Raises FencedError."""
        try:
            while not self._is_closing or self._waiting:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(self._renewal_in()):
                        await self._news.wait()
                await self._flush()
            await release_lease(await self._connected(), pool=self._pool, epoch=self.epoch)
        finally:
            await self._drop_connection()

    def close(self) -> None:
        """Let `run` write the rest, give the pool back and end."""
        self._is_closing = True
        self._news.set()

    async def _flush(self) -> None:
        self._news.clear()
        taken, rest = self._waiting[:LINES_AT_ONCE], self._waiting[LINES_AT_ONCE:]
        self._writing, self._waiting = taken, rest
        if rest:
            self._news.set()
        await self._write([line for line in taken if line.body])
        self._writing = []
        for line in taken:
            line.told()

    def _renewal_in(self) -> float:
        since = (self._clock.monotonic_ms() - self._proven_ms) / 1000
        return max(RENEW_SECONDS - since, 0.0)

    async def _write(self, lines: list[Line]) -> None:
        """Write lines once, whatever happens to the connection meanwhile."""
        pause, is_in_doubt = FIRST_PAUSE, False
        while True:
            try:
                await self._write_once(lines, is_in_doubt=is_in_doubt)
            except psycopg.errors.UniqueViolation:
                # What was thought lost has arrived after all.
                if not await self._are_written(lines):
                    raise FencedError(f"somebody else writes to {self._pool}") from None
                is_in_doubt = True
            except (psycopg.OperationalError, psycopg.InterfaceError, OSError) as error:
                logger.warning("the journal waits for the database: %s", type(error).__name__)
                is_in_doubt = True
                await self._drop_connection()
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
            else:
                return

    async def _write_once(self, lines: list[Line], *, is_in_doubt: bool) -> None:
        if not (is_in_doubt and await self._are_written(lines)):
            await self._insert(lines)
        # Also after a long sleep of this process: nobody is told before the pool is known ours.
        if is_in_doubt or self._renewal_in() == 0:
            await renew_lease(await self._connected(), pool=self._pool, epoch=self.epoch)
            self._proven_ms = self._clock.monotonic_ms()

    async def _insert(self, lines: list[Line]) -> None:
        if not lines:
            return
        columns: list[object] = [
            # Written out here, each is one value for the driver instead of thousands.
            _numbers(line.seq for line in lines),
            _numbers(line.at for line in lines),
            _numbers(line.happened_ms for line in lines),
            [line.call for line in lines],
            # One text: an array of them would be escaped quote by quote.
            f"[{','.join(line.body for line in lines)}]",
        ]
        pool, epoch = self._pool, self.epoch
        connection = await self._connected()
        cursor = await connection.execute(WRITE, [pool, epoch, *columns, pool, epoch])
        if cursor.rowcount != len(lines):
            raise FencedError(f"the pool {pool} is no longer ours (epoch {epoch})")

    async def _are_written(self, lines: list[Line]) -> bool:
        """Find out what became of lines whose writing was cut off: all of them or none."""
        if not lines:
            return True
        connection = await self._connected()
        place = [self._pool, self.epoch, lines[0].seq, lines[-1].seq]
        row = await (await connection.execute(WRITTEN, place)).fetchone()
        found = row[0] if row else 0
        if found not in (0, len(lines)):
            raise FencedError(f"the journal of {self._pool} holds lines that are not ours")
        return bool(found)

    async def _connected(self) -> Connection:
        if self._connection is None:
            self._connection = await self._connect()
        return self._connection

    async def _drop_connection(self) -> None:
        if self._connection is not None:
            connection, self._connection = self._connection, None
            with contextlib.suppress(Exception):
                await connection.close()


def _numbers(numbers: Iterable[int]) -> str:
    """Return an array as PostgreSQL reads it.

    >>> _numbers([7, 8])
    '{7,8}'
    """
    return f"{{{','.join(map(str, numbers))}}}"
