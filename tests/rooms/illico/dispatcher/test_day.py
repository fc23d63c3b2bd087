"""Many calls and a dispatcher that dies again and again: nobody lost, nothing doubled."""

import asyncio
from collections import Counter
from datetime import UTC, datetime
from typing import Any

import pytest

from boutdufil.kernel.calls.models import Call, CallEvent
from boutdufil.rooms.illico.dispatcher import lease, loop
from boutdufil.rooms.illico.dispatcher.database import connect
from boutdufil.rooms.illico.dispatcher.desk import CALLER_GRACE_MS
from boutdufil.rooms.illico.dispatcher.recovery import Recovered, recover
from boutdufil.rooms.illico.models import JournalEntry, Projection, ServiceCall
from boutdufil.rooms.illico.services.projection import project_lines, replay
from tests.factories.calls import CallFactory
from tests.factories.illico import AgentFactory, NumberFactory, ServiceCallFactory
from tests.rooms.illico.dispatcher.day import Day
from tests.rooms.illico.dispatcher.world import assignments, check_journal

# Why a call ends that its caller did not end: the agent hung up, or nothing got through, twice.
LET_GO = ("released", "no_media")
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the next dispatcher take over at once, and snapshots come often."""
    monkeypatch.setattr(lease, "SILENT_SECONDS", -1.0)
    monkeypatch.setattr(loop, "LINES_BETWEEN_SNAPSHOTS", 700)


def live_through(calls: int, seed: int) -> Day:
    number, agent = NumberFactory(code="shop"), AgentFactory()
    now = datetime.now(UTC)
    made = Call.objects.bulk_create(CallFactory.build() for _ in range(calls))
    ServiceCall.objects.bulk_create(
        ServiceCallFactory.build(call=call, number=number, clicked_at=now) for call in made
    )
    agents = [agent.name, *(f"a{agent.pk + n}" for n in range(1, 30))]
    day = Day([str(call.pk) for call in made], agents, seed)
    asyncio.run(day.play())
    return day


def check(day: Day) -> None:
    check_journal()
    assert assignments() == []
    counts: Counter[tuple[str, str]] = Counter()
    for body in JournalEntry.objects.values_list("body", flat=True):
        event = body.get("event", {})
        counts[event.get("type", ""), event.get("call", "")] += 1
        counts.update((one["type"], one.get("call", "")) for one in body.get("decisions", ()))
    for call in day.calls:
        assert counts["Offered", call] == 1, "a caller lost or doubled"
        assert counts["Ended", call] == 1, "a call that never ended, or twice"
    check_causes(day)
    follow()
    ends = ServiceCall.objects.values_list("state", "outcome").distinct()
    assert {state for state, _outcome in ends} == {"ended"}
    assert {outcome for _state, outcome in ends} <= {
        "answered",
        "abandoned",
        "abandoned_at_once",
        "unheard",
    }
    before = rows()
    replay(pool="main")
    follow()
    assert rows() == before


# By whoever answered, or because nobody found a path to the caller again and again.
LET_GO = ("released", "no_media")


def check_causes(day: Day) -> None:
    """Nobody leaves but who hung up, was answered and let go, or was away for the whole grace."""
    away_since: dict[str, int] = {}
    answered: set[str] = set()
    for at, body in JournalEntry.objects.order_by("seq").values_list("at", "body"):
        event = body.get("event", {})
        note_absence(away_since, event.get("type"), event.get("call", ""), at)
        for one in body.get("decisions", ()):
            call = one.get("call", "")
            if one["type"] == "Connected":
                answered.add(call)
            elif one["type"] == "Ended" and one["cause"] == "hung_up":
                is_away = at - away_since.get(call, at) >= CALLER_GRACE_MS
                assert call in day.gave_up or is_away, "thrown out"
            elif one["type"] == "Ended":
                assert one["cause"] in LET_GO
                assert call in answered


def note_absence(away_since: dict[str, int], kind: str | None, call: str, at: int) -> None:
    """Follow who is out of sight, and since when their grace runs."""
    if kind == "Restarted":
        away_since.update(dict.fromkeys(away_since, at))
    elif kind == "CallerLost":
        away_since.setdefault(call, at)
    elif kind == "CallerBack":
        away_since.pop(call, None)


def follow() -> None:
    while project_lines(pool="main"):
        pass


def rows() -> list[list[tuple[Any, ...]]]:
    tables = (Call, ServiceCall, Projection)
    found = [list(table.objects.order_by("pk").values_list()) for table in tables]
    events = CallEvent.objects.order_by("pk").values_list("call", "seq", "at", "kind", "key")
    return [*found, list(events)]


def test_1000_calls_and_a_dispatcher_that_dies_again_and_again() -> None:
    day = live_through(1_000, seed=1)
    assert day.happened["killed"] > 5
    assert day.happened["cut"] > 2
    check(day)


@pytest.mark.long
def test_10_000_calls_and_a_recovery_from_the_last_snapshot() -> None:
    day = live_through(10_000, seed=2)
    assert day.happened["killed"] > 50
    check(day)

    async def recovered() -> Recovered:
        async with await connect() as connection:
            return await recover(connection, pool="main")

    found = asyncio.run(recovered())
    assert found.last_seq > 50_000
    # What it takes in seconds is a figure of `bench calls`; what it reads is bounded.
    assert found.since_snapshot <= loop.LINES_BETWEEN_SNAPSHOTS
