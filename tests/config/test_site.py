"""The whole site as a newcomer starts it, and as bad days treat it.

One site is started for all of these; whichever order they run in, each finds it up.
"""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from boutdufil.adapters.postgres import Cluster, addresses, open_cluster
from boutdufil.adapters.postgres.locks import is_held, read_holder
from boutdufil.kernel.realtime import ExchangeAwayError
from boutdufil.kernel.realtime.addresses import Address
from boutdufil.kernel.realtime.asking import ask_at
from tests.processes import is_alive, kill_postmaster, temporary_home, wait_until

ROOT = Path(__file__).resolve().parents[2]
OURS = ("DATABASE_URL", "BOUTDUFIL_OWNER_URL", "BOUTDUFIL_DB_ROLE", "BOUTDUFIL_ROME")
VISITORS = 200


class RunningSite:
    """A site in a folder and on a port of its own, run by the real command."""

    def __init__(self, home: Path) -> None:
        self.home = home
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        kept = {name: value for name, value in os.environ.items() if name not in OURS}
        self.environment = kept | {
            "BOUTDUFIL_HOME": str(home),
            "BOUTDUFIL_PORT": str(self.port),
            "DJANGO_SETTINGS_MODULE": "boutdufil.config.settings.dev",
            "PYTHONPATH": str(ROOT),
        }
        self.process: subprocess.Popen[bytes] | None = None
        self.log = home / "serve.log"

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "boutdufil.config.cli", *words]

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*words), env=self.environment, stdin=subprocess.DEVNULL,
            capture_output=True, text=True, timeout=180, check=False,
        )  # fmt: skip

    def start(self) -> None:
        if self.process is not None and self.process.poll() is None:
            return
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                self.command("serve"), env=self.environment, stdin=subprocess.DEVNULL,
                stdout=log, stderr=subprocess.STDOUT,
            )  # fmt: skip
        wait_until(self._is_open, seconds=180)

    def stop(self) -> int:
        assert self.process is not None
        self.process.terminate()
        return self.process.wait(60)

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait(10)

    def get(self, path: str) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()

    def child(self, name: str) -> int:
        """Return the pid of a child that lives, 0 when there is none."""
        task = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        for pid in task.read_text().split():
            with contextlib.suppress(OSError):
                if f"processes.{name}" in Path(f"/proc/{pid}/cmdline").read_text():
                    return int(pid) if is_alive(int(pid)) else 0
        return 0

    def is_dispatched(self) -> bool:
        try:
            return bool(ask_at(Address(path=str(self.home / "dispatcher.sock")), "ping"))
        except ExchangeAwayError:
            return False

    def wait(self, condition: Callable[[], bool], *, seconds: float = 90) -> None:
        """Wait for a condition; fail with the last words of the site."""
        try:
            wait_until(condition, seconds=seconds)
        except AssertionError as late:
            raise AssertionError(f"{late}:\n{self.log.read_text()[-8000:]}") from None

    def cluster(self) -> Cluster:
        return open_cluster(self.home, environment=self.environment)

    def connect(self) -> psycopg.Connection:
        return psycopg.connect(addresses(self.cluster()).app, autocommit=True)

    def _is_open(self) -> bool:
        said = self.log.read_text()
        assert self.process.poll() is None, said
        return "Bout du fil is open" in said


@pytest.fixture(scope="module")
def started() -> Iterator[RunningSite]:
    with temporary_home() as home:
        site = RunningSite(home)
        site.start()
        yield site
        site.start()
        assert site.stop() == 0


@pytest.fixture
def site(started: RunningSite) -> RunningSite:
    started.start()
    # A test before may have failed while the site was coming back.
    started.wait(started.cluster().answers)
    return started


def leave_a_trace(site: RunningSite) -> str:
    """Commit a session as a page would, and return its key."""
    key = f"trace{time.monotonic_ns()}"
    with site.connect() as connection:
        connection.execute("insert into django_session values (%s, 'x', now())", [key])
    return key


def has_trace(site: RunningSite, key: str) -> bool:
    query = "select 1 from django_session where session_key = %s"
    with site.connect() as connection:
        return connection.execute(query, [key]).fetchone() is not None


def has_worker(site: RunningSite) -> bool:
    query = "select 1 from procrastinate_workers where last_heartbeat > now() - interval '20 s'"
    with site.connect() as connection:
        return connection.execute(query).fetchone() is not None


def is_ready(site: RunningSite) -> bool:
    try:
        return site.get("/readyz")[0] == 200
    except OSError:
        return False


def test_a_start_ends_with_the_address_and_the_people(site: RunningSite) -> None:
    said = site.log.read_text()
    assert f"http://127.0.0.1:{site.port}" in said
    assert "Nadia" in said
    assert site.get("/")[0] == 200


def test_a_second_start_says_where_the_first_one_is(site: RunningSite) -> None:
    second = site.run("serve")
    assert second.returncode == 3
    assert (
        f"already running at http://127.0.0.1:{site.port} (pid {site.process.pid})" in second.stderr
    )
    assert read_holder(site.home / "site.lock")[0] == site.process.pid


