"""Save a site in one file and bring it back: database, uploaded files, signing keys."""

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from boutdufil.adapters.postgres.backup import (
    dump_database,
    keeper_of,
    restored_beside,
    swap_in,
)
from boutdufil.config.processes.archive import ArchiveError, unpack_archive, write_archive
from boutdufil.config.processes.database import Database
from boutdufil.config.processes.migrations import fingerprint
from boutdufil.config.processes.state import Remembered, Site

DUMP = "database.dump"
FOLDERS = ("files", "keys")


def save_site(site: Site, database: Database, target: Path) -> None:
    """Write the whole site into ``target``; it may run meanwhile.

    Files are read after the database: a file that the dump names is there.
    """
    keeper = keeper_of(database.owner, database.cluster)
    with _workspace(site.home) as workspace:
        dump = workspace / DUMP
        dump_database(keeper, dump)
        about = {
            "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "versions": {
                "boutdufil": version("boutdufil"),
                "postgresql": keeper.binaries.version,
                "schema": fingerprint(),
            },
        }
        write_archive(target, {DUMP: dump, **_kept_files(site.home)}, about)


def restore_site(site: Site, database: Database, source: Path) -> dict[str, Any]:
    """Put the site saved in ``source`` in the place of this one and return its manifest.

    Everything is checked and restored beside before anything is replaced: an error leaves the
    site as it was. Raises ArchiveError or PostgresError.
    """
    keeper = keeper_of(database.owner, database.cluster)
    with _workspace(site.home) as workspace:
        manifest = unpack_archive(source, workspace)
        _refuse_the_future(manifest)
        if not (workspace / DUMP).exists():
            raise ArchiveError(f"{source} holds no database")
        with restored_beside(keeper, workspace / DUMP) as fresh:
            swap_in(keeper, fresh)
        for name in FOLDERS:
            _replace_folder(site.home / name, workspace / name, workspace / f"former-{name}")
    Remembered(site.home).forget()
    return manifest


def _kept_files(home: Path) -> dict[str, Path]:
    return {
        str(path.relative_to(home)): path
        for folder in FOLDERS
        for path in (home / folder).rglob("*")
        if path.is_file() and not path.is_symlink()
    }


def _replace_folder(living: Path, fresh: Path, former: Path) -> None:
    if living.exists():
        living.rename(former)
    if fresh.exists():
        fresh.rename(living)


def _refuse_the_future(manifest: dict[str, Any]) -> None:
    made_by = str(manifest.get("versions", {}).get("boutdufil", "0"))
    if _numbers(made_by) > _numbers(version("boutdufil")):
        raise ArchiveError(f"this backup was made by release {made_by}, newer than this one")


def _numbers(release: str) -> list[int]:
    return [int(part) for part in release.split(".") if part.isdigit()]


@contextlib.contextmanager
def _workspace(home: Path) -> Iterator[Path]:
    # Inside the state folder: private, and a rename from here stays on one disk.
    folder = Path(tempfile.mkdtemp(prefix="backup-", dir=home))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
