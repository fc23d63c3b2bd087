"""What waits for one stream, and how a stream is written, without a server around it."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlencode

import pytest

from boutdufil.kernel import realtime
from boutdufil.kernel.realtime import hub as hubs
from boutdufil.kernel.realtime import process, streams
from boutdufil.kernel.realtime.addresses import Address
from boutdufil.kernel.realtime.hub import QUEUE, Frame, Hub, Subscriber
from boutdufil.kernel.realtime.links import Link
from boutdufil.kernel.realtime.listener import Stored

pytestmark = pytest.mark.django_db


def test_each_stored_message_is_written_once_and_in_order() -> None:
    waiting = Subscriber(("plan:1",), last=7)
    for pos in (6, 7, 8, 9):
        waiting.put(Frame(pos, b"%d " % pos))
    assert waiting.take() == b"8 9 "
    waiting.last = 11  # read meanwhile from the outbox
    for pos in (10, 11, 12):
        waiting.put(Frame(pos, b"%d " % pos))
    assert waiting.take() == b"12 "
    assert waiting.take() == b""


def test_the_newest_live_message_replaces_the_older_one() -> None:
    waiting = Subscriber(("wall",), last=0)
    for number in range(500):
        waiting.put_live(("wall", "snapshot"), b"wall %d " % number)
        waiting.put_live(("wall", "alert"), b"alert %d " % number)
    assert waiting.take() == b"wall 499 alert 499 "
    assert not waiting.has_ended


def test_a_reader_that_falls_behind_is_ended_and_given_nothing_more() -> None:
    waiting = Subscriber(("plan:1",), last=0)
    for pos in range(1, QUEUE + 3):
        waiting.put(Frame(pos, b"x"))
    waiting.put_live(("wall", "live"), b"x")
    assert waiting.has_ended
    assert waiting.take() == b""


class Browser:
    """The other side of one ASGI request."""

    def __init__(self) -> None:
        self.status = 0
        self.pieces: list[bytes] = []
        self.is_whole = False
        self.reads = asyncio.Event()
        self.reads.set()
        self.leaves = asyncio.Event()

    async def receive(self) -> dict[str, Any]:
        await self.leaves.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: dict[str, Any]) -> None:
        await self.reads.wait()
        if message["type"] == "http.response.start":
            self.status = message["status"]
        else:
            self.pieces.append(message["body"])
            self.is_whole = not message.get("more_body", False)

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(5):
            while not condition():
                await asyncio.sleep(0.01)


def played(
    monkeypatch: pytest.MonkeyPatch,
    scene: Callable[[Hub, Browser, asyncio.Task[None]], Awaitable[None]],
    token: str,
) -> None:
    """Play a scene with a hub whose outbox is empty, and one stream that is being opened."""

    async def play() -> None:
        hub, browser = Hub(Link(Address(path="/nowhere"))), Browser()
        hub._listener._has_begun.set()
        monkeypatch.setattr(process, "_hub", hub)
        query = urlencode({"t": token}).encode()
        scope = {"type": "http", "method": "GET", "query_string": query, "headers": []}
        request = asyncio.create_task(streams.stream(scope, browser.receive, browser.send))
        await scene(hub, browser, request)
        async with asyncio.timeout(5):
            await request
        assert hub.streams == 0
        assert not hub._topics
        assert not hub._tokens
        assert not hub._link._callbacks

    asyncio.run(play())


def test_a_quiet_stream_is_kept_alive_by_comments(monkeypatch) -> None:
    monkeypatch.setattr(streams, "HEARTBEAT_SECONDS", 0.02)

    async def scene(hub: Hub, browser: Browser, request: asyncio.Task[None]) -> None:
        await browser.until(lambda: browser.pieces[1:4] == [b":\n\n"] * 3)
        browser.leaves.set()

    played(monkeypatch, scene, realtime.stream_token(["plan:1"]))


def test_a_frame_is_encoded_once_for_all(monkeypatch) -> None:
    async def scene(hub: Hub, browser: Browser, request: asyncio.Task[None]) -> None:
        await browser.until(lambda: len(browser.pieces) == 1)
        others = [await hub.subscribe(["plan:1"], after=0, token=str(n)) for n in range(3)]
        hub._deliver(Stored(3, "plan:1", '{"n": 1}'))
        frames = {id(other._queue[0].content) for other in others}
        assert len(frames) == 1
        for number, other in enumerate(others):
            await hub.unsubscribe(other, token=str(number))
        await browser.until(lambda: browser.pieces[1:] == [b'id: 3\ndata: {"n": 1}\n\n'])
        hub.close()

    played(monkeypatch, scene, realtime.stream_token(["plan:1"]))


def test_a_reader_that_takes_nothing_is_given_up(monkeypatch) -> None:
    monkeypatch.setattr(streams, "SEND_SECONDS", 0.1)

    async def scene(hub: Hub, browser: Browser, request: asyncio.Task[None]) -> None:
        await browser.until(lambda: len(browser.pieces) == 1)
        browser.reads.clear()
        for pos in range(1, QUEUE * 2):
            hub._deliver(Stored(pos, "plan:1", "{}"))
            await asyncio.sleep(0)
        await browser.until(request.done)
        assert not browser.is_whole

    played(monkeypatch, scene, realtime.stream_token(["plan:1"]))


def test_a_process_that_stops_ends_its_streams_and_opens_no_more(monkeypatch) -> None:
    async def scene(hub: Hub, browser: Browser, request: asyncio.Task[None]) -> None:
        await browser.until(lambda: len(browser.pieces) == 1)
        hub.close()
        await browser.until(lambda: browser.is_whole)
        late = Browser()
        scope = {"type": "http", "method": "GET", "query_string": b"", "headers": []}
        await streams.stream(scope, late.receive, late.send)
        assert late.status == 503

    played(monkeypatch, scene, realtime.stream_token(["plan:1"]))


def test_a_full_process_turns_pages_away(monkeypatch) -> None:
    monkeypatch.setattr(hubs, "STREAMS", 0)

    async def scene(hub: Hub, browser: Browser, request: asyncio.Task[None]) -> None:
        await browser.until(lambda: browser.status == 429)

    played(monkeypatch, scene, realtime.stream_token(["plan:1"]))
