"""Processes of ours that begin at once: forked from one that has read Django and all of ours.

To read it anew takes two seconds, for each of a hundred starts. All else is as it is for a
process of its own: its work, its signals, its end.
"""

import multiprocessing
import os
import random
import signal
import sys
from collections.abc import Callable, Mapping
from multiprocessing.context import ForkServerContext
from multiprocessing.reduction import DupFd
from typing import Any

from django.conf import settings

from boutdufil.config.processes import dispatcher


class Forked:
    """A process that was forked; it is asked and told what one of `subprocess` is."""

    def __init__(self, work: Callable[..., None], *given: object) -> None:
        self._process = _context().Process(target=_begin, args=(work, *given), daemon=True)
        self._process.start()
        self.pid = self._process.pid or 0

    def poll(self) -> int | None:
        """Return its exit code, the number of a signal negative, or None while it runs."""
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end; return its exit code."""
        self._process.join(timeout)
        code = self._process.exitcode
        if code is None:
            raise TimeoutError(f"process {self.pid} runs after {timeout} s")
        return code

    def send_signal(self, number: int) -> None:
        """Send a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it without warning."""
        self.send_signal(signal.SIGKILL)


def fork_dispatcher(leash: int, environment: Mapping[str, str]) -> Forked:
    """Start a dispatcher as the supervisor does, on a leash of its own."""
    return Forked(_dispatch, DupFd(leash), dict(environment))


def _context() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    preloaded = ["tests.ready", "boutdufil.rooms.illico.dispatcher", "boutdufil.config.urls"]
    context.set_forkserver_preload(preloaded)
    return context


def _begin(work: Callable[..., None], *given: object) -> None:
    # Else all forked ones draw the same.
    random.seed()
    work(*given)


def _dispatch(leash: Any, environment: Mapping[str, str]) -> None:
    os.environ.update(environment)
    settings.BOUTDUFIL_DISPATCHER = environment["BOUTDUFIL_DISPATCHER"]
    sys.argv = ["dispatcher", f"--leash={leash.detach()}"]
    dispatcher.main()
