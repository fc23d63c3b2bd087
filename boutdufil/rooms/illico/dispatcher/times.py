"""Clocks: the router's own, in ms, which never goes back, and the wall's, which is only data."""

import time
from typing import Protocol

# What a restart may add to the router's clock: a wall clock set forward ends nobody's wait.
LONGEST_ABSENCE_MS = 60_000


class Clock(Protocol):
    """Where time comes from; tests bring their own."""

    def monotonic_ms(self) -> int:
        """Return ms that only ever grow while this process lives."""
        ...

    def wall_ms(self) -> int:
        """Return ms of UTC since 1970, as this machine believes."""
        ...


class SystemClock:
    """The machine's clocks."""

    def monotonic_ms(self) -> int:
        """Return ms since some moment of the machine's own."""
        return time.monotonic_ns() // 1_000_000

    def wall_ms(self) -> int:
        """Return ms of UTC since 1970."""
        return time.time_ns() // 1_000_000


def elapsed_ms(last_wall_ms: int, now_wall_ms: int) -> int:
    """Return how long a pool had no dispatcher, as far as wall clocks can be believed.

    >>> elapsed_ms(5_000, 3_000), elapsed_ms(5_000, 7_000), elapsed_ms(0, 999_999_999)
    (0, 2000, 60000)
    """
    return min(max(now_wall_ms - last_wall_ms, 0), LONGEST_ABSENCE_MS)


class RouterClock:
    """The router's clock: begins where the journal ended, and can be stopped.

    It stands while the journal is away: nobody has heard of what rings then, so nothing may run
    out. Wall times are translated for the outside.
    """

    def __init__(self, clock: Clock, start: int) -> None:
        self._clock = clock
        self._shown = start
        self._seen_at = clock.monotonic_ms()
        self.is_stopped = False

    def now(self) -> int:
        """Return the router's ms."""
        seen_at = self._clock.monotonic_ms()
        if not self.is_stopped:
            self._shown += max(seen_at - self._seen_at, 0)
        self._seen_at = seen_at
        return self._shown

    def monotonic_ms(self) -> int:
        """Return the machine's ms, which go on while the router's stand."""
        return self._clock.monotonic_ms()

    def wall_ms(self) -> int:
        """Return the wall's ms."""
        return self._clock.wall_ms()

    def stop(self) -> None:
        """Stand still."""
        self.now()
        self.is_stopped = True

    def go_on(self) -> None:
        """Run again, from where it stood."""
        self.now()
        self.is_stopped = False

    def from_wall(self, wall_ms: int) -> int:
        """Return the router's ms of a moment that has been; what lies ahead was just now."""
        return self.now() - max(self.wall_ms() - wall_ms, 0)

    def to_wall(self, at: int) -> int:
        """Return the wall's ms of a moment of the router."""
        return self.wall_ms() + at - self.now()