def test_two_hundred_visitors_at_once_meet_no_fault(site: RunningSite) -> None:
    with ThreadPoolExecutor(VISITORS) as visitors:
        answers = visitors.map(lambda _: site.get("/")[0], range(VISITORS))
        assert Counter(answers) == {200: VISITORS}


def test_a_killed_site_keeps_its_data_and_starts_again(site: RunningSite) -> None:
    trace = leave_a_trace(site)
    site.kill()
    assert not is_held(site.home / "site.lock")

    site.start()

    assert has_trace(site, trace)


def test_a_killed_server_comes_back_by_itself(site: RunningSite) -> None:
    trace = leave_a_trace(site)
    kill_postmaster(site.cluster())
    # What was connected may outlive the server for a moment: ready alone does not say it is back.
    site.wait(lambda: site.cluster().answers() and is_ready(site))
    assert has_trace(site, trace)
    site.wait(lambda: has_worker(site))


@pytest.mark.parametrize("name", ["web", "dispatcher"])
def test_a_killed_process_comes_back_by_itself(site: RunningSite, name: str) -> None:
    site.wait(lambda: bool(site.child(name)))
    killed = site.child(name)
    os.kill(killed, signal.SIGKILL)
    site.wait(lambda: site.child(name) not in (0, killed))
    site.wait(lambda: is_ready(site) and site.is_dispatched())


def test_the_doctor_finds_a_running_site_well(site: RunningSite) -> None:
    site.wait(site.is_dispatched)
    answer = site.run("doctor")
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert f"running at http://127.0.0.1:{site.port}" in answer.stdout
    assert "wrong" not in answer.stdout


def test_a_site_stops_rests_and_starts_again(site: RunningSite) -> None:
    """All that is seen of one rest: each of these for itself would cost a start."""
    stopped_it_leaves_nothing_running(site)
    a_taken_port_is_explained(site)
    a_command_wakes_the_database_and_puts_it_back_to_sleep(site)

    # A start of its own: the tests around it kill what writes to this log.
    site.start()
    assert "Traceback" not in site.log.read_text()
    assert "maintained" in (site.home / "done.json").read_text()


def stopped_it_leaves_nothing_running(site: RunningSite) -> None:
    cluster = site.cluster()
    site.wait(lambda: bool(site.child("dispatcher")))
    children = [site.child("web"), site.child("dispatcher")]
    assert site.stop() == 0
    assert not any(map(is_alive, children))
    assert not cluster.answers()
    assert not is_held(site.home / "site.lock")


def a_taken_port_is_explained(site: RunningSite) -> None:
    with socket.socket() as stranger:
        stranger.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        stranger.bind(("127.0.0.1", site.port))
        stranger.listen()
        answer = site.run("serve")
    assert answer.returncode == 1
    assert f"BOUTDUFIL_PORT={site.port + 1}" in answer.stderr


def a_command_wakes_the_database_and_puts_it_back_to_sleep(site: RunningSite) -> None:
    answer = site.run("demo", "--json")
    assert answer.returncode == 0, answer.stderr
    assert len(json.loads(answer.stdout)) >= 2
    assert not site.cluster().answers()


def test_a_backup_brings_everything_back_and_a_damaged_one_changes_nothing(
    site: RunningSite, tmp_path: Path
) -> None:
    trace, key = leave_a_trace(site), (site.home / "keys" / "django-secret").read_text()
    (site.home / "files").mkdir(exist_ok=True)
    write_secrets(site, letter="bonjour", key=key)
    saved, damaged = backups_of(site, tmp_path)

    with site.connect() as connection:
        connection.execute("delete from django_session")
    later = leave_a_trace(site)
    refused = site.run("restore", "--yes", str(saved))
    assert "stop it first" in refused.stderr
    site.stop()
    write_secrets(site, letter="changed", key="changed")

    answer = site.run("restore", "--yes", str(damaged))
    assert answer.returncode == 1
    assert "nothing was changed" in answer.stderr
    assert secrets_of(site) == ("changed", "changed")
    with site.cluster().running():
        assert (has_trace(site, trace), has_trace(site, later)) == (False, True)

    restored = site.run("restore", "--yes", str(saved))
    assert restored.returncode == 0, restored.stderr
    site.start()
    assert (has_trace(site, trace), has_trace(site, later)) == (True, False)
    assert secrets_of(site) == ("bonjour", key)
    assert site.get("/")[0] == 200


def backups_of(site: RunningSite, folder: Path) -> tuple[Path, Path]:
    """Save the site; return the backup, and one of it that is damaged."""
    saved, damaged = folder / "site.tar", folder / "damaged.tar"
    answer = site.run("backup", str(saved))
    assert answer.returncode == 0, answer.stderr
    content = bytearray(saved.read_bytes())
    content[len(content) // 2] ^= 0xFF
    damaged.write_bytes(content)
    return saved, damaged


def write_secrets(site: RunningSite, *, letter: str, key: str) -> None:
    (site.home / "files" / "letter.txt").write_text(letter)
    (site.home / "keys" / "django-secret").write_text(key)


def secrets_of(site: RunningSite) -> tuple[str, str]:
    letter, key = site.home / "files" / "letter.txt", site.home / "keys" / "django-secret"
    return letter.read_text(), key.read_text()
