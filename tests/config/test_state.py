"""Where the state lies, and what a second start need not do again."""

import os
from pathlib import Path

import pytest

from boutdufil.adapters.postgres import AlreadyRunningError, state_folder
from boutdufil.adapters.postgres.locks import is_held, read_holder, site_lock
from boutdufil.config.processes.state import Remembered, read_site


def test_the_state_folder_can_be_chosen(tmp_path: Path) -> None:
    assert state_folder({"BOUTDUFIL_HOME": str(tmp_path)}) == tmp_path


def test_the_state_folder_of_root_and_of_a_person(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert state_folder({}) == Path("/var/lib/boutdufil")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert state_folder({"XDG_DATA_HOME": "/data"}) == Path("/data/boutdufil")
    assert state_folder({}) == Path.home() / ".local" / "share" / "boutdufil"


def test_the_port_can_be_chosen() -> None:
    assert (
        read_site({"BOUTDUFIL_HOME": "/x", "BOUTDUFIL_PORT": "8001"}).url == "http://127.0.0.1:8001"
    )
    assert read_site({"BOUTDUFIL_HOME": "/x"}).port == 8000


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1"])
def test_a_port_that_is_none_is_refused(port: str) -> None:
    with pytest.raises(ValueError, match="BOUTDUFIL_PORT"):
        read_site({"BOUTDUFIL_PORT": port})


def test_what_was_done_is_remembered_for_its_key(tmp_path: Path) -> None:
    remembered = Remembered(tmp_path)
    remembered.note("demo", "this database", ["Nadia"])

    assert remembered.recall("demo", "this database") == ["Nadia"]
    assert remembered.recall("demo", "another database") is None
    assert remembered.recall("rome", "this database") is None
    remembered.forget()
    assert remembered.recall("demo", "this database") is None


def test_a_damaged_memory_is_no_memory(tmp_path: Path) -> None:
    (tmp_path / "done.json").write_text("{")
    assert Remembered(tmp_path).recall("demo", "x") is None


def test_the_site_is_held_by_one(tmp_path: Path) -> None:
    lock = tmp_path / "site.lock"
    with site_lock(lock, url="http://127.0.0.1:8000"):
        assert is_held(lock)
        assert read_holder(lock) == (os.getpid(), "http://127.0.0.1:8000")
        second = site_lock(lock, url="")
        with pytest.raises(AlreadyRunningError, match=r"running at http://127\.0\.0\.1:8000"):
            second.__enter__()
    assert not is_held(lock)
