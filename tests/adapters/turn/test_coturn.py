"""A relay of one's own: on the loopback alone, never left behind."""

import os
import signal
import socket
import subprocess
import sys

import pytest

from boutdufil.adapters.turn import Coturn, CoturnError, coturn, find_turnserver
from tests.processes import is_alive, wait_until

needs_coturn = pytest.mark.skipif(
    find_turnserver() is None,
    reason="coturn is not installed: the relay itself is NOT tested (apt-get install coturn)",
)
PARENT = """
import os, subprocess, time
from boutdufil.adapters.turn import Coturn
real = subprocess.Popen
def start(*arguments, **options):
    process = real(*arguments, **options)
    print(process.pid, flush=True)
    return process
subprocess.Popen = start
with Coturn().running():
    print("up", flush=True)
    time.sleep(60)
"""


@needs_coturn
def test_it_listens_on_the_loopback_and_stops():
    relay = Coturn()
    with relay.running():
        with socket.create_connection(("127.0.0.1", relay.port), 1):
            pass
        others = subprocess.run(["ss", "-Hlntu"], capture_output=True, text=True, check=False)
        lines = [line for line in others.stdout.splitlines() if f":{relay.port} " in line]
        assert [line for line in lines if f"127.0.0.1:{relay.port} " not in line] == []

    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", relay.port), 1)


@needs_coturn
def test_it_ends_with_a_parent_that_was_killed():
    parent = subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True)
    with parent:
        pid = int(parent.stdout.readline())
        assert parent.stdout.readline() == "up\n"

        os.kill(parent.pid, signal.SIGKILL)
        parent.wait()

    wait_until(lambda: not is_alive(pid), seconds=5)


def test_its_absence_is_said(monkeypatch):
    monkeypatch.setattr(coturn, "find_turnserver", lambda: None)

    with pytest.raises(CoturnError, match="apt-get install coturn"), Coturn().running():
        pass


def test_its_secret_is_for_its_own_user_alone(tmp_path):
    path = Coturn(secret="north")._configure(tmp_path)

    assert path.stat().st_mode & 0o077 == 0
    lines = path.read_text().splitlines()
    assert "static-auth-secret=north" in lines
    assert "denied-peer-ip=0.0.0.0-255.255.255.255" in lines
    assert [line for line in lines if line.startswith("allowed-peer-ip")] == [
        "allowed-peer-ip=127.0.0.1"
    ]
