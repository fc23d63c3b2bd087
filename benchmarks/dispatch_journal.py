"""The journal of the dispatcher, and a queue in PostgreSQL that writes the same rows.

What is timed runs on a server with fsync on, over a unix socket; every figure is by the clock.
"""

import asyncio
import contextlib
import gc
import json
import os
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import psycopg

from boutdufil.engines.routing import (
    Event,
    Expired,
    LineSet,
    ReserveSet,
    Router,
    to_plain,
)

IN_FLIGHT = 512
# What arrives in one turn of the loop when hundreds of pages ask at once.
AT_ONCE = 64
POOL = "bench"
WRITERS = 8
# Asked after a snapshot, for the lines that a restart reads behind one: at most four an agent.
KEPT_FOR_RECOVERY = 30_000
Figures = dict[str, object]
Asked = tuple[int, str, dict[str, Any]]

OPS = {
    "Offered": "offer", "Gone": "gone", "SignedIn": "sign_in", "SignedOut": "sign_out",
    "Moved": "move", "Paused": "pause", "Resumed": "resume", "Lost": "lost", "Back": "back",
    "Answered": "answer", "Declined": "decline", "Released": "release",
    "WrappedUp": "wrapped_up", "Transferred": "transfer", "HandedOver": "hand_over",
}  # fmt: skip


class DayClock:
    """The clock of a recorded day; it shows the time of the event that comes."""

    def __init__(self, now: int) -> None:
        self.now = now

    def monotonic_ms(self) -> int:
        return self.now

    def wall_ms(self) -> int:
        return self.now


def journal_figures(router: Router, events: Sequence[Event], seconds: float) -> Figures:
    """Time the journal alone, the whole loop before it, and the queue in the database."""
    import django  # noqa: PLC0415

    django.setup()
    disk = fdatasync_ms(Path(os.environ["BOUTDUFIL_HOME"]))
    figures = asyncio.run(journaled(router, events, seconds))
    queue = skip_locked(seconds, agents=12_000)
    decisions = figures["journaled_decisions_per_s"]
    return {
        **figures,
        "fdatasync_ms": disk,
        "skip_locked_per_s": queue,
        "journaled_to_skip_locked": round(float(str(decisions)) / queue, 1),
    }


def fdatasync_ms(folder: Path) -> float:
    """Return the median time to make 8 kB durable on the disk of the server."""
    path, spent = folder / "fdatasync", []
    with path.open("wb", buffering=0) as file:
        for _ in range(200):
            file.write(b"\0" * 8192)
            begun = time.perf_counter()
            os.fdatasync(file.fileno())
            spent.append(time.perf_counter() - begun)
    path.unlink()
    return round(median(spent) * 1000, 3)


async def journaled(router: Router, events: Sequence[Event], seconds: float) -> Figures:
    """Own a pool, and time lines a second, then decisions a second through the loop."""
    from boutdufil.rooms.illico.dispatcher.database import connect  # noqa: PLC0415
    from boutdufil.rooms.illico.dispatcher.journal import Journal  # noqa: PLC0415
    from boutdufil.rooms.illico.dispatcher.lease import take_lease  # noqa: PLC0415
    from boutdufil.rooms.illico.dispatcher.times import SystemClock  # noqa: PLC0415

    async with await connect() as connection:
        epoch = await take_lease(connection, pool=POOL, holder="bench")
    if epoch is None:
        raise RuntimeError(f"somebody else holds the pool {POOL} of this database")
    journal = Journal(connect, pool=POOL, epoch=epoch, clock=SystemClock(), last_seq=0)
    # In a group: a journal that stops ends the run, which would wait for its lines for ever.
    async with asyncio.TaskGroup() as group:
        group.create_task(journal.run())
        with without_collection():
            lines = await lines_per_s(journal, seconds)
            figures = await decisions_per_s(journal, router, events)
        journal.close()
    return {"journaled_per_s": lines, **figures, **await recovery()}


@contextlib.contextmanager
def without_collection() -> Iterator[None]:
    """Keep the garbage collector out of what is timed."""
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.unfreeze()


