"""Real dispatchers, killed, paused and doubled, with callers waiting and calls up."""

import os
import signal
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from boutdufil.kernel.calls.models import CallEvent
from boutdufil.rooms.illico.dispatcher.lease import SILENT_SECONDS
from boutdufil.rooms.illico.enums import ServiceState
from boutdufil.rooms.illico.models import JournalEntry, PoolLease, ServiceCall
from tests.database import TestDatabase
from tests.factories.illico import NumberFactory, ServiceCallFactory
from tests.processes import wait_until
from tests.rooms.illico.dispatcher.world import (
    Client,
    Site,
    assignments,
    check_journal,
    epoch,
    open_site,
)

pytestmark = pytest.mark.django_db(transaction=True)
LINE = "shop:voice"


@pytest.fixture
def site(transactional_db: None, test_database: TestDatabase) -> Iterator[Site]:
    NumberFactory(code="shop", published_at=timezone.now())
    with open_site(test_database) as opened:
        yield opened


def offer(client: Client, *calls: str) -> None:
    """Offer calls of pages that are open on this link."""
    for call in calls:
        client.join(f"call:{call}")
        answer = client.ask("offer", call=call, line=LINE, skills=["fr"])
        while answer.get("error") == "unknown_line":
            # A dispatcher that has just begun is still reading its numbers.
            time.sleep(0.05)
            answer = client.ask("offer", call=call, line=LINE, skills=["fr"])
        assert answer["ok"], answer


def made_call(**more: object) -> str:
    number = more.pop("number", None) or NumberFactory(code="shop", published_at=timezone.now())
    call = ServiceCallFactory(number=number, clicked_at=timezone.now(), **more)
    return str(call.pk)


def test_kill_9_with_callers_waiting_and_calls_up(site: Site) -> None:
    first = site.start()
    client = site.client()
    calls = [str(uuid4()) for _ in range(6)]
    client.sign_in("a1", "a2", "a3")
    offer(client, *calls)
    client.answer("a1", calls[0])
    client.answer("a2", calls[1])
    before = {call: client.ask("call_state", call=call)["kind"] for call in calls}
    assert sorted(before.values()) == ["connected"] * 2 + ["queued"] * 3 + ["ringing"]

    first.send_signal(signal.SIGKILL)
    site.start()
    second = site.client()
    after = {call: second.ask("call_state", call=call)["kind"] for call in calls}

    assert after == before
    assert [second.ask("call_state", call=call)["place"] for call in calls[3:]] == [1, 2, 3]
    # A call that was up ends, and its agent is not stuck.
    for agent, call in (("a1", calls[0]), ("a2", calls[1])):
        assert second.ask("release", agent=agent, call=call)["ok"]
        assert second.ask("wrapped_up", agent=agent, call=call)["ok"]
    check_journal()
    assert [agent for _call, agent in assignments()] == ["a3"]
    site_checks(calls)


def site_checks(calls: list[str]) -> None:
    """No caller is lost: each of them was offered once."""
    offered = [
        entry.call
        for entry in JournalEntry.objects.filter(call__in=calls).order_by("seq")
        if entry.body["event"]["type"] == "Offered"
    ]
    assert sorted(offered) == sorted(calls)


def test_a_second_dispatcher_waits_and_takes_over_at_once_when_the_first_stops(site: Site) -> None:
    first = site.start()
    client = site.client()
    client.sign_in("a1")
    last = site.start()
    until = renewed_at() + timedelta(seconds=SILENT_SECONDS + 1)
    wait_until(lambda: renewed_at() > until)
    assert epoch() == 1
    first.terminate()
    assert first.wait(60) == 0
    wait_until(lambda: epoch() == 2)
    second = site.client()
    assert second.ask("state", agent="a1")["state"] == "available"
    check_journal()
    site.drop_leash()
    assert last.wait(60) == 0


def renewed_at() -> datetime:
    """Return when whoever owns the pool last said so."""
    return PoolLease.objects.get(pool="main").renewed_at


def test_a_paused_dispatcher_that_comes_back_writes_and_tells_nothing(site: Site) -> None:
    first = site.start()
    old = site.client()
    old.sign_in("a1")
    first.send_signal(signal.SIGSTOP)
    site.start()
    wait_until(lambda: epoch() == 2, seconds=30)
    new = site.client()
    lines = JournalEntry.objects.filter(epoch=1).count()
    # What reaches the old one while it sleeps is what it would decide on waking.
    old._socket.sendall(
        b'{"id": 99, "op": "offer", "call": "late", "line": "shop:voice"}\n'
        b'{"id": 100, "op": "state", "agent": "a1"}\n'
    )
    first.send_signal(signal.SIGCONT)
    assert first.wait(60) == 1
    with pytest.raises((ConnectionResetError, BrokenPipeError)):
        old.ask("state", agent="a1")

    assert old.kinds("agent:a1").count("assigned") == 0
    assert JournalEntry.objects.filter(epoch=1).count() == lines
    assert new.ask("call_state", call="late")["kind"] == "unknown"
    assert new.ask("state", agent="a1")["state"] == "available"
    check_journal()


