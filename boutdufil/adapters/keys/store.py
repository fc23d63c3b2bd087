"""Private keys on disk."""

import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from boutdufil.adapters.keys.errors import KeysError
from boutdufil.adapters.postgres import make_state_folder, state_folder
from boutdufil.adapters.postgres.locks import exclusive
from boutdufil.engines.sealing import PublicKey, SigningKey


def signing_key(home: Path | None = None) -> SigningKey:
    """Return the key that signs now, made when there is none.

    ``home`` is the state folder, by default that of ``BOUTDUFIL_HOME``. Two processes at once make
    one key. Raises KeysError when a key cannot be read.
    """
    home = home or state_folder(os.environ)
    if not _files(home):
        _add(home, only_if_none=True)
    return _read(_files(home)[-1])


def renew_key(home: Path | None = None) -> SigningKey:
    """Make a new key that signs from now on; the former ones stay known."""
    home = home or state_folder(os.environ)
    _add(home, only_if_none=False)
    return _read(_files(home)[-1])


def public_keys(home: Path | None = None) -> tuple[PublicKey, ...]:
    """Return the public halves of all keys, the one that signs first; none are made."""
    files = _files(home or state_folder(os.environ))
    return tuple(_read(path).public for path in reversed(files))


def _folder(home: Path) -> Path:
    return home / "keys" / "sealing"


def _files(home: Path) -> list[Path]:
    return sorted(_folder(home).glob("[0-9][0-9][0-9][0-9].pem"))


def _add(home: Path, *, only_if_none: bool) -> None:
    """Write a fresh key under the next number: complete and on the disk, or not at all."""
    make_state_folder(home)
    with exclusive(home / "keys.lock"):
        present = _files(home)
        if present and only_if_none:
            return
        folder = _folder(home)
        for private in (folder.parent, folder):
            private.mkdir(exist_ok=True, mode=0o700)
        draft = folder / "new"
        _write_private(draft, _to_pem(secrets.token_bytes(32)))
        draft.rename(folder / f"{len(present) + 1:04}.pem")


def _write_private(path: Path, content: bytes) -> None:
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _to_pem(seed: bytes) -> bytes:
    key = Ed25519PrivateKey.from_private_bytes(seed)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _read(path: Path) -> SigningKey:
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as error:
        raise KeysError(f"{path} cannot be read: {error}; bring it back from a backup") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise KeysError(f"{path} holds no Ed25519 key; bring it back from a backup")
    return SigningKey(key.private_bytes_raw())