async def lines_per_s(journal: Any, seconds: float) -> int:
    """Write lines of an offer and what follows, 512 in flight."""
    body = json.dumps(OFFER_LINE)
    loop = asyncio.get_running_loop()
    done, begun = 0, time.perf_counter()
    while time.perf_counter() - begun < seconds:
        written = loop.create_future()
        for _ in range(IN_FLIGHT - 1):
            journal.add(nothing, at=1, happened_ms=1, call=CALL, body=body)
        journal.add(lambda: written.set_result(None), at=1, happened_ms=1, call=CALL, body=body)  # noqa: B023
        await written
        done += IN_FLIGHT
    return round(done / (time.perf_counter() - begun))


async def decisions_per_s(journal: Any, router: Router, events: Sequence[Event]) -> Figures:
    """Feed a recorded day to the loop as requests, 512 in flight, answered when durable."""
    from boutdufil.rooms.illico.dispatcher.desk import Desk  # noqa: PLC0415
    from boutdufil.rooms.illico.dispatcher.loop import Loop  # noqa: PLC0415
    from boutdufil.rooms.illico.dispatcher.tally import Tally  # noqa: PLC0415
    from boutdufil.rooms.illico.dispatcher.times import RouterClock  # noqa: PLC0415

    clock = DayClock(router.now)
    told = Told()
    loop = Loop(desk_of(Desk, Tally, router), journal, RouterClock(clock, router.now), told.push)
    requests = list(requests_of(events))
    rest = max(len(requests) - KEPT_FOR_RECOVERY, len(requests) // 2)
    looking = asyncio.create_task(look_around(loop))
    first, begun, cpu = journal.last_seq, time.perf_counter(), time.process_time()
    await feed(loop, clock, requests[:rest])
    took, cpu = time.perf_counter() - begun, time.process_time() - cpu
    figures = {
        "journaled_decisions_per_s": round(told.choices / took),
        "journaled_decisions_per_cpu_s": round(told.choices / cpu),
        "journaled_events_per_s_in_loop": round((journal.last_seq - first) / took),
    }
    loop.take_snapshot()
    await feed(loop, clock, requests[rest:])
    looking.cancel()
    loop.forget()
    return figures


async def feed(loop: Any, clock: DayClock, requests: Sequence[Asked]) -> None:
    """Ask the loop all that pages asked, 512 in flight, until all is answered."""
    room = asyncio.Semaphore(IN_FLIGHT)
    for number, (at, op, body) in enumerate(requests):
        if number % AT_ONCE == 0:
            await asyncio.sleep(0)
        await room.acquire()
        clock.now = at
        answer = asyncio.get_running_loop().create_future()
        answer.add_done_callback(lambda done: (done.exception(), room.release()))
        loop.submit(op, body, answer)
    for _ in range(IN_FLIGHT):
        await room.acquire()


async def recovery() -> Figures:
    """Rebuild the pool, as a dispatcher that takes over does before it serves anybody."""
    from boutdufil.rooms.illico.dispatcher.database import connect  # noqa: PLC0415
    from boutdufil.rooms.illico.dispatcher.recovery import recover  # noqa: PLC0415

    async with await connect() as connection:
        begun = time.perf_counter()
        found = await recover(connection, pool=POOL)
        took = time.perf_counter() - begun
    return {
        "rebuilding_s": round(took, 2),
        "rebuilding_agents": sum(1 for _one in found.desk.router.agents()),
        "rebuilding_lines": found.since_snapshot,
        "rebuilding_diverged": len(found.diverged),
    }


async def look_around(loop: Any) -> None:
    """Notice, as the process does, that the journal stands or goes on."""
    while True:
        loop.look()
        await asyncio.sleep(0.1)


class Told:
    """Counts what would have been pushed: choices, as in the engine's figures."""

    def __init__(self) -> None:
        self.choices = 0

    def push(self, topic: str, body: Any) -> int:
        kind = body["kind"]
        self.choices += kind in ("assigned", "queued")
        self.choices += kind == "state" and body["state"] == "available"
        return 0


def desk_of(desk: Any, tally: Any, router: Router) -> Any:
    """Return a desk on a router that is warm, its agents shown as they are."""
    shown = {one.name: [str(one.state), router.now, None, ""] for one in router.agents()}
    made = desk(router)
    made.tally = tally.restore(shown, router)
    return made


def requests_of(events: Sequence[Event]) -> Iterator[Asked]:
    """Return what pages would have asked; deadlines are the loop's own affair."""
    for event in events:
        if isinstance(event, Expired | LineSet | ReserveSet):
            continue
        plain = to_plain(event)
        yield plain.pop("at"), OPS[plain.pop("type")], plain


def skip_locked(seconds: float, agents: int) -> int:
    """Return the decisions a second of a queue in the database, by 8 connections.

    Taking the agent who is idle longest is one, giving them back another; each writes the lines
    that the journal holds of it, in the same transaction.
    """
    with psycopg.connect(os.environ["BOUTDUFIL_OWNER_URL"], autocommit=True) as owner:
        owner.execute(MAKE_QUEUE)
        owner.execute(FILL_QUEUE, [agents])
        owner.execute("grant all on bench_agent, bench_journal to public")
        owner.execute("grant all on sequence bench_journal_seq_seq to public")
        owner.execute("analyze bench_agent")
    counts = [0] * WRITERS
    are_connected = threading.Barrier(WRITERS + 1)
    threads = [
        threading.Thread(target=take_and_give, args=[seconds, counts, number, are_connected])
        for number in range(WRITERS)
    ]
    for thread in threads:
        thread.start()
    are_connected.wait()
    begun = time.perf_counter()
    for thread in threads:
        thread.join()
    return round(sum(counts) / (time.perf_counter() - begun))


def take_and_give(
    seconds: float, counts: list[int], number: int, are_connected: threading.Barrier
) -> None:
    offer, answer, end = (json.dumps(one) for one in (OFFER_LINE, ANSWER_LINE, END_LINE))
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        are_connected.wait()
        until = time.perf_counter() + seconds
        while not counts[number] or time.perf_counter() < until:
            (agent,) = connection.execute(TAKE, [counts[number] % 20]).fetchone() or (0,)
            connection.execute(NOTE, [CALL, offer])
            connection.commit()
            connection.execute(GIVE, [agent])
            connection.execute(NOTE, [CALL, answer])
            connection.execute(NOTE, [CALL, end])
            connection.commit()
            counts[number] += 2


def nothing() -> None:
    """Tell nobody."""


CALL = "3f0d0b1e-9d3c-4b6e-8a55-1f2d3c4b5a69"
OFFER_LINE = {
    "event": {
        "type": "Offered", "at": 123456789, "call": CALL, "line": "product-7:voice",
        "skills": ["fr", "product-7"], "favours": [], "sticky": "", "received_at": 123456780,
    },
    "decisions": [
        {"type": "Assigned", "call": CALL, "agent": "a12345", "until": 123466789},
        {"type": "StateChanged", "agent": "a12345", "state": "reserved", "until": 123466789,
         "reason": ""},
    ],
}  # fmt: skip
ANSWER_LINE = {
    "event": {"type": "Answered", "at": 123458789, "agent": "a12345", "call": CALL},
    "decisions": [{"type": "Connected", "call": CALL, "agent": "a12345"}],
}
END_LINE = {
    "event": {"type": "Released", "at": 123698789, "agent": "a12345", "call": CALL},
    "decisions": [{"type": "Ended", "call": CALL, "cause": "released"}],
}
MAKE_QUEUE = """
create table bench_agent (id int primary key, skill int, idle_since timestamptz, call text);
create index bench_idle on bench_agent (skill, idle_since) where call is null;
create table bench_journal (seq bigserial primary key, call text, at timestamptz, body jsonb);
"""
FILL_QUEUE = """
insert into bench_agent select n, mod(n, 20), now() - n * interval '1 s', null
from generate_series(1, %s) n
"""
TAKE = """
update bench_agent set call = 'c' where id = (
    select id from bench_agent where call is null and skill = %s
    order by idle_since limit 1 for update skip locked
) returning id
"""
GIVE = "update bench_agent set call = null, idle_since = clock_timestamp() where id = %s"
NOTE = "insert into bench_journal (call, at, body) values (%s, clock_timestamp(), %s::jsonb)"
