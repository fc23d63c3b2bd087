"""Facts of a leg: in order, tried again soon, bounded, and never in the way of who comes in."""

import asyncio
import threading

import pytest

from boutdufil.kernel.calls.consumers import facts
from boutdufil.kernel.realtime import ExchangeAwayError


class Room:
    """Hears facts, once its exchange is there."""

    def __init__(self):
        self.is_there, self.heard, self.tries = False, [], 0

    def fact(self, name):
        def hear():
            self.tries += 1
            if not self.is_there:
                raise ExchangeAwayError("nobody")
            self.heard.append(name)

        return hear


async def until(condition, seconds=5):
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.01)


def played(scene):
    asyncio.run(scene())


def test_what_waits_is_said_at_once_when_the_exchange_is_back(monkeypatch):
    monkeypatch.setattr(facts, "PAUSES", (60,))
    room = Room()

    async def scene():
        written = facts.Facts()
        written.add_news("media", room.fact("media"))
        written.add(room.fact("gone"))
        await until(lambda: room.tries == 1)
        await asyncio.sleep(0.05)
        room.is_there = True
        facts.wake()
        await until(lambda: room.heard == ["media", "gone"])

    played(scene)


def test_no_pause_is_long_and_patience_ends():
    assert max(facts.PAUSES) <= 2
    assert facts.PATIENCE_SECONDS >= 120


def test_a_fact_that_nobody_ever_hears_is_given_up(monkeypatch):
    monkeypatch.setattr(facts, "PAUSES", (0,))
    monkeypatch.setattr(facts, "PATIENCE_SECONDS", 0.2)
    room, heard = Room(), []

    async def scene():
        written = facts.Facts()
        written.add(room.fact("up"))
        written.add(lambda: heard.append("next"))
        await until(lambda: heard == ["next"])

    played(scene)
    assert room.tries > 1


def test_only_the_newest_state_waits_and_not_without_bound(monkeypatch):
    monkeypatch.setattr(facts, "PAUSES", (0.05,))
    monkeypatch.setattr(facts, "NEWS_SECONDS", 0)
    room = Room()

    async def scene():
        written = facts.Facts()
        written.add(room.fact("up"))
        for number in range(500):
            written.add_news("hold", room.fact(number))
            written.add_news(f"media {number}", room.fact("media"))
        written.add(room.fact("gone"))
        room.is_there = True
        await until(lambda: "gone" in room.heard)

    played(scene)
    assert room.heard[0] == "up"
    assert 499 in room.heard
    assert room.heard[-1] == "gone"
    assert len(room.heard) <= facts.WAITING_NEWS + 2


@pytest.mark.django_db(transaction=True)
def test_who_comes_in_never_stands_behind_facts():
    hold = threading.Event()

    async def scene():
        for _ in range(40):
            facts.Facts().add(lambda: hold.wait(600))
        await asyncio.sleep(0.1)
        try:
            async with asyncio.timeout(60):
                assert await facts.at_entrance(lambda: "in") == "in"
        finally:
            hold.set()
        await until(lambda: not facts._running, seconds=10)

    played(scene)
