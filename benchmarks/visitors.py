"""Visitors who register all at once: each waits for the answer before the next registration."""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Protocol

# What became of one registration.
TAKEN, FULL = "taken", "full"


class Visitor(Protocol):
    """Somebody with a connection of their own to a site."""

    def register(self) -> str:
        """Register once; return `TAKEN`, `FULL` or what went wrong."""
        ...


@dataclass
class Log:
    """Milliseconds of every answer, and how many of each kind."""

    seconds: float = 0.0
    times: list[float] = field(default_factory=list)
    outcomes: dict[str, int] = field(default_factory=dict)

    def note(self, outcome: str, milliseconds: float) -> None:
        """Write one answer down."""
        self.times.append(milliseconds)
        self.outcomes[outcome] = self.outcomes.get(outcome, 0) + 1

    def add(self, other: "Log") -> None:
        """Take another log in, measured at another time."""
        self.seconds += other.seconds
        self.times += other.times
        for outcome, count in other.outcomes.items():
            self.outcomes[outcome] = self.outcomes.get(outcome, 0) + count

    @property
    def taken(self) -> int:
        """How many hold a registration."""
        return self.outcomes.get(TAKEN, 0)

    def percentile(self, share: float) -> float:
        """Return the milliseconds within which a share of the answers came."""
        times = sorted(self.times)
        return round(times[min(int(share * len(times)), len(times) - 1)], 1) if times else 0.0


def register_for(seconds: float, visitors: Sequence[Visitor]) -> Log:
    """Let each register again and again; whoever is still waiting at the end is waited for."""
    log, lock, begun = Log(), threading.Lock(), time.monotonic()

    def visit(visitor: Visitor) -> None:
        while time.monotonic() - begun < seconds:
            _timed(visitor, log, lock)

    _together(visit, visitors)
    log.seconds = time.monotonic() - begun
    return log


def register_at_once(visitors: Sequence[Visitor]) -> Log:
    """Let each register once, all at the same moment."""
    log, lock, line = Log(), threading.Lock(), threading.Barrier(len(visitors))

    def visit(visitor: Visitor) -> None:
        line.wait()
        _timed(visitor, log, lock)

    begun = time.monotonic()
    _together(visit, visitors)
    log.seconds = time.monotonic() - begun
    return log


def _timed(visitor: Visitor, log: Log, lock: threading.Lock) -> None:
    begun = time.perf_counter()
    outcome = visitor.register()
    spent = (time.perf_counter() - begun) * 1000
    with lock:
        log.note(outcome, spent)


def _together(act: Callable[[Visitor], None], visitors: Sequence[Visitor]) -> None:
    with ThreadPoolExecutor(len(visitors)) as pool:
        for done in [pool.submit(act, visitor) for visitor in visitors]:
            done.result()
