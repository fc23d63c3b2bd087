"""The secrets of a registration: its ticket, its link, and the code one types.

None is stored: ticket and link are derived from the nonce, and found again by their hashes.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from boutdufil.kernel.people.tokens import hash_token
from boutdufil.rooms.campaigns.rules.tickets import code_from, link_of, ticket_of


@dataclass(frozen=True, slots=True)
class Marks:
    """By what a registration is recognised; fields of `Registration` by their names."""

    nonce: str
    code: str

    @property
    def ticket_hash(self) -> str:
        """Under which its ticket is found."""
        return hash_token(ticket_of(self))

    @property
    def link_hash(self) -> str:
        """Under which its link is found."""
        return hash_token(link_of(self))

    def fields(self) -> dict[str, str]:
        """Return them as arguments of the model."""
        return {
            "nonce": self.nonce,
            "code": self.code,
            "ticket_hash": self.ticket_hash,
            "link_hash": self.link_hash,
        }


def new_marks(nonce: str = "") -> Marks:
    """Return the marks of a new registration; without a nonce, from a random one."""
    return Marks(nonce or secrets.token_hex(32), code_from(secrets.choice))
