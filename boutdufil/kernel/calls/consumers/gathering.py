"""The legs of this process: who is told at once, who is noted as there, who says it again."""

import asyncio
import contextlib
import logging
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import DatabaseError, InterfaceError

from boutdufil.kernel import realtime
from boutdufil.kernel.calls.consumers import facts
from boutdufil.kernel.calls.services.participants import note_seen

if TYPE_CHECKING:
    from boutdufil.kernel.calls.consumers.socket import Socket

SEEN_SECONDS = 30.0
# An exchange that is back hears a thousand legs a second, and still has time for the calls.
PORTION = 50
PORTION_SECONDS = 0.05

logger = logging.getLogger(__name__)

_legs: dict[UUID, list["Socket"]] = {}
# Those whose page is gone and may come back, to this process or to another.
_awaited: dict[UUID, list["Socket"]] = {}
_watch: asyncio.Task[None] | None = None


def gather(call_id: UUID, leg: "Socket") -> list["Socket"]:
    """Add a leg; return those of its call that were here before."""
    here = _legs.setdefault(call_id, [])
    before = list(here)
    here.append(leg)
    again = realtime.link().on_up
    if _say_again not in again:
        again.append(_say_again)
    _keep_watch()
    return before


def withdraw(call_id: UUID, leg: "Socket") -> None:
    """Take a leg out; nothing happens when it is not there."""
    here = _legs.get(call_id, [])
    if leg in here:
        here.remove(leg)
    if not here:
        _legs.pop(call_id, None)


@contextlib.contextmanager
def awaited(call_id: UUID, leg: "Socket") -> Iterator[None]:
    """Have a leg ask for its page whenever the exchange is back; it may have told nobody."""
    _awaited.setdefault(call_id, []).append(leg)
    try:
        yield
    finally:
        legs = _awaited.get(call_id, [])
        legs.remove(leg)
        if not legs:
            _awaited.pop(call_id, None)


def _all() -> list["Socket"]:
    return [leg for legs in _legs.values() for leg in legs]


async def _say_again() -> None:
    """Let every leg say that it is here: who came while the exchange was away met nobody."""
    facts.wake()
    for leg in [leg for legs in _awaited.values() for leg in legs]:
        await leg.ask_for_page()
    for number, leg in enumerate(_all(), start=1):
        await leg.say_again()
        if number % PORTION == 0:
            await asyncio.sleep(PORTION_SECONDS)


def _keep_watch() -> None:
    global _watch
    loop = asyncio.get_running_loop()
    if _watch is None or _watch.done() or _watch.get_loop() is not loop:
        _watch = loop.create_task(_note_who_is_here())


async def _note_who_is_here() -> None:
    while True:
        await asyncio.sleep(SEEN_SECONDS)
        seen = [UUID(leg.participant) for leg in _all()]
        if not seen:
            return
        # Missed once it is done the next time; nobody is taken for gone before.
        with contextlib.suppress(DatabaseError, InterfaceError):
            await facts.at_desk(partial(note_seen, participant_ids=seen))
