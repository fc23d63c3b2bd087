"""A small floor for tests of the dispatcher: clocks to set, a pool to open, what was pushed."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from boutdufil.engines.routing import Channel, Line, Phase
from boutdufil.rooms.illico.dispatcher.database import connect
from boutdufil.rooms.illico.dispatcher.journal import Journal
from boutdufil.rooms.illico.dispatcher.lease import take_lease
from boutdufil.rooms.illico.dispatcher.loop import Loop
from boutdufil.rooms.illico.dispatcher.recovery import recover
from boutdufil.rooms.illico.dispatcher.times import RouterClock, SystemClock, elapsed_ms

LINE = Line("shop:voice", Channel.VOICE, frozenset({"n:shop"}))
PROFILE = {"skills": ["n:shop", "fr"], "capacity": {"voice": 1}}


class SetClock(SystemClock):
    """Clocks that a test sets forward, or the wall's back."""

    def __init__(self) -> None:
        self.ahead_ms = 0
        self.stepped_ms = 0

    def monotonic_ms(self) -> int:
        return super().monotonic_ms() + self.ahead_ms

    def wall_ms(self) -> int:
        return super().wall_ms() + self.ahead_ms + self.stepped_ms


@dataclass
class Floor:
    """A dispatcher without sockets: its loop, its journal, and all it told."""

    loop: Loop
    journal: Journal
    clock: SetClock
    epoch: int
    writing: asyncio.Task[None]
    told: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)

    async def ask(self, op: str, **body: Any) -> Mapping[str, Any]:
        return await self.loop.answer(op, body)

    async def sign_in(self, *agents: str) -> None:
        for agent in agents:
            await self.ask("sign_in", agent=agent, profile=PROFILE)

    async def offer(self, *calls: str, **more: Any) -> None:
        for call in calls:
            await self.ask("offer", call=call, line=LINE.id, **more)

    async def kill(self) -> None:
        """End as by kill -9: what is not written is not written, and nobody is told."""
        self.writing.cancel()
        await asyncio.gather(self.writing, return_exceptions=True)
        self.loop.forget()

    def pass_ms(self, ms: int) -> None:
        """Let time pass, and what runs out run out."""
        self.clock.ahead_ms += ms
        self.loop.reap()

    def kinds(self, topic: str) -> list[str]:
        return [str(body["kind"]) for name, body in self.told if name == topic]

    def at_work(self) -> dict[str, str]:
        """Return who has which call."""
        calls = self.loop.desk.router.calls()
        return {call.name: call.agent for call in calls if call.phase is not Phase.WAITING}


@contextlib.asynccontextmanager
async def open_floor(
    *, pool: str = "main", clock: SetClock | None = None, connecting: Any = connect
) -> AsyncIterator[Floor]:
    """Take a pool as the process does, and serve it until the block ends or the pool is lost."""
    floor = await start_floor(pool, clock or SetClock(), connecting)
    floor.loop.set_line(LINE)
    try:
        yield floor
    finally:
        if not floor.writing.done():
            floor.journal.close()
            await asyncio.wait([floor.writing], timeout=5)
        await floor.kill()


async def start_floor(pool: str, clock: SetClock, connecting: Any = connect) -> Floor:
    async with await connect() as connection:
        epoch = await take_lease(connection, pool=pool, holder="test")
        assert epoch is not None, "somebody holds the pool"
        recovered = await recover(connection, pool=pool)
    start = recovered.last_at + elapsed_ms(recovered.last_wall_ms, clock.wall_ms())
    journal = Journal(connecting, pool=pool, epoch=epoch, clock=clock, last_seq=recovered.last_seq)
    told: list[tuple[str, Mapping[str, Any]]] = []
    router_clock = RouterClock(clock, start if recovered.last_seq else 0)
    loop = Loop(recovered.desk, journal, router_clock, lambda *push: told.append(push))
    loop.begin({"holder": "test", "epoch": epoch}, recovered.since_snapshot)
    writing = asyncio.create_task(journal.run())
    return Floor(loop, journal, clock, epoch, writing, told)
