"""Django's pages behind ASGI: each made whole by one thread, from its first middleware to its last.

Django's own handler crosses to a thread and back for each middleware, and starts a thread for
each page: on two cores that costs as much as the search. Ours is the same chain as under WSGI,
called once by a thread that stays.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import django
from asgiref.sync import sync_to_async
from django.core import signals
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import set_script_prefix

# More would wait for a connection of the pool, which holds twenty, and jobs need some of them.
PAGES_AT_ONCE = 16
# One computes while the other waits for the database: `boutdufil bench search` tells.
QUICK_PAGES = 2
QUICK_SECONDS = 0.2

Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]


def get_pages() -> "PagesHandler":
    """Return Django's pages, as `django.core.asgi.get_asgi_application` does."""
    django.setup(set_prefix=False)
    return PagesHandler()


class PagesHandler(ASGIHandler):
    """An ASGI application that answers with Django's pages; a stream is sent as it comes."""

    def __init__(self, *, pages_at_once: int = PAGES_AT_ONCE) -> None:
        super().__init__()
        threads = ThreadPoolExecutor(pages_at_once, thread_name_prefix="page")
        self._answer = sync_to_async(self._make, thread_sensitive=False, executor=threads)
        self._close = sync_to_async(_close, thread_sensitive=False, executor=threads)
        self._turns = Turns()

    def load_middleware(self, is_async: bool = False) -> None:
        """Build the chain without a crossing between its links."""
        super().load_middleware(is_async=False)

    async def handle(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        """Answer one request."""
        try:
            body = await self.read_body(receive)
        except RequestAborted:
            return
        async with self._turns.take():
            response = await self._answer(scope, body)
        if response.streaming:
            await self._stream(response, receive, send)
        else:
            await self.send_response(response, send)

    def _make(self, scope: dict[str, Any], body: Any) -> HttpResponseBase:
        """Return the answer; one that is whole has given its connection back."""
        with body:
            set_script_prefix(get_script_prefix(scope))
            signals.request_started.send(sender=type(self), scope=scope)
            request, refusal = self.create_request(scope, body)
            if request is None:
                response: HttpResponseBase = refusal or HttpResponse(status=400)
            else:
                response = self.get_response(request)
            if not response.streaming:
                response.close()
            return response

    async def _stream(self, response: HttpResponseBase, receive: Receive, send: Send) -> None:
        """Send what comes until its end, or until its reader has gone."""
        sending = asyncio.ensure_future(self.send_response(response, send))
        reading = asyncio.ensure_future(self.listen_for_disconnect(receive))
        try:
            await asyncio.wait({sending, reading}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            sending.cancel()
            reading.cancel()
            await asyncio.gather(sending, reading, return_exceptions=True)
            await self._close(response)
        if not sending.cancelled():
            sending.result()


class Turns:
    """Few pages at a time, in the order they were asked for, as long as they are quick.

    Threads that compute share one interpreter: sixteen pages begun at once would all be as late
    as the last of them. A page that takes longer (it waits for somebody, or writes a file) gives
    its turn up and goes on, so that no other page waits for it.
    """

    def __init__(self, *, at_once: int = QUICK_PAGES, seconds: float = QUICK_SECONDS) -> None:
        self._free = asyncio.Semaphore(at_once)
        self.seconds = seconds

    @contextlib.asynccontextmanager
    async def take(self) -> AsyncIterator[None]:
        """Wait for a turn, and hold it until the page is there or is no quick one."""
        await self._free.acquire()
        is_over = asyncio.get_running_loop().call_later(self.seconds, self._free.release)
        try:
            yield
        finally:
            if not self._has_run_out(is_over):
                is_over.cancel()
                self._free.release()

    @staticmethod
    def _has_run_out(is_over: asyncio.TimerHandle) -> bool:
        """Tell whether the loop releases the turn, or has done so."""
        return is_over.when() <= asyncio.get_running_loop().time()


def _close(response: HttpResponseBase) -> None:
    response.close()
