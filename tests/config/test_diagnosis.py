"""The doctor finds what is wrong and says what to type."""

import asyncio
import shutil
import socket
from collections import namedtuple
from collections.abc import Iterator
from pathlib import Path

import pytest

from boutdufil.config.processes import diagnosis
from boutdufil.config.processes.diagnosis import Finding, Verdict
from boutdufil.config.processes.state import Site
from boutdufil.kernel.realtime import serving_exchange
from boutdufil.kernel.realtime.addresses import Address
from tests.database import TestDatabase
from tests.processes import temporary_home


@pytest.fixture
def site() -> Iterator[Site]:
    with temporary_home() as home, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        yield Site(home, port)


def test_an_old_python_is_wrong(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    assert diagnosis.check_python(site).verdict is Verdict.FINE
    monkeypatch.setattr(diagnosis, "OLDEST_PYTHON", (9, 9))
    assert diagnosis.check_python(site).verdict is Verdict.WRONG


def test_a_full_disk_is_wrong(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(10, 9, 1))
    finding = diagnosis.check_disk(site)
    assert finding.verdict is Verdict.WRONG
    assert "BOUTDUFIL_HOME" in finding.remedy


def test_a_strangers_folder_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.access", lambda *_: False)
    finding = diagnosis.check_state(Site(Path("/proc"), 8000))
    assert finding.verdict is Verdict.WRONG


def test_a_taken_port_is_wrong(site: Site) -> None:
    assert diagnosis.check_port(site).verdict is Verdict.FINE
    with socket.socket() as stranger:
        stranger.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        stranger.bind(("127.0.0.1", site.port))
        stranger.listen()
        finding = diagnosis.check_port(site)
    assert finding.verdict is Verdict.WRONG
    assert str(site.port + 1) in finding.remedy


def test_a_dispatcher_that_is_away_is_noted_and_a_bad_address_is_wrong(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = diagnosis.check_dispatcher(site)
    assert (away.verdict, away.remedy) == (Verdict.NOTE, "boutdufil dispatcher")
    monkeypatch.setattr(diagnosis, "is_held", lambda _lock: True)
    assert diagnosis.check_dispatcher(site).verdict is Verdict.WRONG
    monkeypatch.setenv("BOUTDUFIL_DISPATCHER", "tcp://10.0.0.1:7000")
    assert "BOUTDUFIL_DISPATCHER_SECRET" in diagnosis.check_dispatcher(site).text


def test_a_dispatcher_that_answers_is_found(site: Site) -> None:
    async def scene() -> Finding:
        async with serving_exchange(lambda *_: None, address=place):
            return await asyncio.to_thread(diagnosis.check_dispatcher, site)

    place = Address(path=str(site.home / "dispatcher.sock"))
    assert asyncio.run(scene()).verdict is Verdict.FINE


def test_a_folder_of_another_release_is_wrong(site: Site) -> None:
    (site.home / "pg15").mkdir()
    (finding,) = diagnosis.check_embedded(site)
    assert finding.verdict is Verdict.WRONG
    assert "boutdufil restore" in finding.remedy


def test_an_empty_folder_is_no_fault(site: Site) -> None:
    programs, database = diagnosis.check_embedded(site)
    assert programs.verdict is Verdict.FINE
    assert database.remedy == "boutdufil serve"


def test_a_server_that_is_away_is_wrong(tmp_path: Path) -> None:
    finding = diagnosis.check_server(f"postgresql://nobody@/nothing?host={tmp_path}")
    assert finding.verdict is Verdict.WRONG
    assert "DATABASE_URL" in finding.remedy


def test_a_schema_of_another_release_is_wrong(test_database: TestDatabase) -> None:
    assert diagnosis.check_server(test_database.addresses.app).remedy == "boutdufil migrate"


def test_a_superuser_is_wrong(test_database: TestDatabase) -> None:
    finding = diagnosis.check_server(test_database.administrator())
    assert finding == Finding(
        Verdict.WRONG,
        "DATABASE_URL names a superuser, whom no guard of the data binds",
        "give the site the app role: deploy/postgresql/roles.sql",
    )


def test_a_relay_that_reaches_the_inner_network_is_wrong(
    site: Site, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("BOUTDUFIL_TURN_URLS", raising=False)
    assert diagnosis.check_relay(site).verdict is Verdict.NOTE
    monkeypatch.setenv("BOUTDUFIL_TURN_URLS", "turn:relay.example:3478")
    monkeypatch.setattr(diagnosis, "RELAY", tmp_path / "turnserver.conf")
    assert diagnosis.check_relay(site).verdict is Verdict.NOTE

    diagnosis.RELAY.write_text("use-auth-secret\nno-cli\n# denied-peer-ip=10.0.0.0-10.9.9.9\n")
    finding = diagnosis.check_relay(site)
    assert finding.verdict is Verdict.WRONG
    assert "denied-peer-ip=0.0.0.0-255.255.255.255" in finding.remedy

    diagnosis.RELAY.write_text("# ".join(f"{need}\n" for need in ("", *diagnosis.RELAY_NEEDS)))
    assert diagnosis.check_relay(site).verdict is Verdict.WRONG

    shipped = Path(__file__).parents[2] / "deploy" / "coturn" / "turnserver.conf"
    diagnosis.RELAY.write_text(shipped.read_text())
    assert diagnosis.check_relay(site).verdict is Verdict.FINE
