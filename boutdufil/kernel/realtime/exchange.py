"""The exchange: topics between processes, and requests to the process that serves it.

A link writes ``{"id": 7, "op": "join", "topic": "wall"}`` (or ``topics``, a list), ``leave``,
``send`` (with a ``body``) or ``ping``; any other ``op`` is a request that ``answer`` gets. With an
id it is answered ``{"re": 7, "ok": true, ...}`` or ``{"re": 7, "ok": false, "error": code,
"text": ...}``. What is sent to a topic reaches every link that joined it as
``{"topic": ..., "body": ...}``, the sender included.

Over TCP the exchange speaks first: ``{"challenge": ...}``. The link says ``{"op": "hello",
"challenge": ..., "proof": ...}`` and is answered with the exchange's own ``proof``: each end knows
then that the other one knows the secret. What follows is neither encrypted nor signed.
"""

import asyncio
import contextlib
import errno
import fcntl
import logging
import os
import socket
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from functools import partial
from typing import Any

from boutdufil.kernel.realtime.addresses import (
    Address,
    Greeting,
    dispatcher_address,
    new_challenge,
    short_name,
)
from boutdufil.kernel.realtime.errors import RealtimeError, RefusedError, WireError
from boutdufil.kernel.realtime.wire import Line, Wire, encode

# A link with more unanswered requests waits before it is heard again.
IN_FLIGHT = 1000
HELLO_SECONDS = 5.0

logger = logging.getLogger(__name__)

Answer = Callable[[str, Mapping[str, Any]], Awaitable[Mapping[str, Any]]]
LinkClosed = Callable[[frozenset[str]], None]
Tell = Callable[[str, Mapping[str, Any]], None]
JoinedAgain = Callable[[frozenset[str], Tell], None]


class _Port:
    """One link as the exchange sees it; ``challenge`` stands until it is met."""

    def __init__(self, wire: Wire, secret: str) -> None:
        self.wire = wire
        self.secret = secret
        self.challenge = new_challenge() if secret else ""
        self.topics: set[str] = set()
        self.in_flight = 0


class Exchange:
    """Serve links; ``answer(op, body)`` answers requests, in tasks of their own.

    ``on_link_closed`` callbacks get the topics that a link had joined when it ended;
    ``on_joined_again`` those that a link joins together, as one does that was away, and a function
    that tells this link alone what it missed.
    """

    def __init__(self, *, answer: Answer) -> None:
        self._answer = answer
        self._ports: dict[Wire, _Port] = {}
        self._topics: defaultdict[str, set[Wire]] = defaultdict(set)
        self._server: asyncio.Server | None = None
        self._path = ""
        self._lock: int | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._inline = {
            "join": self._join,
            "leave": self._leave,
            "send": self._send,
            "ping": self._ping,
        }
        self.on_link_closed: list[LinkClosed] = []
        self.on_joined_again: list[JoinedAgain] = []

    async def bind(self, address: Address) -> None:
        """Take a port, for :meth:`serve` to listen there later; a path is taken by serving.

        Raises RealtimeError when somebody else has it, or it is none of this machine.
        """
        if not address.path:
            self._server = await self._bound_server(address)

    async def serve(self, address: Address) -> None:
        """Begin to listen at an address. Raises RealtimeError when somebody else does."""
        if address.path:
            await self.serve_unix(address.path)
            return
        if self._server is None:
            await self.bind(address)
        await self._listen(address)

    async def serve_unix(self, path: str) -> None:
        """Listen on a unix socket for this user alone.

        Raises RealtimeError when somebody else serves there.
        """
        self._lock = _lock(path)
        self._path = path
        loop = asyncio.get_running_loop()
        self._server = await loop.create_unix_server(self._open_wire, sock=_bound(path))

    async def _bound_server(self, address: Address) -> asyncio.Server:
        """Return a server for those who know the secret; the network itself must be private."""
        if not address.secret:
            raise RealtimeError("an exchange between hosts needs a secret")
        loop, host, port = asyncio.get_running_loop(), address.host, address.port
        try:
            return await loop.create_server(
                lambda: self._open_wire(address.secret), host, port, start_serving=False
            )
        except OSError as error:
            raise _untaken(address, error) from error

    async def _listen(self, address: Address) -> None:
        try:
            if self._server is not None:
                await self._server.start_serving()
        except OSError as error:
            # Two may have taken one port before either listened.
            raise _untaken(address, error) from error

    async def close(self) -> None:
        """Stop listening and cut every link."""
        if self._server is not None:
            self._server.close()
            self._server = None
        for wire in list(self._ports):
            wire.close()
        for task in self._tasks:
            task.cancel()
        if self._lock is not None:
            # Somebody may have taken the place of a process that slept too long.
            if _is_at(self._lock, f"{self._path}.lock"):
                with contextlib.suppress(FileNotFoundError):
                    os.unlink(self._path)
            os.close(self._lock)
            self._lock = None

    def push(self, topic: str, body: Mapping[str, Any]) -> int:
        """Send to every link that joined the topic; return how many."""
        wires = self._topics.get(topic)
        if not wires:
            return 0
        line = encode({"topic": topic, "body": body})
        for wire in wires:
            wire.send(line)
        return len(wires)

    def is_joined(self, topic: str) -> bool:
        """Tell whether any link has joined the topic."""
        return topic in self._topics

    @property
    def links(self) -> int:
        """Return how many links are open."""
        return len(self._ports)

    def _open_wire(self, secret: str = "") -> Wire:
        def begin(wire: Wire) -> None:
            port = self._ports[wire] = _Port(wire, secret)
            if secret:
                wire.send(encode({"challenge": port.challenge}))
                loop = asyncio.get_running_loop()
                loop.call_later(HELLO_SECONDS, self._end_stranger, wire)

        return Wire(heard=self._hear, ended=self._end, begun=begin)

    def _end_stranger(self, wire: Wire) -> None:
        port = self._ports.get(wire)
        if port is not None and port.challenge:
            wire.close()

    def _end(self, wire: Wire) -> None:
        port = self._ports.pop(wire)
        for topic in port.topics:
            self._drop(topic, wire)
        for callback in self.on_link_closed:
            callback(frozenset(port.topics))

    def _hear(self, wire: Wire, line: Line) -> None:
        port, op = self._ports[wire], line.get("op")
        if not isinstance(op, str):
            raise WireError("the message has no op")
        if port.challenge:
            self._greet(port, line)
        elif op in self._inline:
            self._inline[op](port, line)
        else:
            self._request(port, op, line)

    def _greet(self, port: _Port, line: Line) -> None:
        greeting = Greeting(port.secret, theirs=port.challenge, ours=str(line.get("challenge")))
        if not greeting.is_of_link(line.get("proof")):
            raise WireError("a stranger does not know the secret")
        port.challenge = ""
        self._reply(port, line, {"proof": greeting.of_exchange()})

    def _join(self, port: _Port, line: Line) -> None:
        topics = _topics_of(line)
        for topic in topics:
            port.topics.add(topic)
            self._topics[topic].add(port.wire)
        self._reply(port, line, {})
        if "topics" in line:
            for callback in self.on_joined_again:
                callback(frozenset(topics), partial(_tell, port.wire))

    def _leave(self, port: _Port, line: Line) -> None:
        topic = _topic_of(line)
        port.topics.discard(topic)
        self._drop(topic, port.wire)
        self._reply(port, line, {})

    def _send(self, port: _Port, line: Line) -> None:
        body = line.get("body")
        if not isinstance(body, dict):
            raise WireError("a message without a body")
        self._reply(port, line, {"sent": self.push(_topic_of(line), body)})

    def _ping(self, port: _Port, line: Line) -> None:
        self._reply(port, line, {})

    def _drop(self, topic: str, wire: Wire) -> None:
        self._topics[topic].discard(wire)
        if not self._topics[topic]:
            del self._topics[topic]

    def _request(self, port: _Port, op: str, line: Line) -> None:
        port.in_flight += 1
        if port.in_flight == IN_FLIGHT:
            port.wire.pause()
        task = asyncio.get_running_loop().create_task(self._answer_one(port, op, line))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _answer_one(self, port: _Port, op: str, line: Line) -> None:
        body = {key: value for key, value in line.items() if key not in ("id", "op")}
        try:
            self._reply(port, line, await self._answer(op, body))
        except RefusedError as refusal:
            self._reply(port, line, {"ok": False, "error": refusal.code, "text": refusal.text})
        except Exception:
            logger.exception("the request %s stumbled", op)
            self._reply(port, line, {"ok": False, "error": "fault", "text": ""})
        finally:
            port.in_flight -= 1
            if port.in_flight == IN_FLIGHT - 1:
                port.wire.resume()

    def _reply(self, port: _Port, line: Line, body: Mapping[str, Any]) -> None:
        if "id" in line and port.wire.is_open:
            port.wire.send(encode({"re": line["id"], "ok": True, **body}))


