"""The site as an ASGI application: Django's pages, and beside them streams, jobs and the relay.

Django's own handler knows no lifespan, so what accompanies the pages hangs on ours: it starts
before the first page and stops after the last. ``BOUTDUFIL_WEB_JOBS=0`` leaves jobs and relay to
``boutdufil worker``. ``BESIDE`` names the addresses that Django does not answer: each is an ASGI
application of its own that checks a signed token and never uses the ORM.
"""

import contextlib
import gc
import logging
import os
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any

from django.db import DatabaseError, connections
from django.utils.module_loading import import_string

from boutdufil.config.asgi_pages import get_pages
from boutdufil.config.asgi_sizes import RefuseTooLarge

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "boutdufil.config.settings.production")

JOBS_AT_ONCE = 2

logger = logging.getLogger(__name__)

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Pages = Callable[[Message, Any, Any], Awaitable[None]]
Company = Callable[[], contextlib.AbstractAsyncContextManager[None]]


# Imported at their first request, since they need Django to be ready.
BESIDE = {
    ("http", "/flux/"): "boutdufil.kernel.realtime.streams.stream",
    ("websocket", "/appels/voie/"): "boutdufil.kernel.calls.consumers.leg",
}


class Beside:
    """Django's pages, and the applications at addresses beside them."""

    def __init__(self, pages: Pages, beside: Mapping[tuple[str, str], str]) -> None:
        self._pages = pages
        self._beside = beside

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Hand a request to whoever answers its address."""
        beside = self._beside.get((scope["type"], scope.get("path", "")))
        if beside is not None:
            await import_string(beside)(scope, receive, send)
        elif scope["type"] == "websocket":
            # Django knows none, and would take an unknown address for a fault.
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        else:
            await self._pages(scope, receive, send)


class WithCompany:
    """An application that keeps ``company`` (an async context) for as long as it serves."""

    def __init__(self, pages: Pages, company: Company) -> None:
        self._pages = pages
        self._company = company

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer a request, or live through the lifespan."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        else:
            await self._pages(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        async with self._company():
            await send({"type": "lifespan.startup.complete"})
            await receive()
        await send({"type": "lifespan.shutdown.complete"})


@contextlib.asynccontextmanager
async def keep_company() -> AsyncIterator[None]:
    """Serve streams, run jobs unless told not to, and build what the first visitor would await."""
    # Only importable once Django is ready.
    from boutdufil.kernel import realtime  # noqa: PLC0415

    # A daemon: a stop need not wait for it.
    threading.Thread(target=_warm_up, daemon=True).start()
    async with realtime.running(), _jobs():
        yield


@contextlib.asynccontextmanager
async def _jobs() -> AsyncIterator[None]:
    if os.environ.get("BOUTDUFIL_WEB_JOBS", "1") == "0":
        yield
        return
    # Only importable once Django is ready.
    from boutdufil.kernel.events.relay import running_relay  # noqa: PLC0415
    from boutdufil.kernel.jobs.worker import run_in_lifespan  # noqa: PLC0415

    with running_relay():
        async with run_in_lifespan(concurrency=JOBS_AT_ONCE):
            yield


def _warm_up() -> None:
    # Only importable once Django is ready.
    from boutdufil.kernel.occupations.selectors import codes_named, matching_index  # noqa: PLC0415
    from boutdufil.kernel.posts.selectors.search import keeper, neighbours, places  # noqa: PLC0415

    try:
        matching_index()
        codes_named("accueil")
        keeper.get()
        places.learn_all()
        neighbours.learn_all()
        # All this stays: the collector would look at it again and again, in the midst of pages.
        gc.collect()
        gc.freeze()
    except DatabaseError:
        logger.warning("nothing is warmed up: the database is away")
    finally:
        connections.close_all()


application = WithCompany(Beside(RefuseTooLarge(get_pages()), BESIDE), keep_company)
