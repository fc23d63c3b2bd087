"""Real web processes, and pages that read their streams."""

import contextlib
import http.client
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests.processes import wait_until

ROOT = Path(__file__).resolve().parents[3]


@dataclass
class Web:
    """A uvicorn of the whole site, as a server runs it."""

    port: int
    process: subprocess.Popen[bytes]
    pages: list[threading.Thread] = field(default_factory=list)

    def stop(self, *, seconds: float = 15) -> int:
        self.process.terminate()
        return self.process.wait(seconds)

    def is_up(self) -> bool:
        assert self.process.poll() is None
        try:
            return self.status("/healthz") == 200
        except OSError:
            return False

    def status(self, path: str, *, method: str = "GET") -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        with contextlib.closing(connection):
            connection.request(method, path)
            return connection.getresponse().status


@contextlib.contextmanager
def web(dispatcher: str, *, grace: int = 10, jobs: str = "0") -> Iterator[Web]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", "boutdufil.config.asgi:application"]
    command += ["--port", str(port), "--lifespan", "on", "--no-access-log"]
    command += ["--timeout-graceful-shutdown", str(grace), "--log-level", "warning"]
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "boutdufil.config.settings.test",
        "BOUTDUFIL_DISPATCHER": dispatcher,
        "BOUTDUFIL_WEB_JOBS": jobs,
    }
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL)
    served = Web(port, process)
    try:
        wait_until(served.is_up, seconds=60)
        yield served
    finally:
        process.kill()
        process.wait()
        for page in served.pages:
            page.join(10)


class Page(threading.Thread):
    """A page's stream: what came, in order, and the last id, as a browser keeps it."""

    def __init__(self, served: Web, token: str, *, last: str = "", header: str = "") -> None:
        super().__init__(daemon=True)
        self.messages: list[dict[str, Any]] = []
        self.last = last
        self.has_ended = False
        self.comments = 0
        self._socket = socket.create_connection(("127.0.0.1", served.port), 30)
        query = {"t": token} | ({"last": last} if last else {})
        said = f"Last-Event-ID: {header}\r\n" if header else ""
        request = f"GET /flux/?{urlencode(query)} HTTP/1.1\r\nHost: localhost\r\n{said}\r\n"
        self._socket.sendall(request.encode())
        served.pages.append(self)
        self.start()
        wait_until(lambda: bool(self.opened) or self.has_ended)

    @property
    def opened(self) -> list[dict[str, Any]]:
        return [each for each in self.messages if each["kind"] == "stream.open"]

    def bodies(self) -> list[Any]:
        return [each["body"] for each in self.messages if each["kind"] != "stream.open"]

    def run(self) -> None:
        with self._socket, contextlib.suppress(OSError), self._socket.makefile("rb") as lines:
            for line in lines:
                self._hear(line.rstrip(b"\r\n"))
        self.has_ended = True

    def leave(self) -> None:
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)

    def _hear(self, line: bytes) -> None:
        if line.startswith(b"id: "):
            self.last = line[4:].decode()
        elif line.startswith(b"data: "):
            self.messages.append(json.loads(line[6:]))
        elif line == b":":
            self.comments += 1
