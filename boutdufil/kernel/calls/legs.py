"""One leg of a call: what is known of somebody for as long as their page is connected."""

from dataclasses import dataclass
from uuid import UUID

PATH = "/appels/voie/"


@dataclass(frozen=True, slots=True)
class Leg:
    """Who is on a leg, of which call; ``relay_only`` when no address of theirs may be seen.

    ``connection`` names one opening of the socket.
    """

    call_id: UUID
    participant_id: UUID
    kind: str
    channel: str
    role: str
    name: str
    reference: str
    relay_only: bool
    connection: str = ""

    @property
    def topic(self) -> str:
        """Where messages to this leg alone go."""
        return f"leg:{self.participant_id}"

    @property
    def call_topic(self) -> str:
        """Where messages to all legs of the call go."""
        return f"call:{self.call_id}"


def leg_url(token: str) -> str:
    """Return the address of the socket that a leg's token opens."""
    return f"{PATH}?jeton={token}"
