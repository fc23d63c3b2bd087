"""Two roles that are really two: an owner who builds tables, an app that only fills them.

The app can neither truncate nor create nor change a trigger, so that what guards the audit binds
the whole site. Embedded PostgreSQL then behaves like a managed service.
"""

from dataclasses import dataclass
from typing import LiteralString
from urllib.parse import quote

import psycopg
from psycopg import Connection, sql

from boutdufil.adapters.postgres.cluster import Cluster

DATABASE = "boutdufil"
OWNER = "boutdufil_owner"
APP = "boutdufil_app"
EXTENSIONS = ("pg_trgm", "unaccent", "cube", "btree_gist")
TO_APP: tuple[LiteralString, ...] = (
    "select, insert, update, delete on tables",
    "usage on sequences",
    "execute on functions",
)
# Written on a database when all of the below is done; raise it when the below changes.
PROVISIONED = "boutdufil: roles and extensions 1"


@dataclass(frozen=True, slots=True)
class Addresses:
    """How to reach one database: as the app (``app``) and for maintenance alone (``owner``)."""

    app: str
    owner: str


def provide_database(cluster: Cluster, name: str = DATABASE) -> Addresses:
    """Return the addresses of a database of the cluster, made with its roles when missing."""
    with psycopg.connect(cluster.administrator(), autocommit=True) as connection:
        if not _is_provisioned(connection, name):
            with cluster.alone():
                provide_roles(connection, cluster.passwords())
                create_database(connection, name)
                furnish_database(cluster.administrator(name), name)
    return addresses(cluster, name)


def addresses(cluster: Cluster, name: str = DATABASE) -> Addresses:
    """Return the libpq addresses of a database of the cluster; it need not exist yet."""
    passwords = cluster.passwords()
    folder = quote(str(cluster.socket_folder()), safe="/")

    def address(role: str, password: str) -> str:
        return f"postgresql://{role}:{quote(password, safe='')}@/{name}?host={folder}"

    return Addresses(app=address(APP, passwords["app"]), owner=address(OWNER, passwords["owner"]))


def provide_roles(connection: Connection, passwords: dict[str, str]) -> None:
    """Create both roles, or give them the passwords the cluster keeps."""
    for role, password in ((OWNER, passwords["owner"]), (APP, passwords["app"])):
        known = connection.execute("select 1 from pg_roles where rolname = %s", [role]).fetchone()
        verb = sql.SQL("alter role" if known else "create role")
        connection.execute(
            sql.SQL("{} {} login nosuperuser nocreatedb nocreaterole password {}").format(
                verb, sql.Identifier(role), password
            )
        )


def create_database(connection: Connection, name: str, *, template: str = "template0") -> None:
    """Create a database of the owner's unless it is there; only both roles may enter it."""
    known = connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone()
    named = sql.Identifier(name)
    if not known:
        copy = sql.SQL("create database {} owner {} template {}")
        connection.execute(copy.format(named, sql.Identifier(OWNER), sql.Identifier(template)))
    connection.execute(sql.SQL("revoke all on database {} from public").format(named))
    grant = sql.SQL("grant connect on database {} to {}")
    connection.execute(grant.format(named, sql.Identifier(APP)))


def furnish_database(administrator: str, name: str) -> None:
    """Create the extensions, and say once what the app may do to any table to come.

    ``administrator`` is an address on the database ``name``: its owner's, or the superuser's.
    """
    with psycopg.connect(administrator, autocommit=True) as connection:
        create_extensions(connection)
        connection.execute("revoke create on schema public from public")
        for statement in ("grant usage on schema public to {app}", *map(_by_default, TO_APP)):
            roles = {"app": sql.Identifier(APP), "owner": sql.Identifier(OWNER)}
            connection.execute(sql.SQL(statement).format(**roles))
        mark = sql.SQL("comment on database {} is {}")
        connection.execute(mark.format(sql.Identifier(name), PROVISIONED))


def create_extensions(connection: Connection) -> None:
    """Create the extensions in the database connected to."""
    for extension in EXTENSIONS:
        create = sql.SQL("create extension if not exists {}")
        connection.execute(create.format(sql.Identifier(extension)))


def _by_default(right: LiteralString) -> LiteralString:
    prefix: LiteralString = "alter default privileges for role {owner} in schema public grant "
    return prefix + right + " to {app}"


def drop_database(connection: Connection, name: str) -> None:
    """Drop a database and whoever is connected to it; one that is not there is no error."""
    drop = sql.SQL("drop database if exists {} with (force)")
    connection.execute(drop.format(sql.Identifier(name)))


def _is_provisioned(connection: Connection, name: str) -> bool:
    row = connection.execute(
        "select shobj_description(oid, 'pg_database') from pg_database where datname = %s", [name]
    ).fetchone()
    return row is not None and row[0] == PROVISIONED
