"""Run jobs: beside the pages of one process, or alone."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator

import psycopg
from procrastinate import PsycopgConnector
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params
from procrastinate.exceptions import ConnectorException

GRACE_SECONDS = 10.0
OUTAGE_PAUSE_SECONDS = 2.0
# Pauses between attempts double: given up early, begun anew, they stay short in a long outage.
RECONNECT_SECONDS = 5.0

logger = logging.getLogger(__name__)


async def run_worker(*, concurrency: int, listen: bool = True) -> None:
    """Work until cancelled; running jobs get ``GRACE_SECONDS`` to finish."""
    # Django's connector is synchronous; its settings open the worker's own.
    connector = PsycopgConnector(kwargs=connector_params(), reconnect_timeout=RECONNECT_SECONDS)
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

    A worker ends when its connection breaks; the next one begins when the server is back. Whatever
    else ends one is told in full, and does not end the work of the site.
    """
    while True:
        try:
            await run_worker(concurrency=concurrency)
        except (ConnectorException, psycopg.OperationalError):
            # The second: a pool that could not be opened in time says so unwrapped.
            logger.warning("jobs rest: the database is away")
        except Exception:
            logger.exception("the jobs' worker ended; the next one begins")
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
