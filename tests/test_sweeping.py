"""What a test wrote is gone for the next one, whichever way the database comes back."""

from collections.abc import Iterator

import psycopg
import pytest
from django.db import connections

from boutdufil.kernel.calls.enums import CallKind, Channel
from boutdufil.kernel.calls.services import open_call
from tests.database import TestDatabase
from tests.sweeping import Copied, sweep

WRITE = "insert into illico_poollease (pool, epoch, holder) values ('swept', 1, '')"
COUNT = "select count(*) from illico_poollease"


@pytest.fixture
def database(transactional_db: None, test_database: TestDatabase) -> Iterator[TestDatabase]:
    # What comes back ends every line that is open, ours too.
    connections.close_all()
    test_database.restore()
    yield test_database
    connections.close_all()
    test_database.restore()


def ask(database: TestDatabase, *statements: str) -> list[tuple[object, ...]]:
    with psycopg.connect(database.administrator()) as connection:
        for statement in statements:
            cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


def test_new_rows_go_and_sequences_begin_again(database):
    copied = Copied.look(database.administrator())
    ask(database, WRITE, "insert into auth_group (name) values ('one'), ('two')")

    assert sweep(database.administrator(), copied)
    assert ask(database, COUNT) == [(0,)]
    assert ask(database, "insert into auth_group (name) values ('three') returning id") == [(1,)]


def test_what_a_trigger_keeps_goes_too(database):
    copied = Copied.look(database.administrator())
    open_call(kind=CallKind.PRACTICE, channel=Channel.VOICE)
    connections.close_all()
    assert ask(database, "select count(*) from calls_callevent") != [(0,)]

    assert sweep(database.administrator(), copied)
    assert ask(database, "select count(*) from calls_callevent") == [(0,)]


@pytest.mark.parametrize(
    "change",
    [
        "update territories_commune set name = 'Ailleurs' where code = '59350'",
        "delete from occupations_jobtitle where id = (select min(id) from occupations_jobtitle)",
        "create table left_behind (id int)",
        "alter table calls_callevent disable trigger calls_event_stays",
        (
            "create or replace function calls_refuse_change() returns trigger language plpgsql"
            " as 'begin return new; end'"
        ),
    ],
)
def test_a_change_of_what_was_copied_takes_a_new_copy(database, change):
    copied = Copied.look(database.administrator())
    ask(database, change)

    assert not sweep(database.administrator(), copied)


def test_nobody_stays_connected(database):
    copied = Copied.look(database.administrator())
    with psycopg.connect(database.addresses.app) as left_open:
        left_open.execute(WRITE)

        assert sweep(database.administrator(), copied)
        with pytest.raises(psycopg.OperationalError):
            left_open.execute(COUNT)


def test_a_database_that_is_kept_comes_back_as_it_was_kept(database):
    ask(database, WRITE)
    with database.kept():
        ask(database, WRITE.replace("swept", "swept too"))
        database.restore()
        assert ask(database, COUNT) == [(1,)]

    database.restore()
    assert ask(database, COUNT) == [(0,)]
