"""Secrets of those who answer: a response's is derived and hashed, a contact's is signed."""

from __future__ import annotations

from django.core import signing

from boutdufil.kernel.people.tokens import derive_token, hash_token

__all__ = ["derive_response_token", "hash_token", "read_contact_token", "sign_contact_token"]

CONTACT = "barometer.contact"


def derive_response_token(nonce: str) -> str:
    """Return the 43 URL-safe characters of a response, from its nonce and the site's key."""
    return derive_token(nonce, purpose="barometer.response")


def sign_contact_token(contact_id: int, wave_id: int) -> str:
    """Return what opens, for a wave, the responses of all centres a contact answers for."""
    return signing.Signer(salt=CONTACT).sign_object([contact_id, wave_id])


def read_contact_token(token: str) -> tuple[int, int] | None:
    """Return the contact and the wave a token is for; None for what we did not sign."""
    try:
        contact_id, wave_id = signing.Signer(salt=CONTACT).unsign_object(token)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return contact_id, wave_id
