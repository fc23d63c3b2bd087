"""Agents and calls together, and the moves that every event is made of.

After each move no call waits that somebody free could take: a call that comes takes the best
agent, an agent who gets free takes the best call.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from boutdufil.engines.routing._decisions import (
    Assigned,
    Cause,
    Decision,
    Ended,
    Queued,
    State,
    StateChanged,
    Withdrawn,
)
from boutdufil.engines.routing._events import Deadline
from boutdufil.engines.routing._kinds import Seat
from boutdufil.engines.routing._people import Agent, Call, Engagement, Phase, Route
from boutdufil.engines.routing._seats import Seats
from boutdufil.engines.routing._timers import Timers
from boutdufil.engines.routing._waiting import Waiting

Observer = Callable[[Agent, Call], None]


@dataclass(frozen=True, slots=True)
class Settings:
    """How long a lost agent has to come back, missed calls before a pause, memory of the ended."""

    grace_ms: int = 20_000
    most_missed: int = 2
    ended_kept_ms: int = 3_600_000


class Floor:
    """Everything the router knows."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.now = 0
        self.turns = 0
        self.calls_seen = 0
        self.agents: dict[str, Agent] = {}
        self.calls: dict[str, Call] = {}
        self.routes: dict[str, Route] = {}
        self.routes_seen = 0
        self.ended: dict[str, int] = {}
        self.seats = Seats()
        self.waiting = Waiting()
        self.timers = Timers()
        self.observer: Observer | None = None
        self._decisions: list[Decision] = []
        self._touched: dict[str, Agent] = {}

    def tell(self, decision: Decision) -> None:
        """Add to what this event has led to."""
        self._decisions.append(decision)

    def flush(self) -> list[Decision]:
        """Return all that this event has led to, the new states of agents last."""
        for agent in self._touched.values():
            self._tell_state(agent)
        decisions, self._decisions, self._touched = self._decisions, [], {}
        return decisions

    def settle(self, agent: Agent, *, keep_turn: bool = False) -> None:
        """Seat an agent who is free, and let the best waiting call ring there."""
        self._touched[agent.name] = agent
        if not agent.is_assignable:
            self.unseat(agent)
            return
        seat = self.seats.seat(agent.kind, agent.load)
        if agent.seat is seat:
            return
        self.unseat(agent)
        if not keep_turn:
            self.turns += 1
            agent.turn, agent.idle_since = self.turns, self.now
        self.seats.add(seat, agent.turn, agent.name)
        agent.seat = seat
        self._serve(agent, seat)

    def unseat(self, agent: Agent) -> None:
        """Take an agent from among the idle."""
        if agent.seat is not None:
            self.seats.discard(agent.seat, agent.name)
            agent.seat = None

    def place(self, call: Call) -> None:
        """Find an agent for a call, or let it wait and say so."""
        self.seek(call)
        if call.phase is Phase.WAITING:
            self.tell(Queued(call.name))

    def seek(self, call: Call) -> None:
        """Find an agent for a call that stands nowhere, or let it wait."""
        name = self._sticky_agent(call) if call.sticky else self._best_agent(call)
        if name is not None:
            self._assign(self.agents[name], call)
            return
        self.waiting.add(call)
        self.timers.set_at((Deadline.WAIT, "", call.name), self._next_change(call))

    def rehome(self, calls: Iterable[Call]) -> None:
        """Find places for calls that have lost theirs, the best score first."""
        homeless = sorted(calls, key=lambda call: (-call.score(self.now), call.rank))
        for call in homeless:
            if call.phase is Phase.WAITING:
                self.seek(call)
            else:
                self._reset(call)
                self.place(call)

    def take_kept(self, agent: Agent) -> list[Call]:
        """Free the calls that were kept for an agent; the caller places them."""
        kept = self.waiting.kept.get(agent.name, ())
        calls = [self.calls[name] for _rank, name in kept]
        for call in calls:
            self.waiting.discard(call)
            call.sticky = ""
        return calls

    def withdraw(self, agent: Agent, call: Call, cause: Cause) -> None:
        """Let a call ring no longer at an agent."""
        self.drop(agent, call.name)
        agent.ringing = ""
        self.timers.cancel((Deadline.RING, agent.name, call.name))
        self.tell(Withdrawn(call.name, agent.name, cause))

    def withdraw_all(self, agent: Agent, cause: Cause) -> list[Call]:
        """Withdraw whatever rings at an agent; the caller places it."""
        if not agent.ringing:
            return []
        call = self.calls[agent.ringing]
        self.withdraw(agent, call, cause)
        return [call]

    def drop(self, agent: Agent, call: str) -> None:
        """Take a call out of an agent's hands."""
        agent.load -= agent.engagements.pop(call).share

    def begin_wrap_up(self, agent: Agent, call: Call) -> None:
        """Let an agent do the work after a call."""
        agent.engagements[call.name].phase = Phase.WRAP_UP
        wrap_up = call.route.line.wrap_up_ms
        if wrap_up:
            self.timers.set((Deadline.WRAP_UP, agent.name, call.name), self.now, wrap_up)
            self.settle(agent)
        else:
            self.finish_wrap_up(agent, call.name)

    def finish_wrap_up(self, agent: Agent, call: str) -> None:
        """End the work after a call and begin the legal gap."""
        gap = agent.engagements[call].gap_ms
        self.drop(agent, call)
        self.timers.cancel((Deadline.WRAP_UP, agent.name, call))
        self.begin_gap(agent, gap)

    def take_up_again(self, agent: Agent, call: str) -> None:
        """End the work after a call, if there is any, because it comes back to the same agent."""
        if call in agent.engagements:
            self.drop(agent, call)
            self.timers.cancel((Deadline.WRAP_UP, agent.name, call))

    def begin_gap(self, agent: Agent, gap_ms: int) -> None:
        """Let nothing ring at an agent for so long, or for longer if that is so already."""
        if gap_ms:
            key = (Deadline.GAP, agent.name, "")
            agent.in_gap = True
            if (self.timers.deadline(key) or 0) < self.now + gap_ms:
                self.timers.set(key, self.now, gap_ms)
        self.settle(agent)

    def end(self, call: Call, cause: Cause) -> None:
        """Forget a call but for its name."""
        del self.calls[call.name]
        self.timers.cancel((Deadline.WAIT, "", call.name))
        self.timers.cancel((Deadline.CALL, "", call.name))
        self.tell(Ended(call.name, cause))
        self.ended[call.name] = self.now
        while self.now - next(iter(self.ended.values())) > self.settings.ended_kept_ms:
            del self.ended[next(iter(self.ended))]

    def remove(self, agent: Agent) -> None:
        """Forget an agent; calls in their hands are the caller's business."""
        self.unseat(agent)
        self._touched.pop(agent.name, None)
        for call in agent.engagements:
            self.timers.cancel((Deadline.WRAP_UP, agent.name, call))
        for kind in (Deadline.GAP, Deadline.AWAY):
            self.timers.cancel((kind, agent.name, ""))
        del self.agents[agent.name]
        self.tell(StateChanged(agent.name, State.OFFLINE))

    def _serve(self, agent: Agent, seat: Seat) -> None:
        name = self._best_call(agent, seat)
        if name is not None:
            call = self.calls[name]
            if self.observer:
                self.observer(agent, call)
            self.waiting.discard(call)
            self._engage(agent, call)

    def _best_call(self, agent: Agent, seat: Seat) -> str | None:
        for _rank, name in self.waiting.kept.get(agent.name, ()):
            if self.calls[name].widest.has_room(agent.profile, agent.load):
                return name
        return self.waiting.best(seat, agent.name, self.now)

    def _best_agent(self, call: Call) -> str | None:
        return self.seats.best(call.want, call.declined_by)

    def _sticky_agent(self, call: Call) -> str | None:
        """Return the sticky agent if free; None to wait; forget them when that is in vain."""
        agent = self.agents.get(call.sticky)
        if agent is None or not agent.is_expected or not call.widest.suits(agent.profile):
            call.sticky = ""
            return self._best_agent(call)
        is_free = agent.seat is not None and call.widest.has_room(agent.profile, agent.load)
        return agent.name if is_free else None

    def _next_change(self, call: Call) -> int:
        moments = [call.expires_at]
        if call.sticky:
            moments.append(call.sticky_until)
        if call.stage < len(call.route.turning_points):
            moments.append(call.received_at + call.route.turning_points[call.stage])
        return min(moments)

    def _reset(self, call: Call) -> None:
        call.phase, call.agent, call.sticky = Phase.WAITING, "", ""
        call.look_after(self.now - call.received_at)
        call.expires_at = self.now + call.route.line.longest_wait_ms

    def _assign(self, agent: Agent, call: Call) -> None:
        if self.observer:
            self.observer(agent, call)
        self._engage(agent, call)

    def _engage(self, agent: Agent, call: Call) -> None:
        line = call.route.line
        self.unseat(agent)
        self._touched[agent.name] = agent
        self.timers.cancel((Deadline.WAIT, "", call.name))
        self.take_up_again(agent, call.name)
        share = agent.profile.share(line.channel) or 0
        agent.engagements[call.name] = Engagement(Phase.RESERVED, share, line.gap_ms)
        agent.load += share
        call.phase, call.agent, agent.ringing = Phase.RESERVED, agent.name, call.name
        self.timers.set((Deadline.RING, agent.name, call.name), self.now, line.ring_ms)
        self.tell(Assigned(call.name, agent.name, self.now + line.ring_ms))

    def _tell_state(self, agent: Agent) -> None:
        state = agent.state()
        if state is not agent.shown:
            agent.shown = state
            self.tell(StateChanged(agent.name, state, self._until(agent, state), agent.paused))

    def show_again(self, agent: Agent) -> None:
        """Say a state once more, of which only the end has changed."""
        until = self._until(agent, agent.shown)
        self.tell(StateChanged(agent.name, agent.shown, until, agent.paused))

    def _until(self, agent: Agent, state: State) -> int | None:
        kind = ENDED_BY.get(state)
        if kind is None:
            return None
        calls = agent.engagements if kind in (Deadline.RING, Deadline.WRAP_UP) else ("",)
        deadlines = [self.timers.deadline((kind, agent.name, call)) for call in calls]
        return min((one for one in deadlines if one is not None), default=None)


ENDED_BY = {
    State.RESERVED: Deadline.RING,
    State.WRAP_UP: Deadline.WRAP_UP,
    State.GAP: Deadline.GAP,
    State.AWAY: Deadline.AWAY,
}
