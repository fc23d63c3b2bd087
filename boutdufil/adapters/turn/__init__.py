"""Relaying media: short-lived access to a TURN server, so that no end sees the other's address.

Source: coturn's ``use-auth-secret`` (draft-uberti-behave-turn-rest-00); RFC 8656 (TURN).
"""

from boutdufil.adapters.turn.coturn import Coturn, CoturnError, find_turnserver
from boutdufil.adapters.turn.credentials import Credential, ice_servers, write_credential

__all__ = [
    "Coturn",
    "CoturnError",
    "Credential",
    "find_turnserver",
    "ice_servers",
    "write_credential",
]
