"""A child that is started again when it dies, at longer and longer intervals."""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
HEALTHY_SECONDS = 60.0
STOP_SECONDS = 15.0


class Child:
    """A Python module run as a process of its own, on a leash it follows to the end.

    The leash is a pipe: the child ends when its writing side closes, which the kernel does even
    when this process is killed without warning.
    """

    def __init__(
        self,
        module: str,
        *,
        descriptors: Sequence[int] = (),
        arguments: Sequence[str] = (),
        longest_pause: float = LONGEST_PAUSE,
    ) -> None:
        self._module = module
        self._descriptors = tuple(descriptors)
        self._arguments = tuple(arguments)
        self._process: subprocess.Popen[bytes] | None = None
        self._leash: int | None = None
        self._longest_pause = longest_pause
        self._pause = FIRST_PAUSE
        self._started_at = 0.0
        self._restart_at: float | None = None
        self.deaths = 0

    @property
    def name(self) -> str:
        """Return what a person calls the process."""
        return self._module.rpartition(".")[2]

    @property
    def pid(self) -> int | None:
        """Return the process id of the living child."""
        return self._process.pid if self._process else None

    @contextlib.contextmanager
    def running(self) -> Iterator["Child"]:
        """Have the process while the block runs."""
        self.start()
        try:
            yield self
        finally:
            self.stop()

    def start(self) -> None:
        """Start the process."""
        reading, self._leash = os.pipe()
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-m", self._module, *self._arguments, f"--leash={reading}"],
                stdin=subprocess.DEVNULL,
                pass_fds=(*self._descriptors, reading),
                start_new_session=True,
            )
        finally:
            os.close(reading)
        self._started_at = time.monotonic()
        self._restart_at = None

    def tend(self) -> None:
        """Notice a death, and start again once the pause is over; call it often."""
        if self._process is not None and self._process.poll() is not None:
            self._bury()
        if self._restart_at is not None and time.monotonic() >= self._restart_at:
            self.start()

    def stop(self) -> None:
        """Ask the child to end, wait, and insist when it does not."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._drop_leash()
        self._process = None

    def _bury(self) -> None:
        self.deaths += 1
        if time.monotonic() - self._started_at > HEALTHY_SECONDS:
            self._pause = FIRST_PAUSE
        self._restart_at = time.monotonic() + self._pause
        self._pause = min(self._pause * 2, self._longest_pause)
        self._drop_leash()
        self._process = None

    def _drop_leash(self) -> None:
        if self._leash is not None:
            with contextlib.suppress(OSError):
                os.close(self._leash)
        self._leash = None
