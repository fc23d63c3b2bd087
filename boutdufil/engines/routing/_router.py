"""The public face: one writer, events in, decisions out."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Self

from boutdufil.engines.routing import _agents, _calls, _events, _expiry, _settings, _snapshot
from boutdufil.engines.routing._codec import Plain
from boutdufil.engines.routing._decisions import Decision, State
from boutdufil.engines.routing._errors import ClockWentBackError, RefusedError, StaleError
from boutdufil.engines.routing._events import Event, Expired
from boutdufil.engines.routing._floor import Floor, Observer, Settings
from boutdufil.engines.routing._parts import Profile
from boutdufil.engines.routing._people import Agent, Call, Phase

HANDLERS: dict[type, Callable[[Floor, Any], None]] = {
    _events.LineSet: _settings.set_line,
    _events.ReserveSet: _settings.set_reserve,
    _events.SignedIn: _agents.sign_in,
    _events.SignedOut: _agents.sign_out,
    _events.Moved: _agents.move,
    _events.Paused: _agents.pause,
    _events.Resumed: _agents.resume,
    _events.Lost: _agents.lose,
    _events.Back: _agents.come_back,
    _events.WrappedUp: _agents.wrap_up,
    _events.Offered: _calls.offer,
    _events.Gone: _calls.hang_up,
    _events.Answered: _calls.answer,
    _events.Declined: _calls.decline,
    _events.Released: _calls.release,
    _events.Transferred: _calls.transfer,
    _events.HandedOver: _calls.hand_over,
    _events.TakenBack: _calls.take_back,
    _events.Expired: _expiry.expire,
    _events.Restarted: _expiry.restart,
}


@dataclass(frozen=True, slots=True)
class AgentView:
    """An agent as they are now; `idle_since` in ms, None unless something may ring."""

    name: str
    profile: Profile
    state: State
    calls: tuple[tuple[str, Phase], ...]
    idle_since: int | None
    paused: str


@dataclass(frozen=True, slots=True)
class CallView:
    """A call as it is now; `agent` is empty while it waits, `kept_for` while nobody is awaited."""

    name: str
    line: str
    phase: Phase
    agent: str
    received_at: int
    kept_for: str


class Router:
    """A deterministic state machine: the same events give the same decisions, bit for bit.

    It has no clock: `at` of the events, in ms, never goes back. Whoever drives it calls `reap`
    whenever `next_deadline` has come, and before any other event.
    """

    def __init__(self, settings: Settings | None = None, *, floor: Floor | None = None) -> None:
        self._floor = floor or Floor(settings or Settings())

    @property
    def now(self) -> int:
        """The time of the last event applied."""
        return self._floor.now

    def apply(self, event: Event) -> list[Decision]:
        """Take one event and return what follows; raises RefusedError and changes nothing."""
        floor = self._floor
        before = floor.now
        if event.at < before:
            raise ClockWentBackError(f"{event.at} is before {before}")
        floor.now = event.at
        try:
            HANDLERS[type(event)](floor, event)
        except (RefusedError, ValueError):
            floor.now = before
            raise
        return floor.flush()

    def due(self, now: int) -> list[Expired]:
        """Return the deadlines that have run out by now, in order, as events to apply.

        Applying one may call others off: those are refused as `StaleError`.
        """
        return [
            Expired(now, kind, agent, call, deadline)
            for deadline, (kind, agent, call) in self._floor.timers.due(now)
        ]

    def reap(self, now: int) -> list[tuple[Expired, list[Decision]]]:
        """Apply all that has run out by now; return what was applied, with what followed."""
        applied = []
        while due := self.due(now):
            for event in due:
                try:
                    applied.append((event, self.apply(event)))
                except StaleError:
                    continue
        return applied

    @property
    def next_deadline(self) -> int | None:
        """When `due` will next return something, in ms."""
        return self._floor.timers.next()

    def agents(self) -> Iterator[AgentView]:
        """All who are signed in."""
        return map(view_agent, self._floor.agents.values())

    def calls(self) -> Iterator[CallView]:
        """All calls that wait, ring or are up."""
        return map(view_call, self._floor.calls.values())

    def agent(self, name: str) -> AgentView | None:
        """One agent, None when not signed in."""
        found = self._floor.agents.get(name)
        return view_agent(found) if found else None

    def call(self, name: str) -> CallView | None:
        """One call, None when unknown or over."""
        found = self._floor.calls.get(name)
        return view_call(found) if found else None

    def snapshot(self) -> Plain:
        """Return everything as plain values for JSON."""
        return _snapshot.snapshot(self._floor)

    @classmethod
    def restore(cls, snapshot: Plain) -> Self:
        """Return a router that goes on exactly where the snapshot was taken."""
        return cls(floor=_snapshot.restore(snapshot))

    @classmethod
    def replay(cls, events: Iterable[Event], settings: Settings | None = None) -> Self:
        """Return the router that these events lead to; none of them may be refused."""
        router = cls(settings)
        for event in events:
            router.apply(event)
        return router

    def watched(self, make: Callable[[Floor], Observer]) -> Self:
        """Return a copy that shows every choice to an observer just before it is made."""
        floor = _snapshot.restore(self.snapshot())
        floor.observer = make(floor)
        return type(self)(floor=floor)


def view_agent(agent: Agent) -> AgentView:
    """Show an agent."""
    calls = tuple((name, one.phase) for name, one in agent.engagements.items())
    since = None if agent.seat is None else agent.idle_since
    return AgentView(agent.name, agent.profile, agent.state(), calls, since, agent.paused)


def view_call(call: Call) -> CallView:
    """Show a call."""
    line = call.route.line.id
    return CallView(call.name, line, call.phase, call.agent, call.received_at, call.sticky)
