"""A coturn of one's own on the loopback, for tests and the demo; production runs its own."""

import contextlib
import ctypes
import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

START_SECONDS = 10
STOP_SECONDS = 5
_LOOPBACK = "127.0.0.1"
_PR_SET_PDEATHSIG = 1
# Relays talk to one another through this very server: no other machine can be reached by it.
_CONFIGURATION = """\
listening-ip={host}
relay-ip={host}
listening-port={port}
min-port={first}
max-port={last}
use-auth-secret
static-auth-secret={secret}
realm=boutdufil.invalid
fingerprint
no-cli
no-tls
no-dtls
no-multicast-peers
allow-loopback-peers
denied-peer-ip=0.0.0.0-255.255.255.255
denied-peer-ip=::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff
allowed-peer-ip={host}
user-quota=24
no-stdout-log
log-file={folder}/log
simple-log
pidfile={folder}/pid
userdb={folder}/users
"""


class CoturnError(Exception):
    """The relay is not installed, or does not start."""


def find_turnserver() -> str | None:
    """Return the path of coturn's program, if it is installed."""
    return shutil.which("turnserver")


class Coturn:
    """A relay on 127.0.0.1 that ends with its parent. ``urls`` and ``secret`` open it."""

    def __init__(self, *, secret: str = "", ports: tuple[int, int] = (49152, 65535)) -> None:
        self.secret = secret or secrets.token_urlsafe(24)
        self.port = _free_port()
        self._ports = ports

    @property
    def urls(self) -> list[str]:
        """What a browser calls it, over UDP and over TCP."""
        address = f"turn:{_LOOPBACK}:{self.port}"
        return [f"{address}?transport=udp", f"{address}?transport=tcp"]

    @contextlib.contextmanager
    def running(self) -> Iterator["Coturn"]:
        """Run while the block runs. Raises CoturnError when it cannot."""
        program = find_turnserver()
        if program is None:
            raise CoturnError("turnserver is not installed: apt-get install coturn")
        with tempfile.TemporaryDirectory(prefix="boutdufil-turn-") as folder:
            path = self._configure(Path(folder))
            process = subprocess.Popen(
                [program, "-c", str(path)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                preexec_fn=_end_with_parent,
            )
            try:
                self._wait(process)
                yield self
            finally:
                _stop(process)

    def _configure(self, folder: Path) -> Path:
        path = folder / "turnserver.conf"
        path.touch(mode=0o600)
        first, last = self._ports
        path.write_text(
            _CONFIGURATION.format(
                host=_LOOPBACK,
                port=self.port,
                first=first,
                last=last,
                secret=self.secret,
                folder=folder,
            ),
            encoding="ascii",
        )
        return path

    def _wait(self, process: "subprocess.Popen[bytes]") -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if process.poll() is not None:
                raise CoturnError(f"turnserver ended at once with code {process.returncode}")
            with contextlib.suppress(OSError):
                socket.create_connection((_LOOPBACK, self.port), 1).close()
                return
            time.sleep(0.05)
        raise CoturnError(f"turnserver does not answer after {START_SECONDS} s")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((_LOOPBACK, 0))
        return int(probe.getsockname()[1])


def _end_with_parent() -> None:
    # Even a parent that is killed leaves no relay behind (Linux; elsewhere it is stopped only).
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _stop(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is None:
        os.kill(process.pid, signal.SIGTERM)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
