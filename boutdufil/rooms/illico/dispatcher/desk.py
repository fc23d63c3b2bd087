"""The state machine of a pool: the router, callers out of sight, and what is shown of both.

Like the router it has no clock and does no input or output: the same facts give the same state.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from boutdufil.engines.routing import (
    Decision,
    Detached,
    DuplicateError,
    Ended,
    Gone,
    Phase,
    RefusedError,
    Restarted,
    Router,
    TakenBack,
    UnknownCallError,
)
from boutdufil.rooms.illico.dispatcher.facts import CallerBack, CallerLost, Fact, Noted, Unheard
from boutdufil.rooms.illico.dispatcher.flows import MOST_FAILURES, Flows
from boutdufil.rooms.illico.dispatcher.tally import Tally

# What a caller may take to reload a page or come back from a tunnel.
CALLER_GRACE_MS = 15_000


@dataclass(frozen=True, slots=True)
class Applied:
    """A fact that was taken and what followed; `agents` are who had the calls it names before."""

    fact: Fact
    decisions: list[Decision]
    agents: Mapping[str, str]


class Desk:
    """One writer: facts in, decisions out."""

    def __init__(self, router: Router | None = None) -> None:
        self.router = router or Router()
        self.tally = Tally()
        self.flows = Flows()
        self.out_of_sight: dict[str, int] = {}
        # Whose topic nobody had joined; the others were said to be lost by their pages' process.
        self.lost_by_topic: set[str] = set()
        self._switches: dict[str, dict[str, bool]] = {}

    def apply(self, fact: Fact) -> Applied:
        """Take one fact; raises the router's RefusedError and changes nothing."""
        agents = self._agents_before(fact)
        decisions = self._apply(fact)
        self.tally.follow(self.router, decisions)
        self.flows.follow(self.router, fact, decisions)
        for decision in decisions:
            if isinstance(decision, Detached):
                self._forget_words(decision.call)
            if isinstance(decision, Ended):
                self.out_of_sight.pop(decision.call, None)
                self.lost_by_topic.discard(decision.call)
                self._switches.pop(decision.call, None)
        return Applied(fact, decisions, agents)

    def reap(self, now: int) -> list[Applied]:
        """Apply all that has run out by now, in order."""
        applied = []
        while (deadline := self.next_deadline) is not None and deadline <= now:
            for fact in [*self.router.due(now), *self._given_up(now)]:
                try:
                    applied.append(self.apply(fact))
                except RefusedError:
                    # Called off by the one before it.
                    continue
        return applied

    @property
    def next_deadline(self) -> int | None:
        """When something runs out next, in the router's ms."""
        mine = next(iter(self.out_of_sight.values()), None)
        all_of_them = (mine, self.router.next_deadline, self.flows.next_deadline)
        return min((one for one in all_of_them if one is not None), default=None)

    def snapshot(self) -> dict[str, Any]:
        """Return everything as plain values for JSON."""
        return {
            "router": self.router.snapshot(),
            "out_of_sight": list(self.out_of_sight.items()),
            "lost_by_topic": sorted(self.lost_by_topic),
            "switches": self._switches,
            "shown": self.tally.to_plain(),
            "flows": self.flows.to_plain(),
        }

    @classmethod
    def restore(cls, plain: Mapping[str, Any]) -> "Desk":
        """Return a desk that goes on where the snapshot was taken."""
        desk = cls(Router.restore(plain["router"]))
        desk.out_of_sight = dict(plain["out_of_sight"])
        desk.lost_by_topic = set(plain.get("lost_by_topic", ()))
        desk._switches = {call: dict(one) for call, one in plain["switches"].items()}
        desk.tally = Tally.restore(plain["shown"], desk.router)
        desk.flows = Flows.restore(plain["flows"]) if "flows" in plain else desk._believed()
        return desk

    def __len__(self) -> int:
        """Return how many agents and calls there are: what a snapshot costs."""
        return len(self.tally.agents) + self.tally.calls

    def _apply(self, fact: Fact) -> list[Decision]:
        if isinstance(fact, CallerLost):
            self._lose(fact)
        elif isinstance(fact, CallerBack):
            self._welcome(fact)
        elif isinstance(fact, Noted):
            self._note(fact)
        elif isinstance(fact, Unheard):
            is_over = fact.failures >= MOST_FAILURES
            return self.router.apply(TakenBack(fact.at, fact.agent, fact.call, is_over=is_over))
        elif isinstance(fact, Restarted):
            return self._restart(fact)
        else:
            return self.router.apply(fact)
        return []

    def _restart(self, fact: Restarted) -> list[Decision]:
        """Give whoever is out of sight their time anew: nobody could come back meanwhile."""
        self.flows.begin_anew(fact.at)
        until = fact.at + CALLER_GRACE_MS
        self.out_of_sight = dict.fromkeys(self.out_of_sight, until)
        return self.router.apply(fact)

    def _lose(self, fact: CallerLost) -> None:
        """Take in that a caller is away; the word of the page's process outweighs the topic's."""
        self._check_call(fact.call)
        is_by_topic = bool(fact.by)
        if fact.call in self.out_of_sight:
            if is_by_topic or fact.call not in self.lost_by_topic:
                raise DuplicateError(fact.call)
            self.lost_by_topic.discard(fact.call)
            return
        self.out_of_sight[fact.call] = fact.at + CALLER_GRACE_MS
        # A page that is away says nothing; how long it may be, is its own matter.
        self.flows.rest(fact.call)
        if is_by_topic:
            self.lost_by_topic.add(fact.call)

    def _welcome(self, fact: CallerBack) -> None:
        if self.out_of_sight.pop(fact.call, None) is None:
            raise DuplicateError(fact.call)
        self.lost_by_topic.discard(fact.call)
        self._await_media(fact.call, fact.at)

    def _note(self, fact: Noted) -> None:
        """Take a fact; what is switched on (or off) already is no fact, a first word always is.

        Media are told of each other end (``from``) apart: one switch for all would lose some.
        """
        self._check_call(fact.call)
        is_on = fact.body.get("on")
        if isinstance(is_on, bool):
            switches = self._switches.setdefault(fact.call, {})
            name = f"{fact.kind} {fact.who} {fact.body.get('from', '')}"
            if switches.get(name) is is_on:
                raise DuplicateError(f"{fact.call} {name}")
            switches[name] = is_on
            self._heed(fact, is_on=is_on)

    def _heed(self, fact: Noted, *, is_on: bool) -> None:
        """Take in whether media flow between the caller and whoever has the call, or may not."""
        view = self.router.call(fact.call)
        if view is None or view.phase is not Phase.IN_CALL:
            return
        # Lines of before name no agent: what they say is of the one who has the call.
        if fact.kind == "media" and view.agent in fact.body.get("agents", (view.agent,)):
            self.flows.hear(fact.call, fact.at, flows=is_on)
        if fact.kind == "hold" and not is_on:
            self._await_media(fact.call, fact.at)
        if self._is_held(fact.call) or fact.call in self.out_of_sight:
            self.flows.rest(fact.call)

    def _await_media(self, call: str, at: int) -> None:
        view = self.router.call(call)
        if view and view.phase is Phase.IN_CALL and not self._is_held(call):
            self.flows.go_on(call, at)

    def _is_held(self, call: str) -> bool:
        said = self._switches.get(call, {}).items()
        return any(is_on and name.startswith("hold ") for name, is_on in said)

    def _forget_words(self, call: str) -> None:
        """Let the next word be a fact, whoever says it; who is out of a call holds nobody in it."""
        said = self._switches.get(call, {})
        for name in [name for name in said if name.startswith(("media ", "hold "))]:
            del said[name]

    def _believed(self) -> Flows:
        """Return what is taken of calls that were up before anybody asked whether media flow."""
        flows = Flows()
        for call in self.router.calls():
            if call.phase is Phase.IN_CALL:
                flows.believe(call.name)
        return flows

    def _check_call(self, call: str) -> None:
        if self.router.call(call) is None:
            raise UnknownCallError(call)

    def _given_up(self, now: int) -> list[Fact]:
        gone = [Gone(now, call) for call, until in self.out_of_sight.items() if until <= now]
        views = [self.router.call(call) for call in self.flows.due(now)]
        cut = [self.flows.unheard(now, view.name, view.agent) for view in views if view]
        return [*gone, *cut]

    def _agents_before(self, fact: Fact) -> dict[str, str]:
        names = (getattr(fact, "call", ""), getattr(fact, "request", ""))
        views = [self.router.call(name) for name in names if name]
        return {view.name: view.agent for view in views if view and view.agent}
