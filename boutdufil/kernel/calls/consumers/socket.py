"""One connection of one leg: from its topics to its page and back, until the grace is over."""

import asyncio
import logging
from functools import partial

from boutdufil.adapters import turn
from boutdufil.kernel import realtime
from boutdufil.kernel.calls.consumers import gathering
from boutdufil.kernel.calls.consumers.ends import (
    DONE,
    REFUSED,
    TRY_AGAIN,
    Body,
    LegOverError,
    Pace,
    Receive,
    Send,
    say,
)
from boutdufil.kernel.calls.consumers.facts import Facts
from boutdufil.kernel.calls.legs import Leg
from boutdufil.kernel.calls.services.legs import close_leg, hear_leg, tell_leg_up
from boutdufil.kernel.calls.signals import (
    Message,
    MessageError,
    cut_addresses,
    may_say,
    read_message,
)

# A reload takes a second or two; a lift, a tunnel or a change of network a little longer.
GRACE_SECONDS = 6.0
MESSAGES_PER_SECOND = 50.0
# What may wait for a page that does not read.
WAITING_MESSAGES = 500

logger = logging.getLogger(__name__)

_lingering: set[asyncio.Task[None]] = set()


class Socket:
    """One connection of one leg, until its end and the grace after it."""

    def __init__(self, opened: Leg, page: str, send: Send) -> None:
        self._leg, self._send = opened, send
        self.participant = str(opened.participant_id)
        self._connection = opened.connection
        self._inbox: asyncio.Queue[Body] = asyncio.Queue(WAITING_MESSAGES)
        self._replaced, self._is_full = asyncio.Event(), asyncio.Event()
        self._others: dict[str, Body] = {}
        self._facts = Facts()
        self._page = page

    async def live(self, receive: Receive) -> None:
        """Talk until the page is gone, then wait for its return. Raises LegOverError."""
        link = realtime.link()
        cause = "lost"
        for topic in (self._leg.topic, self._leg.call_topic):
            await link.join(topic, self._hear)
        try:
            await self._arrive()
            await self._talk(receive)
        except LegOverError as over:
            cause = "left" if over.code == DONE else "lost"
            raise
        finally:
            gathering.withdraw(self._leg.call_id, self)
            task = asyncio.create_task(self._linger(cause))
            _lingering.add(task)
            task.add_done_callback(_lingering.discard)

    async def _arrive(self) -> None:
        for other in gathering.gather(self._leg.call_id, self):
            if other.participant != self.participant:
                self._others[other.participant] = other.card()
        await self._greet()
        await self.say_again()

    async def say_again(self) -> None:
        """Say that this leg is here, to the room and to whoever else is in the call."""
        self._facts.add_news("up", partial(self._tell_room, asyncio.get_running_loop()))
        await realtime.link().send(self._leg.call_topic, {"kind": "leg.here", **self.card()})

    async def ask_for_page(self) -> None:
        """Ask whether the page of this leg came back to another process."""
        asks = {"kind": "leg.asks", **self.card()}
        await realtime.link().send(self._leg.call_topic, asks)

    def _tell_room(self, loop: asyncio.AbstractEventLoop) -> None:
        """Tell the room, from a thread; hand its answer to the page."""
        state = tell_leg_up(leg=self._leg)
        if state:
            loop.call_soon_threadsafe(self._put, state)

    async def _greet(self) -> None:
        opened = self._leg
        servers = turn.ice_servers(relay_only=opened.relay_only, user=self.participant)
        hello = {
            "kind": "hello",
            "call": str(opened.call_id),
            "channel": opened.channel,
            "you": self.participant,
            "role": opened.role,
            "name": opened.name,
            "relay_only": opened.relay_only,
            "ice_servers": servers,
            "others": [self._seen(card, offers=False) for card in self._others.values()],
        }
        await say(self._send, hello)

    def card(self) -> Body:
        """Return what other legs of the call are told about this one."""
        return {
            "participant": self.participant,
            "role": self._leg.role,
            "name": self._leg.name,
            "relay_only": self._leg.relay_only,
            "session": self._page,
            "connection": self._connection,
        }

    def _seen(self, card: Body, *, offers: bool) -> Body:
        """Return somebody as this page needs to know them.

        Who was here first makes the offer; should both, the polite one gives way.
        """
        shown = {key: card[key] for key in ("participant", "role", "name", "session")}
        relay_only = card["relay_only"] or self._leg.relay_only
        polite = self.participant > card["participant"]
        return {**shown, "relay_only": relay_only, "polite": polite, "offers": offers}

    def _hear(self, body: Body) -> None:
        """Take what the exchange brings; never waits."""
        kind, is_mine = body.get("kind"), body.get("participant") == self.participant
        if kind == "leg.asks":
            if is_mine and body["connection"] != self._connection:
                self._put(body)
        elif kind == "leg.here" and is_mine:
            if body["connection"] != self._connection:
                self._replaced.set()
                self._put({"kind": "leg.replaced", "session": body["session"]})
        else:
            self._put(body)

    def _put(self, body: Body) -> None:
        try:
            self._inbox.put_nowait(body)
        except asyncio.QueueFull:
            logger.warning("a page does not read what its leg is told")
            self._is_full.set()

    async def _talk(self, receive: Receive) -> None:
        work = (self._read(receive), self._write(), self._give_up())
        tasks = [asyncio.create_task(one) for one in work]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            ends = await asyncio.gather(*tasks, return_exceptions=True)
        for end in ends:
            if isinstance(end, Exception):
                raise end

    async def _give_up(self) -> None:
        """End when something could not be told: the page comes back and is greeted anew."""
        await self._is_full.wait()
        raise LegOverError("slow", TRY_AGAIN)

    async def _read(self, receive: Receive) -> None:
        pace = Pace(MESSAGES_PER_SECOND)
        while (event := await receive())["type"] == "websocket.receive":
            pace.count()
            try:
                message = read_message(event.get("text") or "")
            except MessageError:
                raise LegOverError("message", REFUSED) from None
            await self._obey(message)

    async def _obey(self, message: Message) -> None:
        kind, body = message.kind, message.body
        if kind == "ping":
            await say(self._send, {"kind": "pong"})
        elif kind == "leave":
            raise LegOverError("left")
        elif kind in {"signal", "text"}:
            await self._pass_on(kind, body)
        elif may_say(self._leg.role, kind):
            await self._note(kind, body)

    async def _note(self, kind: str, body: Body) -> None:
        """Write how media or hold stand; of people who are not here there is nothing to say."""
        about = body.get("from", "")
        if about and about not in self._others:
            return
        self._facts.add_news(
            f"{kind} {about}", lambda: hear_leg(leg=self._leg, kind=kind, body=body)
        )
        if kind == "hold":
            said = {"kind": "hold", "participant": self.participant, **body}
            await realtime.link().send(self._leg.call_topic, said)

    async def _pass_on(self, kind: str, body: Body) -> None:
        """Send to one other of this call; who has just gone hears nothing."""
        if body["to"] not in self._others:
            return
        cut = self._cut(body)
        if cut is None:
            return
        rest = {key: value for key, value in cut.items() if key != "to"}
        said = {"kind": f"leg.{kind}", "from": self.participant, "from_session": self._page, **rest}
        await realtime.link().send(f"leg:{body['to']}", said)

    def _cut(self, body: Body) -> Body | None:
        """Return a signal without what a relayed leg may not show; None when nothing is left."""
        return cut_addresses(body) if self._leg.relay_only else body

    async def _write(self) -> None:
        while True:
            body = await self._inbox.get()
            await self._tell(str(body.get("kind", "")), body)

    async def _tell(self, kind: str, body: Body) -> None:
        if kind == "leg.replaced":
            # The page itself came back on a new socket, or the call was opened somewhere else.
            raise LegOverError("again" if body["session"] == self._page else "elsewhere", REFUSED)
        if kind == "seat_gone":
            raise LegOverError("seat_gone", REFUSED)
        if kind == "leg.asks":
            await realtime.link().send(self._leg.call_topic, {"kind": "leg.here", **self.card()})
        elif kind == "leg.here":
            await self._welcome(body)
        elif kind == "leg.left":
            await self._miss(body)
        elif kind in {"leg.signal", "leg.text"}:
            await self._relay(kind, body)
        else:
            await say(self._send, {"kind": "state", "state": body})
            if kind == "ended":
                raise LegOverError("ended")

    async def _welcome(self, card: Body) -> None:
        who, known = card["participant"], self._others.get(card["participant"])
        self._others[who] = {key: value for key, value in card.items() if key != "kind"}
        is_answer = card.get("answers") == self._connection
        if not is_answer and "answers" not in card:
            answer = {"kind": "leg.here", **self.card(), "answers": card["connection"]}
            await realtime.link().send(f"leg:{who}", answer)
        if known is None or known["session"] != card["session"]:
            await say(self._send, {"kind": "joined", **self._seen(card, offers=not is_answer)})

    async def _miss(self, body: Body) -> None:
        known = self._others.get(body["participant"])
        if known is not None and known["connection"] == body["connection"]:
            del self._others[body["participant"]]
            gone = {key: known[key] for key in ("participant", "role", "name")}
            await say(self._send, {"kind": "left", **gone, "cause": body["cause"]})

    async def _relay(self, kind: str, body: Body) -> None:
        if body.get("session", self._page) != self._page:
            return  # meant for the page that was here before a reload
        cut = self._cut(body)
        if cut is not None:
            await say(self._send, {**cut, "kind": kind.removeprefix("leg.")})

    async def _linger(self, cause: str) -> None:
        """Wait for the page's return; when nobody comes, say that they are gone."""
        link, opened = realtime.link(), self._leg
        if cause == "lost":
            with gathering.awaited(opened.call_id, self):
                await self._wait_for_return()
        if not self._replaced.is_set():
            self._facts.add(lambda: close_leg(leg=opened, cause=cause))
            gone = {"kind": "leg.left", "participant": self.participant, "cause": cause}
            await link.send(opened.call_topic, {**gone, "connection": self._connection})
        for topic in (opened.topic, opened.call_topic):
            await link.leave(topic, self._hear)

    async def _wait_for_return(self) -> None:
        try:
            async with asyncio.timeout(GRACE_SECONDS):
                await self._replaced.wait()
        except TimeoutError:
            return
