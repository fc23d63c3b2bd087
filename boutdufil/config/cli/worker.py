"""``boutdufil worker``: jobs without pages, as a server runs them."""

import asyncio
import contextlib
import signal

import click

from boutdufil.config.processes.database import database_session


@click.command()
@click.option("--concurrency", default=4, show_default=True, help="Jobs run at the same time.")
def worker(concurrency: int) -> None:
    """Run background jobs until SIGTERM or Ctrl-C; what is under way is finished first.

    `boutdufil serve` already runs jobs beside its pages. A server with many visitors gives them a
    process of their own: set BOUTDUFIL_WEB_JOBS=0 for the pages and run this beside.
    """
    with database_session(), contextlib.suppress(asyncio.CancelledError):
        asyncio.run(work(concurrency))


async def work(concurrency: int) -> None:
    """Run the jobs, and a candidate for the relay of events, until a signal cancels them."""
    # Only importable once Django is ready.
    from boutdufil.kernel.events.relay import running_relay  # noqa: PLC0415
    from boutdufil.kernel.jobs.worker import keep_working  # noqa: PLC0415

    jobs = asyncio.create_task(keep_working(concurrency=concurrency), name="jobs")
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, jobs.cancel)
    with running_relay():
        await jobs
