"""Jobs live exactly as long as the pages beside them."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

from boutdufil.config.asgi import WithCompany


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
