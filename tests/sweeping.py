"""Take out of a database what a test wrote, so that it need not be copied anew.

Every row carries the transaction that wrote it (``xmin``): what is younger than the copy goes;
where an old row was changed or deleted, or the schema itself, only a new copy will do. The
server's counter never wraps in a scratch cluster.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import Connection, sql

# A change of these is a change of the schema. VACUUM and ANALYZE write to pg_class in place.
CATALOGS = (
    "pg_class", "pg_attribute", "pg_constraint", "pg_proc", "pg_trigger", "pg_type", "pg_rewrite",
)  # fmt: skip
# So many dead rows make the next test's queries slower than a VACUUM is.
MANY = 1_000

TABLES = """
select quote_ident(n.nspname) || '.' || quote_ident(c.relname)
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind = 'r' and c.relpersistence <> 't'
    and n.nspname not in ('pg_catalog', 'information_schema')
"""
SEQUENCES = """
select quote_ident(schemaname) || '.' || quote_ident(sequencename), start_value, last_value
from pg_sequences
"""
COUNT = """
select {name}::text, count(*) filter (where xmin::text::bigint <= {copied}),
    count(*) filter (where xmin::text::bigint > {copied}) from {table}
"""
DELETE = "delete from {table} where xmin::text::bigint > {copied}"
LEAVE = """
select pg_terminate_backend(pid, 10000) from pg_stat_activity
where datname = current_database() and pid <> pg_backend_pid()
"""

Sequences = dict[str, tuple[int, int | None]]


@dataclass(frozen=True, slots=True)
class Counted:
    """The rows of a table: those that were copied, those written since."""

    old: int
    new: int


@dataclass(frozen=True, slots=True)
class Copied:
    """A database as it was copied: its age, and what each table and sequence held."""

    at: int
    tables: Mapping[str, Counted]
    sequences: Sequences

    @classmethod
    def look(cls, address: str) -> "Copied":
        """Remember a database that nobody is connected to."""
        with psycopg.connect(address, autocommit=True) as connection:
            row = connection.execute("select pg_current_xact_id()::text::bigint").fetchone()
            at = row[0] if row else 0
            names = [name for (name,) in connection.execute(TABLES)]
            return cls(at, _count(connection, at, [*names, *CATALOGS]), _sequences(connection))


def sweep(address: str, copied: Copied) -> bool:
    """Bring a database back to its copy, without anybody in it; False when it takes a new one."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(LEAVE)
        found = _count(connection, copied.at, list(copied.tables))
        written = {name: now.new for name, now in found.items() if now.new}
        is_whole = all(now.old == copied.tables[name].old for name, now in found.items())
        if not is_whole or any(name in CATALOGS for name in written):
            return False
        _delete(connection, copied.at, written)
        _set_back(connection, copied.sequences)
    return True


def _count(connection: Connection[Any], at: int, names: list[str]) -> dict[str, Counted]:
    parts = [
        sql.SQL(COUNT).format(name=name, copied=sql.Literal(at), table=sql.SQL(name))
        for name in names
    ]
    rows = connection.execute(sql.SQL(" union all ").join(parts))
    return {name: Counted(old, new) for name, old, new in rows}


def _delete(connection: Connection[Any], at: int, written: Mapping[str, int]) -> None:
    with connection.transaction():
        # Neither the triggers that keep facts nor the order of foreign keys stand in the way.
        connection.execute("set local session_replication_role = replica")
        for name in written:
            table = sql.SQL(name)
            connection.execute(sql.SQL(DELETE).format(table=table, copied=sql.Literal(at)))
    for name in (name for name, rows in written.items() if rows > MANY):
        connection.execute(sql.SQL("vacuum {}").format(sql.SQL(name)))


def _sequences(connection: Connection[Any]) -> Sequences:
    return {name: (start, last) for name, start, last in connection.execute(SEQUENCES)}


def _set_back(connection: Connection[Any], before: Sequences) -> None:
    now = _sequences(connection)
    for name, (start, last) in before.items():
        if now[name] != (start, last):
            connection.execute("select setval(%s, %s, %s)", [name, last or start, last is not None])
