"""One inhabited site for all tests of a module: furnishing it for each would take minutes."""

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from tests.architecture.world import World, inhabited_world
from tests.database import TestDatabase, disconnect


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, test_database: TestDatabase
) -> Iterator[World]:
    """Inhabit the database until the module ends, whether its tests roll back or restore."""
    with django_db_blocker.unblock():
        made = inhabited_world()
        disconnect()
    with test_database.kept():
        yield made
    with django_db_blocker.unblock():
        disconnect()
        test_database.restore()
