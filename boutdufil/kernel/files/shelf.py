"""Bytes on the disk: written whole or not at all, found by key, destroyed."""

import contextlib
import os
import secrets
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600
DRAFT = ".draft"
CHUNK = 1 << 20


def new_key() -> str:
    """Return 256 bits nobody guesses, in letters a file name can carry."""
    return secrets.token_urlsafe(32)


def path_of(key: str) -> Path:
    """Return where the bytes of a key lie; two letters a folder keep folders small."""
    return Path(settings.MEDIA_ROOT) / key[:2] / key


def write(key: str, content: bytes) -> None:
    """Write the bytes so that they are whole on the disk before anybody is told."""
    target = path_of(key)
    target.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    draft = target.with_name(target.name + DRAFT)
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(target)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    _settle(target.parent)


def read(key: str) -> bytes | None:
    """Return the bytes; None when there are none."""
    with contextlib.suppress(FileNotFoundError):
        return path_of(key).read_bytes()
    return None


def destroy(key: str) -> None:
    """Overwrite the bytes once and remove them; nothing happens when they are gone.

    On disks that write elsewhere than where they are told (SSD, copy-on-write) the first half is
    a courtesy: encryption of the disk is what protects them, see docs/explanation.
    """
    path = path_of(key)
    with contextlib.suppress(FileNotFoundError):
        _overwrite(path)
        path.unlink()
        _settle(path.parent)


def keys_older_than(seconds: float) -> Iterator[str]:
    """Yield the keys whose bytes, whole or not, have lain here for so long."""
    limit = time.time() - seconds
    for path in Path(settings.MEDIA_ROOT).glob("??/*"):
        with contextlib.suppress(FileNotFoundError):
            if path.stat().st_mtime < limit:
                yield path.name


def _overwrite(path: Path) -> None:
    left = path.stat().st_size
    with path.open("r+b") as file:
        while left > 0:
            left -= file.write(bytes(min(left, CHUNK)))
        file.flush()
        os.fsync(file.fileno())


def _settle(folder: Path) -> None:
    """Have the folder itself on the disk: a rename is not durable before."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
