"""One PostgreSQL cluster of our own: created, started, recognised and stopped.

Rules learned the hard way: a server is ours only when it says so itself over its own socket; a
pid file is a rumour; a folder is either a whole cluster or not there; nobody else may enter the
socket's folder; the server never inherits a pipe of ours, which it would hold open for ever.
"""

import contextlib
import shlex
import subprocess
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo

from boutdufil.adapters.postgres.account import (
    Account,
    lend,
    make_state_folder,
    place_for,
    server_account,
)
from boutdufil.adapters.postgres.binaries import Binaries, find_binaries
from boutdufil.adapters.postgres.creation import create_cluster, read_passwords, write_private
from boutdufil.adapters.postgres.errors import ServerError
from boutdufil.adapters.postgres.locks import Presence, exclusive
from boutdufil.adapters.postgres.postmaster import PID_FILE, Postmaster, find_postmaster
from boutdufil.adapters.postgres.sockets import SOCKET_NAME, socket_folder

START_SECONDS = 300
BUSY_SECONDS = 15
VANISHED_SOCKET_SECONDS = 10
LOG_BYTES = 10_000_000

SITE_OPTIONS: Mapping[str, str] = {
    "max_connections": "200",
    "shared_buffers": "256MB",
    "wal_compression": "on",
    # A container's /dev/shm of 64 MB is too small for parallel queries.
    "max_parallel_workers_per_gather": "0",
}
# For data nobody would miss: tests and benches.
SCRATCH_OPTIONS: Mapping[str, str] = {
    **SITE_OPTIONS,
    "max_connections": "400",
    "shared_buffers": "128MB",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "io_method": "sync",
    "max_wal_size": "4GB",
}


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster in ``place``: its data, log, socket and locks lie side by side there."""

    place: Path
    binaries: Binaries
    account: Account
    options: Mapping[str, str]

    @property
    def data(self) -> Path:
        """Return the data folder, which carries the major release in its name."""
        return self.place / f"pg{self.binaries.major}"

    @property
    def log(self) -> Path:
        """Return the server's log file."""
        return self._beside("log")

    def passwords(self) -> dict[str, str]:
        """Return the password of each role: ``postgres``, ``owner``, ``app``."""
        return read_passwords(self.data)

    def administrator(self, database: str = "postgres") -> str:
        """Return the address of the superuser, whom only this package and restores use."""
        return make_conninfo(
            user="postgres",
            password=self.passwords()["postgres"],
            host=str(self.socket_folder()),
            dbname=database,
            connect_timeout=5,
        )

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        """Keep the server up while the block runs; the last such block anywhere stops it."""
        presence = self._join()
        try:
            yield
        finally:
            with self.alone():
                if presence.leave():
                    self._stop()

    def ensure_running(self) -> None:
        """Create the cluster when there is none, and start the server when nobody answers."""
        with self.alone():
            self._ensure_running()

    def alone(self) -> contextlib.AbstractContextManager[None]:
        """Keep other processes from starting, stopping or furnishing this cluster meanwhile."""
        return exclusive(self._beside("lock"))

    def answers(self) -> bool:
        """Tell whether the server behind the socket is the one on this data folder."""
        try:
            with psycopg.connect(self.administrator(), autocommit=True) as connection:
                row = connection.execute("show data_directory").fetchone()
        except FileNotFoundError:
            return False
        except psycopg.OperationalError as error:
            if "authentication failed" in str(error):
                raise ServerError(f"the server of {self.data} refuses its own password") from error
            return False
        if row is None or Path(row[0]).resolve() != self.data.resolve():
            raise ServerError(f"the server at {self.socket_folder()} serves another folder: {row}")
        return True

    def socket_folder(self) -> Path:
        """Return the private folder of the socket."""
        return socket_folder(self.data, self.account)

    def _join(self) -> Presence:
        with self.alone():
            presence = Presence(self._beside("users"))
            try:
                self._ensure_running()
            except BaseException:
                presence.leave()
                raise
        return presence

    def _ensure_running(self) -> None:
        if not self.data.exists():
            durable = self.options.get("fsync") != "off"
            create_cluster(self.data, binaries=self.binaries, account=self.account, durable=durable)
        if not self.answers():
            self._bring_up()

    def _bring_up(self) -> None:
        if find_postmaster(self.data) is Postmaster.OURS and self._wait_for_answer():
            return
        if find_postmaster(self.data) is Postmaster.STALE:
            (self.data / PID_FILE).unlink(missing_ok=True)
        self._rotate_log()
        self._start()
        if not self.answers():
            raise ServerError("the server started but refuses us", f"read {self.log}")

    def _wait_for_answer(self) -> bool:
        """Wait for a server of ours that is starting or recovering; restart a deaf one."""
        begun = time.monotonic()
        while time.monotonic() - begun < START_SECONDS:
            if self.answers():
                return True
            if find_postmaster(self.data) is not Postmaster.OURS:
                return False
            if time.monotonic() - begun > VANISHED_SOCKET_SECONDS and not self._socket_exists():
                self._stop()
                return False
            time.sleep(0.1)
        raise ServerError(f"the server does not answer after {START_SECONDS} s", f"read {self.log}")

    def _start(self) -> None:
        begun = time.monotonic()
        while True:
            answer = self._pg_ctl(
                "-w",
                "-t",
                str(START_SECONDS),
                "-l",
                self.log,
                "-o",
                self._server_options(),
                "start",
            )
            if answer.returncode == 0:
                return
            if not self._is_busy() or time.monotonic() - begun > BUSY_SECONDS:
                raise ServerError("the server did not start" + _tail(self.log), f"read {self.log}")
            time.sleep(0.5)

    def _is_busy(self) -> bool:
        # A postmaster killed a moment ago may still hold its lock file or its shared memory.
        return any(word in _tail(self.log) for word in ("lock file", "shared memory block"))

    def _stop(self) -> None:
        if find_postmaster(self.data) is Postmaster.OURS:
            self._pg_ctl("-m", "fast", "-w", "-t", "60", "stop")

    def _pg_ctl(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        command = [self.binaries.path("pg_ctl"), "-D", self.data, "-s", *arguments]
        quiet = subprocess.DEVNULL
        return self.account.run(command, stdout=quiet, stderr=quiet)

    def _server_options(self) -> str:
        fixed = {"listen_addresses": "", "unix_socket_permissions": "0700"}
        settings = {**self.options, **fixed}
        words = ["-k", str(self.socket_folder())]
        for name, value in settings.items():
            words += ["-c", f"{name}={value}"]
        return shlex.join(words)

    def _rotate_log(self) -> None:
        if self.log.exists() and self.log.stat().st_size > LOG_BYTES:
            self.log.rename(self.log.with_suffix(".log.1"))
        if not self.log.exists():
            write_private(self.log, "", self.account)

    def _beside(self, suffix: str) -> Path:
        return self.place / f"pg{self.binaries.major}.{suffix}"

    def _socket_exists(self) -> bool:
        return (self.socket_folder() / SOCKET_NAME).exists()


def open_cluster(
    home: Path, *, environment: Mapping[str, str], options: Mapping[str, str] = SITE_OPTIONS
) -> Cluster:
    """Return the cluster of a state folder; nothing is created but folders and, as root, a user.

    Raises PostgresError when this machine cannot run one.
    """
    account = server_account()
    make_state_folder(home)
    binaries = lend(find_binaries(environment), account)
    return Cluster(place_for(home, account), binaries, account, options)


def _tail(log: Path, lines: int = 8) -> str:
    try:
        content = log.read_text("utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return ""
    return "".join(f"\n  {line}" for line in content[-lines:])
