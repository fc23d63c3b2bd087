"""The tests themselves run as the site does: as the app, on PostgreSQL."""

import psycopg
import pytest
from django.db import ProgrammingError, connection


@pytest.mark.django_db
def test_tests_connect_as_the_app() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select current_user, rolsuper from pg_roles where rolname = current_user")
        assert cursor.fetchone() == ("boutdufil_app", False)


@pytest.mark.django_db
@pytest.mark.parametrize("statement", ["truncate django_session", "create table intruder (a int)"])
def test_the_app_can_neither_truncate_nor_create(statement: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_a_transactional_test_leaves_nothing(turn: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from django_session")
        assert cursor.fetchone() == (0,)
        cursor.execute("insert into django_session values ('k', '', now())")


def test_the_owner_may_build(owner_connection: psycopg.Connection) -> None:
    row = owner_connection.execute("select current_user").fetchone()
    assert row == ("boutdufil_owner",)
