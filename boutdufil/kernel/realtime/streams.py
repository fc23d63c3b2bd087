"""``GET /flux/?t=TOKEN``: one stream of messages to one page, beside Django and without its ORM.

A page that returns says after which position, by ``Last-Event-ID`` or ``last``; what it missed is
read from the outbox, then it joins the others.
"""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs

from boutdufil.kernel.realtime.errors import RealtimeError, TokenError
from boutdufil.kernel.realtime.frames import HEARTBEAT, first_frame
from boutdufil.kernel.realtime.hub import Hub, Subscriber
from boutdufil.kernel.realtime.process import present_hub
from boutdufil.kernel.realtime.tokens import Grant, read_token
from boutdufil.kernel.realtime.topics import check_topics

PATH = "/flux/"
HEARTBEAT_SECONDS = 15.0
# A reader that takes nothing for so long is gone, or as good as gone.
SEND_SECONDS = 30.0
TOKENS_OF_A_STREAM = 10
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
]

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


class _TurnedAwayError(Exception):
    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status.phrase)
        self.status = status


async def stream(scope: Message, receive: Receive, send: Send) -> None:
    """Answer a request for a stream: an ASGI application."""
    try:
        hub, grant, token = _admit(scope)
        after = _asked_position(scope, grant)
    except _TurnedAwayError as refused:
        await _refuse(send, refused.status)
        return
    subscriber = await hub.subscribe(grant.topics, after=after, token=token)
    watch = asyncio.create_task(_watch(receive, subscriber))
    try:
        # A break, a slow reader or a database that is away: the page comes back by itself.
        with contextlib.suppress(TimeoutError):
            await _Writer(hub, subscriber, send, grant.until).write()
    finally:
        watch.cancel()
        await hub.unsubscribe(subscriber, token=token)


class _Writer:
    """Writes one stream, from what was missed to its end."""

    def __init__(self, hub: Hub, subscriber: Subscriber, send: Send, until: int) -> None:
        self._hub = hub
        self._subscriber = subscriber
        self._send = send
        self._deadline = time.monotonic() + until - time.time()

    async def write(self) -> None:
        """Write until the stream ends. Raises TimeoutError when its reader takes nothing."""
        await self._send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        self._subscriber.last = await self._hub.place(self._subscriber.last)
        await self._send_piece(first_frame(self._subscriber.last))
        await self._write_missed()
        while not self._subscriber.has_ended:
            await self._write_next()
        await self._send_piece(b"", is_last=True)

    async def _write_missed(self) -> None:
        subscriber = self._subscriber
        while not subscriber.has_ended:
            frames = await self._hub.history(subscriber.topics, after=subscriber.last)
            if not frames:
                return
            subscriber.last = frames[-1].pos
            await self._send_piece(b"".join(frame.content for frame in frames))

    async def _write_next(self) -> None:
        patience = min(HEARTBEAT_SECONDS, self._deadline - time.monotonic())
        try:
            async with asyncio.timeout(patience):
                await self._subscriber.wait()
        except TimeoutError:
            if time.monotonic() >= self._deadline:
                self._subscriber.end()
            else:
                await self._send_piece(HEARTBEAT)
            return
        piece = self._subscriber.take()
        if piece:
            await self._send_piece(piece)

    async def _send_piece(self, piece: bytes, *, is_last: bool = False) -> None:
        async with asyncio.timeout(SEND_SECONDS):
            await self._send(
                {"type": "http.response.body", "body": piece, "more_body": not is_last}
            )


async def _watch(receive: Receive, subscriber: Subscriber) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    subscriber.end()


def _admit(scope: Message) -> tuple[Hub, Grant, str]:
    """Return the hub, what the tokens grant, and them as one name; raise _TurnedAwayError."""
    hub = present_hub()
    if hub is None or hub.is_closing:
        raise _TurnedAwayError(HTTPStatus.SERVICE_UNAVAILABLE)
    if scope["method"] != "GET":
        raise _TurnedAwayError(HTTPStatus.METHOD_NOT_ALLOWED)
    tokens = _query(scope).get("t", [])[:TOKENS_OF_A_STREAM]
    name = " ".join(sorted(tokens))
    try:
        grant = _joined([read_token(token) for token in tokens])
    except (TokenError, RealtimeError):
        raise _TurnedAwayError(HTTPStatus.FORBIDDEN) from None
    if not hub.has_room(name):
        raise _TurnedAwayError(HTTPStatus.TOO_MANY_REQUESTS)
    return hub, grant, name


def _joined(grants: list[Grant]) -> Grant:
    """Return the topics of all grants, from the oldest position, until the first one ends."""
    return Grant(
        topics=check_topics(topic for grant in grants for topic in grant.topics),
        since=min(grant.since for grant in grants),
        until=min(grant.until for grant in grants),
    )


def _asked_position(scope: Message, grant: Grant) -> int:
    headers = dict(scope["headers"])
    said = [headers.get(b"last-event-id", b"").decode("ascii", "ignore")]
    said += _query(scope).get("last", [])
    numbers = [int(text) for text in said if text.isdecimal() and len(text) < 19]
    return max(numbers, default=grant.since)


def _query(scope: Message) -> dict[str, list[str]]:
    return parse_qs(scope["query_string"].decode("ascii", "ignore"), max_num_fields=32)


async def _refuse(send: Send, status: HTTPStatus) -> None:
    headers = [(b"content-type", b"text/plain"), (b"cache-control", b"no-store")]
    if status is HTTPStatus.SERVICE_UNAVAILABLE:
        headers.append((b"retry-after", b"5"))
    await send({"type": "http.response.start", "status": status.value, "headers": headers})
    await send({"type": "http.response.body", "body": status.phrase.encode()})
