"""Dump one database into a file, and bring such a file back beside the living one."""

import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from boutdufil.adapters.postgres.binaries import Binaries, find_binaries
from boutdufil.adapters.postgres.cluster import Cluster
from boutdufil.adapters.postgres.errors import PostgresError, ServerError
from boutdufil.adapters.postgres.roles import (
    create_database,
    create_extensions,
    drop_database,
    furnish_database,
)


@dataclass(frozen=True, slots=True)
class Keeper:
    """Who may dump and replace a database: ``owner`` its tables, ``administrator`` itself.

    With a server of yours both are the owner, who then needs CREATEDB for a restore.
    """

    owner: str
    administrator: str
    binaries: Binaries

    @property
    def database(self) -> str:
        """Return the name of the database kept."""
        return str(conninfo_to_dict(self.owner)["dbname"])


def keeper_of(owner: str, cluster: Cluster | None) -> Keeper:
    """Return who keeps the database at the owner's address."""
    if cluster is not None:
        return Keeper(owner, cluster.administrator(), cluster.binaries)
    elsewhere = make_conninfo(owner, dbname="postgres")
    return Keeper(owner, elsewhere, find_binaries(os.environ))


def dump_database(keeper: Keeper, file: Path) -> None:
    """Write the whole database into ``file`` (pg_dump's custom format), from one moment."""
    command = [keeper.binaries.path("pg_dump"), "--format=custom", f"--file={file}"]
    # The extensions are the superuser's: a restore finds them in its fresh database.
    _run([*command, "--exclude-extension=*"], keeper.owner)


@contextmanager
def restored_beside(keeper: Keeper, file: Path) -> Iterator[str]:
    """Give the name of a fresh database restored from ``file``; it is dropped unless swapped in.

    Raises PostgresError when the file does not restore; the living database is not touched.
    """
    name = f"{keeper.database}_restored"
    with psycopg.connect(keeper.administrator, autocommit=True) as connection:
        drop_database(connection, name)
        try:
            create_database(connection, name)
        except psycopg.errors.InsufficientPrivilege as error:
            raise PostgresError(
                "the owner may not create a database on this server",
                "as its administrator: alter role <owner> createdb",
            ) from error
        try:
            _fill(keeper, name, file)
            yield name
        finally:
            drop_database(connection, name)


def _fill(keeper: Keeper, name: str, file: Path) -> None:
    administrator = make_conninfo(keeper.administrator, dbname=name)
    with psycopg.connect(administrator, autocommit=True) as connection:
        create_extensions(connection)
    command = [keeper.binaries.path("pg_restore"), "--no-owner", "--exit-on-error"]
    _run([*command, f"--dbname={name}", str(file)], keeper.owner)
    # Only now: tables made under these default rights would get back what was revoked from them.
    furnish_database(administrator, name)


def swap_in(keeper: Keeper, fresh: str) -> None:
    """Put the database ``fresh`` in the place of the living one, which is dropped."""
    living, former = keeper.database, f"{keeper.database}_former"
    rename = sql.SQL("alter database {} rename to {}")
    with psycopg.connect(keeper.administrator, autocommit=True) as connection:
        drop_database(connection, former)
        _disconnect_all(connection, living)
        with connection.transaction():
            connection.execute(rename.format(sql.Identifier(living), sql.Identifier(former)))
            connection.execute(rename.format(sql.Identifier(fresh), sql.Identifier(living)))
        drop_database(connection, former)


def _disconnect_all(connection: psycopg.Connection, database: str) -> None:
    try:
        connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", [database]
        )
    except psycopg.errors.InsufficientPrivilege as error:
        raise PostgresError(
            f"somebody is still connected to {database}", "stop every web and worker process"
        ) from error


def _run(command: Sequence[str], address: str) -> None:
    # The password travels in the environment: arguments are open to every user of the machine.
    known = conninfo_to_dict(address)
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "LC_ALL": "C.UTF-8",
        "PGUSER": str(known.get("user", "")),
        "PGPASSWORD": str(known.get("password", "")),
        "PGHOST": str(known.get("host", "")),
        "PGPORT": str(known.get("port", "5432")),
        "PGDATABASE": str(known["dbname"]),
    }
    answer = subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    if answer.returncode:
        raise ServerError(f"{Path(command[0]).name} failed: {answer.stderr.strip()}")
