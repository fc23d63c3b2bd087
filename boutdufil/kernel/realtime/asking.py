"""Asking the exchange from plain code: a view, a service, a job, a command."""

import socket
import time
from collections.abc import Mapping
from typing import Any

from boutdufil.kernel.realtime.addresses import (
    Address,
    Greeting,
    dispatcher_address,
    new_challenge,
    short_name,
)
from boutdufil.kernel.realtime.errors import ExchangeAwayError, RefusedError, WireError
from boutdufil.kernel.realtime.wire import LINE_BYTES, Line, decode, encode

ASK_SECONDS = 2.0
# Somebody waited in vain: for so long the others of this process need not, and one tries again.
HUNG_SECONDS = 1.0

_hung: dict[Address, float] = {}


def ask(op: str, **body: Any) -> Mapping[str, Any]:
    """Return the answer of the site's exchange, within two seconds. Blocks: not for a coroutine.

    Raises ExchangeAwayError when nobody answers, RefusedError when the answer is no.
    """
    return ask_at(dispatcher_address(), op, **body)


def ask_at(address: Address, op: str, **body: Any) -> Mapping[str, Any]:
    """Do as :func:`ask`, at any address."""
    line = encode({**body, "id": 1, "op": op})
    _refuse_while_hung(address)
    try:
        answer = _Conversation(address).ask(line)
    except (OSError, WireError) as error:
        _note_silence(address, is_hung=isinstance(error, TimeoutError))
        raise ExchangeAwayError(f"no exchange at {address}: {error}") from error
    _note_silence(address, is_hung=False)
    if answer.get("ok"):
        return answer
    raise RefusedError(str(answer.get("error", "")), str(answer.get("text", "")))


def _refuse_while_hung(address: Address) -> None:
    """Let one ask an exchange that did not answer a moment ago; the others wait for nothing."""
    until = _hung.get(address)
    if until is None:
        return
    now = time.monotonic()
    if now < until:
        raise ExchangeAwayError(f"the exchange at {address} does not answer")
    _hung[address] = now + ASK_SECONDS


def _note_silence(address: Address, *, is_hung: bool) -> None:
    if is_hung:
        _hung[address] = time.monotonic() + HUNG_SECONDS
    else:
        _hung.pop(address, None)


class _Conversation:
    """One question on a connection of its own, with one deadline for all its steps."""

    def __init__(self, address: Address) -> None:
        self._address = address
        self._deadline = time.monotonic() + ASK_SECONDS
        self._received = b""

    def ask(self, line: bytes) -> Line:
        with self._connect() as connection:
            if self._address.secret:
                self._greet(connection)
            return self._exchange(connection, line)

    def _greet(self, connection: socket.socket) -> None:
        """Show that this end knows the secret; raise WireError when the other one does not."""
        challenge = str(self._read(connection).get("challenge"))
        greeting = Greeting(self._address.secret, theirs=challenge, ours=new_challenge())
        hello = {"challenge": greeting.ours, "proof": greeting.of_link()}
        answer = self._exchange(connection, encode({"id": 0, "op": "hello", **hello}))
        if not greeting.is_of_exchange(answer.get("proof")):
            raise WireError("who answers there does not know the secret")

    def _connect(self) -> socket.socket:
        if not self._address.path:
            place = self._address.host, self._address.port
            return socket.create_connection(place, ASK_SECONDS)
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(ASK_SECONDS)
        try:
            with short_name(self._address.path) as name:
                connection.connect(name)
        except OSError:
            connection.close()
            raise
        return connection

    def _exchange(self, connection: socket.socket, line: bytes) -> Line:
        connection.sendall(line)
        return self._read(connection)

    def _read(self, connection: socket.socket) -> Line:
        while b"\n" not in self._received:
            if len(self._received) > LINE_BYTES:
                raise WireError("the answer is longer than a line may be")
            connection.settimeout(max(self._deadline - time.monotonic(), 0.001))
            more = connection.recv(LINE_BYTES)
            if not more:
                raise WireError("the exchange hung up")
            self._received += more
        line, _, self._received = self._received.partition(b"\n")
        return decode(line)
