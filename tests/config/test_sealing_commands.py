"""``boutdufil verify`` and ``boutdufil keys``, as a stranger types them."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from boutdufil.adapters.keys import key_list, public_keys, signing_key
from boutdufil.config.cli import cli
from boutdufil.engines.sealing import MEANING, SigningKey, seal

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BOUTDUFIL_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def sealed(tmp_path: Path) -> Path:
    """A file sealed by another site."""
    path = tmp_path / "plan.zip"
    about = {"site": "Lille", "trick": "\x1b[2J"}
    files = {"plan.csv": b"person;post\n1;7\n"}
    path.write_bytes(
        seal(files, kind="plan", about=about, sealed_at=NOON, key=signing_key(tmp_path / "other"))
    )
    return path


@pytest.fixture
def keys(tmp_path: Path, sealed: Path) -> Path:
    path = tmp_path / "cles.json"
    path.write_text(json.dumps(key_list(public_keys(tmp_path / "other"))))
    return path


def run(*words: object) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words])


def test_a_trusted_seal_ends_with_0(sealed: Path, keys: Path) -> None:
    result = run("verify", sealed, "--trust", keys)

    assert result.exit_code == 0, result.output
    assert "site: Lille" in result.output
    assert "2026-11-22 12:00:00 UTC" in result.output
    assert MEANING in result.output


def test_a_changed_seal_ends_with_1(sealed: Path, keys: Path) -> None:
    sealed.write_bytes(sealed.read_bytes().replace(b"1;7", b"1;8"))

    result = run("verify", sealed, "--trust", keys)

    assert result.exit_code == 1
    assert "plan.csv: it is not what was sealed" in result.output


def test_a_strangers_seal_ends_with_2(sealed: Path) -> None:
    result = run("verify", sealed)

    assert result.exit_code == 2
    assert "have not told me to trust" in result.output


def test_a_file_that_is_no_seal_ends_with_1(keys: Path) -> None:
    assert run("verify", keys).exit_code == 1


def test_a_file_that_commands_the_terminal_is_not_obeyed(sealed: Path) -> None:
    assert "trick: ?[2J" in run("verify", sealed).output


def test_a_file_without_keys_is_refused(sealed: Path) -> None:
    result = run("verify", sealed, "--trust", sealed)

    assert result.exit_code == 2
    assert "holds no public keys" in result.output


def test_a_sites_own_keys_are_trusted_there(home: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.zip"
    own.write_bytes(seal({}, kind="day", about={}, sealed_at=NOON, key=signing_key(home)))

    assert run("verify", own).exit_code == 0


def test_keys_are_printed_and_renewed(home: Path) -> None:
    assert json.loads(run("keys").output)["keys"] == []

    first = json.loads(run("keys", "--renew").output)["keys"]
    second = json.loads(run("keys", "--renew").output)["keys"]

    assert [key["key_id"] for key in second[1:]] == [key["key_id"] for key in first]
    assert second[0]["key_id"] == signing_key(home).public.key_id


def test_a_damaged_key_is_told(home: Path) -> None:
    signing_key(home)
    (home / "keys" / "sealing" / "0001.pem").write_text("half")

    assert "from a backup" in run("keys").output
    assert run("keys").exit_code == 1


def test_verifying_needs_neither_django_nor_a_database(sealed: Path, tmp_path: Path) -> None:
    program = (
        "import sys\n"
        "from boutdufil.config.cli import cli\n"
        f"try: cli(['verify', {str(sealed)!r}])\n"
        "except SystemExit as end: status = end.code\n"
        "assert status == 2, status\n"
        "assert not [m for m in sys.modules if m.split('.')[0] in ('django', 'procrastinate')]\n"
    )
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    answer = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True,
        cwd=Path(__file__).parents[2], check=False,
    )  # fmt: skip

    assert answer.returncode == 0, answer.stderr
    assert not (tmp_path / ".local").exists()


def test_the_seed_of_a_key_is_nowhere_printed() -> None:
    assert SigningKey(bytes(32)).seed.hex() not in run("keys", "--renew").output
