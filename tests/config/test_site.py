"""The whole site as a newcomer starts it, and as bad days treat it.

One site is started for all of these; whichever order they run in, each finds it up.
"""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from boutdufil.adapters.postgres import Cluster, addresses, open_cluster
from boutdufil.adapters.postgres.locks import is_held, read_holder
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

    begun = time.monotonic()
    site.start()

    assert has_trace(site, trace)
    assert time.monotonic() - begun < 60


def test_a_killed_server_comes_back_by_itself(site: RunningSite) -> None:
    trace = leave_a_trace(site)
    kill_postmaster(site.cluster())
    wait_until(lambda: is_ready(site), seconds=90)
    assert has_trace(site, trace)
    wait_until(lambda: has_worker(site), seconds=90)


def test_a_killed_web_process_comes_back_by_itself(site: RunningSite) -> None:
    children = Path(f"/proc/{site.process.pid}/task/{site.process.pid}/children").read_text()
    web = int(children.split()[0])
    os.kill(web, signal.SIGKILL)
    wait_until(lambda: not is_alive(web))
    wait_until(lambda: is_ready(site), seconds=90)


def test_a_stopped_site_leaves_nothing_running(site: RunningSite) -> None:
    cluster = site.cluster()
    assert site.stop() == 0
    assert not cluster.answers()
    assert not is_held(site.home / "site.lock")


def test_a_taken_port_is_explained(site: RunningSite, monkeypatch: pytest.MonkeyPatch) -> None:
    site.stop()
    with socket.socket() as stranger:
        stranger.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        stranger.bind(("127.0.0.1", site.port))
        stranger.listen()
        answer = site.run("serve")
    assert answer.returncode == 1
    assert f"BOUTDUFIL_PORT={site.port + 1}" in answer.stderr


def test_the_doctor_finds_a_running_site_well(site: RunningSite) -> None:
    answer = site.run("doctor")
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert f"running at http://127.0.0.1:{site.port}" in answer.stdout
    assert "wrong" not in answer.stdout


def test_a_backup_brings_everything_back(site: RunningSite, tmp_path: Path) -> None:
    trace = leave_a_trace(site)
    files = site.home / "files"
    files.mkdir(exist_ok=True)
    (files / "letter.txt").write_text("bonjour")
    saved = site.run("backup", str(tmp_path / "site.tar"))
    assert saved.returncode == 0, saved.stderr

    key = (site.home / "keys" / "django-secret").read_text()
    (files / "letter.txt").write_text("changed")
    with site.connect() as connection:
        connection.execute("delete from django_session")
    refused = site.run("restore", "--yes", str(tmp_path / "site.tar"))
    assert "stop it first" in refused.stderr
    site.stop()
    (site.home / "keys" / "django-secret").write_text("changed")

    restored = site.run("restore", "--yes", str(tmp_path / "site.tar"))
    assert restored.returncode == 0, restored.stderr

    site.start()
    assert has_trace(site, trace)
    assert (files / "letter.txt").read_text() == "bonjour"
    assert (site.home / "keys" / "django-secret").read_text() == key
    assert site.get("/")[0] == 200


def test_a_damaged_backup_leaves_everything_untouched(site: RunningSite, tmp_path: Path) -> None:
    trace = leave_a_trace(site)
    saved = tmp_path / "site.tar"
    assert site.run("backup", str(saved)).returncode == 0
    content = bytearray(saved.read_bytes())
    content[len(content) // 2] ^= 0xFF
    saved.write_bytes(content)
    site.stop()

    answer = site.run("restore", "--yes", str(saved))

    assert answer.returncode == 1
    assert "nothing was changed" in answer.stderr
    site.start()
    assert has_trace(site, trace)


def test_a_command_wakes_the_database_and_puts_it_back_to_sleep(site: RunningSite) -> None:
    site.stop()
    answer = site.run("demo", "--json")
    assert answer.returncode == 0, answer.stderr
    assert len(json.loads(answer.stdout)) >= 2
    assert not site.cluster().answers()
