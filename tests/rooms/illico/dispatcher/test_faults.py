"""A database that goes away, agents who are cut off, callers who leave, clocks that are set."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import psycopg
import pytest

from boutdufil.engines.routing import Channel, Line
from boutdufil.kernel.realtime import RefusedError
from boutdufil.rooms.illico.dispatcher import lease
from boutdufil.rooms.illico.dispatcher.database import Connection, connect
from boutdufil.rooms.illico.dispatcher.lease import take_lease
from boutdufil.rooms.illico.dispatcher.presence import PAGE_GRACE_MS, REJOIN_MS, Presence
from boutdufil.rooms.illico.models import JournalEntry
from tests.rooms.illico.dispatcher.floor import Floor, SetClock, open_floor
from tests.rooms.illico.dispatcher.world import assignments, check_journal

pytestmark = pytest.mark.django_db(transaction=True)


def play(act: Callable[[Floor], Awaitable[None]], **options: Any) -> None:
    async def whole() -> None:
        async with open_floor(**options) as floor:
            await act(floor)

    asyncio.run(whole())


class Outage:
    """A way to the database that a test cuts: before a statement, or after it took effect."""

    def __init__(self) -> None:
        self.is_away = False
        self.cut_after = False

    async def connect(self) -> Any:
        if self.is_away:
            raise psycopg.OperationalError("away")
        return Cable(await connect(), self)


class Cable:
    """One connection through it."""

    def __init__(self, connection: Connection, outage: Outage) -> None:
        self._connection, self._outage = connection, outage

    async def execute(self, *arguments: Any) -> Any:
        if self._outage.is_away:
            raise psycopg.OperationalError("away")
        answer = await self._connection.execute(*arguments)
        if self._outage.cut_after:
            self._outage.cut_after = False
            raise psycopg.OperationalError("nobody knows whether that arrived")
        return answer

    async def close(self) -> None:
        await self._connection.close()


def test_while_the_journal_stands_nobody_is_assigned_and_nobody_forgotten() -> None:
    outage = Outage()

    async def act(floor: Floor) -> None:
        await floor.sign_in("a1", "a2")
        outage.is_away = True
        first = asyncio.create_task(floor.ask("offer", call="c1", line="shop:voice"))
        await asyncio.sleep(0.8)
        assert floor.loop.look(), "the floor should stand"
        stood_at = floor.loop.clock.now()
        late = asyncio.create_task(floor.ask("offer", call="c2", line="shop:voice"))
        click = asyncio.create_task(floor.ask("pause", agent="a2", reason="lunch"))
        # Rings would run out many times over, if the floor's clock went on.
        await after_ms(floor, 60_000)
        assert floor.loop.clock.now() == stood_at
        with pytest.raises(RefusedError, match="journal"):
            await click
        assert floor.kinds("agent:a1") == ["state"]
        assert not first.done()
        outage.is_away = False
        await first
        floor.loop.look()
        await late
        assert floor.at_work() == {"c1": "a1", "c2": "a2"}
        assert floor.kinds("agent:a1")[1:] == ["assigned", "state"]

    play(act, connecting=outage.connect)
    check_journal()


async def after_ms(floor: Floor, ms: int) -> None:
    """Let time pass, and the floor look."""
    await asyncio.sleep(0)
    floor.clock.ahead_ms += ms
    floor.loop.look()


def test_a_batch_of_unknown_fate_is_neither_lost_nor_doubled() -> None:
    outage = Outage()

    async def act(floor: Floor) -> None:
        await floor.sign_in("a1")
        for number in range(5):
            outage.cut_after = True
            await floor.offer(f"c{number}")
        assert floor.kinds("call:c0") == ["ringing"]
        assert floor.kinds("call:c1") == ["queued"]

    play(act, connecting=outage.connect)
    check_journal()
    offered = [e.call for e in JournalEntry.objects.order_by("seq") if e.call.startswith("c")]
    assert offered == ["c0", "c1", "c2", "c3", "c4"]


def test_who_lost_the_pool_tells_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lease, "SILENT_SECONDS", -1.0)

    async def act(floor: Floor) -> None:
        await floor.sign_in("a1")
        async with await connect() as other:
            assert await take_lease(other, pool="main", holder="other") == floor.epoch + 1
        told = len(floor.told)
        asked = asyncio.create_task(floor.ask("offer", call="c1", line="shop:voice"))
        read = asyncio.create_task(floor.ask("state", agent="a1"))
        done, _ = await asyncio.wait([asked, read], timeout=1.0)
        assert done == set()
        assert len(floor.told) == told
        for task in (asked, read):
            task.cancel()

    play(act)
    assert not JournalEntry.objects.filter(call="c1").exists()


def test_an_agent_cut_off_while_it_rings_in_call_and_at_rest() -> None:
    async def act(floor: Floor) -> None:
        await floor.sign_in("a1", "a2")
        await floor.offer("talk")
        await floor.ask("answer", agent="a1", call="talk")
        await floor.offer("ring")
        assert floor.at_work() == {"talk": "a1", "ring": "a2"}
        await floor.ask("lost", agent="a2")
        await floor.ask("lost", agent="a1")
        # What rang goes back to its place; the conversation goes on.
        assert floor.at_work() == {"talk": "a1"}
        assert (await floor.ask("call_state", call="ring"))["kind"] == "queued"
        await floor.ask("back", agent="a1")
        assert (await floor.ask("state", agent="a1"))["state"] == "in_call"
        floor.pass_ms(20_000)
        # Who does not come back is signed out: nobody is stuck.
        assert floor.loop.desk.router.agent("a2") is None
        await floor.ask("lost", agent="a1")
        floor.pass_ms(20_000)
        assert floor.loop.desk.router.agent("a1") is None
        assert floor.at_work() == {}
        await floor.sign_in("a3")
        assert floor.at_work() == {"talk": "a3"}, "the eldest first"

    play(act)
    check_journal()
    assert assignments() == [("talk", "a3")]


def test_a_caller_who_leaves_at_the_instant_of_assignment() -> None:
    async def act(floor: Floor) -> None:
        await floor.offer("c1")
        # Both reach the loop before either is written.
        signing = asyncio.create_task(floor.sign_in("a1"))
        leaving = asyncio.create_task(floor.ask("gone", call="c1"))
        await asyncio.gather(signing, leaving)
        assert (await floor.ask("state", agent="a1"))["state"] == "available"
        with pytest.raises(RefusedError) as refused:
            await floor.ask("answer", agent="a1", call="c1")
        assert refused.value.code == "over"
        assert floor.kinds("call:c1")[-1] == "ended"

    play(act)
    assert assignments() == []


def test_a_caller_may_reload_the_page() -> None:
    async def act(floor: Floor) -> None:
        await floor.offer("c1", "c2")
        await floor.ask("caller_lost", call="c1")
        await floor.ask("caller_lost", call="c2")
        floor.pass_ms(14_000)
        await floor.ask("caller_back", call="c1")
        floor.pass_ms(1_500)
        assert (await floor.ask("call_state", call="c1"))["place"] == 1
        assert (await floor.ask("call_state", call="c2"))["kind"] == "unknown"
        assert floor.kinds("call:c2")[-1] == "ended"

    play(act)


def test_clocks_that_are_set_end_nobodys_wait() -> None:
    clock = SetClock()

    async def wait_in_line() -> None:
        async with open_floor(clock=clock) as floor:
            await floor.sign_in("a1")
            await floor.offer("c1", "c2")
            await floor.ask("answer", agent="a1", call="c1")
            before = floor.loop.clock.now()
            clock.stepped_ms -= 3_600_000
            await floor.offer("c3", received_at=clock.wall_ms() + 500)
            assert floor.loop.clock.now() - before < 60_000
        last_at = floor.loop.clock.now()
        async with open_floor(clock=clock) as floor:
            assert last_at <= floor.loop.clock.now() < last_at + 60_000
            assert [call.name for call in floor.loop.desk.router.calls()] == ["c1", "c2", "c3"]
        clock.stepped_ms += 365 * 86_400_000
        async with open_floor(clock=clock) as floor:
            assert floor.loop.clock.now() < last_at + 120_000
            assert [call.name for call in floor.loop.desk.router.calls()] == ["c1", "c2", "c3"]
            await floor.ask("release", agent="a1", call="c1")

    asyncio.run(wait_in_line())
    check_journal()


class Topics:
    """Whose pages are open."""

    def __init__(self, *joined: str) -> None:
        self.joined = set(joined)

    def is_joined(self, topic: str) -> bool:
        return topic in self.joined


def test_after_a_restart_whoever_does_not_come_back_is_missed() -> None:
    async def act(floor: Floor) -> None:
        await floor.sign_in("a1", "a2")
        await floor.offer("c1", "c2", "c3")
        topics = Topics("agent:a1", "call:c1", "call:c3")
        presence = Presence(floor.loop, topics)
        presence.look()
        for wait in (REJOIN_MS, PAGE_GRACE_MS):
            floor.clock.ahead_ms += wait
            presence.look()
        await floor.ask("snapshot")
        assert (await floor.ask("state", agent="a2"))["state"] == "away"
        assert (await floor.ask("state", agent="a1"))["state"] != "away"
        topics.joined |= {"agent:a2"}
        presence.look()
        assert (await floor.ask("state", agent="a2"))["state"] != "away"
        floor.clock.ahead_ms += 20_000
        presence.look()
        floor.pass_ms(16_000)
        await floor.ask("snapshot")
        assert {call.name for call in floor.loop.desk.router.calls()} == {"c1", "c3"}

    play(act)


def test_a_page_that_flickers_loses_nothing() -> None:
    async def act(floor: Floor) -> None:
        await floor.sign_in("a1")
        topics = Topics("agent:a1")
        presence = Presence(floor.loop, topics)
        floor.clock.ahead_ms += REJOIN_MS
        topics.joined.clear()
        presence.look()
        floor.clock.ahead_ms += 2_000
        topics.joined.add("agent:a1")
        presence.look()
        topics.joined.clear()
        floor.clock.ahead_ms += 4_000
        presence.look()
        assert (await floor.ask("state", agent="a1"))["state"] == "available"
        presence.link_closed(["agent:a1", "wall"])
        assert (await floor.ask("state", agent="a1"))["state"] == "away"

    play(act)


def test_a_request_for_help_needs_no_page_of_its_own() -> None:
    async def act(floor: Floor) -> None:
        line = Line("shop:help_voice", Channel.VOICE, frozenset({"n:shop"}))
        floor.loop.set_line(line)
        await floor.ask("offer", call="help", line=line.id)
        await floor.offer("c1")
        presence = Presence(floor.loop, Topics())
        for _ in range(4):
            floor.clock.ahead_ms += 20_000
            presence.look()
            floor.pass_ms(0)
        assert [call.name for call in floor.loop.desk.router.calls()] == ["help"]

    play(act)
