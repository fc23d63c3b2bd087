"""Data nobody reads without its key: AES-256-GCM, and keys kept under the key of the site.

A thing's own key is stored wrapped. Once the wrapped key is deleted nothing sealed with it can be
read again, wherever copies of it lie: that is how a roster is shredded.
"""

import json
import os
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

# NIST SP 800-38D: 96 random bits a message, which is safe far beyond a billion messages a key.
NONCE_BYTES = 12
KEY_BYTES = 32


class VaultClosedError(Exception):
    """The key does not open this: it is another key, or the data were changed."""


def new_key() -> bytes:
    """Return 256 random bits."""
    return AESGCM.generate_key(bit_length=8 * KEY_BYTES)


def site_key(secret: str | bytes, purpose: str) -> bytes:
    """Return the key of the site for one purpose (HKDF, RFC 5869), from its secret."""
    material = secret if isinstance(secret, bytes) else secret.encode()
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=purpose.encode()).derive(material)


def seal(key: bytes, content: bytes, *, about: str) -> bytes:
    """Encrypt; `about` names what it is and must be given again to open it."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, content, about.encode())


def unseal(key: bytes, sealed: bytes, *, about: str) -> bytes:
    """Decrypt what `seal` made.

    :raises VaultClosedError: another key, other data, or another `about`.
    """
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], about.encode())
    except (InvalidTag, ValueError) as error:
        raise VaultClosedError from error


def seal_facts(key: bytes, facts: Mapping[str, Any], *, about: str) -> bytes:
    """Encrypt plain data."""
    return seal(key, json.dumps(dict(facts), ensure_ascii=False).encode(), about=about)


def unseal_facts(key: bytes, sealed: bytes, *, about: str) -> dict[str, Any]:
    """Decrypt plain data.

    :raises VaultClosedError: another key, other data, or another `about`.
    """
    facts: dict[str, Any] = json.loads(unseal(key, sealed, about=about))
    return facts
