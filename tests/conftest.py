"""Fixtures of all tests: an embedded PostgreSQL, reached as the app role like the site itself."""

import contextlib
import math
import os
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.db import connections
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.test import TransactionTestCase
from django.utils import translation
from django.utils.cache import patch_cache_control
from pytest_django import DjangoDbBlocker

from boutdufil.config.settings.environment import database_settings
from tests.database import TestDatabase, disconnect, open_test_database


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest, so that no process is left waiting for one.

    They are those with a browser or a simulation, then those with the most tests; `make test`
    hands files out in this order.
    """
    tests = Counter(item.path for item in items)

    def is_quick(item: pytest.Item) -> bool:
        return not (item.get_closest_marker("browser") or item.get_closest_marker("long"))

    items.sort(key=lambda item: (is_quick(item), -tests[item.path]))


@pytest.fixture(autouse=True)
def french() -> Iterator[None]:
    """Begin each test in French, whatever language the one before it spoke."""
    with translation.override("fr"):
        yield


@pytest.fixture(scope="session", autouse=True)
def state_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep keys that tests make out of this machine's own state."""
    with pytest.MonkeyPatch.context() as patch:
        if "BOUTDUFIL_HOME" not in os.environ:
            patch.setenv("BOUTDUFIL_HOME", str(tmp_path_factory.mktemp("home")))
        yield


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
        disconnect()
        test_database.restore()

    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        patch.setenv("DATABASE_URL", test_database.addresses.app)
        patch.setenv("BOUTDUFIL_OWNER_URL", test_database.addresses.owner)
        patch.setattr(TransactionTestCase, "_fixture_teardown", restore)
        yield
        disconnect()


@pytest.fixture(scope="session", autouse=True)
def small_demo_site(django_test_environment: None) -> Iterator[None]:
    """Let the closing site of the demo world be small: most tests furnish it to look elsewhere."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("boutdufil.rooms.mobility.demo.plan.PEOPLE", 24)
        yield


@pytest.fixture(scope="session", autouse=True)
def statics_are_kept() -> Iterator[None]:
    """Let browsers keep styles and scripts between pages, as they do on the real site."""
    serve = StaticFilesHandler.serve

    def serve_for_long(handler: StaticFilesHandler, request: HttpRequest) -> HttpResponseBase:
        response = serve(handler, request)
        patch_cache_control(response, max_age=3600)
        return response

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(StaticFilesHandler, "serve", serve_for_long)
        yield


@pytest.fixture(scope="session", autouse=True)
def tests_lend_no_transaction() -> Iterator[None]:
    """Let events want the service's own transaction: visitors bring none around it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("boutdufil.kernel.events.outbox.in_transaction", has_own_transaction)
        yield


def has_own_transaction() -> bool:
    """Tell whether somebody else than the test opened a transaction."""
    blocks = connections["default"].atomic_blocks
    return any(not getattr(block, "_from_testcase", False) for block in blocks)


@pytest.fixture
def django_assert_num_queries(django_assert_num_queries: Any) -> Callable[..., Any]:
    """Count queries while nothing that is due by the clock adds its own."""
    return _at_rest(django_assert_num_queries)


@pytest.fixture
def django_assert_max_num_queries(django_assert_max_num_queries: Any) -> Callable[..., Any]:
    """Count queries while nothing that is due by the clock adds its own."""
    return _at_rest(django_assert_max_num_queries)


def _at_rest(count: Callable[..., Any]) -> Callable[..., Any]:
    @contextlib.contextmanager
    def counted(*args: Any, **options: Any) -> Iterator[Any]:
        with pytest.MonkeyPatch.context() as patch:
            for module in ("shelf", "job_cards"):
                name = f"boutdufil.kernel.posts.selectors.search.{module}.CHECK_SECONDS"
                patch.setattr(name, math.inf)
            with count(*args, **options) as captured:
                yield captured

    return counted


@pytest.fixture
def owner_connection(
    transactional_db: None, test_database: TestDatabase
) -> Iterator[psycopg.Connection]:
    """Give a connection with the owner's rights, to what the app must not be able to do."""
    with psycopg.connect(test_database.addresses.owner, autocommit=True) as connection:
        yield connection
