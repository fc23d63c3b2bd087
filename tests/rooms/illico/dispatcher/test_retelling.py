"""What was pushed while a process was away is told to it again, in a dispatcher that began anew."""

import asyncio
import signal
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from boutdufil.kernel.realtime import Link
from boutdufil.kernel.realtime.addresses import Address
from boutdufil.rooms.illico.dispatcher.retelling import Retelling
from tests.database import TestDatabase
from tests.factories.illico import NumberFactory
from tests.rooms.illico.dispatcher.floor import open_floor
from tests.rooms.illico.dispatcher.test_processes import offer
from tests.rooms.illico.dispatcher.world import Site, open_site

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def site(transactional_db: None, test_database: TestDatabase) -> Iterator[Site]:
    NumberFactory(code="shop", published_at=timezone.now())
    with open_site(test_database) as opened:
        yield opened


def test_each_topic_is_told_how_it_stands_once_that_is_written() -> None:
    told: dict[str, Mapping[str, Any]] = {}

    async def play() -> None:
        async with open_floor() as floor:
            await floor.sign_in("a1")
            await floor.offer("rings", "waits")
            topics = ("agent:a1", "agent:a9", "call:rings", "call:waits", "call:over", "wall:shop")
            Retelling(floor.loop).joined_again(topics, told.__setitem__)
            await floor.ask("snapshot")

    asyncio.run(play())
    assert {topic: body["kind"] for topic, body in told.items()} == {
        "agent:a1": "state",
        "agent:a9": "state",
        "call:rings": "ringing",
        "call:waits": "queued",
        "call:over": "look",
    }
    assert (told["agent:a1"]["state"], told["agent:a9"]["state"]) == ("reserved", "offline")
    assert told["call:waits"]["place"] == 1


def test_a_link_that_outlives_a_dispatcher_hears_what_it_missed(site: Site) -> None:
    call = str(uuid4())
    first = site.start()
    client = site.client()
    client.sign_in("a1")
    offer(client, call)
    heard: list[tuple[str, str]] = []

    async def listen() -> None:
        def hear(topic: str) -> Any:
            return lambda body: heard.append((topic, str(body.get("state") or body["kind"])))

        async with Link(Address(path=str(site.path))).running() as link:
            for topic in ("agent:a1", f"call:{call}"):
                await link.join(topic, hear(topic))
            await until(lambda: link.is_up)
            # Whatever is told from here on, until the link is there again, reaches nobody.
            await asyncio.to_thread(first.send_signal, signal.SIGKILL)
            await asyncio.to_thread(first.wait, 10)
            heard.clear()
            site.start()
            await until(lambda: len(heard) >= 2)

    asyncio.run(listen())
    assert ("agent:a1", "reserved") in heard
    assert (f"call:{call}", "ringing") in heard


async def until(condition: Any) -> None:
    async with asyncio.timeout(60):
        while not condition():
            await asyncio.sleep(0.05)
