"""What a seal says: the manifest that is signed, and the signature beside it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from boutdufil.engines.sealing import merkle
from boutdufil.engines.sealing._canonical import canonical_json, read_canonical
from boutdufil.engines.sealing._errors import SealError
from boutdufil.engines.sealing._signing import ALGORITHM, PublicKey, SigningKey

FORMAT = "boutdufil-seal/1"
MANIFEST, SIGNATURE = "manifest.json", "signature.json"
KIND = re.compile(r"[a-z][a-z0-9_.-]{0,63}")
HEX = re.compile(r"([0-9a-f]{2})+")
TIME = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True, slots=True)
class Entry:
    """One sealed file: its name, length in bytes and SHA-256 in hexadecimal."""

    name: str
    size: int
    digest: str

    def as_json(self) -> dict[str, object]:
        """Return the entry as it stands in the manifest; its canonical bytes are the leaf."""
        return {"bytes": self.size, "name": self.name, "sha256": self.digest}


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is signed: what this is, when it was sealed, and every file."""

    kind: str
    about: Mapping[str, Any]
    sealed_at: datetime
    entries: tuple[Entry, ...]

    def to_bytes(self) -> bytes:
        """Return the canonical bytes that are signed."""
        return canonical_json(
            {
                "about": self.about,
                "files": [entry.as_json() for entry in self.entries],
                "format": FORMAT,
                "kind": self.kind,
                "root": root_of(self.entries).hex(),
                "sealed_at": self.sealed_at.astimezone(UTC).strftime(TIME),
            }
        )


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed, and the 64 bytes."""

    key: PublicKey
    value: bytes

    def to_bytes(self) -> bytes:
        """Return the canonical bytes of signature.json."""
        return canonical_json(
            {
                "algorithm": ALGORITHM,
                "key": self.key.raw.hex(),
                "key_id": self.key.key_id,
                "signature": self.value.hex(),
            }
        )


def describe(name: str, content: bytes) -> Entry:
    """Return the entry of a file."""
    return Entry(name, len(content), sha256(content).hexdigest())


def root_of(entries: Iterable[Entry]) -> bytes:
    """Return the Merkle root over the entries, in their order."""
    return merkle.root_hash([merkle.leaf_hash(canonical_json(e.as_json())) for e in entries])


def make_manifest(
    files: Mapping[str, bytes], *, kind: str, about: Mapping[str, object], sealed_at: datetime
) -> Manifest:
    """Return the manifest of these files.

    :raises SealError: for an odd kind, a reserved name or a time without its zone.
    """
    if not KIND.fullmatch(kind):
        raise SealError(f"{kind!r} is no kind: small letters, digits, dots and dashes")
    if sealed_at.tzinfo is None:
        raise SealError("the time of a seal needs its zone")
    if taken := {MANIFEST, SIGNATURE} & {name.lower() for name in files}:
        raise SealError(f"{min(taken)} is written by the seal itself")
    entries = tuple(describe(name, content) for name, content in sorted(files.items()))
    return Manifest(kind, about, sealed_at.astimezone(UTC).replace(microsecond=0), entries)


def sign(manifest: bytes, key: SigningKey) -> Signature:
    """Return the key's signature over the bytes of a manifest."""
    return Signature(key.public, key.sign(manifest))


def read_manifest(content: bytes) -> Manifest:
    """Return the manifest of these bytes, which are then exactly ``to_bytes`` of it.

    :raises SealError: when they are anything else.
    """
    said = read_canonical(content)
    if isinstance(said, dict) and said.get("format", FORMAT) != FORMAT:
        raise SealError(f"its format is {said['format']!r}: a newer release may read it")
    try:
        manifest = _manifest_of(said)
        if manifest.to_bytes() == content:
            return manifest
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise SealError(f"a member is missing or odd: {error}") from error
    raise SealError("a member is odd, or the root is not that of the files listed")


def read_signature(content: bytes) -> Signature:
    """Return the signature of these bytes, which are then exactly ``to_bytes`` of it.

    :raises SealError: when they are anything else.
    """
    said = read_canonical(content)
    try:
        signature = Signature(PublicKey(_bytes_of(said["key"])), _bytes_of(said["signature"]))
    except (KeyError, TypeError) as error:
        raise SealError(f"a member is missing or odd: {error}") from error
    if signature.to_bytes() != content:
        raise SealError("a member is odd, or the key is not the one named")
    return signature


def _manifest_of(said: Any) -> Manifest:
    entries = tuple(_entry_of(each) for each in said["files"])
    sealed_at = datetime.strptime(said["sealed_at"], TIME).replace(tzinfo=UTC)
    if not (KIND.fullmatch(said["kind"]) and isinstance(said["about"], dict)):
        raise SealError("its kind or what it is about is odd")
    return Manifest(said["kind"], said["about"], sealed_at, entries)


def _entry_of(said: Any) -> Entry:
    entry = Entry(said["name"], said["bytes"], said["sha256"])
    if not (isinstance(entry.name, str) and isinstance(entry.digest, str)):
        raise SealError("a file has no name or no digest")
    return entry


def _bytes_of(text: str) -> bytes:
    if not HEX.fullmatch(text):
        raise SealError("a member is not hexadecimal")
    return bytes.fromhex(text)
