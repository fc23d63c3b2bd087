"""The process: takes the pool, rebuilds it, serves the exchange, and keeps all of it going."""

import asyncio
import contextlib
import gc
import logging
import os
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import psycopg

from boutdufil.kernel.realtime import Exchange, RealtimeError
from boutdufil.kernel.realtime.addresses import Address, dispatcher_address
from boutdufil.kernel.realtime.exchange import evict
from boutdufil.rooms.illico.dispatcher.database import Connection, connect
from boutdufil.rooms.illico.dispatcher.following import follow_journal
from boutdufil.rooms.illico.dispatcher.journal import Journal
from boutdufil.rooms.illico.dispatcher.lease import release_lease, renew_lease, take_lease
from boutdufil.rooms.illico.dispatcher.loop import Loop
from boutdufil.rooms.illico.dispatcher.presence import Presence
from boutdufil.rooms.illico.dispatcher.reading import Reader
from boutdufil.rooms.illico.dispatcher.recovery import ENGINE, Recovered, recover
from boutdufil.rooms.illico.dispatcher.retelling import Retelling
from boutdufil.rooms.illico.dispatcher.times import Clock, RouterClock, SystemClock, elapsed_ms

POOL = "main"
ASK_FOR_LEASE_SECONDS = 0.5
LOOK_SECONDS = 0.1
SECOND = 1.0
PLACES_SECONDS = 3.0
STOP_SECONDS = 1.2

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Post:
    """A pool and how it is served: where, by which clocks, over which connections."""

    pool: str = POOL
    address: Address = field(default_factory=dispatcher_address)
    clock: Clock = field(default_factory=SystemClock)
    connect: Callable[[], Awaitable[Connection]] = connect
    projects: bool = True


async def run(*, pool: str = POOL) -> None:
    """Own a pool until cancelled; wait while somebody else owns it.

    Raises FencedError when another dispatcher has taken the pool meanwhile: then nothing more has
    been told to anybody, and the process is to begin anew.
    """
    await serve(Post(pool))


async def serve(post: Post) -> None:
    """Do as :func:`run`, by these clocks and connections.

    Raises RealtimeError when nobody can be served at the address.
    """
    holder = f"{socket.gethostname()[:60]} {os.getpid()}"
    exchange = Exchange(answer=lambda op, body: loop.answer(op, body))
    # Before the pool: who cannot be reached must not own it.
    await exchange.bind(post.address)
    epoch, recovered = await _take_over(post, holder)
    clock = RouterClock(post.clock, _restart_at(recovered, post.clock.wall_ms()))
    journal = Journal(
        post.connect, pool=post.pool, epoch=epoch, clock=post.clock, last_seq=recovered.last_seq
    )
    loop = Loop(recovered.desk, journal, clock, exchange.push)
    # What was rebuilt stays, and the router makes no cycles: the collector need not look at it.
    gc.collect()
    gc.freeze()
    began = {
        "holder": holder,
        "epoch": epoch,
        "engine": ENGINE,
        "diverged": recovered.diverged[:100],
    }
    loop.begin(began, recovered.since_snapshot)
    await _serve_until_done(post, loop, exchange)


async def _take_over(post: Post, holder: str) -> tuple[int, Recovered]:
    """Wait for the pool, then read its journal, the lease kept meanwhile."""
    while True:
        try:
            connection = await post.connect()
            async with connection:
                epoch = await take_lease(connection, pool=post.pool, holder=holder)
                if epoch is not None:
                    return epoch, await _recover(post, epoch)
        except (psycopg.OperationalError, OSError) as error:
            logger.warning("the dispatcher waits for the database: %s", type(error).__name__)
        await asyncio.sleep(ASK_FOR_LEASE_SECONDS)


async def _recover(post: Post, epoch: int) -> Recovered:
    reader, renewer = await post.connect(), await post.connect()
    async with reader, renewer:
        renewing = asyncio.create_task(_keep_lease(renewer, post.pool, epoch))
        try:
            recovered = await recover(reader, pool=post.pool)
        finally:
            renewing.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await renewing
    logger.info("the pool %s is ours (epoch %d, line %d)", post.pool, epoch, recovered.last_seq)
    return recovered


async def _keep_lease(connection: Connection, pool: str, epoch: int) -> None:
    while True:
        await renew_lease(connection, pool=pool, epoch=epoch)
        await asyncio.sleep(SECOND)


def _restart_at(recovered: Recovered, now_wall_ms: int) -> int:
    if not recovered.last_seq:
        return 0
    return recovered.last_at + elapsed_ms(recovered.last_wall_ms, now_wall_ms)


async def _serve_until_done(post: Post, loop: Loop, exchange: Exchange) -> None:
    presence, reader = Presence(loop, exchange), Reader(loop, post.connect)
    exchange.on_link_closed.append(presence.link_closed)
    exchange.on_joined_again.append(Retelling(loop).joined_again)
    if post.address.path:
        # The pool is ours: whoever still listens there has lost it, or is dead.
        evict(post.address.path)
    await _listen(post, loop, exchange)
    writing = asyncio.create_task(loop.journal.run(), name="journal")
    tasks = [
        writing,
        asyncio.create_task(reader.run(), name="numbers"),
        asyncio.create_task(_every(LOOK_SECONDS, loop.look), name="look"),
        asyncio.create_task(_every(SECOND, loop.tell_wall, presence.look), name="wall"),
        asyncio.create_task(_every(PLACES_SECONDS, loop.tell_places), name="places"),
    ]
    if post.projects:
        tasks.append(asyncio.create_task(follow_journal(post.pool, loop), name="projection"))
    try:
        done, _others = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        await _leave(exchange, loop, writing, tasks)


async def _listen(post: Post, loop: Loop, exchange: Exchange) -> None:
    """Be there for links; who cannot gives the pool back at once, to somebody who can."""
    try:
        await exchange.serve(post.address)
    except RealtimeError:
        loop.forget()
        async with await post.connect() as connection:
            await release_lease(connection, pool=post.pool, epoch=loop.journal.epoch)
        raise


async def _leave(
    exchange: Exchange, loop: Loop, writing: asyncio.Task[None], tasks: list[asyncio.Task[None]]
) -> None:
    """Tell nobody anything more; write what was decided and give the pool back, if it is ours."""
    # Links that we cut ourselves say nothing about who is there.
    exchange.on_link_closed.clear()
    await exchange.close()
    # What runs out now is for the next one to see.
    loop.forget()
    for task in tasks:
        if task is not writing:
            task.cancel()
    if not writing.done():
        if not loop.look():
            # What begins next, in another version perhaps, reads this and decides nothing anew.
            loop.take_snapshot()
        loop.journal.close()
        await asyncio.wait([writing], timeout=STOP_SECONDS)
        writing.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _every(seconds: float, *acts: Callable[[], object]) -> None:
    while True:
        for act in acts:
            act()
        await asyncio.sleep(seconds)
