"""A first start is quick, and makes the very schema that Django makes by itself."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.db import models
from django.db.migrations.state import ModelState, ProjectState, StateApps

from boutdufil.adapters.postgres import SCRATCH_OPTIONS, open_cluster, provide_database
from boutdufil.config.management.commands.migrate import rendering_alone
from tests.processes import temporary_home

SCHEMA = """
    select table_name::text, column_name::text, ordinal_position::text || ' ' || data_type
        || coalesce(' ' || character_maximum_length::text, '') || ' ' || is_nullable
        || coalesce(' ' || column_default, '')
    from information_schema.columns where table_schema = 'public'
    union all
    select conrelid::regclass::text, conname::text, pg_get_constraintdef(oid)
    from pg_constraint where connamespace = 'public'::regnamespace
    union all
    select tablename::text, indexname::text, indexdef from pg_indexes where schemaname = 'public'
    union all
    select tgrelid::regclass::text, tgname::text, pg_get_triggerdef(oid)
    from pg_trigger where not tgisinternal
    order by 1, 2, 3
"""
COMMANDS = {
    "ours": "from boutdufil.config.management.commands.migrate import Command",
    "theirs": "from django.core.management.commands.migrate import Command",
}
RUN = """
import django
django.setup()
from django.core.management import call_command
{command}
call_command(Command(), interactive=False, skip_checks=True, verbosity=0)
"""


def schema_made_by(command: str) -> list[tuple[str, ...]]:
    with temporary_home() as home:
        cluster = open_cluster(home, environment=os.environ, options=SCRATCH_OPTIONS)
        with cluster.running():
            made = provide_database(cluster)
            environment = os.environ | {
                "BOUTDUFIL_DB_ROLE": "owner",
                "BOUTDUFIL_OWNER_URL": made.owner,
                "DATABASE_URL": made.app,
                "BOUTDUFIL_HOME": str(home),
                "DJANGO_SETTINGS_MODULE": "boutdufil.config.settings.dev",
            }
            script = RUN.format(command=COMMANDS[command])
            root = Path(__file__).resolve().parents[2]
            subprocess.run([sys.executable, "-c", script], env=environment, cwd=root, check=True)
            with psycopg.connect(made.owner) as connection:
                return connection.execute(SCHEMA).fetchall()


@pytest.mark.long
def test_our_schema_is_djangos() -> None:
    ours = schema_made_by("ours")
    assert len(ours) > 1_000
    assert ours == schema_made_by("theirs")


def test_a_new_model_is_rendered_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    rendered: list[str] = []
    render = ModelState.render

    def noted(self: ModelState, apps: StateApps) -> type[models.Model]:
        rendered.append(self.name)
        return render(self, apps)

    state = ProjectState()
    state.add_model(ModelState("a", "Town", [("id", models.AutoField(primary_key=True))]))
    assert state.apps.get_model("a", "town")
    monkeypatch.setattr(ModelState, "render", noted)
    street = ModelState(
        "a",
        "Street",
        [
            ("id", models.AutoField(primary_key=True)),
            ("town", models.ForeignKey("a.Town", models.CASCADE)),
        ],
    )
    with rendering_alone():
        state.add_model(street)
    assert rendered == ["Street"]
    field = state.apps.get_model("a", "street")._meta.get_field("town")
    assert field.remote_field.model is state.apps.get_model("a", "town")
