"""Jobs live exactly as long as the pages beside them."""

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator

import pytest

from boutdufil.config import asgi
from boutdufil.config.asgi import WithCompany, keep_company


def test_company_is_kept_from_startup_to_shutdown() -> None:
    log: list[str] = []

    @contextlib.asynccontextmanager
    async def company() -> AsyncIterator[None]:
        log.append("company comes")
        yield
        log.append("company goes")

    async def pages(scope, receive, send) -> None:
        log.append("page")

    async def live() -> None:
        orders = iter(["lifespan.startup", "lifespan.shutdown"])

        async def receive():
            return {"type": next(orders)}

        async def send(message) -> None:
            log.append(message["type"])

        application = WithCompany(pages, company)
        await application({"type": "lifespan"}, receive, send)
        await application({"type": "http"}, receive, send)

    asyncio.run(live())
    assert log == [
        "company comes",
        "lifespan.startup.complete",
        "company goes",
        "lifespan.shutdown.complete",
        "page",
    ]


def test_pages_without_jobs_are_warmed_up_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    warmed = threading.Event()
    monkeypatch.setenv("BOUTDUFIL_WEB_JOBS", "0")
    monkeypatch.setattr(asgi, "_warm_up", warmed.set)

    async def live() -> None:
        async with keep_company():
            assert await asyncio.to_thread(warmed.wait, 10)

    asyncio.run(live())
