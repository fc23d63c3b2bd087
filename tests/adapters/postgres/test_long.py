"""A server that is killed again and again keeps every row it promised."""

import dataclasses

import psycopg
import pytest

from boutdufil.adapters.postgres import SITE_OPTIONS, Cluster
from tests.adapters.postgres.conftest import ask
from tests.processes import kill_postmaster

pytestmark = pytest.mark.long
KILLS = 10
ROWS = 500


def test_ten_kills_lose_no_committed_row(cluster: Cluster) -> None:
    durable = {**SITE_OPTIONS, "shared_buffers": "16MB"}
    cluster = dataclasses.replace(cluster, options=durable)
    with cluster.running():
        with psycopg.connect(cluster.administrator(), autocommit=True) as connection:
            connection.execute("create table kept (kill int, line int)")
        for kill in range(KILLS):
            _write_and_kill(cluster, kill)
            cluster.ensure_running()
            assert ask(cluster, "select count(*) from kept") == (kill + 1) * ROWS


def _write_and_kill(cluster: Cluster, kill: int) -> None:
    """Commit rows one by one, begin another that is never committed, and pull the plug."""
    connection = psycopg.connect(cluster.administrator())
    for line in range(ROWS):
        connection.execute("insert into kept values (%s, %s)", [kill, line])
        connection.commit()
    connection.execute("insert into kept values (-1, -1)")
    kill_postmaster(cluster)
    connection.close()
