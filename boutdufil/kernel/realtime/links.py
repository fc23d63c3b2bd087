"""A link: this process's one connection to the exchange, which comes back by itself."""

import asyncio
import contextlib
import inspect
import logging
import random
from collections.abc import AsyncIterator, Callable, Mapping
from itertools import count
from typing import Any

from boutdufil.kernel.realtime.addresses import Address, Greeting, new_challenge, short_name
from boutdufil.kernel.realtime.errors import ExchangeAwayError, RefusedError, WireError
from boutdufil.kernel.realtime.wire import Line, Wire, encode

REQUEST_SECONDS = 2.0
FIRST_PAUSE = 0.05
LONGEST_PAUSE = 1.0
# An exchange that does not answer a ping within the time of a request is away.
PING_SECONDS = 2.0
# A slow exchange is not cut off for what this process has to say: the ping decides, in seconds,
# and cutting would take everybody here off their calls. Past this the memory is at stake.
WAITING_BYTES = 67_108_864
# Joined again so many at a time, each answered: the exchange is never flooded, nor this end.
TOPICS_AT_ONCE = 400

logger = logging.getLogger(__name__)

Body = Mapping[str, Any]
# Plain or async; an exception in one is logged and hurts no other.
Callback = Callable[[Body], Any]


class Link:
    """Join topics, send to them and ask the exchange, from any task of one event loop.

    While the exchange is away, ``request`` raises ExchangeAwayError and ``send`` still reaches
    the callbacks of this very process. What is sent at the instant of a break may be lost.
    """

    def __init__(self, address: Address) -> None:
        self._address = address
        self._wire: Wire | None = None
        self._callbacks: dict[str, list[Callback]] = {}
        self._pending: dict[int, asyncio.Future[Line]] = {}
        self._numbers = count(1)
        self._tasks: set[asyncio.Task[Any]] = set()
        self._ended = asyncio.Event()
        self._is_known = False
        self.is_up = False
        self.on_up: list[Callable[[], Any]] = []

    async def join(self, topic: str, callback: Callback) -> None:
        """Have ``callback(body)`` called for what is sent to the topic, until it leaves."""
        callbacks = self._callbacks.setdefault(topic, [])
        callbacks.append(callback)
        if len(callbacks) == 1 and self.is_up:
            self._write({"op": "join", "topic": topic})

    async def leave(self, topic: str, callback: Callback) -> None:
        """Undo one :meth:`join`; nothing happens when there was none."""
        callbacks = self._callbacks.get(topic, [])
        if callback in callbacks:
            callbacks.remove(callback)
        if not callbacks and self._callbacks.pop(topic, None) is not None and self.is_up:
            self._write({"op": "leave", "topic": topic})

    async def send(self, topic: str, body: Body) -> None:
        """Send to all who joined the topic in any process; to this one's alone when away."""
        line = {"op": "send", "topic": topic, "body": body}
        if self.is_up:
            self._write(line)
        else:
            encode(line)  # what is too long is refused either way
            asyncio.get_running_loop().call_soon(self._deliver, topic, body)

    async def request(self, op: str, **body: Any) -> Body:
        """Return the exchange's answer. Raises ExchangeAwayError (2 s) or RefusedError."""
        if not self.is_up:
            raise ExchangeAwayError(f"no exchange at {self._address}")
        return await self._ask(op, body)

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["Link"]:
        """Keep the connection up while the block runs."""
        task = asyncio.create_task(self._keep_up(), name="exchange-link")
        try:
            yield self
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
            self._go_down()

    async def _keep_up(self) -> None:
        pause = FIRST_PAUSE
        while True:
            try:
                await self._connect()
                pause = FIRST_PAUSE
                await self._stay()
            except (OSError, ExchangeAwayError, RefusedError, TimeoutError):
                pass
            self._go_down()
            # Many processes lose one exchange at the same moment.
            await asyncio.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _connect(self) -> None:
        self._ended.clear()
        challenge: asyncio.Future[Line] = asyncio.get_running_loop().create_future()
        self._pending = {0: challenge}
        self._is_known = not self._address.secret
        async with asyncio.timeout(REQUEST_SECONDS):
            wire = Wire(heard=self._hear, ended=self._end, most_waiting=WAITING_BYTES)
            self._wire = await _open(self._address, wire)
            if self._address.secret:
                await self._greet(str((await challenge).get("challenge")))
        await self._join_again()
        self.is_up = True
        logger.info("the exchange at %s answers", self._address)
        for callback in list(self.on_up):
            self._call(callback)

    async def _greet(self, challenge: str) -> None:
        """Show that this end knows the secret, and see that the other one does."""
        greeting = Greeting(self._address.secret, theirs=challenge, ours=new_challenge())
        hello = {"challenge": greeting.ours, "proof": greeting.of_link()}
        answer = await self._ask("hello", hello)
        if not greeting.is_of_exchange(answer.get("proof")):
            logger.error("who answers at %s does not know the secret", self._address)
            raise ExchangeAwayError(f"a stranger answers at {self._address}")
        self._is_known = True

    async def _join_again(self) -> None:
        """Join what is wanted by now; meanwhile some more may be, and some no longer."""
        joined: set[str] = set()
        while missing := [topic for topic in self._callbacks if topic not in joined]:
            portion = missing[:TOPICS_AT_ONCE]
            await self._ask("join", {"topics": portion})
            joined.update(portion)
        for topic in joined.difference(self._callbacks):
            self._write({"op": "leave", "topic": topic})

    async def _stay(self) -> None:
        while not self._ended.is_set():
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(PING_SECONDS):
                    await self._ended.wait()
            if not self._ended.is_set():
                await self.request("ping")

    def _go_down(self) -> None:
        if self.is_up:
            logger.warning("the exchange at %s went away", self._address)
        self.is_up = False
        if self._wire is not None:
            self._wire.close()
        self._wire = None
        for future in self._pending.values():
            if not future.done():
                future.set_exception(ExchangeAwayError("the exchange went away"))
                future.exception()  # nobody may be waiting any more
        self._pending = {}

    async def _ask(self, op: str, body: Body) -> Body:
        number = next(self._numbers)
        future: asyncio.Future[Line] = asyncio.get_running_loop().create_future()
        line = encode({**body, "id": number, "op": op})
        self._pending[number] = future
        try:
            self._send_line(line)
            async with asyncio.timeout(REQUEST_SECONDS):
                answer = await future
        except TimeoutError:
            raise ExchangeAwayError(f"{op} was not answered in {REQUEST_SECONDS:g} s") from None
        finally:
            self._pending.pop(number, None)
        if answer.get("ok"):
            return answer
        raise RefusedError(str(answer.get("error", "")), str(answer.get("text", "")))

    def _write(self, message: Line) -> None:
        self._send_line(encode(message))

    def _send_line(self, line: bytes) -> None:
        if self._wire is None:
            raise ExchangeAwayError(f"no exchange at {self._address}")
        self._wire.send(line)

    def _hear(self, wire: Wire, line: Line) -> None:
        if "topic" in line and self._is_known:
            self._deliver(line["topic"], line.get("body", {}))
        elif "re" in line or "challenge" in line:
            future = self._pending.get(line.get("re", 0))
            if future is not None and not future.done():
                future.set_result(line)
        else:
            raise WireError("neither an answer nor a message of a topic")

    def _end(self, wire: Wire) -> None:
        if wire is self._wire:
            self.is_up = False
        self._ended.set()

    def _deliver(self, topic: str, body: Body) -> None:
        for callback in list(self._callbacks.get(topic, ())):
            self._call(callback, body)

    def _call(self, callback: Callable[..., Any], *arguments: Any) -> None:
        try:
            result = callback(*arguments)
        except Exception:
            logger.exception("a callback of the link stumbled")
            return
        if inspect.isawaitable(result):
            task = asyncio.ensure_future(_logged(result))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)


async def _logged(result: Any) -> None:
    try:
        await result
    except Exception:
        logger.exception("a callback of the link stumbled")


async def _open(address: Address, wire: Wire) -> Wire:
    loop = asyncio.get_running_loop()
    if address.path:
        with short_name(address.path) as name:
            await loop.create_unix_connection(lambda: wire, name)
    else:
        await loop.create_connection(lambda: wire, address.host, address.port)
    return wire
