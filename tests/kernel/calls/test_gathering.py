"""Legs in two web processes: who came while the exchange was away, who went from one to another."""

import asyncio
import contextlib
import contextvars
import json
from uuid import uuid4

import pytest

from boutdufil.kernel import realtime
from boutdufil.kernel.calls.consumers import facts, gathering, socket
from boutdufil.kernel.calls.legs import Leg
from boutdufil.kernel.realtime.addresses import Address
from boutdufil.kernel.realtime.exchange import serving_exchange
from boutdufil.kernel.realtime.links import Link

here = contextvars.ContextVar("here")


class Legs(dict):
    """The legs of each of several processes."""

    def setdefault(self, key, default):
        return super().setdefault((here.get(), key), default)

    def get(self, key, default=None):
        return super().get((here.get(), key), default)

    def pop(self, key, default=None):
        return super().pop((here.get(), key), default)

    def values(self):
        return [legs for (name, _key), legs in self.items() if name == here.get()]


class Site:
    """Two web processes, each with its link; what their rooms hear."""

    def __init__(self, address):
        self.address, self.links, self.heard = address, {}, []
        self.pages = []

    def note(self, *said):
        self.heard.append(said)

    def sit(self, name, role, *, call, participant=None):
        """Open a page on the leg of somebody, in one of the processes."""
        leg = Leg(
            call_id=call,
            participant_id=participant or uuid4(),
            kind="service",
            channel="voice",
            role=role,
            name=role,
            reference="",
            relay_only=False,
            connection=uuid4().hex,
        )
        page = Page(self, name, leg)
        self.pages.append(page)
        return page

    async def until(self, condition):
        async with asyncio.timeout(30):
            while not condition():
                await asyncio.sleep(0.02)


class Page:
    """A page, and what it is told."""

    def __init__(self, site, name, leg):
        self.leg, self.told, self._ends = leg, [], asyncio.Event()
        self.task = asyncio.create_task(self._live(name))

    async def _live(self, name):
        here.set(name)
        with contextlib.suppress(socket.LegOverError):
            await socket.Socket(self.leg, uuid4().hex, self._send).live(self._receive)

    async def _send(self, event):
        self.told.append(json.loads(event["text"])["kind"])

    async def _receive(self):
        await self._ends.wait()
        return {"type": "websocket.disconnect"}

    def close(self):
        self._ends.set()


@pytest.fixture
def played(tmp_path, monkeypatch):
    """Play a scene in which two processes serve and the exchange is away at first."""
    site = Site(Address(path=str(tmp_path / "exchange.sock")))
    monkeypatch.setattr(realtime, "link", lambda: site.links[here.get()])
    monkeypatch.setattr(gathering, "_legs", Legs())
    monkeypatch.setattr(gathering, "_awaited", Legs())
    monkeypatch.setattr(gathering, "_keep_watch", lambda: None)
    monkeypatch.setattr(socket, "GRACE_SECONDS", 0.3)
    monkeypatch.setattr(facts, "NEWS_SECONDS", 0.0)
    monkeypatch.setattr(socket, "tell_leg_up", lambda *, leg: site.note("up", leg.role))
    monkeypatch.setattr(socket, "close_leg", lambda *, leg, cause: site.note(cause, leg.role))

    async def play(scene):
        async with contextlib.AsyncExitStack() as stack:
            for name in ("one", "two"):
                here.set(name)
                link = Link(site.address)
                site.links[name] = await stack.enter_async_context(link.running())
            await scene(site)
            for page in site.pages:
                page.close()
            await asyncio.gather(*(page.task for page in site.pages))
            await asyncio.sleep(0.5)

    return lambda scene: asyncio.run(play(scene))


async def nobody(op, body):
    raise AssertionError(op)


def test_legs_that_came_while_the_exchange_was_away_meet_once_it_is_back(played):
    async def scene(site):
        call = uuid4()
        caller, agent = site.sit("one", "caller", call=call), site.sit("two", "agent", call=call)
        await asyncio.sleep(0.3)
        assert (caller.told, agent.told) == (["hello"], ["hello"])
        async with serving_exchange(nobody, address=site.address):
            await site.until(lambda: "joined" in caller.told and "joined" in agent.told)

    played(scene)


def test_each_room_is_told_again_who_is_there_once_the_exchange_is_back(played):
    async def scene(site):
        site.sit("one", "caller", call=uuid4())
        await site.until(lambda: site.heard == [("up", "caller")])
        for number in (2, 3):
            async with serving_exchange(nobody, address=site.address):
                await site.until(lambda n=number: site.heard == [("up", "caller")] * n)
            await site.until(lambda: not site.links["one"].is_up)

    played(scene)


def test_a_page_that_went_to_another_process_replaces_the_old_one_once_it_can(played, monkeypatch):
    lingering = set()
    monkeypatch.setattr(socket, "GRACE_SECONDS", 600.0)
    monkeypatch.setattr(socket, "_lingering", lingering)

    async def scene(site):
        call, who = uuid4(), uuid4()
        site.sit("one", "caller", call=call, participant=who).close()
        await site.until(lambda: lingering)
        site.sit("two", "caller", call=call, participant=who)
        async with serving_exchange(nobody, address=site.address):
            await site.until(lambda: site.heard.count(("up", "caller")) >= 3)
            await site.until(lambda: not lingering)
            assert ("lost", "caller") not in site.heard

    played(scene)
