"""The pages of callers: one web process, and clicks on its button that come at once or in turn."""

import asyncio
import http.client
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlencode

HOST = "127.0.0.1"
START_SECONDS = 120.0
HIDDEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


@dataclass(frozen=True, slots=True)
class Button:
    """The button of a number, as a browser holds it: where it leads, and its proof of origin."""

    port: int
    path: str
    cookie: str
    proof: str

    async def click(self, caller: int, channel: str) -> float:
        """Post the form as one caller of many does; return when. Raises OSError if refused."""
        body = urlencode({"csrfmiddlewaretoken": self.proof, "channel": channel})
        head = (
            f"POST {self.path} HTTP/1.1\r\nHost: {HOST}:{self.port}\r\nConnection: close\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
            f"Cookie: {self.cookie}\r\nX-Forwarded-For: 10.{address(caller)}\r\n\r\n"
        )
        begun = time.perf_counter()
        reader, writer = await asyncio.open_connection(HOST, self.port)
        writer.write((head + body).encode())
        status = await reader.readline()
        await reader.read()
        writer.close()
        if b" 302 " not in status:
            raise OSError(f"the click was not taken: {status.decode().strip()}")
        return begun


def address(caller: int) -> str:
    """Return the rest of an address that nobody else calls from."""
    return f"{caller >> 16 & 255}.{caller >> 8 & 255}.{caller & 255}"


@contextmanager
def web_process() -> Iterator[int]:
    """Serve the pages by one process, as behind a proxy on this host; give its port."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "uvicorn", "boutdufil.config.asgi:application"]
    command += ["--port", str(port), "--lifespan", "on", "--no-access-log", "--no-proxy-headers"]
    settings = {"BOUTDUFIL_TRUSTED_PROXIES": HOST, "BOUTDUFIL_WEB_JOBS": "0"}
    rest = ["--timeout-graceful-shutdown", "2", "--log-level", "warning"]
    process = subprocess.Popen([*command, *rest], env={**os.environ, **settings})
    try:
        wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def wait_for(port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            if page(port, "/healthz").status == 200:
                return
        except OSError:
            pass
        time.sleep(0.2)
    raise SystemExit("the web process does not answer")


def page(port: int, path: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection(HOST, port, timeout=30)
    connection.request("GET", path)
    return connection.getresponse()


def button(port: int, path: str) -> Button:
    """Open the page of a number as a caller does."""
    answer = page(port, path)
    found = HIDDEN.search(answer.read().decode())
    if found is None:
        raise SystemExit(f"no button at {path}: {answer.status}")
    cookies = [one.partition(";")[0] for one in answer.headers.get_all("Set-Cookie", [])]
    return Button(port, path, "; ".join(cookies), found[1])
