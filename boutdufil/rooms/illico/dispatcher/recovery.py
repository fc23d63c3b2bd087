"""Rebuilding a pool from its journal: the last snapshot, then every fact since."""

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from boutdufil.engines.routing import RefusedError
from boutdufil.rooms.illico.dispatcher.database import JOURNAL, Connection
from boutdufil.rooms.illico.dispatcher.desk import Desk
from boutdufil.rooms.illico.dispatcher.facts import fact_from, fact_to_plain

STRETCH = 1_000
# Raised with every change of what the router decides: a journal says by which it was written.
ENGINE = 3

HAPPENED = "(extract(epoch from happened_at) * 1000)::bigint"
LAST = f"select seq, at, {HAPPENED} from {JOURNAL} where pool = %s order by seq desc limit 1"  # noqa: S608
# Backwards along the key, until the first snapshot met: no index of its own is needed.
SNAPSHOT_SEQ = f"""
select seq from {JOURNAL} where pool = %s and body ? 'snapshot' order by seq desc limit 1
"""  # noqa: S608
BODIES = f"""
select seq, body from {JOURNAL} where pool = %s and seq >= %s order by seq limit {STRETCH}
"""  # noqa: S608

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Recovered:
    """A pool as its journal left it; times of the last line, 0 when there is none.

    ``diverged`` are the lines that this version decides otherwise than they were told.
    """

    desk: Desk
    last_seq: int = 0
    last_at: int = 0
    last_wall_ms: int = 0
    since_snapshot: int = 0
    diverged: list[int] = field(default_factory=list)


class UnreadableSnapshotError(Exception):
    """A snapshot of another version: the lines before it must be read instead."""


async def recover(connection: Connection, *, pool: str) -> Recovered:
    """Read a pool's journal and return where it stands.

    A snapshot that this version cannot read is passed over, and the journal read from its first
    line: that takes longer, and loses nobody.
    """
    cursor = await connection.execute(LAST, [pool])
    last = await cursor.fetchone()
    if last is None:
        return Recovered(Desk())
    begin = await _snapshot_seq(connection, pool)
    try:
        found = await _replay(connection, pool, last, begin)
    except UnreadableSnapshotError:
        logger.error("the snapshot in line %d is of another version: all lines are read", begin)
        found = await _replay(connection, pool, last, 0)
    if found.diverged:
        logger.critical(
            "%d lines of the journal, from %d on, would be decided otherwise today",
            len(found.diverged),
            found.diverged[0],
        )
    return found


async def _replay(
    connection: Connection, pool: str, last: tuple[int, int, int], begin: int
) -> Recovered:
    seq, at, wall_ms = last
    found = Recovered(Desk(), seq, at, wall_ms, since_snapshot=seq - begin)
    async for seq, body in _bodies(connection, pool, begin):
        if "snapshot" in body:
            _restore(found, body["snapshot"], must=seq == begin)
        elif "event" in body:
            _take(found, seq, body)
    return found


async def _snapshot_seq(connection: Connection, pool: str) -> int:
    cursor = await connection.execute(SNAPSHOT_SEQ, [pool])
    row = await cursor.fetchone()
    return int(row[0]) if row else 0


async def _bodies(
    connection: Connection, pool: str, begin: int
) -> AsyncIterator[tuple[int, dict[str, Any]]]:
    while True:
        cursor = await connection.execute(BODIES, [pool, begin])
        rows = await cursor.fetchall()
        for row in rows:
            yield row
        if len(rows) < STRETCH:
            return
        begin = rows[-1][0] + 1
        # The lease wants to be renewed meanwhile.
        await asyncio.sleep(0)


def _restore(found: Recovered, snapshot: dict[str, Any], *, must: bool) -> None:
    """Go on from a snapshot; one in the middle of the lines only saves what they say themselves."""
    try:
        found.desk = Desk.restore(snapshot)
    except (ValueError, KeyError, TypeError) as error:
        if must:
            raise UnreadableSnapshotError from error


def _take(found: Recovered, seq: int, body: dict[str, Any]) -> None:
    """Apply one line, and see that what follows is what was told then."""
    try:
        applied = found.desk.apply(fact_from(body["event"]))
    except RefusedError:
        logger.error("line %d of the journal is refused and left out", seq)
        found.diverged.append(seq)
        return
    if [fact_to_plain(one) for one in applied.decisions] != body.get("decisions", []):
        found.diverged.append(seq)
