"""Clusters of a test's own, and the tools to hurt them."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from boutdufil.adapters.postgres import SCRATCH_OPTIONS, Cluster, open_cluster
from boutdufil.adapters.postgres.postmaster import read_pid
from tests.processes import kill_postmaster, temporary_home

SMALL_OPTIONS = SCRATCH_OPTIONS | {"max_connections": "20", "shared_buffers": "16MB"}
OpenCluster = Callable[..., Cluster]


@pytest.fixture
def home() -> Iterator[Path]:
    """Give a state folder of the test's own."""
    with temporary_home() as folder:
        yield folder


@pytest.fixture
def open_at(home: Path) -> Iterator[OpenCluster]:
    """Open small clusters in chosen folders; whatever still runs at the end is ended."""
    opened: list[Cluster] = []

    def open_one(home: Path) -> Cluster:
        cluster = open_cluster(home, environment=os.environ, options=SMALL_OPTIONS)
        opened.append(cluster)
        return cluster

    yield open_one
    for cluster in opened:
        if cluster.data.exists() and read_pid(cluster.data):
            kill_postmaster(cluster)


@pytest.fixture
def cluster(open_at: OpenCluster, home: Path) -> Cluster:
    """Give a small cluster of the test's own, not created yet."""
    return open_at(home)


def ask(cluster: Cluster, query: str) -> object:
    """Return the first value of a query, asked as the administrator."""
    with psycopg.connect(cluster.administrator(), autocommit=True) as connection:
        row = connection.execute(query.encode()).fetchone()
    assert row is not None
    return row[0]
