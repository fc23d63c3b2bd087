"""The loop: requests and deadlines go to the desk, the journal writes, then the world is told."""

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from boutdufil.engines.routing import (
    DuplicateError,
    Line,
    LineSet,
    ReserveSet,
    Restarted,
    WrongStateError,
)
from boutdufil.engines.routing import RefusedError as UnfitError
from boutdufil.kernel.realtime import RealtimeError, RefusedError
from boutdufil.rooms.illico.dispatcher.desk import Applied, Desk
from boutdufil.rooms.illico.dispatcher.facts import line_body, to_json
from boutdufil.rooms.illico.dispatcher.journal import Journal
from boutdufil.rooms.illico.dispatcher.news import (
    agent_state,
    call_state,
    news_of,
    snapshot,
    walls_of_numbers,
)
from boutdufil.rooms.illico.dispatcher.requests import KEPT, READERS, text_of
from boutdufil.rooms.illico.dispatcher.times import RouterClock

# A journal that is silent for this long stops the floor; what people ask is refused a second on.
STALLED_MS = 500
BUSY_MS = 1_500
MOST_KEPT = 20_000
LINES_BETWEEN_SNAPSHOTS = 5_000
# On a small one a day's lines may go once there is a snapshot behind them.
DAY_MS = 86_400_000
# A large floor is written down less often: a snapshot then costs as much as many lines.
LINES_PER_HEAD = 4
# Of no use once the call is over, even if it once was theirs.
WANT_A_LIVE_CALL = frozenset({"answer", "transfer", "hand_over", "caller_back"})
# Time may have been faster, to the same effect.
UNDONE_BY_TIME = frozenset({"decline", "wrapped_up"})

logger = logging.getLogger(__name__)

Body = Mapping[str, Any]
Push = Callable[[str, Body], object]


class Request(NamedTuple):
    """Something asked, and where its answer goes."""

    op: str
    body: Body
    answer: asyncio.Future[Body]
    since_ms: int


