"""The site as an ASGI application: Django's pages, and the jobs beside them.

Django's own handler knows no lifespan, so the jobs hang on ours: they start before the first
page and stop after the last. ``BOUTDUFIL_WEB_JOBS=0`` leaves them to ``boutdufil worker``.
"""

import contextlib
import logging
import os
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from django.core.asgi import get_asgi_application
from django.db import DatabaseError, connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "boutdufil.config.settings.production")

JOBS_AT_ONCE = 2

logger = logging.getLogger(__name__)

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Pages = Callable[[Message, Any, Any], Awaitable[None]]
Company = Callable[[], contextlib.AbstractAsyncContextManager[None]]


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
    """Run jobs unless told not to, and build meanwhile what the first visitor would wait for."""
    # A daemon: a stop need not wait for it.
    threading.Thread(target=_warm_up, daemon=True).start()
    async with _jobs():
        yield


def _jobs() -> contextlib.AbstractAsyncContextManager[None]:
    if os.environ.get("BOUTDUFIL_WEB_JOBS", "1") == "0":
        return contextlib.nullcontext()
    # Only importable once Django is ready.
    from boutdufil.kernel.jobs.worker import run_in_lifespan  # noqa: PLC0415

    return run_in_lifespan(concurrency=JOBS_AT_ONCE)


def _warm_up() -> None:
    # Only importable once Django is ready.
    from boutdufil.kernel.occupations.selectors import matching_index  # noqa: PLC0415

    try:
        matching_index()
    except DatabaseError:
        logger.warning("nothing is warmed up: the database is away")
    finally:
        connections.close_all()


application = WithCompany(get_asgi_application(), keep_company)
