"""Keeping the tables behind the journal, in a thread with Django's connection."""

import asyncio
import contextlib
import logging

from django.db import connections

from boutdufil.rooms.illico.dispatcher.loop import Loop
from boutdufil.rooms.illico.services.projection import project_lines

IDLE_SECONDS = 1.0

logger = logging.getLogger(__name__)


async def follow_journal(pool: str, loop: Loop) -> None:
    """Project what was written, soon after; a fault or an outage is waited out."""
    news = asyncio.Event()
    loop.written = news.set
    while True:
        try:
            await asyncio.to_thread(_catch_up, pool)
        except Exception:
            # The journal is the truth: tables that lag are better than calls that stop.
            logger.exception("the tables do not follow the journal of %s", pool)
            await asyncio.sleep(IDLE_SECONDS)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(IDLE_SECONDS):
                await news.wait()
        news.clear()


def _catch_up(pool: str) -> None:
    """Project all there is, and give the thread's connection back."""
    try:
        while project_lines(pool=pool):
            pass
    finally:
        connections.close_all()
