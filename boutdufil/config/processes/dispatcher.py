"""The dispatcher: one asyncio process beside the pages, which puts callers through."""

import argparse
import asyncio
import logging
import os
import signal
import sys
import threading

import django
from django.db import connections

from boutdufil.config.processes.leash import follow

# The supervisor, and whoever restarts a host, waits no longer.
STOP_SECONDS = 1.9

logger = logging.getLogger(__name__)


def main() -> None:
    """Dispatch until told to stop, or until the parent is no more."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--leash", type=int, required=True)
    follow(parser.parse_args().leash)
    django.setup()
    dispatch()
    # What is left is the interpreter's own tidying up, which takes seconds on a busy machine.
    logging.shutdown()
    os._exit(0)


def dispatch(pool: str = "") -> None:
    """Dispatch until SIGTERM or SIGINT; Django is ready. Ends with 1 when it may do so no more."""
    # Only importable once Django is ready.
    from boutdufil.kernel.realtime import RealtimeError  # noqa: PLC0415
    from boutdufil.rooms.illico.dispatcher import FencedError  # noqa: PLC0415

    try:
        asyncio.run(_until_stopped(pool))
    except (FencedError, RealtimeError) as error:
        logger.error("the dispatcher stops: %s", error)
        sys.exit(1)
    finally:
        connections.close_all()
        connections["default"].close_pool()  # type: ignore[attr-defined]


async def _until_stopped(pool: str) -> None:
    from boutdufil.rooms.illico.dispatcher import POOL, run  # noqa: PLC0415

    task = asyncio.create_task(run(pool=pool or POOL), name="dispatcher")

    def stop() -> None:
        task.cancel()
        _insist()

    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)
    try:
        await task
    except asyncio.CancelledError:
        # By a signal; whatever else ends the task is a fault and is shown.
        logger.info("the dispatcher stops")


def _insist() -> None:
    """End in time even when a thread hangs on a database that does not answer."""
    last_word = threading.Timer(STOP_SECONDS, os._exit, [0])
    last_word.daemon = True
    last_word.start()


if __name__ == "__main__":
    main()
