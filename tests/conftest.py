"""Fixtures of all tests: an embedded PostgreSQL, reached as the app role like the site itself."""

from collections.abc import Iterator

import psycopg
import pytest
from django.db import connections
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker

from boutdufil.config.settings.environment import database_settings
from tests.database import TestDatabase, open_test_database


@pytest.fixture(scope="session")
def test_database() -> Iterator[TestDatabase]:
    """Give the database of this process; for tests that need more than Django's connection."""
    with open_test_database() as database:
        yield database


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: DjangoDbBlocker, test_database: TestDatabase
) -> Iterator[None]:
    """Connect Django as the app, and let commands that tests start find the same database."""
    connections.settings["default"].update(
        database_settings(test_database.addresses.app, pooled=True)
    )

    def restore(case: TransactionTestCase) -> None:
        # The app may not truncate, and what the migrations loaded must come back too.
        _disconnect()
        test_database.restore()

    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        patch.setenv("DATABASE_URL", test_database.addresses.app)
        patch.setenv("BOUTDUFIL_OWNER_URL", test_database.addresses.owner)
        patch.setattr(TransactionTestCase, "_fixture_teardown", restore)
        yield
        _disconnect()


@pytest.fixture
def owner_connection(
    transactional_db: None, test_database: TestDatabase
) -> Iterator[psycopg.Connection]:
    """Give a connection with the owner's rights, to what the app must not be able to do."""
    with psycopg.connect(test_database.addresses.owner, autocommit=True) as connection:
        yield connection


def _disconnect() -> None:
    connections.close_all()
    connections["default"].close_pool()
