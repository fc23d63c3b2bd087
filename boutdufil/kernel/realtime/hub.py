"""The hub: the open streams of this process, and who of them wants which topic."""

import asyncio
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from boutdufil.kernel.realtime.frames import live_frame, stored_frame
from boutdufil.kernel.realtime.links import Link
from boutdufil.kernel.realtime.listener import Listener, Stored

# Past this many messages a reader is too slow to be kept; it returns and reads them again.
QUEUE = 100
# A page opens one; reconnecting, it may hold the dying one a moment longer.
STREAMS_OF_A_TOKEN = 4
STREAMS = 10_000


@dataclass(frozen=True, slots=True)
class Frame:
    """A stored message as the browsers read it, encoded once for all of them."""

    pos: int
    content: bytes


class Subscriber:
    """What waits for one stream: stored messages in order, and the newest of each live kind."""

    __slots__ = ("_live", "_news", "_queue", "has_ended", "last", "topics")

    def __init__(self, topics: tuple[str, ...], last: int) -> None:
        self.topics = topics
        self.last = last
        self.has_ended = False
        self._queue: deque[Frame] = deque()
        self._live: dict[tuple[str, str], bytes] = {}
        self._news = asyncio.Event()

    def put(self, frame: Frame) -> None:
        """Add a stored message; too many of them end the stream."""
        if len(self._queue) >= QUEUE:
            self.end()
        elif not self.has_ended:
            self._queue.append(frame)
            self._news.set()

    def put_live(self, key: tuple[str, str], content: bytes) -> None:
        """Add a live message in the place of the one of the same key that still waits."""
        if not self.has_ended:
            self._live[key] = content
            self._news.set()

    def end(self) -> None:
        """Let the stream end; nothing that waits is sent any more."""
        self.has_ended = True
        self._queue.clear()
        self._live.clear()
        self._news.set()

    async def wait(self) -> None:
        """Return once something waits, or the stream is to end."""
        await self._news.wait()

    def take(self) -> bytes:
        """Return all that waits as one piece, each stored message once over the whole stream."""
        self._news.clear()
        pieces = []
        for frame in self._queue:
            if frame.pos > self.last:
                self.last = frame.pos
                pieces.append(frame.content)
        pieces += self._live.values()
        self._queue.clear()
        self._live.clear()
        return b"".join(pieces)


class Hub:
    """Hand what the listener reads and what the link hears to the streams that want it."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._listener = Listener(self._deliver)
        self._topics: defaultdict[str, set[Subscriber]] = defaultdict(set)
        self._hearers: dict[str, Callable[[Mapping[str, Any]], None]] = {}
        self._tokens: Counter[str] = Counter()
        self._subscribers: set[Subscriber] = set()
        self.is_closing = False

    @property
    def pos(self) -> int:
        """Return the position of the newest message handed to the streams."""
        return self._listener.pos

    @property
    def streams(self) -> int:
        """Return how many streams are open."""
        return len(self._subscribers)

    def has_room(self, token: str) -> bool:
        """Tell whether a token may open one more stream here."""
        return self._tokens[token] < STREAMS_OF_A_TOKEN and self.streams < STREAMS

    async def run(self) -> None:
        """Follow the outbox until cancelled."""
        await self._listener.run()

    async def subscribe(self, topics: Iterable[str], *, after: int, token: str) -> Subscriber:
        """Return a subscriber that from now on gets what is new to the hub."""
        subscriber = Subscriber(tuple(topics), after)
        self._subscribers.add(subscriber)
        self._tokens[token] += 1
        for topic in subscriber.topics:
            self._topics[topic].add(subscriber)
            if topic not in self._hearers:
                self._hearers[topic] = partial(self._deliver_live, topic)
                await self._link.join(topic, self._hearers[topic])
        return subscriber

    async def unsubscribe(self, subscriber: Subscriber, *, token: str) -> None:
        """Forget a subscriber."""
        self._subscribers.discard(subscriber)
        self._tokens[token] -= 1
        if not self._tokens[token]:
            del self._tokens[token]
        for topic in subscriber.topics:
            self._topics[topic].discard(subscriber)
            if not self._topics[topic]:
                del self._topics[topic]
                await self._link.leave(topic, self._hearers.pop(topic))

    async def place(self, claimed: int) -> int:
        """Return the position from which a reader goes on. Raises TimeoutError."""
        return await self._listener.place(claimed)

    async def history(self, topics: tuple[str, ...], *, after: int) -> list[Frame]:
        """Return the stored messages of some topics after a position, the oldest first.

        At most a stretch of them: ask again after the last. Raises TimeoutError when the
        database does not answer in time.
        """
        stored = await self._listener.history(topics, after)
        return [Frame(message.pos, stored_frame(message.pos, message.text)) for message in stored]

    def close(self) -> None:
        """End every stream and open no other: the process is about to stop."""
        self.is_closing = True
        for subscriber in self._subscribers:
            subscriber.end()

    def _deliver(self, message: Stored) -> None:
        subscribers = self._topics.get(message.topic)
        if subscribers:
            frame = Frame(message.pos, stored_frame(message.pos, message.text))
            for subscriber in subscribers:
                subscriber.put(frame)

    def _deliver_live(self, topic: str, body: Mapping[str, Any]) -> None:
        kind = str(body.get("kind", "live"))
        content = live_frame(topic, kind, body)
        for subscriber in self._topics.get(topic, ()):
            subscriber.put_live((topic, kind), content)
