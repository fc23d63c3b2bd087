"""What a browser is given to reach the relay: a user name that ends, and its password."""

import base64
import hashlib
import hmac
import time
from dataclasses import dataclass
from typing import Any

from django.conf import settings

# As long as the token of a leg: the relay asks again each time an allocation is renewed.
LIFE_SECONDS = 4 * 3600


@dataclass(frozen=True, slots=True)
class Credential:
    """A user name "expiry:user" (Unix seconds) and its password."""

    username: str
    password: str


def write_credential(*, secret: str, user: str, until: int) -> Credential:
    """Return the credential that a relay knowing the same secret accepts until a moment.

    >>> write_credential(secret="north", user="leg", until=1577836800)
    Credential(username='1577836800:leg', password='c+TbUAIeHSxRrp5dfu5Urc7tKkk=')
    """
    username = f"{until}:{user}"
    # SHA-1 is what the protocol names; as a keyed MAC it holds.
    digest = hmac.new(secret.encode(), username.encode(), hashlib.sha1).digest()
    return Credential(username, base64.b64encode(digest).decode())


def ice_servers(*, relay_only: bool, user: str) -> list[dict[str, Any]]:
    """Return the ``iceServers`` of a browser's peer connection, for this user, for four hours.

    From the settings ``BOUTDUFIL_TURN_URLS`` and ``BOUTDUFIL_TURN_SECRET``. Without relays the
    list is empty: then a leg that must be relayed has no media, and its page says so.
    ``relay_only`` leaves out servers that only tell a browser its own address (``stun:``).
    """
    urls = [url for url in settings.BOUTDUFIL_TURN_URLS if not (relay_only and _only_tells(url))]
    relays = [url for url in urls if not _only_tells(url)]
    servers: list[dict[str, Any]] = [{"urls": [url]} for url in urls if _only_tells(url)]
    if relays and settings.BOUTDUFIL_TURN_SECRET:
        until = int(time.time()) + LIFE_SECONDS
        made = write_credential(secret=settings.BOUTDUFIL_TURN_SECRET, user=user, until=until)
        servers.append({"urls": relays, "username": made.username, "credential": made.password})
    return servers


def _only_tells(url: str) -> bool:
    return url.startswith(("stun:", "stuns:"))
