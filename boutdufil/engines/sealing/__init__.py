"""Seal files so that anybody can prove, offline, that nothing changed afterwards.

A seal is a ZIP of the files with ``manifest.json`` (what this is, when it was sealed, the SHA-256
of every file and their Merkle root) and ``signature.json`` (Ed25519 over the manifest). It never
proves that what was sealed was true. Format and limits: docs/explanation/seals.md.
"""

from boutdufil.engines.sealing import merkle
from boutdufil.engines.sealing._canonical import canonical_json, read_canonical
from boutdufil.engines.sealing._errors import SealError
from boutdufil.engines.sealing._sealing import contents, seal, verify
from boutdufil.engines.sealing._signing import PublicKey, SigningKey
from boutdufil.engines.sealing._verdict import (
    MEANING,
    Finding,
    FindingKind,
    Verdict,
    register_check,
)

__all__ = [
    "MEANING",
    "Finding",
    "FindingKind",
    "PublicKey",
    "SealError",
    "SigningKey",
    "Verdict",
    "canonical_json",
    "contents",
    "merkle",
    "read_canonical",
    "register_check",
    "seal",
    "verify",
]
