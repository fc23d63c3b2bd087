"""`boutdufil bridges`: what the page says, on a terminal or for a program."""

import contextlib
import json

import pytest
from click.testing import CliRunner

from boutdufil.config.cli import bridges as command
from tests.rooms.mobility.conftest import ADVISER, OFFICE, PICKER


@pytest.fixture
def run(db, monkeypatch):
    """Run the command on the test's own database."""
    monkeypatch.setattr(command, "database_session", contextlib.nullcontext)
    return lambda *words: CliRunner().invoke(command.bridges, words)


def test_json_has_three_lists_apart(run):
    answer = json.loads(run("preparatrice de comandes", "--near", "Lille", "--json").stdout)

    assert list(answer) == ["from", "near", "official", "open_doors"]
    assert [row["rome"] for row in answer["from"]] == [PICKER]
    assert list(answer["near"][0]) == ["rome", "label", "share", "held", "asked"]
    assert ADVISER not in [row["rome"] for row in answer["near"]]
    assert ADVISER in [row["rome"] for row in answer["open_doors"]]


def test_an_administrative_agent_is_officially_linked_to_the_adviser(run):
    answer = json.loads(run("agente administrative", "--json").stdout)

    assert [row["rome"] for row in answer["from"]] == [OFFICE]
    assert ADVISER in [row["rome"] for row in answer["official"]]


def test_the_tables_do_not_call_the_doors_declared(run):
    text = run("préparatrice de commandes").stdout

    assert "Portes ouvertes (d’après notre guide, à confirmer)" in text
    assert "déclar" not in text


def test_several_titles_make_one_path(run):
    answer = json.loads(run("préparateur de commandes", "agent administratif", "--json").stdout)

    assert [row["rome"] for row in answer["from"]] == [PICKER, OFFICE]


def test_tables_say_what_was_supposed(run):
    shown = run("préparatrice de commandes", "--near", "Lille")

    assert shown.exit_code == 0
    assert "supposées acquises" in " ".join(shown.stdout.split())
    assert "Portes ouvertes" in shown.stdout


@pytest.mark.parametrize(
    "words", [("zzzzqq",), ("préparatrice de commandes", "--near", "Nullepart-sur-Rien")]
)
def test_an_unknown_title_or_place_ends_with_two(run, words):
    answer = run(*words)

    assert answer.exit_code == 2
    assert "->" in answer.stderr
