"""Readers in a closed loop: each asks for a page over a unix socket, reads it, asks again."""

import http.client
import random
import socket
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

HOST, TIMEOUT = "bench.invalid", 120


@dataclass(frozen=True)
class Request:
    """An address with the session of whoever asks, empty for a stranger."""

    address: str
    session: str
    kind: str


@dataclass
class Log:
    """Milliseconds of every page by kind of request, and what went wrong."""

    times: dict[str, list[float]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    @property
    def all_times(self) -> list[float]:
        """Every page's milliseconds, ascending."""
        return sorted(time for times in self.times.values() for time in times)


class UnixConnection(http.client.HTTPConnection):
    """HTTP to a process behind a socket, as nginx speaks to it."""

    def __init__(self, path: Path) -> None:
        super().__init__(HOST, timeout=TIMEOUT)
        self._path = path

    def connect(self) -> None:
        """Open the socket."""
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(TIMEOUT)
        self.sock.connect(str(self._path))


def ask(connection: UnixConnection, request: Request) -> tuple[int, bytes]:
    """Fetch one page whole."""
    headers = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1"}
    if request.session:
        headers["Cookie"] = f"__Host-boutdufil_session={request.session}"
    connection.request("GET", request.address, headers=headers)
    answer = connection.getresponse()
    return answer.status, answer.read()


def read_for(seconds: float, readers: int, sockets: Sequence[Path], world: "World") -> Log:
    """Let readers read; each stays with one process, as least_conn would spread them."""
    log, lock, until = Log(), threading.Lock(), time.monotonic() + seconds

    def read(number: int) -> None:
        chance = random.Random(number)  # noqa: S311 - which page, not a secret
        connection = UnixConnection(sockets[number % len(sockets)])
        while time.monotonic() < until:
            request = world.request(chance)
            begun = time.perf_counter()
            status, body = ask(connection, request)
            spent = (time.perf_counter() - begun) * 1000
            with lock:
                log.times.setdefault(request.kind, []).append(spent)
                if status != 200 or b'id="resultats"' not in body:
                    log.wrong.append(f"{status} {request.address}")

    threads = [threading.Thread(target=read, args=[number]) for number in range(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return log


@dataclass(frozen=True)
class World:
    """What can be asked: towns by population, job codes, words of titles, sessions with a path."""

    towns: Sequence[str]
    weights: Sequence[float]
    codes: Sequence[str]
    titles: Sequence[str]
    sessions: Sequence[str]

    def request(self, chance: random.Random) -> Request:
        """Draw a page as people ask for them: most near a place, half with a path."""
        kind = chance.choices(list(KINDS), weights=[share for share, _ in KINDS.values()])[0]
        session = chance.choice(self.sessions) if chance.random() < 0.5 else ""
        filters = KINDS[kind][1](self, chance)
        return Request(f"/mobilite/offres/?{urlencode(filters)}", session, kind)

    def place(self, chance: random.Random) -> dict[str, str]:
        """Return a place and a limit of time."""
        commune = chance.choices(self.towns, cum_weights=self.weights)[0]
        return {"commune": commune, "temps": chance.choice(("30", "30", "45", "60"))}


def _near(world: World, chance: random.Random) -> dict[str, str]:
    return world.place(chance)


def _words(world: World, chance: random.Random) -> dict[str, str]:
    return {"q": chance.choice(world.titles)} | world.place(chance)


def _job(world: World, chance: random.Random) -> dict[str, str]:
    return {"metier": chance.choice(world.codes)} | world.place(chance)


def _filters(world: World, chance: random.Random) -> dict[str, str]:
    other = {"contrat": "permanent", "sans_dimanche": "1", "salaire": "2000", "domicile": "1"}
    return world.place(chance) | other


def _words_anywhere(world: World, chance: random.Random) -> dict[str, str]:
    return {"q": chance.choice(world.titles)}


def _second_page(world: World, chance: random.Random) -> dict[str, str]:
    return world.place(chance) | {"page": "1", "tri": chance.choice(("date", "time"))}


KINDS = {
    "near": (35, _near),
    "words": (20, _words),
    "job": (15, _job),
    "filters": (12, _filters),
    "words_anywhere": (8, _words_anywhere),
    "other_order": (10, _second_page),
}
