"""The wire between processes: JSON objects, one a line, at most 64 kB each way."""

import asyncio
import json
import logging
from collections.abc import Callable, Mapping
from typing import Any, cast

from boutdufil.kernel.realtime.errors import WireError

LINE_BYTES = 65_536
# What may wait for a slow reader before it is cut off; some seconds of a busy dispatcher.
WAITING_BYTES = 1_048_576

logger = logging.getLogger(__name__)

Line = dict[str, Any]


def encode(message: Mapping[str, Any]) -> bytes:
    """Return the line of a message. Raises WireError when it is longer than 64 kB."""
    line = json.dumps(message, separators=(",", ":"), ensure_ascii=False).encode() + b"\n"
    if len(line) > LINE_BYTES:
        raise WireError(f"a message of {len(line)} bytes is longer than a line may be")
    return line


def decode(line: bytes) -> Line:
    """Return the message of a line. Raises WireError when it holds none."""
    try:
        message = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise WireError("the line holds no JSON") from error
    if not isinstance(message, dict):
        raise WireError("the line holds no JSON object")
    return message


class Wire(asyncio.Protocol):
    """One end of a connection: ``heard`` gets each message, ``ended`` is called once.

    A peer that sends what is no message, or leaves ``most_waiting`` bytes unread, is cut off.
    """

    def __init__(
        self,
        *,
        heard: Callable[["Wire", Line], None],
        ended: Callable[["Wire"], None],
        begun: Callable[["Wire"], None] = lambda _wire: None,
        most_waiting: int = WAITING_BYTES,
    ) -> None:
        self._heard, self._ended, self._begun = heard, ended, begun
        self._transport: asyncio.Transport | None = None
        self._received = bytearray()
        self._waiting: list[bytes] = []
        self._most_waiting = most_waiting

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Note the transport."""
        self._transport = cast(asyncio.Transport, transport)
        self._begun(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell the owner, once."""
        self._transport = None
        self._ended(self)

    def data_received(self, data: bytes) -> None:
        """Hand over each complete line."""
        self._received += data
        *lines, rest = self._received.split(b"\n")
        self._received = rest
        try:
            for line in lines:
                self._hear(line)
            if len(rest) > LINE_BYTES:
                raise WireError("the line is longer than a line may be")
        except WireError as error:
            logger.warning("a connection is closed: %s", error)
            self.close()

    def send(self, line: bytes) -> None:
        """Send an encoded line; lines of one turn of the loop leave together."""
        if not self._waiting:
            asyncio.get_running_loop().call_soon(self._flush)
        self._waiting.append(line)

    def pause(self) -> None:
        """Read no more until :meth:`resume`, so that the sender has to wait."""
        if self._transport is not None and not self._transport.is_closing():
            self._transport.pause_reading()

    def resume(self) -> None:
        """Read again."""
        if self._transport is not None and not self._transport.is_closing():
            self._transport.resume_reading()

    def close(self) -> None:
        """Cut the connection at once."""
        if self._transport is not None:
            self._transport.abort()

    @property
    def is_open(self) -> bool:
        """Tell whether anything can still be sent."""
        return self._transport is not None and not self._transport.is_closing()

    def _hear(self, line: bytearray) -> None:
        if len(line) > LINE_BYTES:
            raise WireError("the line is longer than a line may be")
        if self.is_open:
            self._heard(self, decode(bytes(line)))

    def _flush(self) -> None:
        lines, self._waiting = self._waiting, []
        if self._transport is None:
            return
        self._transport.write(b"".join(lines))
        if self._transport.get_write_buffer_size() > self._most_waiting:
            logger.warning("a connection is closed: its other end does not read")
            self.close()
