"""A database goes into a file and comes back, whoever owns the server."""

from pathlib import Path

import psycopg
import pytest

from boutdufil.adapters.postgres import Addresses, Cluster, PostgresError, provide_database
from boutdufil.adapters.postgres.backup import (
    Keeper,
    dump_database,
    keeper_of,
    restored_beside,
    swap_in,
)
from tests.adapters.postgres.conftest import ask


def put(made: Addresses, statement: str) -> None:
    with psycopg.connect(made.owner, autocommit=True) as connection:
        connection.execute(statement.encode())


def count(made: Addresses) -> object:
    with psycopg.connect(made.app, autocommit=True) as connection:
        return connection.execute("select count(*) from people").fetchone()


def furnish(made: Addresses) -> None:
    put(made, "create table people (name text, place cube)")
    put(made, "create index on people using gin (name gin_trgm_ops)")
    put(made, "insert into people values ('Nadia', '(1,2)'), ('Karim', '(3,4)')")


def restore(keeper: Keeper, dump: Path) -> None:
    with restored_beside(keeper, dump) as fresh:
        swap_in(keeper, fresh)


def databases(cluster: Cluster) -> object:
    return ask(cluster, "select string_agg(datname, ' ' order by datname) from pg_database")


def test_the_embedded_database_comes_back(cluster: Cluster, tmp_path: Path) -> None:
    with cluster.running():
        made = provide_database(cluster)
        furnish(made)
        keeper = keeper_of(made.owner, cluster)
        dump_database(keeper, tmp_path / "dump")
        put(made, "delete from people")

        restore(keeper, tmp_path / "dump")

        assert count(made) == (2,)
        assert databases(cluster) == "boutdufil postgres template0 template1"
        assert provide_database(cluster) == made


def test_a_restored_app_still_cannot_truncate(cluster: Cluster, tmp_path: Path) -> None:
    with cluster.running():
        made = provide_database(cluster)
        furnish(made)
        put(made, "revoke delete on people from boutdufil_app")
        keeper = keeper_of(made.owner, cluster)
        dump_database(keeper, tmp_path / "dump")
        restore(keeper, tmp_path / "dump")
        with psycopg.connect(made.app, autocommit=True) as app:
            for statement in ("truncate people", "delete from people", "create table x (a int)"):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    app.execute(statement.encode())


def test_a_damaged_dump_leaves_the_living_database(cluster: Cluster, tmp_path: Path) -> None:
    with cluster.running():
        made = provide_database(cluster)
        furnish(made)
        keeper = keeper_of(made.owner, cluster)
        dump_database(keeper, tmp_path / "dump")
        content = (tmp_path / "dump").read_bytes()
        (tmp_path / "dump").write_bytes(content[: len(content) // 2])

        with pytest.raises(PostgresError, match="pg_restore failed"):
            restore(keeper, tmp_path / "dump")

        assert count(made) == (2,)
        assert "restored" not in str(databases(cluster))


def test_on_a_server_of_yours_the_owner_needs_createdb(cluster: Cluster, tmp_path: Path) -> None:
    with cluster.running():
        made = provide_database(cluster)
        furnish(made)
        keeper = keeper_of(made.owner, None)
        dump_database(keeper, tmp_path / "dump")
        with pytest.raises(PostgresError) as refusal:
            restore(keeper, tmp_path / "dump")
        assert "createdb" in refusal.value.hint

        with psycopg.connect(cluster.administrator(), autocommit=True) as administrator:
            administrator.execute("alter role boutdufil_owner createdb")
        put(made, "delete from people")
        restore(keeper, tmp_path / "dump")
        assert count(made) == (2,)
