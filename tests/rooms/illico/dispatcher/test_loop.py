"""Requests, deadlines, the journal before anybody hears, and a restart from it."""

import asyncio
from typing import Any

import pytest

from boutdufil.engines.routing import Channel, Line
from boutdufil.kernel.realtime import RefusedError
from boutdufil.rooms.illico.dispatcher import news
from boutdufil.rooms.illico.models import JournalEntry, PoolLease
from tests.rooms.illico.dispatcher.floor import LINE, PROFILE, open_floor

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_call_rings_is_answered_and_ends() -> None:
    async def play() -> list[tuple[str, object]]:
        async with open_floor() as floor:
            await floor.sign_in("a1")
            await floor.offer("c1")
            await floor.ask("answer", agent="a1", call="c1")
            await floor.ask("release", agent="a1", call="c1")
            return floor.told

    told = asyncio.run(play())
    kinds = [(topic, body["kind"]) for topic, body in told]
    assert [one for one in kinds if one[0] == "call:c1"] == [
        ("call:c1", "ringing"), ("call:c1", "connected"), ("call:c1", "ended"),
    ]  # fmt: skip
    assert [kind for topic, kind in kinds if topic == "agent:a1"] == [
        "state", "assigned", "state", "connected", "state", "ended", "state",
    ]  # fmt: skip
    bodies = [entry.body for entry in JournalEntry.objects.order_by("seq")]
    types = [body["event"]["type"] for body in bodies if "event" in body]
    assert types == ["LineSet", "SignedIn", "Offered", "Answered", "Released"]
    assert [entry.seq for entry in JournalEntry.objects.order_by("seq")] == list(range(1, 7))
    assert JournalEntry.objects.filter(call="c1").count() == 3
    assert PoolLease.objects.get(pool="main").holder == ""


def test_what_is_sent_twice_counts_once() -> None:
    async def play() -> list[object]:
        async with open_floor() as floor:
            profile = {"agent": "a1", "profile": PROFILE}
            asked = [("sign_in", profile), ("offer", {"call": "c1", "line": LINE.id})]
            return [await floor.ask(op, **body) for op, body in [*asked, *asked]]

    answers = asyncio.run(play())
    assert answers == [{}, {}, {"already": True}, {"already": True}]


def test_media_are_told_of_each_other_end_and_a_first_word_is_never_a_duplicate() -> None:
    said = [
        ("agent", "caller", True, {}),
        ("agent", "interpreter", True, {}),
        ("agent", "interpreter", False, {}),
        ("agent", "caller", True, {"already": True}),
        ("agent", "caller", False, {}),
        ("caller", "agent", False, {}),
        ("caller", "agent", False, {"already": True}),
        ("caller", "agent", True, {}),
    ]

    async def play() -> None:
        async with open_floor() as floor:
            await floor.offer("c1")
            for who, other, on, answer in said:
                body = {"on": on, "from": other}
                told = await floor.ask("note", call="c1", kind="media", who=who, body=body)
                assert told == answer, (who, other, on)

    asyncio.run(play())
    noted = JournalEntry.objects.filter(body__event__type="Noted").count()
    assert noted == len([one for one in said if not one[3]])


REFUSED = [
    ("dance", {}, "unknown_op"),
    ("offer", {"call": "c1", "line": "nowhere"}, "unknown_line"),
    ("offer", {"call": "c\0", "line": LINE.id}, "bad_request"),
    ("offer", {"call": "\ud800", "line": LINE.id}, "bad_request"),
    ("offer", {"call": "c1", "line": LINE.id, "skills": "fr"}, "bad_request"),
    ("offer", {"call": "c1", "line": LINE.id, "received_at": "now"}, "bad_request"),
    ("gone", {"call": "c9"}, "unknown_call"),
    ("answer", {"agent": "a1", "call": "c9"}, "unknown_call"),
    ("pause", {"agent": "a9", "reason": ""}, "unknown_agent"),
    ("release", {"agent": "a1", "call": "c9"}, "unknown_call"),
    ("sign_in", {"agent": "a2", "profile": {"capacity": {"voice": 9}}}, "bad_request"),
    ("sign_in", {"agent": "a2", "profile": {"capacity": {"smoke": 1}}}, "bad_request"),
    ("sign_in", {"agent": "a2", "profile": {"capacity": {"voice": 1.5}}}, "bad_request"),
    ("sign_in", {"agent": "a2"}, "bad_request"),
    ("note", {"call": "c1", "kind": "hold", "body": {"x": 0.5}}, "bad_request"),
    ("note", {"call": "c1", "kind": "hold", "body": {"x": "\0"}}, "bad_request"),
    ("state", {}, "bad_request"),
]


