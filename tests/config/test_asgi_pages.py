"""Pages behind ASGI: one thread makes each whole, and a stream ends with its reader."""

import asyncio
import threading
from collections.abc import AsyncIterator
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import override_settings
from django.urls import path

from boutdufil.config.asgi_pages import PagesHandler, Turns

MIDDLEWARE = ["tests.config.test_asgi_pages.noting"]
notes: list[Any] = []


def noting(get_response):
    def middleware(request: HttpRequest):
        notes.append(threading.current_thread())
        return get_response(request)

    return middleware


def whole(request: HttpRequest) -> HttpResponse:
    notes.append(threading.current_thread())
    return HttpResponse(request.read() or b"nothing")


async def asynchronous(request: HttpRequest) -> HttpResponse:
    await asyncio.sleep(0)
    return HttpResponse("awaited")


def broken(request: HttpRequest) -> HttpResponse:
    raise ValueError("broken on purpose")


async def ticks() -> AsyncIterator[bytes]:
    try:
        while True:
            yield b"tick"
            await asyncio.sleep(0.01)
    finally:
        notes.append("ended")


def endless(request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(ticks())


def short(request: HttpRequest) -> StreamingHttpResponse:
    async def parts() -> AsyncIterator[bytes]:
        yield b"one "
        yield b"two"

    return StreamingHttpResponse(parts())


views = (whole, asynchronous, broken, endless, short)
urlpatterns = [path(f"{view.__name__}/", view) for view in views]


@pytest.fixture
def pages():
    notes.clear()
    with override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=MIDDLEWARE):
        yield PagesHandler(pages_at_once=1)


def ask(pages: PagesHandler, name: str, *, body: bytes = b"", leave_after: int = 99):
    """Return the status and the parts; the reader leaves after some of them."""
    got: list[dict[str, Any]] = []

    async def live() -> None:
        left, inbox = asyncio.Event(), [{"type": "http.request", "body": body}]

        async def receive() -> dict[str, Any]:
            if inbox:
                return inbox.pop()
            await left.wait()
            return {"type": "http.disconnect"}

        async def send(message: dict[str, Any]) -> None:
            got.append(message)
            if len(got) > leave_after:
                left.set()

        scope = {"type": "http", "method": "GET", "path": f"/{name}/", "headers": []}
        await asyncio.wait_for(pages(scope, receive, send), 20)

    asyncio.run(live())
    return got[0]["status"], [part.get("body", b"") for part in got[1:]]


def test_one_thread_makes_a_page_from_its_first_middleware(pages):
    assert ask(pages, "whole") == (200, [b"nothing"])
    assert ask(pages, "whole", body=b"a form") == (200, [b"a form"])
    assert len(notes) == 4
    assert len(set(notes)) == 1
    assert notes[0] is not threading.current_thread()


def test_an_asynchronous_view_is_awaited(pages):
    assert ask(pages, "asynchronous") == (200, [b"awaited"])


def test_a_fault_is_a_page(pages):
    status, _body = ask(pages, "broken")
    assert status == 500


def test_a_stream_is_sent_to_its_end(pages):
    assert b"".join(ask(pages, "short")[1]) == b"one two"


def test_a_stream_ends_when_its_reader_leaves(pages):
    status, parts = ask(pages, "endless", leave_after=3)
    assert status == 200
    assert b"tick" in parts
    assert "ended" in notes


def test_what_is_no_page_is_refused(pages):
    with pytest.raises(ValueError, match="websocket"):
        asyncio.run(pages({"type": "websocket"}, None, None))


def play(turns: Turns, *pages: float) -> list[str]:
    """Make pages that take so many seconds, all asked for at once; return what happened."""
    said: list[str] = []

    async def page(number: int, seconds: float) -> None:
        async with turns.take():
            said.append(f"begins {number}")
            await asyncio.sleep(seconds)
        said.append(f"ends {number}")

    async def scene() -> None:
        await asyncio.gather(*(page(number, seconds) for number, seconds in enumerate(pages)))

    asyncio.run(scene())
    return said


def test_quick_pages_take_turns_in_the_order_they_were_asked_for():
    said = play(Turns(at_once=1, seconds=60), 0.02, 0.01, 0.0)

    assert said == ["begins 0", "ends 0", "begins 1", "ends 1", "begins 2", "ends 2"]


def test_a_slow_page_keeps_nobody_waiting():
    said = play(Turns(at_once=1, seconds=0.05), 2.0, 0.0, 0.0)

    assert said.index("ends 2") < said.index("ends 0")


@pytest.mark.parametrize("seconds", [0.01, 60])
def test_a_turn_is_given_back_once(seconds):
    turns = Turns(at_once=2, seconds=seconds)

    async def scene() -> None:
        async def page() -> None:
            async with turns.take():
                await asyncio.sleep(0.05)

        await asyncio.gather(*(page() for _number in range(3)))
        await asyncio.sleep(0.05)
        turns.seconds = 60
        async with turns.take(), turns.take():
            third = asyncio.create_task(turns.take().__aenter__())
            await asyncio.sleep(0)
            assert not third.done(), "two at once, as before"
            third.cancel()

    asyncio.run(scene())
