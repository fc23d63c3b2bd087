"""The tests' database: embedded, migrated once into a template, cloned for every process.

The cluster is kept in ``.cache/`` between runs and shared by all runs of one user: the last one
out stops it. Databases carry the pid of their process, so runs never meet.
"""

import contextlib
import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connections
from psycopg import Connection, sql

from boutdufil.adapters.postgres import SCRATCH_OPTIONS, Addresses, Cluster, open_cluster
from boutdufil.adapters.postgres.locks import exclusive
from boutdufil.adapters.postgres.roles import (
    PROVISIONED,
    addresses,
    create_database,
    drop_database,
    provide_database,
)
from tests.sweeping import Copied, sweep

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "boutdufil"
CACHE = ROOT / ".cache" / f"tests-postgres-{os.getuid()}"
TEMPLATE_PREFIX = "template_"
TEST_PREFIX = "test_"
TEMPLATES_KEPT = 3


class TestDatabase:
    """A database of this process, as it was after the migrations or later, again and again."""

    __test__ = False

    def __init__(self, cluster: Cluster, template: str) -> None:
        self._cluster = cluster
        self._template = template
        self.name = f"{TEST_PREFIX}{os.getpid()}"
        self._copied: Copied | None = None
        self.addresses: Addresses = addresses(cluster, self.name)

    def restore(self) -> None:
        """Put the database back to the state after the migrations, or to the one that is kept."""
        if self._copied is None or not sweep(self.administrator(), self._copied):
            with _administrator(self._cluster) as connection:
                drop_database(connection, self.name)
                create_database(connection, self.name, template=self._template)
            self._copied = Copied.look(self.administrator())

    @contextlib.contextmanager
    def kept(self) -> Iterator[None]:
        """Let restoring bring back what the database holds now; nobody may be connected to it."""
        before, kept = self._template, f"{self.name}_kept"
        with _administrator(self._cluster) as connection:
            create_database(connection, kept, template=self.name)
        self._template, self._copied = kept, Copied.look(self.administrator())
        try:
            yield
        finally:
            self._template, self._copied = before, None
            with _administrator(self._cluster) as connection:
                drop_database(connection, kept)

    def administrator(self) -> str:
        """Return the superuser's address of this database, for tests of what must be refused."""
        return self._cluster.administrator(self.name)

    def drop(self) -> None:
        """Remove the database."""
        with _administrator(self._cluster) as connection:
            drop_database(connection, self.name)


@contextlib.contextmanager
def open_test_database() -> Iterator[TestDatabase]:
    """Keep the shared cluster up and give a fresh database of this process's own."""
    cluster = open_cluster(CACHE, environment=os.environ, options=SCRATCH_OPTIONS)
    with cluster.running():
        database = TestDatabase(cluster, provide_template(cluster))
        database.restore()
        try:
            yield database
        finally:
            database.drop()


def disconnect() -> None:
    """Let go of the database, so that it can be dropped."""
    connections.close_all()
    connections["default"].close_pool()


def provide_template(cluster: Cluster) -> str:
    """Return the name of a migrated database, made when the migrations have changed."""
    name = TEMPLATE_PREFIX + _fingerprint()
    with exclusive(cluster.place / "template.lock"), _administrator(cluster) as connection:
        if not _exists(connection, name):
            _drop_leftovers(connection)
            _migrate(cluster, connection, name)
    return name


def _migrate(cluster: Cluster, connection: Connection, name: str) -> None:
    draft = f"{name}_draft"
    drop_database(connection, draft)
    made = provide_database(cluster, draft)
    environment = os.environ | {
        "DATABASE_URL": made.app,
        "BOUTDUFIL_OWNER_URL": made.owner,
        "BOUTDUFIL_DB_ROLE": "owner",
        "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE,
    }
    answer = subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--no-input", "--skip-checks", "-v", "0"],
        cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    if answer.returncode:
        raise RuntimeError(f"the migrations fail:\n{answer.stdout}\n{answer.stderr}")
    rename = sql.SQL("alter database {} rename to {}")
    connection.execute(rename.format(sql.Identifier(draft), sql.Identifier(name)))


def _drop_leftovers(connection: Connection) -> None:
    rows = connection.execute("select datname from pg_database order by oid desc").fetchall()
    names = [name for (name,) in rows]
    templates = [name for name in names if name.startswith(TEMPLATE_PREFIX)]
    abandoned = [name for name in names if name.startswith(TEST_PREFIX) and not _is_alive(name)]
    for name in [*templates[TEMPLATES_KEPT:], *abandoned]:
        # A run that began before ours may be cloning an old template at this moment.
        with contextlib.suppress(psycopg.errors.ObjectInUse):
            drop_database(connection, name)


def _is_alive(name: str) -> bool:
    pid = name.removeprefix(TEST_PREFIX).partition("_")[0]
    return pid.isdigit() and Path(f"/proc/{pid}").exists()


def _exists(connection: Connection, name: str) -> bool:
    query = "select 1 from pg_database where datname = %s"
    return connection.execute(query, [name]).fetchone() is not None


def _administrator(cluster: Cluster) -> Connection:
    return psycopg.connect(cluster.administrator(), autocommit=True)


def _fingerprint() -> str:
    """Return a digest of all that decides what the migrations make."""
    digest = hashlib.sha256(PROVISIONED.encode())
    migrations = sorted(PACKAGE.glob("**/migrations/**/*.py"))
    migrations += [p for p in PACKAGE.glob("**/apps.py") if "post_migrate" in p.read_text("utf-8")]
    data = sorted(path for path in PACKAGE.glob("**/data/**/*") if path.is_file())
    fixed = [ROOT / "requirements.lock", PACKAGE / "config" / "settings" / "base.py"]
    for path in [*migrations, *data, *_imported_by(migrations), *fixed]:
        digest.update(str(path.relative_to(ROOT)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _imported_by(migrations: list[Path]) -> list[Path]:
    pattern = re.compile(r"^\s*from (boutdufil[\w.]+) import", re.MULTILINE)
    modules = {name for path in migrations for name in pattern.findall(path.read_text("utf-8"))}
    found: set[Path] = set()
    for module in modules:
        path = ROOT.joinpath(*module.split("."))
        found |= set(path.glob("*.py")) | {path.with_suffix(".py")}
    return sorted(path for path in found if path.is_file())
