"""Run jobs: beside the pages of one process, or alone."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

from procrastinate.contrib.django import app

GRACE_SECONDS = 10.0


async def run_worker(*, concurrency: int, listen: bool = True) -> None:
    """Work until cancelled; running jobs get ``GRACE_SECONDS`` to finish."""
    with app.replace_connector(app.connector.get_worker_connector()) as worker_app:
        async with worker_app.open_async():
            await worker_app.run_worker_async(
                concurrency=concurrency,
                install_signal_handlers=False,
                shutdown_graceful_timeout=GRACE_SECONDS,
                listen_notify=listen,
            )


@contextlib.asynccontextmanager
async def run_in_lifespan(*, concurrency: int = 2) -> AsyncIterator[None]:
    """Work while the block runs, then stop and wait for what was under way."""
    worker = asyncio.create_task(run_worker(concurrency=concurrency), name="jobs")
    try:
        yield
    finally:
        worker.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await worker
