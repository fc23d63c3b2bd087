"""Run jobs: beside the pages of one process, or alone."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from typing import cast

from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import ConnectorException

GRACE_SECONDS = 10.0
OUTAGE_PAUSE_SECONDS = 2.0

logger = logging.getLogger(__name__)


async def run_worker(*, concurrency: int, listen: bool = True) -> None:
    """Work until cancelled; running jobs get ``GRACE_SECONDS`` to finish."""
    # Django's connector is synchronous; its settings open the worker's own.
    connector = cast("DjangoConnector", app.connector).get_worker_connector()
    with app.replace_connector(connector) as worker_app:
        async with worker_app.open_async():
            await worker_app.run_worker_async(
                concurrency=concurrency,
                install_signal_handlers=False,
                shutdown_graceful_timeout=GRACE_SECONDS,
                listen_notify=listen,
            )


async def keep_working(*, concurrency: int) -> None:
    """Work until cancelled, an outage of the database notwithstanding.

    A worker ends when its connection breaks; the next one begins when the server is back.
    """
    while True:
        try:
            await run_worker(concurrency=concurrency)
        except ConnectorException:
            logger.warning("jobs rest: the database is away")
        await asyncio.sleep(OUTAGE_PAUSE_SECONDS)


@contextlib.asynccontextmanager
async def run_in_lifespan(*, concurrency: int = 2) -> AsyncIterator[None]:
    """Work while the block runs, then stop and wait for what was under way."""
    worker = asyncio.create_task(keep_working(concurrency=concurrency), name="jobs")
    try:
        yield
    finally:
        worker.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await worker
