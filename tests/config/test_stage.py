"""The stage of the demo's campaigns, from the command line to a world that is there already."""

from contextlib import nullcontext

import pytest
from click.testing import CliRunner

from boutdufil.config.cli import cli, serve
from boutdufil.config.cli import demo as command
from boutdufil.config.cli.demo import STAGES
from boutdufil.config.processes.state import Remembered
from boutdufil.rooms.campaigns import demo

PEOPLE = [{"name": "Nadia", "story": "cherche"}]


@pytest.fixture
def asked(monkeypatch):
    """Note the commands that would run; those of a stage in `refused` fail."""
    told, refused = [], set()

    def run(*words):
        told.append(words)
        return None if refused & set(words) else PEOPLE

    monkeypatch.setattr(serve, "run_command", run)
    return told, refused


def test_a_world_is_furnished_to_its_stage_once(asked, tmp_path):
    told, _refused = asked
    remembered = Remembered(tmp_path)

    for _ in range(2):
        assert serve.furnish(remembered, "world", "after") == PEOPLE

    assert told == [("demo", "--json", "--stage", "after")]


def test_a_world_at_another_stage_stays_as_it_is_and_the_site_opens(asked, tmp_path):
    told, refused = asked
    refused.add("after")
    remembered = Remembered(tmp_path)

    assert serve.furnish(remembered, "world", "after") == PEOPLE

    assert told[-1] == ("demo", "--json")
    assert remembered.recall("demo", "world") == PEOPLE
    assert remembered.recall("demo after", "world") is None


def test_the_command_says_what_to_do_about_another_stage(monkeypatch):
    def refuse(stage):
        raise demo.StageError("before")

    monkeypatch.setattr(command, "database_session", nullcontext)
    monkeypatch.setattr("boutdufil.config.demo.furnish", refuse)

    answer = CliRunner().invoke(cli, ["demo", "--stage", "after"])

    assert answer.exit_code == 1
    assert "'before'" in answer.output
    assert "BOUTDUFIL_HOME" in answer.output


def test_both_lists_of_stages_are_one():
    assert STAGES == demo.STAGES
