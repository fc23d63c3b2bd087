"""pretix as a peer: an environment, a database and a server of its own, orders through its API.

pretix is asked for what costs it least: a free order of one place by POST to its API, no mail. With
a ``redis-server`` on the PATH it caches there and leaves its tasks in a queue nobody works off, as
ours leaves its mail to a worker; without one it does its small tasks within the request.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from benchmarks.made_vacancies import CHECKOUT
from benchmarks.search_pages import processor_seconds
from benchmarks.search_readers import HOST, UnixConnection
from benchmarks.visitors import FULL, TAKEN
from boutdufil.adapters.postgres import SITE_OPTIONS, open_cluster, provide_database

LOCK = CHECKOUT / "benchmarks" / "requirements-pretix.lock"
ENVIRONMENT = CHECKOUT / ".venv-bench-pretix"
OPEN_SHOP = "from benchmarks.pretix_shop import open_shop; open_shop()"
ORDERS = "/api/v1/organizers/bench/events/{event}/orders/"
# What pretix advises: two processes a core.
WORKERS_A_CORE = 2
START_SECONDS, STOP_SECONDS = 600, 60


@dataclass(frozen=True, slots=True)
class Shop:
    """A running pretix: its socket, its processes, what an order needs to say."""

    socket: Path
    processes: tuple[int, ...]
    token: str
    items: Mapping[str, int]

    def processor_seconds(self) -> float:
        """Return the processor time of its servers until now."""
        return sum(processor_seconds(pid) for pid in self.processes)

    def count(self, event: str) -> int:
        """Return how many orders an event has."""
        status, body = self._ask(ORDERS.format(event=event) + "?page_size=1")
        if status != 200:
            raise SystemExit(f"pretix does not count its orders: {status}")
        return int(json.loads(body)["count"])

    def _ask(self, address: str) -> tuple[int, bytes]:
        connection = UnixConnection(self.socket)
        connection.request("GET", address, headers={"Authorization": f"Token {self.token}"})
        answer = connection.getresponse()
        return answer.status, answer.read()


class Buyer:
    """A visitor of the shop with a connection of their own."""

    def __init__(self, shop: Shop, event: str, number: int) -> None:
        self._connection = UnixConnection(shop.socket)
        self._address = ORDERS.format(event=event)
        place = {"item": shop.items[event], "variation": None, "price": "0.00", "answers": []}
        who = {"attendee_name_parts": {"full_name": f"Visite Inventée {number}"}}
        order = {"email": f"visite{number}@exemple.test", "locale": "en", "sales_channel": "web"}
        self._body = json.dumps({**order, "positions": [{**place, **who}]})
        self._headers = {
            "Content-Type": "application/json",
            "Authorization": f"Token {shop.token}",
        }

    def register(self) -> str:
        """Order a place; return what came of it."""
        self._connection.request("POST", self._address, self._body, self._headers)
        answer = self._connection.getresponse()
        told = answer.read()
        if answer.status == 201:
            return TAKEN
        full = answer.status == 400 and b"not enough quota" in told.lower()
        return FULL if full else f"{answer.status} {told[:120]!r}"


@contextmanager
def pretix(seats: Mapping[str, int]) -> Iterator[Shop]:
    """Run pretix with an event for each name, of so many places."""
    python = provide_environment()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        variables = {**os.environ, **_database(), **_place(folder)}
        redis = stack.enter_context(redis_server(folder))
        if redis is not None:
            variables |= _redis(folder)
        print("pretix builds its tables (two minutes)", file=sys.stderr)
        _run([python, "-m", "pretix", "migrate", "--noinput"], variables)
        told = _run([python, "-c", OPEN_SHOP], {**variables, "BENCH_SEATS": json.dumps(seats)})
        opened = json.loads(told.splitlines()[-1])
        server = stack.enter_context(gunicorn(python, folder / "pretix.sock", variables))
        pids = (server, *children(server), *([redis] if redis else []))
        shop = Shop(folder / "pretix.sock", pids, opened["token"], opened["items"])
        wake(shop)
        yield shop


def provide_environment() -> str:
    """Return the Python of ``.venv-bench-pretix``, made anew when its lock file has changed."""
    python, stamp = ENVIRONMENT / "bin" / "python", ENVIRONMENT / ".installed"
    digest = sha256(LOCK.read_bytes() + sys.version.encode()).hexdigest()
    if stamp.exists() and stamp.read_text() == digest:
        return str(python)
    print(f"Making {ENVIRONMENT.name} (from PyPI, hashes checked).", file=sys.stderr)
    venv.create(ENVIRONMENT, clear=True, with_pip=True)
    install = [str(python), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    command = [*install, "--require-hashes", "--requirement", str(LOCK)]
    subprocess.run(command, check=True, stdout=sys.stderr)
    stamp.write_text(digest)
    return str(python)


def _database() -> dict[str, str]:
    """Return how pretix reaches a database of its own, in the server that ours is in."""
    home = Path(os.environ["BOUTDUFIL_HOME"])
    cluster = open_cluster(home, environment=os.environ, options=SITE_OPTIONS)
    address = urlsplit(provide_database(cluster, name="pretix").owner)
    return {
        "PRETIX_DATABASE_BACKEND": "postgresql",
        "PRETIX_DATABASE_HOST": parse_qs(address.query)["host"][0],
        "PRETIX_DATABASE_NAME": "pretix",
        "PRETIX_DATABASE_USER": address.username or "",
        "PRETIX_DATABASE_PASSWORD": cluster.passwords()["owner"],
    }


def _place(folder: Path) -> dict[str, str]:
    told = {"PRETIX_CONFIG_FILE": str(folder / "none.cfg"), "PRETIX_PRETIX_DATADIR": str(folder)}
    # Whatever runs with these does so with pretix's settings, not with ours.
    return told | {
        "PRETIX_PRETIX_URL": f"http://{HOST}",
        "DJANGO_SETTINGS_MODULE": "pretix.settings",
    }


def _redis(folder: Path) -> dict[str, str]:
    path = folder / "redis.sock"
    queue = f"redis+socket://{path}?virtual_host="
    return {
        "PRETIX_REDIS_LOCATION": f"unix://{path}?db=0",
        "PRETIX_CELERY_BROKER": f"{queue}1",
        "PRETIX_CELERY_BACKEND": f"{queue}2",
    }


@contextmanager
def redis_server(folder: Path) -> Iterator[int | None]:
    """Run redis where the machine has it; give its process."""
    program = shutil.which("redis-server")
    if program is None:
        yield None
        return
    socket = folder / "redis.sock"
    command = [program, "--port", "0", "--unixsocket", str(socket), "--save", ""]
    with _running(command, dict(os.environ), socket) as pid:
        yield pid


@contextmanager
def gunicorn(python: str, socket: Path, variables: Mapping[str, str]) -> Iterator[int]:
    """Serve pretix as its manual says; give the process that holds the others."""
    workers = str((os.cpu_count() or 2) * WORKERS_A_CORE)
    command = [python, "-m", "gunicorn", "pretix.wsgi", "--workers", workers]
    rest = ["--bind", f"unix:{socket}", "--log-level", "error", "--backlog", "2048"]
    with _running([*command, *rest, "--timeout", "300"], variables, socket) as pid:
        yield pid


@contextmanager
def _running(command: list[str], variables: Mapping[str, str], socket: Path) -> Iterator[int]:
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, env=variables, stdout=quiet, stderr=quiet)
    try:
        deadline = time.monotonic() + START_SECONDS
        while not socket.exists():
            if process.poll() is not None or time.monotonic() > deadline:
                raise SystemExit(f"{command[0]} does not start")
            time.sleep(0.2)
        yield process.pid
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def children(pid: int) -> list[int]:
    """Return the processes a process started, once they are all there."""
    wanted = (os.cpu_count() or 2) * WORKERS_A_CORE
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        if len(found) >= wanted:
            return [int(one) for one in found]
        time.sleep(0.2)
    raise SystemExit("pretix does not start its processes")


def wake(shop: Shop) -> None:
    """Ask each process until it answers: the first page of each takes its time."""

    def ask(_number: int) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            try:
                shop.count(next(iter(shop.items)))
            except TimeoutError:
                continue
            return
        raise SystemExit("pretix does not answer")

    with ThreadPoolExecutor(len(shop.processes)) as pool:
        list(pool.map(ask, range(4 * len(shop.processes))))


def _run(command: list[str], variables: Mapping[str, str]) -> str:
    done = subprocess.run(command, check=False, env=dict(variables), capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{' '.join(command[:4])} failed:\n{done.stderr[-2000:]}")
    return done.stdout
