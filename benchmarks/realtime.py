"""Realtime: a thousand open streams, and round trips through the exchange.

Question: does one web process tell 1,000 pages in time, and how long does a question to the
dispatcher take? 50 topics with 20 streams each; messages are published 50 a second by a process
of its own, each in its own transaction, through outbox, relay and hub; the delay is from just
before the publishing transaction to the page's last byte. All on this one machine.

    boutdufil bench realtime --json
"""

import argparse
import asyncio
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import django
import numpy as np

NEEDS_PEERS = False
NEEDS_DATABASE = True
SEED = 20251122
TOPICS, SECONDS, PER_SECOND = 50, 10, 50
OPENING_AT_ONCE = 50
FILES = 8192
# Warmed up: what a web process keeps for its first visitor is not a stream's.
WARM_UP = 5.0
PATIENCE = 10.0
Figures = dict[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--json", action="store_true", help="print figures as JSON alone")
    parser.add_argument("--streams", type=int, default=1000)
    parser.add_argument("--seconds", type=int, default=SECONDS)
    parser.add_argument("--trips", type=int, default=5000)
    parser.add_argument("--publish", type=int, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    django.setup()
    if chosen.publish:
        publish(chosen.publish)
        return
    figures = asyncio.run(run(chosen.streams, chosen.seconds, chosen.trips))
    if chosen.json:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name:>28}  {value}")


async def run(streams: int, seconds: int, trips: int) -> Figures:
    """Measure both; return the figures, what is watched first."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(FILES, hard), hard))
    with tempfile.TemporaryDirectory(prefix="boutdufil-bench-") as folder:
        os.environ["BOUTDUFIL_DISPATCHER"] = f"unix:{folder}/dispatcher.sock"
        told = await measure_streams(Path(folder) / "web.sock", streams, seconds)
        asked = await measure_exchange(Path(folder) / "exchange.sock", trips)
    return told | asked


class Readers:
    """The pages: what each got, and when."""

    def __init__(self) -> None:
        self.got = 0
        self.delays: list[float] = []
        self.out_of_order = 0

    async def read(self, socket: Path, token: str, opened: asyncio.Event) -> None:
        """Read one stream until cancelled."""
        reader, writer = await asyncio.open_unix_connection(str(socket))
        writer.write(f"GET /flux/?t={token} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        last = -1
        try:
            while line := await reader.readline():
                if line.startswith(b"data: "):
                    last = self._note(json.loads(line[6:]), last)
                    opened.set()
        finally:
            writer.close()

    def _note(self, message: dict[str, Any], last: int) -> int:
        if message["kind"] == "stream.open":
            return last
        body = message["body"]
        self.delays.append((time.time() - body["at"]) * 1000)
        self.got += 1
        self.out_of_order += body["n"] <= last
        return int(body["n"])


async def measure_streams(socket: Path, streams: int, seconds: int) -> Figures:
    """Open the streams, publish, and count what came."""
    readers = Readers()
    with web(socket) as process:
        before = resident_kb(process.pid)
        begun = time.perf_counter()
        tasks = await _open(readers, socket, streams)
        opening = time.perf_counter() - begun
        after = resident_kb(process.pid)
        used, begun = cpu_seconds(process.pid), time.perf_counter()
        published = await _publish_beside(seconds)
        busy = (cpu_seconds(process.pid) - used) / (time.perf_counter() - begun)
        wanted = sum(len(range(n % TOPICS, streams, TOPICS)) for n in range(published))
        await _wait_for(readers, wanted)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return {
        "delivery_p99_ms": percentile(readers.delays, 99),
        "delivery_p50_ms": percentile(readers.delays, 50),
        "delivery_max_ms": percentile(readers.delays, 100),
        "delivered": readers.got,
        "wanted": wanted,
        "out_of_order": readers.out_of_order,
        "streams": streams,
        "kb_per_stream": round((after - before) / streams, 1),
        "opened_in_s": round(opening, 2),
        # Of one processor, over the time of publishing: what a busy machine does not change.
        "web_cpu_share": round(busy, 2),
    }


async def _open(readers: Readers, socket: Path, streams: int) -> list[asyncio.Task[None]]:
    # Only importable once Django is ready.
    from boutdufil.kernel import realtime  # noqa: PLC0415

    tasks = []
    for first in range(0, streams, OPENING_AT_ONCE):
        opened = []
        for number in range(first, min(first + OPENING_AT_ONCE, streams)):
            topics = [f"bench:{number % TOPICS}"]
            token = await asyncio.to_thread(realtime.stream_token, topics)
            opened.append(asyncio.Event())
            tasks.append(asyncio.create_task(readers.read(socket, token, opened[-1])))
        await asyncio.gather(*(event.wait() for event in opened))
    return tasks


async def _wait_for(readers: Readers, wanted: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while readers.got < wanted and time.monotonic() < deadline:
        await asyncio.sleep(0.05)


async def _publish_beside(seconds: int) -> int:
    command = [sys.executable, "-m", "benchmarks.realtime", "--publish", str(seconds)]
    process = await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE)
    said, _ = await process.communicate()
    return int(said)


def publish(seconds: int) -> None:
    """Publish 50 messages a second over all topics; print how many."""
    from django.db import transaction  # noqa: PLC0415

    from boutdufil.kernel import realtime  # noqa: PLC0415

    chance, begun, count = random.Random(SEED), time.monotonic(), 0  # noqa: S311
    with transaction.atomic():
        pass  # the first connection is not what is measured
    while count < seconds * PER_SECOND:
        body = {"n": count, "at": time.time(), "text": "x" * chance.randrange(20, 200)}
        with transaction.atomic():
            realtime.publish(f"bench:{count % TOPICS}", "told", body)
        count += 1
        time.sleep(max(0.0, begun + count / PER_SECOND - time.monotonic()))
    print(count)


async def measure_exchange(socket: Path, trips: int) -> Figures:
    """Ask an exchange of another process, one by one, many at once, and from plain code."""
    # Only importable once Django is ready.
    from boutdufil.kernel.realtime import Link  # noqa: PLC0415
    from boutdufil.kernel.realtime.addresses import Address  # noqa: PLC0415
    from boutdufil.kernel.realtime.asking import ask_at  # noqa: PLC0415

    address = Address(path=str(socket))
    async with exchange(socket), Link(address).running() as link:
        while not link.is_up:
            await asyncio.sleep(0.01)
        one_by_one, took = [], time.perf_counter()
        for number in range(trips):
            begun = time.perf_counter()
            await link.request("echo", n=number)
            one_by_one.append((time.perf_counter() - begun) * 1000)
        alone = trips / (time.perf_counter() - took)
        took = time.perf_counter()
        for _ in range(trips // 200):
            await asyncio.gather(*(link.request("echo", n=n) for n in range(200)))
        together = trips // 200 * 200 / (time.perf_counter() - took)
        asked = await asyncio.to_thread(_ask_repeatedly, ask_at, address, trips // 5)
    return {
        "exchange_p99_ms": percentile(one_by_one, 99, 3),
        "exchange_p50_ms": percentile(one_by_one, 50, 3),
        "exchange_per_s": round(alone),
        "exchange_per_s_200_at_once": round(together),
        "ask_p99_ms": percentile(asked, 99, 3),
        "ask_p50_ms": percentile(asked, 50, 3),
    }


def _ask_repeatedly(ask_at: Any, address: Any, times: int) -> list[float]:
    taken = []
    for number in range(times):
        begun = time.perf_counter()
        ask_at(address, "echo", n=number)
        taken.append((time.perf_counter() - begun) * 1000)
    return taken


ECHO = """
import asyncio, sys
from boutdufil.kernel.realtime import serving_exchange
from boutdufil.kernel.realtime.addresses import Address

async def echo(op, body):
    return body

async def serve():
    async with serving_exchange(echo, address=Address(path=sys.argv[1])):
        await asyncio.get_running_loop().create_future()

asyncio.run(serve())
"""


@asynccontextmanager
async def exchange(socket: Path) -> AsyncIterator[None]:
    """Have an exchange that echoes in a process of its own."""
    process = subprocess.Popen([sys.executable, "-c", ECHO, str(socket)])
    try:
        yield
    finally:
        process.kill()
        process.wait()


@contextmanager
def web(socket: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Have a web process, relay and jobs included, as `boutdufil serve` runs it."""
    (Path(os.environ["BOUTDUFIL_HOME"]) / "static").mkdir(exist_ok=True)
    command = [sys.executable, "-m", "uvicorn", "boutdufil.config.asgi:application", "--uds"]
    command += [str(socket), "--lifespan", "on", "--no-access-log", "--log-level", "warning"]
    process = subprocess.Popen([*command, "--timeout-graceful-shutdown", "2"])
    try:
        while not socket.exists():
            time.sleep(0.1)
        time.sleep(WARM_UP)
        yield process
    finally:
        process.terminate()
        process.wait(20)


def resident_kb(pid: int) -> int:
    """Return the memory that a process holds, in kB."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0])


def cpu_seconds(pid: int) -> float:
    """Return the processor time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def percentile(values: list[float], share: int, digits: int = 1) -> float:
    """Return a percentile, rounded; nan when there is nothing."""
    return round(float(np.percentile(values, share)), digits) if values else float("nan")


if __name__ == "__main__":
    main()
