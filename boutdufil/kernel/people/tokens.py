"""Secrets as they are stored: derived or hashed, never in clear."""

import base64
import hashlib

from django.utils.crypto import salted_hmac

# Where a session keeps the moment its owner last proved who they are.
SIGNED_IN_AT = "people.signed_in_at"


def hash_session_key(session_key: str) -> str:
    """Return the keyed SHA-256 under which a session is listed."""
    return salted_hmac("people.session", session_key, algorithm="sha256").hexdigest()


def derive_token(nonce: str, *, purpose: str = "people.email_link") -> str:
    """Return the 43 URL-safe characters of a link, from its nonce and the site's secret key."""
    digest = salted_hmac(purpose, nonce, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def hash_token(token: str) -> str:
    """Return the SHA-256 under which a link is found."""
    return hashlib.sha256(token.encode()).hexdigest()
