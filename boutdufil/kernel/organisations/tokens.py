"""Secrets of invitations: derived from a nonce and the site's key, stored as a hash alone."""

from boutdufil.kernel.people.tokens import derive_token, hash_token

__all__ = ["derive_invitation_token", "hash_token"]


def derive_invitation_token(nonce: str) -> str:
    """Return the 43 URL-safe characters of an invitation, from its nonce and the site's key."""
    return derive_token(nonce, purpose="organisations.invitation")
