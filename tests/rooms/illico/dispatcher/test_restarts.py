"""What a restart gives back: time to answer, time to come back, and who had noticed nothing."""

import asyncio

import pytest

from boutdufil.kernel.realtime import Exchange, RefusedError
from boutdufil.rooms.illico.dispatcher.database import connect
from boutdufil.rooms.illico.dispatcher.presence import REJOIN_MS, Presence
from boutdufil.rooms.illico.dispatcher.process import _leave
from boutdufil.rooms.illico.dispatcher.recovery import recover
from tests.rooms.illico.dispatcher.floor import SetClock, open_floor
from tests.rooms.illico.dispatcher.test_faults import Topics

pytestmark = pytest.mark.django_db(transaction=True)


def test_whoever_was_out_of_sight_has_their_time_anew() -> None:
    clock = SetClock()

    async def play() -> None:
        async with open_floor(clock=clock) as floor:
            await floor.sign_in("a1")
            await floor.offer("up", "waits")
            await floor.ask("answer", agent="a1", call="up")
            # The web process dies, then this one.
            Presence(floor.loop, Topics()).link_closed(["call:up", "call:waits", "agent:a1"])
            await floor.ask("snapshot")
            clock.ahead_ms += 5_000
        clock.ahead_ms += 30_000
        async with open_floor(clock=clock) as floor:
            # What begins is written first, or the floor would stand still for its journal.
            await floor.ask("snapshot")
            floor.pass_ms(14_000)
            await floor.ask("caller_back", call="up")
            assert {call.name for call in floor.loop.desk.router.calls()} == {"up", "waits"}
            assert floor.loop.desk.router.agent("a1") is not None
            floor.pass_ms(1_500)
            assert {call.name for call in floor.loop.desk.router.calls()} == {"up"}
            with pytest.raises(RefusedError) as refused:
                await floor.ask("caller_back", call="waits")
            assert refused.value.code == "over"

    asyncio.run(play())


def test_what_rang_while_nobody_heard_counts_against_nobody() -> None:
    clock = SetClock()

    async def play() -> None:
        async with open_floor(clock=clock) as floor:
            await floor.sign_in("a1")
            await floor.offer("c1")
        for _ in range(3):
            clock.ahead_ms += 12_000
            async with open_floor(clock=clock) as floor:
                assert floor.at_work() == {"c1": "a1"}
                state = await floor.ask("state", agent="a1")
                assert state["state"] == "reserved"
                assert 9_000 < state["until"] - clock.wall_ms() <= 10_000
        clock.ahead_ms += 12_000
        async with open_floor(clock=clock) as floor:
            floor.pass_ms(10_500)
            state = await floor.ask("state", agent="a1")
            assert state["state"] != "paused", "missed once, not twice"

    asyncio.run(play())


def test_a_topic_joined_again_after_a_restart_brings_the_caller_back() -> None:
    clock = SetClock()

    async def play() -> None:
        async with open_floor(clock=clock) as floor:
            await floor.offer("ours", "theirs")
            Presence(floor.loop, Topics()).link_closed(["call:ours"])
            await floor.ask("caller_lost", call="theirs")
        async with open_floor(clock=clock) as floor:
            presence = Presence(floor.loop, Topics("call:ours", "call:theirs"))
            await floor.ask("snapshot")
            clock.ahead_ms += REJOIN_MS
            presence.look()
            await floor.ask("snapshot")
            assert list(floor.loop.desk.out_of_sight) == ["theirs"]
            floor.pass_ms(16_000)
            assert [call.name for call in floor.loop.desk.router.calls()] == ["ours"]

    asyncio.run(play())


def test_what_is_decided_otherwise_today_is_found(caplog: pytest.LogCaptureFixture) -> None:
    async def play() -> list[int]:
        async with open_floor() as floor:
            await floor.sign_in("a1")
            await floor.offer("c1")
        async with await connect() as connection:
            assert (await recover(connection, pool="main")).diverged == []
            told = "{decisions,0,agent}"
            await connection.execute(
                "update illico_journalentry set body = jsonb_set(body, %s, '\"a9\"')"
                " where call = 'c1' and body->'event'->>'type' = 'Offered'",
                [told],
            )
            return (await recover(connection, pool="main")).diverged

    assert len(asyncio.run(play())) == 1
    assert "would be decided otherwise" in caplog.text


def test_a_snapshot_of_another_version_loses_nobody() -> None:
    async def play() -> None:
        async with open_floor() as floor:
            await floor.sign_in("a1")
            await floor.offer("c1", "c2")
            floor.loop.take_snapshot()
            await floor.ask("answer", agent="a1", call="c1")
        async with await connect() as connection:
            await connection.execute(
                "update illico_journalentry"
                " set body = jsonb_set(body, '{snapshot,router,version}', '0')"
                " where body ? 'snapshot'"
            )
        async with open_floor() as floor:
            assert [call.name for call in floor.loop.desk.router.calls()] == ["c1", "c2"]
            assert floor.at_work() == {"c1": "a1"}

    asyncio.run(play())


def test_a_clean_stop_writes_everything_down() -> None:
    async def play() -> None:
        async with open_floor() as floor:
            await floor.sign_in("a1")
            await floor.offer("c1", "c2")
            exchange = Exchange(answer=floor.ask)
            await _leave(exchange, floor.loop, floor.writing, [floor.writing])
        async with await connect() as connection:
            found = await recover(connection, pool="main")
        assert found.since_snapshot == 0
        assert [call.name for call in found.desk.router.calls()] == ["c1", "c2"]

    asyncio.run(play())


def test_the_word_of_a_pages_process_outweighs_the_topics() -> None:
    async def play() -> None:
        async with open_floor() as floor:
            await floor.offer("c1")
            presence = Presence(floor.loop, Topics("call:c1"))
            await floor.ask("snapshot")
            floor.clock.ahead_ms += REJOIN_MS
            Presence(floor.loop, Topics()).link_closed(["call:c1"])
            await floor.ask("caller_lost", call="c1")
            presence.look()
            await floor.ask("snapshot")
            assert list(floor.loop.desk.out_of_sight) == ["c1"]

    asyncio.run(play())
