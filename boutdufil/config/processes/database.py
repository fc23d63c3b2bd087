"""The database of a command: yours when ``DATABASE_URL`` is set, else the embedded one."""

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass

import django
import psycopg
from django.db import connections

from boutdufil.adapters.postgres import Cluster, open_cluster, provide_database
from boutdufil.config.processes import migrations
from boutdufil.config.processes.state import settle


@dataclass(frozen=True, slots=True)
class Database:
    """How to reach the database; ``cluster`` is None when the server is not ours."""

    app: str
    owner: str
    cluster: Cluster | None

    def migrate(self) -> bool:
        """Bring the schema up to date as the owner; tell whether anything was done."""
        return migrations.migrate(self.owner, os.environ)

    def identity(self) -> str:
        """Return a name of this very database, which a restored or re-created one lacks."""
        with psycopg.connect(self.app) as connection:
            row = connection.execute(
                "select c.system_identifier || '/' || d.oid from pg_control_system() c,"
                " pg_database d where d.datname = current_database()"
            ).fetchone()
        return str(row[0]) if row else ""


@contextlib.contextmanager
def open_database() -> Iterator[Database]:
    """Give the database, its server kept up while the block runs.

    ``DATABASE_URL`` is set for this process and its children; the owner's address never is.
    Raises PostgresError when there is none to be had.
    """
    site = settle()
    if os.environ.get("DATABASE_URL"):
        app = os.environ["DATABASE_URL"]
        with owner_taken_away() as owner:
            yield Database(app, owner or app, None)
        return
    cluster = open_cluster(site.home, environment=os.environ)
    with cluster.running():
        addresses = provide_database(cluster)
        os.environ["DATABASE_URL"] = addresses.app
        try:
            yield Database(addresses.app, addresses.owner, cluster)
        finally:
            del os.environ["DATABASE_URL"]


@contextlib.contextmanager
def owner_taken_away() -> Iterator[str]:
    """Give the owner's address, and keep it from the children that the block starts."""
    owner = os.environ.pop("BOUTDUFIL_OWNER_URL", "")
    try:
        yield owner
    finally:
        if owner:
            os.environ["BOUTDUFIL_OWNER_URL"] = owner


@contextlib.contextmanager
def database_session(*, migrating: bool = True) -> Iterator[Database]:
    """Give a migrated database with Django set up on it, for the length of a command.

    An embedded server that nobody runs is started, and stopped at the end. A server of yours is
    only migrated by ``serve`` and ``migrate``.
    """
    with open_database() as database:
        if migrating and database.cluster is not None:
            database.migrate()
        django.setup()
        try:
            yield database
        finally:
            connections.close_all()
            connections["default"].close_pool()  # type: ignore[attr-defined]
