"""The schema is brought up to date once, and its mark tells so without Django."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from boutdufil.adapters.postgres import SCRATCH_OPTIONS, Cluster, open_cluster, provide_database
from boutdufil.config.processes import migrations
from boutdufil.config.processes.migrations import MigrationError, fingerprint, is_current, migrate
from tests.processes import temporary_home


@contextlib.contextmanager
def small_server(home: Path) -> Iterator[Cluster]:
    cluster = open_cluster(home, environment=os.environ, options=SCRATCH_OPTIONS)
    with cluster.running():
        yield cluster


def test_a_database_is_migrated_once(monkeypatch: pytest.MonkeyPatch) -> None:
    ran = []

    def run_django(owner: str, environment: object) -> None:
        ran.append(owner)
        with psycopg.connect(owner) as connection:
            connection.execute("create table if not exists django_migrations (name text)")

    monkeypatch.setattr(migrations, "_run_django", run_django)
    with temporary_home() as home, small_server(home) as cluster:
        made = provide_database(cluster)
        with psycopg.connect(made.app, autocommit=True) as app:
            assert not is_current(app)
            assert migrate(made.owner, {})
            assert is_current(app)
        assert not migrate(made.owner, {})
        monkeypatch.setattr(migrations, "fingerprint", lambda: "migrations of the next release")
        assert migrate(made.owner, {})
    assert ran == [made.owner, made.owner]


def test_a_failing_migration_says_what_django_said() -> None:
    with pytest.raises(MigrationError, match="no_such_settings"):
        migrations._run_django(
            "postgresql://", {**os.environ, "DJANGO_SETTINGS_MODULE": "no_such_settings"}
        )


def test_the_fingerprint_is_stable() -> None:
    assert fingerprint() == fingerprint()