def test_calls_the_web_wrote_while_nobody_dispatched_are_found(site: Site) -> None:
    number = ServiceCall._meta.get_field("number").related_model.objects.get(code="shop")
    waiting = made_call(number=number, language="fr")
    over = made_call(number=number, state=ServiceState.ENDED)
    site.start()
    client = site.client()
    client.sign_in("a1")
    client.join(f"call:{waiting}")
    wait_until(lambda: "assigned" in client.kinds("agent:a1") or not poke(client))
    assert client.ask("call_state", call=over)["kind"] == "unknown"
    assert client.ask("answer", agent="a1", call=waiting)["ok"]
    assert client.ask("release", agent="a1", call=waiting)["ok"]
    # The tables follow, with the place in line since the click.
    wait_until(lambda: ServiceCall.objects.get(pk=waiting).state == ServiceState.ENDED)
    projected = ServiceCall.objects.get(pk=waiting)
    assert (projected.outcome, projected.kept) == ("answered", True)
    kinds = list(CallEvent.objects.filter(call=waiting).values_list("kind", flat=True))
    assert kinds[-2:] == ["connected", "ended"]


def poke(client: Client) -> bool:
    """Read what has been pushed."""
    client.ask("snapshot")
    return True


def test_the_servers_connections_are_cut_under_load(
    site: Site, test_database: TestDatabase
) -> None:
    site.start()
    client = site.client()
    client.sign_in("a1")
    calls = [str(uuid4()) for _ in range(40)]
    for number, call in enumerate(calls):
        if number % 8 == 4:
            cut_connections(test_database)
        offer(client, call)
    check_journal()
    site_checks(calls)
    assert client.ask("snapshot")["lines"][LINE]["waiting"] == 39


def cut_connections(database: TestDatabase) -> None:
    import psycopg

    with psycopg.connect(database.administrator(), autocommit=True) as administrator:
        administrator.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s"
            " and application_name = 'boutdufil dispatcher'",
            [database.name],
        )


def test_a_link_that_breaks_loses_its_agents_not_its_callers(site: Site) -> None:
    site.start()
    caller, agents = site.client(), site.client()
    agents.sign_in("reserved", "talking")
    talk, ring = str(uuid4()), str(uuid4())
    offer(caller, talk)
    agents.answer(at(talk, caller), talk)
    talking = at(talk, caller)
    offer(caller, ring)
    agents.close()
    wait_until(lambda: caller.ask("call_state", call=ring)["kind"] == "queued")
    # The conversation outlives the cut; the agent comes back to it.
    assert caller.ask("call_state", call=talk)["kind"] == "connected"
    assert caller.ask("state", agent=talking)["state"] == "away"
    again = site.client()
    again.join("agent:reserved", "agent:talking")
    wait_until(lambda: again.ask("state", agent=talking)["state"] == "in_call")
    wait_until(lambda: again.ask("call_state", call=ring)["kind"] == "ringing")
    assert os.path.exists(site.path)


def at(call: str, client: Client) -> str:
    """Return who has a call."""
    for agent in ("reserved", "talking"):
        if any(one["call"] == call for one in client.ask("state", agent=agent)["calls"]):
            return agent
    raise AssertionError(call)


def test_200_agents_come_back_at_once(site: Site) -> None:
    site.start()
    names = [f"a{number}" for number in range(200)]
    first = site.client()
    first.sign_in(*names)
    call = str(uuid4())
    holder = site.client()
    offer(holder, call)
    first.close()
    wait_until(lambda: holder.ask("snapshot")["agents"].get("away") == 200)
    assert holder.ask("call_state", call=call)["kind"] == "queued"
    clients = [Client(site.path) for _ in range(20)]
    for number, name in enumerate(names):
        clients[number % 20].join(f"agent:{name}")
    for number, name in enumerate(names):
        assert clients[number % 20].ask("back", agent=name)["ok"]
    states = holder.ask("snapshot")["agents"]
    assert states == {"available": 199, "reserved": 1}
    for client in clients:
        client.close()
