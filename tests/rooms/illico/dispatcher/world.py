"""Dispatchers in processes of their own, and the calls that they are given."""

import json
import os
import socket
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from boutdufil.rooms.illico.models import JournalEntry, PoolLease
from tests.database import TestDatabase
from tests.forking import Forked, fork_dispatcher
from tests.processes import wait_until
from tests.rooms.illico.dispatcher.floor import PROFILE


class Client:
    """A blocking link to an exchange: asks, joins, and keeps what is pushed to it."""

    def __init__(self, path: Path) -> None:
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.settimeout(4)
        try:
            self._socket.connect(str(path))
        except OSError:
            self._socket.close()
            raise
        self._lines = self._socket.makefile("r")
        self._number = 0
        self.pushed: list[Mapping[str, Any]] = []

    def ask(self, op: str, **body: Any) -> Mapping[str, Any]:
        """Return the answer; what is pushed meanwhile is kept."""
        self._number += 1
        line = json.dumps({**body, "id": self._number, "op": op})
        self._socket.sendall(line.encode() + b"\n")
        while True:
            read = self._lines.readline()
            if not read:
                raise ConnectionResetError
            message = json.loads(read)
            if "re" not in message:
                self.pushed.append(message)
            elif message["re"] == self._number:
                return message

    def join(self, *topics: str) -> None:
        for topic in topics:
            self.ask("join", topic=topic)

    def sign_in(self, *agents: str, lines: str = "shop") -> None:
        """Sign agents in whose pages are open on this link."""
        for agent in agents:
            self.join(f"agent:{agent}")
            profile = {**PROFILE, "skills": [f"n:{lines}", "fr"]}
            self.ask("sign_in", agent=agent, profile=profile)

    def answer(self, agent: str, call: str) -> Mapping[str, Any]:
        """Answer a call, and let its pages say that media flow both ways."""
        answered = self.ask("answer", agent=agent, call=call)
        self.say_it_flows(call)
        return answered

    def say_it_flows(self, call: str) -> None:
        body = {"on": True, "from": "caller"}
        self.ask("note", call=call, kind="media", who="agent", body=body)

    def kinds(self, topic: str) -> list[str]:
        return [one["body"]["kind"] for one in self.pushed if one["topic"] == topic]

    def close(self) -> None:
        self._lines.close()
        self._socket.close()


class Site:
    """A state folder, a database, and dispatchers that share both."""

    def __init__(self, folder: Path, database: TestDatabase) -> None:
        self.path = folder / "dispatcher.sock"
        self._environment = os.environ | {
            "DATABASE_URL": database.addresses.app,
            "BOUTDUFIL_DISPATCHER": f"unix:{self.path}",
        }
        self._started: list[Forked] = []
        self._clients: list[Client] = []
        self._ends: list[int] = []

    def start(self) -> Forked:
        leash, self._leash = os.pipe()
        self._ends += [leash, self._leash]
        process = fork_dispatcher(leash, self._environment)
        self._started.append(process)
        return process

    def client(self, *, seconds: float = 30) -> Client:
        """Return a link to the dispatcher that serves, once one does."""
        wait_until(self._connect, seconds=seconds)
        return self._clients[-1]

    def _connect(self) -> bool:
        try:
            client = Client(self.path)
        except (FileNotFoundError, ConnectionError):
            return False
        try:
            client.ask("snapshot")
        except OSError:
            # It stopped, or sleeps.
            client.close()
            return False
        self._clients.append(client)
        return True

    def end(self) -> None:
        for client in self._clients:
            client.close()
        for process in self._started:
            process.kill()
            process.wait(10)
        for end in self._ends:
            os.close(end)

    def drop_leash(self) -> None:
        """Do as a supervisor that dies: the last one started notices."""
        os.close(self._leash)
        self._ends.remove(self._leash)


@contextmanager
def open_site(database: TestDatabase) -> Iterator[Site]:
    with tempfile.TemporaryDirectory(prefix="bdf") as folder:
        site = Site(Path(folder), database)
        try:
            yield site
        finally:
            site.end()


def epoch() -> int:
    lease = PoolLease.objects.filter(pool="main").first()
    return lease.epoch if lease else 0


def check_journal() -> None:
    """Assert that no line is missing, none doubled, and that epochs only ever grow."""
    lines = list(JournalEntry.objects.order_by("seq").values_list("seq", "epoch", "at"))
    assert [seq for seq, _epoch, _at in lines] == list(range(1, len(lines) + 1))
    for column in (1, 2):
        values = [line[column] for line in lines]
        assert values == sorted(values)


def assignments() -> list[tuple[str, str]]:
    """Walk through the journal; return who has which call in the end; nobody has two."""
    at_work: dict[str, str] = {}
    for entry in JournalEntry.objects.order_by("seq"):
        for one in entry.body.get("decisions", ()):
            if one["type"] == "Assigned":
                assert one["call"] not in at_work, "one call at two agents"
                assert one["agent"] not in at_work.values(), "two calls at one agent"
                at_work[one["call"]] = one["agent"]
            elif one["type"] in ("Withdrawn", "Detached", "Ended"):
                at_work.pop(one["call"], None)
            elif one["type"] == "Connected":
                at_work[one["call"]] = one["agent"]
    return sorted(at_work.items())