@contextlib.asynccontextmanager
async def serving_exchange(
    answer: Answer, *, address: Address | None = None
) -> AsyncIterator[Exchange]:
    """Serve an exchange while the block runs, at the site's address unless told otherwise."""
    exchange = Exchange(answer=answer)
    await exchange.serve(address or dispatcher_address())
    try:
        yield exchange
    finally:
        await exchange.close()


def _tell(wire: Wire, topic: str, body: Mapping[str, Any]) -> None:
    if wire.is_open:
        wire.send(encode({"topic": topic, "body": body}))


def _topics_of(line: Line) -> list[str]:
    topics = line.get("topics")
    if topics is None:
        return [_topic_of(line)]
    if not isinstance(topics, list):
        raise WireError("topics that are no list")
    return [_topic_of({"topic": topic}) for topic in topics]


def _topic_of(line: Line) -> str:
    topic = line.get("topic")
    if not isinstance(topic, str) or not 0 < len(topic) <= 100:
        raise WireError("a message without a topic")
    return topic


def _untaken(address: Address, error: OSError) -> RealtimeError:
    """Say why a port could not be had."""
    if error.errno == errno.EADDRINUSE:
        return RealtimeError(f"another process serves at {address}: stop it, or choose a port")
    return RealtimeError(f"{address} cannot be served here: {error.strerror or error}")


def _lock(path: str) -> int:
    """Return the held lock of a socket. Raises RealtimeError when a living process holds it."""
    descriptor = os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        raise RealtimeError(f"another dispatcher serves at {path}") from None
    return descriptor


def evict(path: str) -> None:
    """Make room at a socket, alive or dead; only for whoever knows that the place is theirs."""
    for name in (path, f"{path}.lock"):
        with contextlib.suppress(FileNotFoundError):
            os.unlink(name)


def _is_at(descriptor: int, path: str) -> bool:
    """Tell whether an open file is the one at this path."""
    try:
        return os.path.samestat(os.fstat(descriptor), os.stat(path))
    except FileNotFoundError:
        return False


def _bound(path: str) -> socket.socket:
    """Return a socket bound there, in the place of what a dead process left."""
    with contextlib.suppress(FileNotFoundError):
        os.unlink(path)
    listener = socket.socket(socket.AF_UNIX)
    # Before the bind, so that there is no moment in which others may enter.
    os.fchmod(listener.fileno(), 0o600)
    with short_name(path) as name:
        listener.bind(name)
    return listener