def test_what_does_not_fit_is_refused_with_a_code() -> None:
    async def play() -> int:
        async with open_floor() as floor:
            await floor.sign_in("a1")
            for op, body, code in REFUSED:
                with pytest.raises(RefusedError) as refused:
                    await floor.ask(op, **body)
                assert refused.value.code == code, (op, body)
            # Nothing of it poisons the journal.
            await floor.ask("pause", agent="a1", reason="lunch")
            return floor.journal.last_seq

    assert asyncio.run(play()) == 4


def test_a_restart_goes_on_where_the_journal_ended() -> None:
    async def play() -> None:
        async with open_floor() as floor:
            await floor.sign_in("a1", "a2")
            await floor.offer("c1", "c2", "c3", "c4")
            await floor.ask("answer", agent="a1", call="c1")
            await floor.ask("caller_lost", call="c4")
            before = floor.loop.desk.snapshot()
        async with open_floor() as floor:
            after = floor.loop.desk.snapshot()
            assert without_deadlines(after) == without_deadlines(before)
            assert floor.loop.clock.now() >= before["router"]["counters"]["now"]
            floor.pass_ms(15_000)
            assert floor.loop.desk.router.call("c4") is None
            assert floor.loop.desk.router.call("c3") is not None

    asyncio.run(play())


def without_deadlines(snapshot: dict[str, Any]) -> dict[str, Any]:
    """Leave out what a restart moves: until when whoever must act may wait."""
    router = {
        name: value
        for name, value in snapshot["router"].items()
        if name not in ("timers", "timers_seen", "counters")
    }
    return {"router": router, "out_of_sight": [call for call, _until in snapshot["out_of_sight"]]}


def test_a_restart_begins_from_the_last_snapshot() -> None:
    async def play() -> None:
        async with open_floor() as floor:
            await floor.sign_in("a1")
            await floor.offer("c1", "c2")
            floor.loop.take_snapshot()
            await floor.ask("answer", agent="a1", call="c1")
            before = floor.loop.desk.snapshot()
            state = await floor.ask("state", agent="a1")
        async with open_floor() as floor:
            after = floor.loop.desk.snapshot()
            assert without_deadlines(after) == without_deadlines(before)
            assert floor.loop.since_snapshot == 3
            assert (await floor.ask("state", agent="a1"))["state"] == state["state"] == "in_call"
            assert (await floor.ask("call_state", call="c2"))["place"] == 1

    asyncio.run(play())


def test_a_snapshot_of_many_lines_is_told_in_pages_and_by_number(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(news, "LINES_TOLD", 2)

    async def play() -> None:
        async with open_floor() as floor:
            for code in ("a", "b", "c"):
                floor.loop.set_line(Line(f"{code}:voice", Channel.VOICE, frozenset({"n:shop"})))
                await floor.ask("offer", call=f"of-{code}", line=f"{code}:voice")
            first = await floor.ask("snapshot")
            assert (list(first["lines"]), first["next"]) == (["a:voice", "b:voice"], "b:voice")
            rest = await floor.ask("snapshot", after=first["next"])
            assert (list(rest["lines"]), rest["next"]) == (["c:voice"], "")
            asked = await floor.ask("snapshot", numbers=["c", "unknown"])
            assert asked["lines"] == {"c:voice": {"waiting": 1, "longest_wait_s": 0, "up": 0}}
            floor.loop.tell_wall()
            await floor.ask("snapshot")
            walls = [topic for topic, _body in floor.told if topic.startswith("wall")]
            assert walls == ["wall:a", "wall:b", "wall:c"]

    asyncio.run(play())
