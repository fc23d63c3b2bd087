"""The command line teaches: every command explains itself, without a database."""

import pytest
from click.testing import CliRunner

from boutdufil.config.cli import COMMANDS, cli, fail
from boutdufil.config.cli.bench import find_benches
from boutdufil.config.cli.imports import progress_bars


def run(*words: str):
    return CliRunner().invoke(cli, list(words))


def test_help_names_every_command() -> None:
    shown = run("--help").output
    assert all(name in shown for name in COMMANDS)
    assert "boutdufil serve" in shown


@pytest.mark.parametrize("name", [*COMMANDS, "import rome"])
def test_every_command_explains_itself(name: str) -> None:
    result = run(*name.split(), "--help")
    assert result.exit_code == 0, result.output
    assert len(result.output.splitlines()) > 5


def test_an_unknown_command_is_refused() -> None:
    assert run("sing").exit_code == 2


def test_an_unknown_bench_says_how_to_list_them() -> None:
    result = run("bench", "nothing-of-the-kind")
    assert result.exit_code == 1
    assert "boutdufil bench" in result.output


def test_benches_are_the_scripts_of_the_checkout() -> None:
    assert all(path.is_file() for path in find_benches().values())


def test_a_port_that_is_none_ends_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOUTDUFIL_PORT", "http")
    result = run("serve")
    assert result.exit_code == 1
    assert "give a number" in result.output


def test_failures_say_what_to_type(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        fail("it rains", "take an umbrella")
    assert capsys.readouterr().err == "boutdufil: it rains\n  -> take an umbrella\n"


def test_progress_is_drawn_by_stage() -> None:
    with progress_bars() as report:
        report("read", 1, 2)
        report("read", 2, 2)
        report("write", 1, 1)
