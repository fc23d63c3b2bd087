"""Public keys as they travel: a JSON list of ours, or the PEM of one key."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_public_key,
)

from boutdufil.adapters.keys.errors import KeysError
from boutdufil.engines.sealing import PublicKey, SealError

SCHEMA = "boutdufil.public-keys"
VERSION = 1


def key_list(keys: Sequence[PublicKey]) -> dict[str, Any]:
    """Return keys as JSON values, the one that signs now first: what `--trust` reads."""
    return {
        "schema": SCHEMA,
        "version": VERSION,
        "keys": [
            {
                "algorithm": "Ed25519",
                "key_id": key.key_id,
                "key": key.raw.hex(),
                "pem": _to_pem(key),
                "signs": place == 0,
            }
            for place, key in enumerate(keys)
        ],
    }


def read_trusted(path: Path) -> tuple[PublicKey, ...]:
    """Return the keys in a file: a list of ours, or one key as PEM.

    Raises KeysError when it holds neither.
    """
    try:
        content = path.read_bytes()
        return (_from_pem(content),) if b"-----BEGIN" in content[:200] else _from_json(content)
    except OSError as error:
        raise KeysError(f"{path} cannot be read: {error}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise KeysError(f"{path} holds no public keys: {error}") from error


def _from_json(content: bytes) -> tuple[PublicKey, ...]:
    said = json.loads(content)
    if (said["schema"], said["version"]) != (SCHEMA, VERSION):
        raise KeysError(f"a list of keys of another form: {said['schema']!r} {said['version']!r}")
    return tuple(PublicKey(bytes.fromhex(key["key"])) for key in said["keys"])


def _from_pem(content: bytes) -> PublicKey:
    key = load_pem_public_key(content)
    if not isinstance(key, Ed25519PublicKey):
        raise SealError("its key is not Ed25519")
    return PublicKey(key.public_bytes_raw())


def _to_pem(key: PublicKey) -> str:
    public = Ed25519PublicKey.from_public_bytes(key.raw)
    return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode("ascii")
