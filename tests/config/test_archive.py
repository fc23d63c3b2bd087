"""A backup file is believed only when it is whole."""

import io
import tarfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from boutdufil.config.processes.archive import ArchiveError, unpack_archive, write_archive


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    (folder / "database.dump").write_bytes(bytes(range(256)) * 40)
    (folder / "key").write_text("secret")
    target = folder / "site.tar"
    files = {"database.dump": folder / "database.dump", "keys/django-secret": folder / "key"}
    write_archive(target, files, {"made_at": "2026-11-22"})
    return target


def test_what_is_written_is_read_back(archive: Path, tmp_path: Path) -> None:
    manifest = unpack_archive(archive, tmp_path)

    assert manifest["made_at"] == "2026-11-22"
    assert (tmp_path / "database.dump").read_bytes() == bytes(range(256)) * 40
    assert (tmp_path / "keys/django-secret").read_text() == "secret"


def test_a_backup_is_readable_by_its_owner_alone(archive: Path) -> None:
    assert archive.stat().st_mode & 0o077 == 0


@given(cut=st.integers(min_value=0))
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_truncated_backup_is_refused(
    archive: Path, tmp_path_factory: pytest.TempPathFactory, cut: int
) -> None:
    folder = tmp_path_factory.mktemp("cut")
    content = archive.read_bytes()
    # What follows the last file is padding, which carries nothing.
    useful = content.rstrip(b"\0")
    (folder / "cut.tar").write_bytes(content[: cut % len(useful)])
    with pytest.raises(ArchiveError):
        unpack_archive(folder / "cut.tar", folder / "out")


def test_a_changed_byte_is_refused(archive: Path, tmp_path: Path) -> None:
    content = bytearray(archive.read_bytes())
    content[content.index(bytes(range(256))) + 5] ^= 0xFF
    (tmp_path / "changed.tar").write_bytes(content)
    with pytest.raises(ArchiveError, match="is not what was saved"):
        unpack_archive(tmp_path / "changed.tar", tmp_path / "out")


def test_a_foreign_tar_is_refused(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "foreign.tar", "w") as tar:
        tar.add(__file__, arcname="photo.jpg")
    with pytest.raises(ArchiveError, match="not a backup of Bout du fil"):
        unpack_archive(tmp_path / "foreign.tar", tmp_path / "out")


@pytest.mark.parametrize("name", ["../outside", "/tmp/outside", "surprise"])
def test_a_smuggled_file_is_refused(archive: Path, tmp_path: Path, name: str) -> None:
    smuggling = tmp_path / "smuggling.tar"
    smuggling.write_bytes(archive.read_bytes())
    with tarfile.open(smuggling, "a") as tar:
        tar.addfile(tarfile.TarInfo(name), io.BytesIO())
    with pytest.raises(ArchiveError, match="does not name"):
        unpack_archive(smuggling, tmp_path / "out")


def test_no_half_backup_is_left(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_archive(tmp_path / "site.tar", {"gone": tmp_path / "gone"}, {})
    assert list(tmp_path.iterdir()) == []
