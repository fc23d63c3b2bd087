"""The server of the database dies under the dispatcher and comes back: a server of its own."""

import asyncio
import os
from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection

from boutdufil.adapters.postgres import (
    SCRATCH_OPTIONS,
    Cluster,
    Session,
    open_cluster,
    open_session,
)
from boutdufil.rooms.illico.models import JournalEntry, PoolLease
from tests.processes import kill_postmaster, temporary_home
from tests.rooms.illico.dispatcher import floor as floors
from tests.rooms.illico.dispatcher.floor import Floor, open_floor

pytestmark = [pytest.mark.django_db, pytest.mark.long]
# What was committed is to outlive the server, if not the machine.
OPTIONS = {**SCRATCH_OPTIONS, "synchronous_commit": "on", "max_connections": "20"}


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    with connection.schema_editor(collect_sql=True) as editor:
        for model in (PoolLease, JournalEntry):
            editor.create_model(model)
    with temporary_home() as home:
        made = open_cluster(home, environment=os.environ, options=OPTIONS)
        with made.running():
            with psycopg.connect(made.administrator(), autocommit=True) as administrator:
                for statement in editor.collected_sql:
                    administrator.execute(statement)
            yield made


def test_the_server_dies_with_callers_waiting_and_calls_up(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def own(**_more: object) -> Session:
        given = psycopg.conninfo.conninfo_to_dict(cluster.administrator())
        return await open_session(given, name="test", statement_timeout_ms=2_000)

    monkeypatch.setattr(floors, "connect", own)

    async def scene() -> None:
        async with open_floor(connecting=own) as floor:
            await floor.sign_in("a1", "a2")
            await floor.offer("c1", "c2", "c3")
            # Nobody rings: a slow machine takes longer to kill a server than a ring lasts.
            for agent, call in (("a1", "c1"), ("a2", "c2")):
                await floor.ask("answer", agent=agent, call=call)
            await asyncio.to_thread(kill_postmaster, cluster)
            asked = asyncio.create_task(floor.ask("offer", call="c4", line="shop:voice"))
            await standing(floor)
            assert len(floor.at_work()) == 2
            told = len(floor.told)
            await asyncio.to_thread(cluster.ensure_running)
            await asked
            assert [body["kind"] for _topic, body in floor.told[told:]] == ["queued"]
            floor.loop.look()
            await floor.ask("release", agent="a1", call="c1")
            assert (await floor.ask("call_state", call="c3"))["place"] == 1

    asyncio.run(scene())
    with psycopg.connect(cluster.administrator()) as administrator:
        rows = administrator.execute("select seq, call from illico_journalentry order by seq")
        lines = rows.fetchall()
    assert [seq for seq, _call in lines] == list(range(1, len(lines) + 1))
    assert [call for _seq, call in lines].count("c4") == 1


async def standing(floor: Floor) -> None:
    """Wait until the floor has noticed that nothing is written."""
    async with asyncio.timeout(60):
        while not floor.loop.look():
            await asyncio.sleep(0.05)
