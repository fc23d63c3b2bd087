"""A child is started again when it dies, and ends with its parent."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from boutdufil.config import supervisor
from boutdufil.config.processes import children
from boutdufil.config.processes.children import Child
from tests.processes import is_alive, wait_until

SLEEPER = """
import os, sys, signal
leash = int(sys.argv[-1].split("=")[1])
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
os.read(leash, 1)
"""


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    (tmp_path / "sleeper_for_tests.py").write_text(SLEEPER)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return "sleeper_for_tests"


def test_a_dead_child_is_started_again_after_a_pause(
    module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(children, "FIRST_PAUSE", 0.2)
    child = Child(module, descriptors=[], arguments=[])
    child.start()
    first = child.pid
    os.kill(first, signal.SIGKILL)

    def is_restarted() -> bool:
        child.tend()
        return child.pid not in (None, first)

    begun = time.monotonic()
    wait_until(is_restarted)
    assert time.monotonic() - begun >= 0.2
    assert child.deaths == 1
    child.stop()
    assert child.pid is None


def test_pauses_grow_up_to_a_limit(module: str) -> None:
    child = Child(module, descriptors=[], arguments=[], longest_pause=1.5)
    pauses = []
    for _ in range(4):
        child.start()
        child._process.kill()
        child._process.wait()
        child._bury()
        pauses.append(child._pause)
    assert pauses == [1.0, 1.5, 1.5, 1.5]


def test_a_dispatcher_that_keeps_dying_is_never_waited_for_long() -> None:
    child = supervisor.dispatcher_child()
    for _ in range(9):
        child._bury()

    assert child._pause <= 2


PARENT = """
import os, time
from boutdufil.config.processes.children import Child
child = Child("sleeper_for_tests", descriptors=[], arguments=[])
child.start()
print(child.pid, flush=True)
time.sleep(60)
"""


def test_a_child_ends_when_its_parent_is_killed(module: str) -> None:
    environment = os.environ | {"PYTHONPATH": f"{os.environ['PYTHONPATH']}:{os.getcwd()}"}
    command = [sys.executable, "-c", PARENT]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as parent:
        child = int(parent.stdout.readline())
        assert is_alive(child)
        parent.kill()
    wait_until(lambda: not is_alive(child))
