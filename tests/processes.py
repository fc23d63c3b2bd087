"""What tests of processes share: killing without warning, and waiting with an end."""

import contextlib
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from boutdufil.adapters.postgres import Cluster
from boutdufil.adapters.postgres.postmaster import Postmaster, find_postmaster, read_pid


@contextlib.contextmanager
def temporary_home() -> Iterator[Path]:
    """Give a state folder that the server's user may pass through, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="boutdufil-test-", dir="/tmp"))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def wait_until(condition: Callable[[], bool], *, seconds: float = 30.0) -> None:
    """Wait for a condition; fail when it does not come true in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"not true after {seconds} s"
        time.sleep(0.05)


def kill_postmaster(cluster: Cluster) -> None:
    """Kill the cluster's server without warning, if it is the one that runs."""
    pid = read_pid(cluster.data)
    if pid and find_postmaster(cluster.data) is Postmaster.OURS:
        os.kill(pid, signal.SIGKILL)
        wait_until(lambda: find_postmaster(cluster.data) is not Postmaster.OURS)


def is_alive(pid: int) -> bool:
    """Tell whether a process lives; a zombie does not."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"
