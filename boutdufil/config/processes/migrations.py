"""Bring a database to the schema of this release, as its owner, once for all processes."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path

import psycopg
from psycopg import Connection, sql

PACKAGE = Path(__file__).resolve().parents[2]
WITH_MIGRATIONS = ("django", "procrastinate")
ADVISORY_LOCK = 0x626466  # any number of our own


class MigrationError(Exception):
    """A migration failed; the message is what Django said."""


def is_current(connection: Connection) -> bool:
    """Tell whether the database carries the mark of this release's migrations and data."""
    row = connection.execute(
        "select obj_description(to_regclass('django_migrations'), 'pg_class')"
    ).fetchone()
    return row is not None and row[0] == mark()


def migrate(owner: str, environment: Mapping[str, str]) -> bool:
    """Run the migrations as the owner unless the database is current; tell whether it ran.

    The mark is a comment on Django's own table: any role reads it, a backup carries it, and a
    second start need not load Django to know that there is nothing to do.
    """
    with psycopg.connect(owner, autocommit=True) as connection:
        if is_current(connection):
            return False
        connection.execute("select pg_advisory_lock(%s)", [ADVISORY_LOCK])
        if is_current(connection):
            return False
        _run_django(owner, environment)
        comment = sql.SQL("comment on table django_migrations is {}")
        connection.execute(comment.format(sql.Literal(mark())))
    return True


def fingerprint() -> str:
    """Return a digest of every migration file and of the releases that bring their own."""
    digest = hashlib.sha256()
    for path in _files():
        digest.update(str(path.relative_to(PACKAGE)).encode() + b"\0" + path.read_bytes())
    for package in WITH_MIGRATIONS:
        digest.update(f"{package} {version(package)}".encode())
    return f"migrations {digest.hexdigest()[:32]}"


def mark() -> str:
    """Return a digest of the migrations and of the tables of data that load after them."""
    digest = hashlib.sha256(fingerprint().encode())
    for path in sorted(p for p in PACKAGE.glob("kernel/*/data/**/*") if p.is_file()):
        digest.update(str(path.relative_to(PACKAGE)).encode() + b"\0" + path.read_bytes())
    return f"migrations and data {digest.hexdigest()[:32]}"


def _files() -> Iterator[Path]:
    yield from sorted(PACKAGE.glob("**/migrations/*.py"))


def _run_django(owner: str, environment: Mapping[str, str]) -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--no-input", "--skip-checks", "-v", "0"],
        env={**environment, "BOUTDUFIL_DB_ROLE": "owner", "BOUTDUFIL_OWNER_URL": owner},
        cwd=os.fspath(PACKAGE.parent),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        start_new_session=True,
    )
    if answer.returncode:
        raise MigrationError(answer.stderr.strip() or answer.stdout.strip())