class Loop:
    """One writer. Everything here runs in one thread and waits for nothing.

    ``lines_changed`` is called when the numbers are said to have changed, ``written`` after lines
    were written.
    """

    def __init__(self, desk: Desk, journal: Journal, clock: RouterClock, push: Push) -> None:
        self.desk, self.journal, self.clock = desk, journal, clock
        self._push = push
        self._kept: deque[Request] = deque()
        self._alarm: asyncio.TimerHandle | None = None
        self._alarm_at = 0
        self._arming: asyncio.Handle | None = None
        self._events = asyncio.get_running_loop()
        self.since_snapshot = 0
        self._snapshot_at = desk.router.now
        self.lines_changed: Callable[[], None] = lambda: None
        self.written: Callable[[], None] = lambda: None
        self._reads: dict[str, Callable[[Body], Body]] = {
            "state": lambda body: agent_state(text_of(body, "agent"), self.desk, self.clock),
            "call_state": lambda body: call_state(
                text_of(body, "call"), self.desk, self.clock.now()
            ),
            "snapshot": lambda body: snapshot(body, self.desk, self.clock),
            "lines_changed": self._heed_lines,
        }

    def begin(self, who: Mapping[str, object], since_snapshot: int) -> None:
        """Write down who begins, which proves the pool ours, and take up the deadlines.

        Nobody could answer or come back while the pool was nobody's: they have their time anew.
        """
        self.since_snapshot = since_snapshot
        self._write(to_json({"began": who}), lambda: None)
        if len(self.desk):
            self._record(self.desk.apply(Restarted(self.clock.now())))
        self._arm()

    def set_line(self, line: Line) -> bool:
        """Open or change a line, as it is not yet; tell whether it is so now."""
        return self._set(lambda now: LineSet(now, line))

    def set_reserve(self, reserve: Mapping[str, int]) -> bool:
        """Change how many free agents of each skill are spared; tell whether it is so now."""
        return self._set(lambda now: ReserveSet(now, reserve))

    def _set(self, rule: Callable[[int], LineSet | ReserveSet]) -> bool:
        if self.look():
            return False
        self.reap()
        with contextlib.suppress(DuplicateError):
            self._record(self.desk.apply(rule(self.clock.now())))
        return True

    async def answer(self, op: str, body: Body) -> Body:
        """Answer a request once what it says is safe. Raises realtime.RefusedError."""
        answer: asyncio.Future[Body] = self._events.create_future()
        self.submit(op, body, answer)
        return await answer

    def submit(self, op: str, body: Body, answer: asyncio.Future[Body] | None = None) -> None:
        """Take a request; ``answer`` hears when it is safe."""
        answer = answer or self._unheard()
        request = Request(op, body, answer, self.clock.monotonic_ms())
        if op in self._reads:
            self.journal.after(lambda: self._settle(answer, lambda: self._reads[op](body)))
        elif op not in READERS:
            answer.set_exception(RefusedError("unknown_op", f"no request is called {op}"))
        elif self.look() or self._kept:
            self._keep(request)
        else:
            self._serve(request)

    def look(self) -> bool:
        """Stop the floor when the journal stands still, start it again; tell whether it stands."""
        stalled = self.journal.waited_ms() > STALLED_MS
        if stalled and not self.clock.is_stopped:
            logger.warning("the journal stands still: nobody is assigned until it goes on")
            self.clock.stop()
        elif not stalled and self.clock.is_stopped:
            logger.warning("the journal goes on")
            self.clock.go_on()
            self._arm()
        if not stalled and self._kept:
            self._serve_kept()
        elif stalled:
            self._turn_away()
        return stalled

    def tell_wall(self) -> None:
        """Show the figures of the floor, if it is still ours."""
        self.journal.after(self._tell_wall)

    def tell_places(self) -> None:
        """Tell every waiting caller their place again, and how long it may take."""
        self.journal.after(self._tell_places)

    def _tell_wall(self) -> None:
        for topic, body in walls_of_numbers(self.desk, self.clock):
            self._tell(topic, body)

    def _tell_places(self) -> None:
        now = self.clock.now()
        for queue in list(self.desk.tally.queues.values()):
            for call in list(queue.waiting):
                self._tell(f"call:{call}", call_state(call, self.desk, now))

    def take_snapshot(self) -> None:
        """Write the whole state down: a restart begins from here."""
        self.since_snapshot = 0
        self._snapshot_at = self.desk.router.now
        self._write(to_json({"snapshot": self.desk.snapshot()}), lambda: None)

    def forget(self) -> None:
        """Wake up no more."""
        if self._alarm is not None:
            self._alarm.cancel()

    def reap(self) -> None:
        """Apply what has run out."""
        for applied in self.desk.reap(self.clock.now()):
            self._record(applied)
        self._arm_soon()

    def _serve(self, request: Request) -> None:
        self.reap()
        answer, now = request.answer, self.clock.now()
        try:
            fact = READERS[request.op](request.body, now, self.clock)
            applied = self.desk.apply(fact)
        except (RefusedError, UnfitError, ValueError) as error:
            if self._is_so_already(request, error):
                self.journal.after(lambda: self._settle(answer, lambda: {"already": True}))
            else:
                refusal = refusal_of(error)
                self.journal.after(lambda: self._refuse(answer, refusal))
        else:
            self._record(applied, lambda: self._settle(answer, dict))

    def _heed_lines(self, body: Body) -> Body:
        self.lines_changed()
        return {}

    def _is_so_already(self, request: Request, error: Exception) -> bool:
        """Tell whether what is asked has been done before, so that it may be asked twice."""
        if isinstance(error, DuplicateError):
            is_over = self.desk.router.call(request.body.get("call", "")) is None
            return not (is_over and request.op in WANT_A_LIVE_CALL)
        if not isinstance(error, WrongStateError):
            return False
        call = self.desk.router.call(request.body.get("call", ""))
        is_theirs = call is not None and call.agent == request.body.get("agent")
        return is_theirs if request.op == "answer" else request.op in UNDONE_BY_TIME

    def _keep(self, request: Request) -> None:
        if len(self._kept) >= MOST_KEPT:
            self._refuse(request.answer, busy())
        else:
            self._kept.append(request)

    def _serve_kept(self) -> None:
        kept, self._kept = self._kept, deque()
        for request in kept:
            self._serve(request)

    def _turn_away(self) -> None:
        """Refuse what people asked too long ago; facts are kept however long it takes."""
        limit = self.clock.monotonic_ms() - BUSY_MS
        late = [one for one in self._kept if one.since_ms < limit and one.op not in KEPT]
        for request in late:
            self._kept.remove(request)
            self._refuse(request.answer, busy())

    def _record(self, applied: Applied, told: Callable[[], None] = lambda: None) -> None:
        pushes = news_of(applied, self.desk, self.clock)

        def tell() -> None:
            for topic, body in pushes:
                self._tell(topic, body)
            told()
            self.written()

        call = getattr(applied.fact, "call", "")
        self._write(line_body(applied.fact, applied.decisions), tell, call)
        if self._is_snapshot_due():
            self.take_snapshot()

    def _is_snapshot_due(self) -> bool:
        most = max(LINES_BETWEEN_SNAPSHOTS, LINES_PER_HEAD * len(self.desk))
        return self.since_snapshot >= most or self.desk.router.now - self._snapshot_at >= DAY_MS

    def _write(self, body: str, told: Callable[[], None], call: str = "") -> None:
        self.since_snapshot += 1
        happened_ms = self.clock.wall_ms()
        self.journal.add(
            told, at=self.desk.router.now, happened_ms=happened_ms, call=call, body=body
        )

    def _tell(self, topic: str, body: Body) -> None:
        try:
            self._push(topic, body)
        except RealtimeError:
            logger.exception("a message could not be sent")

    def _arm_soon(self) -> None:
        """Set the alarm once for all requests of this turn."""
        if self._arming is None:
            self._arming = self._events.call_soon(self._arm)

    def _arm(self) -> None:
        """Wake up when the next thing runs out."""
        self._arming = None
        deadline = self.desk.next_deadline
        if self._alarm is not None and deadline is not None and deadline >= self._alarm_at:
            return
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        if deadline is not None and not self.clock.is_stopped:
            delay = max(deadline - self.clock.now(), 0) / 1000
            self._alarm, self._alarm_at = self._events.call_later(delay, self._ring), deadline

    def _ring(self) -> None:
        self._alarm = None
        if not self.look():
            self.reap()

    def _settle(self, answer: asyncio.Future[Body], make: Callable[[], Body]) -> None:
        if answer.done():
            return
        try:
            answer.set_result(make())
        except RefusedError as refusal:
            answer.set_exception(refusal)

    def _refuse(self, answer: asyncio.Future[Body], refusal: RefusedError) -> None:
        if not answer.done():
            answer.set_exception(refusal)

    def _unheard(self) -> asyncio.Future[Body]:
        answer: asyncio.Future[Body] = self._events.create_future()
        # Read once, so that nobody is warned of a refusal nobody waited for.
        answer.add_done_callback(lambda done: done.cancelled() or done.exception())
        return answer


def busy() -> RefusedError:
    """Return the refusal of what cannot be made safe just now."""
    return RefusedError("busy", "the journal is away; ask again")


def refusal_of(error: Exception) -> RefusedError:
    """Return a refusal with a code for programs.

    >>> from boutdufil.engines.routing import UnknownCallError
    >>> refusal_of(UnknownCallError("c1")).code
    'unknown_call'
    """
    if isinstance(error, RefusedError):
        return error
    if isinstance(error, UnfitError):
        return RefusedError(CODES.get(type(error).__name__, "refused"), str(error))
    return RefusedError("bad_request", str(error))


CODES = {
    "DuplicateError": "over",
    "UnknownAgentError": "unknown_agent",
    "UnknownCallError": "unknown_call",
    "UnknownLineError": "unknown_line",
    "WrongStateError": "wrong_state",
}
