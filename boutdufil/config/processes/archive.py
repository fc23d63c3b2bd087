"""One tar that holds a site: a manifest first, then files whose digests it names.

The manifest is ``{"format": 1, "made_at", "versions": {...}, "files": {name: {"bytes",
"sha256"}}}``. Reading believes nothing: a name, a size or a digest that is not in the manifest
refuses the whole archive.
"""

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

MANIFEST = "manifest.json"
FORMAT = 1
CHUNK = 1 << 20
LARGEST_MANIFEST = 50_000_000


class ArchiveError(Exception):
    """The file is not an archive of ours, or it is damaged; the message says where."""


def write_archive(target: Path, files: Mapping[str, Path], about: Mapping[str, Any]) -> None:
    """Write ``files`` (name in the archive to path) and what ``about`` says; private, atomic."""
    part = target.with_name(target.name + ".part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as stream, tarfile.open(fileobj=stream, mode="w") as tar:
            listed = {name: _describe(path) for name, path in sorted(files.items())}
            _add_manifest(tar, {"format": FORMAT, **about, "files": listed})
            for name in listed:
                tar.add(files[name], arcname=name, recursive=False)
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def unpack_archive(source: Path, folder: Path) -> dict[str, Any]:
    """Unpack a whole, undamaged archive into the empty ``folder`` and return its manifest.

    Raises ArchiveError; what was unpacked by then is the caller's to throw away.
    """
    try:
        with tarfile.open(source, mode="r:") as tar:
            manifest = _read_manifest(tar)
            missing = dict(manifest["files"])
            while (member := tar.next()) is not None:
                _unpack(tar, member, missing.pop(member.name, None), folder)
    except (tarfile.TarError, EOFError) as error:
        raise ArchiveError(f"{source} is damaged or no tar file: {error}") from error
    except OSError as error:
        raise ArchiveError(f"{source} cannot be read: {error}") from error
    if missing:
        raise ArchiveError(f"{source} is cut short: {', '.join(sorted(missing)[:3])} is missing")
    return manifest


def _describe(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
    return {"bytes": path.stat().st_size, "sha256": digest.hexdigest()}


def _add_manifest(tar: tarfile.TarFile, manifest: Mapping[str, Any]) -> None:
    content = json.dumps(manifest, indent=1, ensure_ascii=False).encode()
    member = tarfile.TarInfo(MANIFEST)
    member.size = len(content)
    member.mode = 0o600
    tar.addfile(member, io.BytesIO(content))


def _read_manifest(tar: tarfile.TarFile) -> dict[str, Any]:
    member = tar.next()
    if member is None or member.name != MANIFEST or member.size > LARGEST_MANIFEST:
        raise ArchiveError(f"{tar.name!s} is not a backup of Bout du fil: no manifest comes first")
    try:
        manifest: dict[str, Any] = json.loads(_open(tar, member).read())
        known = manifest["format"] == FORMAT and isinstance(manifest["files"], dict)
    except (ValueError, KeyError, TypeError) as error:
        raise ArchiveError(f"the manifest of {tar.name!s} is damaged") from error
    if not known:
        raise ArchiveError(f"{tar.name!s} was made by a release this one does not know")
    return manifest


def _unpack(
    tar: tarfile.TarFile, member: tarfile.TarInfo, expected: dict[str, Any] | None, folder: Path
) -> None:
    if expected is None or not member.isreg() or not _is_inside(member.name):
        raise ArchiveError(f"{tar.name!s} holds {member.name!r}, which its manifest does not name")
    target = folder / member.name
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest = hashlib.sha256()
    with target.open("xb") as file:
        source = _open(tar, member)
        while chunk := source.read(CHUNK):
            digest.update(chunk)
            file.write(chunk)
    target.chmod(0o600)
    if digest.hexdigest() != expected["sha256"]:
        raise ArchiveError(f"{tar.name!s} is damaged: {member.name} is not what was saved")


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts


def _open(tar: tarfile.TarFile, member: tarfile.TarInfo) -> BinaryIO:
    file = tar.extractfile(member)
    if file is None:
        raise ArchiveError(f"{tar.name!s} holds {member.name!r}, which is no file")
    return file  # type: ignore[return-value]
