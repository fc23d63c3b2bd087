"""Keys that seal: Ed25519 (RFC 8032)."""

from dataclasses import dataclass, field
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from boutdufil.engines.sealing._errors import SealError

ALGORITHM = "Ed25519"
KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class PublicKey:
    """What anybody may have: 32 bytes with which a signature is checked."""

    raw: bytes

    def __post_init__(self) -> None:
        if len(self.raw) != KEY_BYTES:
            raise SealError(f"a public key has {KEY_BYTES} bytes, not {len(self.raw)}")

    @property
    def key_id(self) -> str:
        """Return the key's name: the first 16 hexadecimal digits of its SHA-256."""
        return sha256(self.raw).hexdigest()[:16]

    def has_signed(self, message: bytes, signature: bytes) -> bool:
        """Tell whether the 64-byte signature is this key's, over exactly this message."""
        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True, slots=True)
class SigningKey:
    """What nobody else may have: the 32-byte seed. Whoever makes one brings the randomness."""

    seed: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.seed) != KEY_BYTES:
            raise SealError(f"the seed of a key has {KEY_BYTES} bytes, not {len(self.seed)}")

    @property
    def public(self) -> PublicKey:
        """Return the key to give away."""
        return PublicKey(self._private.public_key().public_bytes_raw())

    def sign(self, message: bytes) -> bytes:
        """Return the 64-byte signature; the same message gives the same one."""
        return self._private.sign(message)

    @property
    def _private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)
