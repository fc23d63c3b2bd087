"""What the world is shown of the floor: states, places in line, figures of the wall.

Kept by the decisions as they come, so that a wall costs the same for ten agents and ten thousand.
"""

from bisect import bisect_left, insort
from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from boutdufil.engines.routing import (
    Assigned,
    Connected,
    Decision,
    Ended,
    Phase,
    Queued,
    Router,
    State,
    StateChanged,
)

Plain = dict[str, Any]
# Over how many callers taken from a line its pace is measured.
PACE_OF = 20
# What was taken longer ago says nothing of how fast a line moves now: a night lies between.
PACE_LASTS_MS = 15 * 60_000


@dataclass(slots=True)
class Queue:
    """The callers who wait on a line, since when, and when the last ones were taken.

    ``since`` are the same moments in order: a place is found without looking at everybody. Of two
    who called in the same ms, whoever was heard first stands first.
    """

    waiting: dict[str, tuple[int, int]] = field(default_factory=dict)
    since: list[tuple[int, int]] = field(default_factory=list)
    heard: int = 0
    taken_at: deque[int] = field(default_factory=lambda: deque(maxlen=PACE_OF))

    def add(self, call: str, received_at: int) -> None:
        """Let somebody wait."""
        self.heard += 1
        self.waiting[call] = received_at, self.heard
        insort(self.since, self.waiting[call])

    def drop(self, call: str) -> None:
        """Let somebody wait no more; nothing happens when they did not."""
        moment = self.waiting.pop(call, None)
        if moment is not None:
            del self.since[bisect_left(self.since, moment)]

    def place(self, call: str) -> int:
        """Return the place of somebody who waits, 1 for the first."""
        return 1 + bisect_left(self.since, self.waiting[call])

    def expected_ms(self, place: int, now: int) -> int | None:
        """Return how long somebody at this place will wait; None while too little is known.

        A line that stands still is at least as slow as it has been standing.
        """
        taken = [at for at in self.taken_at if now - at <= PACE_LASTS_MS]
        if len(taken) < 2:
            return None
        pace = (taken[-1] - taken[0]) / (len(taken) - 1)
        return round(max(pace, now - taken[-1]) * place)


class Shown(NamedTuple):
    """An agent's state as last said, since and until when (router's ms), and why."""

    state: State
    since: int
    until: int | None = None
    reason: str = ""


class Tally:
    """Follows the decisions; everything in it is read, nothing decides."""

    def __init__(self) -> None:
        self.agents: dict[str, Shown] = {}
        self.by_state: Counter[str] = Counter()
        self.queues: dict[str, Queue] = {}
        self.up: Counter[str] = Counter()
        self._lines: dict[str, tuple[str, int]] = {}
        self._connected: set[str] = set()

    def follow(self, router: Router, decisions: Iterable[Decision]) -> None:
        """Take in what followed from one event."""
        for decision in decisions:
            if isinstance(decision, StateChanged):
                self._show(router.now, decision)
            elif isinstance(decision, Queued):
                self._queue(router, decision.call)
            elif isinstance(decision, Assigned):
                self._take(router, decision.call)
            elif isinstance(decision, Connected):
                self._connect(router, decision.call)
            elif isinstance(decision, Ended):
                self._end(decision.call)

    @property
    def calls(self) -> int:
        """Return how many calls wait, ring or are up."""
        return len(self._lines)

    def place(self, call: str) -> int:
        """Return a caller's place on their line, 1 for the first; 0 when they do not wait."""
        queue = self.queues.get(self._lines.get(call, ("", 0))[0])
        return queue.place(call) if queue and call in queue.waiting else 0

    def expected_ms(self, call: str, place: int, now: int) -> int | None:
        """Return how long a caller at this place will probably wait, None when not known."""
        queue = self.queues.get(self._lines.get(call, ("", 0))[0])
        return queue.expected_ms(place, now) if queue else None

    def to_plain(self) -> Plain:
        """Return what cannot be told from the router: since and until when a state holds."""
        return {
            name: [str(one.state), one.since, one.until, one.reason]
            for name, one in self.agents.items()
        }

    @classmethod
    def restore(cls, plain: Plain, router: Router) -> "Tally":
        """Return a tally of a router brought back from a snapshot."""
        tally = cls()
        for name, (state, since, until, reason) in plain.items():
            tally._set(name, Shown(State(state), since, until, reason))
        for call in router.calls():
            if call.phase is Phase.WAITING:
                tally._queue(router, call.name)
            else:
                tally._lines[call.name] = (call.line, call.received_at)
            if call.phase is Phase.IN_CALL:
                tally._connect(router, call.name)
        return tally

    def _show(self, now: int, said: StateChanged) -> None:
        former = self.agents.get(said.agent)
        # Said again after a restart: only its end has moved.
        is_same = former and (former.state, former.reason) == (said.state, said.reason)
        since = former.since if former and is_same else now
        self._set(said.agent, Shown(said.state, since, said.until, said.reason))

    def _set(self, agent: str, shown: Shown) -> None:
        former = self.agents.pop(agent, None)
        if former:
            self.by_state[former.state] -= 1
        if shown.state is not State.OFFLINE:
            self.agents[agent] = shown
            self.by_state[shown.state] += 1

    def _queue(self, router: Router, call: str) -> None:
        view = router.call(call)
        if view is None:
            return
        self._leave(call)
        self._lines[call] = (view.line, view.received_at)
        self.queues.setdefault(view.line, Queue()).add(call, view.received_at)

    def _take(self, router: Router, call: str) -> None:
        self._leave(call)
        view = router.call(call)
        if view is not None:
            self._lines[call] = (view.line, view.received_at)
            self.queues.setdefault(view.line, Queue()).taken_at.append(router.now)

    def _connect(self, router: Router, call: str) -> None:
        view = router.call(call)
        if view is not None and call not in self._connected:
            self._connected.add(call)
            self.up[view.line] += 1

    def _leave(self, call: str) -> None:
        line, _received_at = self._lines.get(call, ("", 0))
        if line in self.queues:
            self.queues[line].drop(call)
        if call in self._connected:
            self._connected.discard(call)
            self.up[line] -= 1

    def _end(self, call: str) -> None:
        self._leave(call)
        self._lines.pop(call, None)
