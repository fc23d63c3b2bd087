"""Where the exchange is: a unix socket on one host, TCP with a shared secret between hosts."""

import contextlib
import hashlib
import hmac
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from boutdufil.kernel.realtime.errors import RealtimeError

# The kernel's limit for the name of a unix socket, its final zero not counted.
SOCKET_NAME_BYTES = 107


@dataclass(frozen=True, slots=True)
class Address:
    """A ``path``, or a ``host`` and ``port`` with the ``secret`` that both sides know."""

    path: str = ""
    host: str = ""
    port: int = 0
    secret: str = ""

    def __str__(self) -> str:
        return f"unix:{self.path}" if self.path else f"tcp://{self.host}:{self.port}"


def read_address(text: str, *, secret: str = "") -> Address:
    """Return the address of ``unix:/path`` or ``tcp://host:port``. Raises RealtimeError."""
    parts = urlsplit(text)
    if parts.scheme == "unix" and parts.path:
        return Address(path=parts.path)
    try:
        host, port = parts.hostname or "", parts.port or 0
    except ValueError:
        host, port = "", 0
    if parts.scheme != "tcp" or not host or not port:
        raise RealtimeError(f"{text!r} is no address: write unix:/path or tcp://host:port")
    if not secret:
        raise RealtimeError(f"{text} needs a secret: set BOUTDUFIL_DISPATCHER_SECRET")
    return Address(host=host, port=port, secret=secret)


def dispatcher_address() -> Address:
    """Return where this site's dispatcher serves its exchange, from the settings."""
    from django.conf import settings  # noqa: PLC0415 - the doctor asks before there are any

    return read_address(settings.BOUTDUFIL_DISPATCHER, secret=settings.BOUTDUFIL_DISPATCHER_SECRET)


@dataclass(frozen=True, slots=True)
class Greeting:
    """How both ends of a connection show that they know the secret, without sending it.

    ``theirs`` is the challenge of the exchange, ``ours`` that of the link. Each proof names its
    end, so that none can be sent back as the other.

    >>> one = Greeting("secret", theirs="a", ours="b")
    >>> one.of_link() == Greeting("secret", theirs="a", ours="c").of_link()
    False
    >>> one.is_of_exchange(one.of_link()), one.is_of_exchange(one.of_exchange())
    (False, True)
    """

    secret: str
    theirs: str
    ours: str

    def of_link(self) -> str:
        """Return the proof of the link."""
        return self._prove("link")

    def of_exchange(self) -> str:
        """Return the proof of the exchange."""
        return self._prove("exchange")

    def is_of_link(self, proof: object) -> bool:
        """Tell whether a link that knows the secret has written this."""
        return hmac.compare_digest(str(proof).encode(), self.of_link().encode())

    def is_of_exchange(self, proof: object) -> bool:
        """Tell whether an exchange that knows the secret has written this."""
        return hmac.compare_digest(str(proof).encode(), self.of_exchange().encode())

    def _prove(self, end: str) -> str:
        said = f"{end} {self.theirs} {self.ours}"
        return hmac.new(self.secret.encode(), said.encode(), hashlib.sha256).hexdigest()


def new_challenge() -> str:
    """Return what nobody has been asked to prove before."""
    return secrets.token_hex(16)


@contextlib.contextmanager
def short_name(path: str) -> Iterator[str]:
    """Give a name of the socket that the kernel takes, however deep its folder lies."""
    if len(os.fsencode(path)) <= SOCKET_NAME_BYTES:
        yield path
        return
    folder = os.open(Path(path).parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/{Path(path).name}"
    finally:
        os.close(folder)
