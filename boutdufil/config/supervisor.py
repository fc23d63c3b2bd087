"""``make run``: one command that brings the whole site up, watches it and takes it down.

It holds the site's lock and its socket for life, keeps PostgreSQL up, brings the schema and the
demo world up to date, and starts its children (web, dispatcher) again when they die. It loads no
page of the site.
"""

import contextlib
import http.client
import resource
import select
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from types import FrameType

import psycopg

from boutdufil.adapters.postgres import Cluster, PostgresError
from boutdufil.adapters.postgres.locks import site_lock
from boutdufil.config.processes.children import Child
from boutdufil.config.processes.database import Database, open_database
from boutdufil.config.processes.state import Site

FILES_WANTED = 20_000
BACKLOG = 2048
PORT_SECONDS = 5.0
READY_SECONDS = 90.0
TURN_SECONDS = 0.5
UNREAD_MS = 120_000
HOPELESS_DEATHS = 3
# Callers wait meanwhile: a dispatcher that keeps dying is tried again as often as this.
LONGEST_SILENCE = 2.0
PROCESSES = "boutdufil.config.processes"

Say = Callable[[str], None]
Prepare = Callable[[Database], None]


class ServeError(Exception):
    """The site cannot be served; ``hint`` says what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


def serve(site: Site, *, prepare: Prepare, announce: Callable[[], None], say: Say) -> None:
    """Serve the site until SIGTERM, SIGINT or SIGHUP.

    ``prepare`` runs once the database is migrated and before the first page; ``announce`` once
    the first page answers. Raises AlreadyRunningError, PostgresError or ServeError.
    """
    raise_file_limit()
    # The static files of a demo come from the packages; the folder alone must be there.
    (site.home / "static").mkdir(exist_ok=True)
    with (
        stopping_on_signals(),
        site_lock(site.lock, url=site.url),
        listening(site.port) as listener,
        open_database() as database,
    ):
        if database.migrate():
            say("The database is up to date.")
        prepare(database)
        with contextlib.ExitStack() as stack:
            children = [stack.enter_context(web_child(listener).running())]
            wait_until_ready(site, children[0])
            # Only now, so that the first page need not share the processor with its start.
            children.append(stack.enter_context(dispatcher_child().running()))
            announce()
            watch(children, database, say)


def web_child(listener: socket.socket) -> Child:
    """Return the child that serves pages on a socket of ours."""
    held = listener.fileno()
    return Child(f"{PROCESSES}.web", descriptors=[held], arguments=[f"--socket={held}"])


def dispatcher_child() -> Child:
    """Return the child that puts callers through: it is never waited for long."""
    return Child(f"{PROCESSES}.dispatcher", longest_pause=LONGEST_SILENCE)


def watch(children: Sequence[Child], database: Database, say: Say) -> None:
    """Keep the children and the embedded server alive, for ever."""
    guard = ServerGuard(database, say)
    while True:
        guard.turn()
        for child in children:
            deaths = child.deaths
            child.tend()
            if child.deaths > deaths:
                say(f"The {child.name} process died; it is started again.")


class ServerGuard:
    """An open connection to the embedded server: its end is how a death is noticed."""

    def __init__(self, database: Database, say: Say) -> None:
        self._cluster = database.cluster
        self._address = database.app
        self._say = say
        self._connection: psycopg.Connection | None = None

    def turn(self) -> None:
        """Wait a moment; bring the server back when it went away meanwhile."""
        if self._cluster is None:
            time.sleep(TURN_SECONDS)
        elif self._connection is None:
            self._connect(self._cluster)
        elif self._has_ended(self._connection):
            self._say("PostgreSQL went away; it is started again.")
            self._connection.close()
            self._connection = None

    def _connect(self, cluster: Cluster) -> None:
        try:
            cluster.ensure_running()
            self._connection = psycopg.connect(self._address, autocommit=True)
        except (PostgresError, psycopg.OperationalError) as error:
            self._say(f"PostgreSQL does not come back yet: {error}")
            time.sleep(TURN_SECONDS)

    @staticmethod
    def _has_ended(connection: psycopg.Connection) -> bool:
        # The server never writes to an idle connection unless it is taking leave.
        readable, _, _ = select.select([connection.fileno()], [], [], TURN_SECONDS)
        return bool(readable)


def wait_until_ready(site: Site, child: Child) -> None:
    """Wait until a page answers. Raises ServeError when the child keeps dying."""
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        if _answers(site.port):
            return
        child.tend()
        if child.deaths >= HOPELESS_DEATHS:
            break
        time.sleep(0.05)
    raise ServeError("the web process does not come up", "its complaint is printed above")


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


@contextlib.contextmanager
def listening(port: int) -> Iterator[socket.socket]:
    """Hold the site's port while the block runs, so that a restarted child loses no visitor."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        # A page that was put to sleep in the middle of a stream is given up in the end.
        if hasattr(socket, "TCP_USER_TIMEOUT"):
            listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNREAD_MS)
        _bind(listener, port)
        listener.listen(BACKLOG)
        yield listener


def _bind(listener: socket.socket, port: int) -> None:
    deadline = time.monotonic() + PORT_SECONDS
    while True:
        try:
            listener.bind(("127.0.0.1", port))
        except OSError as error:
            # A web process whose parent was killed a moment ago needs a little to let go.
            if time.monotonic() > deadline:
                raise ServeError(
                    f"port {port} is taken by another program ({error.strerror})",
                    f"type: BOUTDUFIL_PORT={port + 1} make run",
                ) from None
            time.sleep(0.2)
        else:
            return


@contextlib.contextmanager
def stopping_on_signals() -> Iterator[None]:
    """Leave the block through its ``finally`` on the first SIGTERM, SIGINT or SIGHUP."""
    signals = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)

    def stop(number: int, frame: FrameType | None) -> None:
        for other in signals:
            signal.signal(other, signal.SIG_IGN)
        sys.exit(0)

    before = {number: signal.signal(number, stop) for number in signals}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def raise_file_limit() -> None:
    """Raise the soft limit of open files towards the hard one: a page holds one or two."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES_WANTED if hard == resource.RLIM_INFINITY else min(hard, FILES_WANTED)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
