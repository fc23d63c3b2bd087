"""What one line of the journal does to a call: its state, its promise, its facts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from boutdufil.kernel.calls.enums import CallState
from boutdufil.kernel.calls.models import Call
from boutdufil.rooms.illico.enums import Outcome, ServiceState
from boutdufil.rooms.illico.models import ServiceCall

# A human within a minute, and no hold in the half minute after.
PROMISE_MS = 60_000
EARLY_MS = 30_000
# Whoever hangs up sooner has hardly waited: counted and shown apart.
AT_ONCE_MS = 5_000
# Said by others before the call ended, and kept.
SAID = frozenset({Outcome.FILTERED, Outcome.REFUSED, Outcome.CALLED_BACK})

# What the chain of the call calls each decision.
KINDS: Mapping[str, str] = {
    "Queued": "waiting",
    "Assigned": "ringing",
    "Withdrawn": "withdrawn",
    "Connected": "connected",
    "Detached": "detached",
    "Ended": "ended",
}
TOLD = ("agent", "cause")
# Ends that say themselves how a call counts that nobody was heard in.
CAUSES: Mapping[str, Outcome] = {"too_long": Outcome.TOO_LONG, "no_media": Outcome.UNHEARD}


class Moment(NamedTuple):
    """When a line was written: by the wall, which is data only, and in the router's own ms."""

    at: datetime
    ms: int


@dataclass(frozen=True, slots=True)
class CallFact:
    """A line for the chain of a call; ``key`` makes it one line however often it is projected."""

    key: str
    kind: str
    at: datetime
    body: Mapping[str, Any]


@dataclass(slots=True)
class Course:
    """How a call went; ``service`` is None for calls that are on no number."""

    call: Call
    service: ServiceCall | None
    facts: list[CallFact] = field(default_factory=list)
    # An end is for good: whoever reads the journal again, or ended the call before, keeps it.
    is_over: bool = False

    def take_in(self, when: Moment) -> None:
        """Take in that the dispatcher has the call; since when, is told by the age of the click."""
        if self.service and self.service.received_ms is None:
            self.service.received_ms = when.ms - since_click(self.service, when)

    def follow(self, decision: Mapping[str, Any], when: Moment, key: str) -> None:
        """Take in a decision of the dispatcher."""
        name = str(decision["type"])
        body = {part: decision[part] for part in TOLD if part in decision}
        self.facts.append(CallFact(key, KINDS[name], when.at, body))
        if name == "Connected":
            self._connect(decision["agent"], when)
        elif name == "Ended":
            self._end(decision["cause"], when)
        elif name in ("Queued", "Assigned"):
            self._wait(is_ringing=name == "Assigned", when=when)

    def note(self, fact: Mapping[str, Any], when: Moment, key: str) -> None:
        """Take in a fact that decides nothing: media, hold, interpreter."""
        body = {**fact["body"], "who": fact["who"]}
        self.facts.append(CallFact(key, str(fact["kind"])[:40], when.at, body))
        if fact["kind"] == "hold" and fact["body"].get("on"):
            self._hold(when)

    def unmeet(self, fact: Mapping[str, Any]) -> None:
        """Take back an answer that reached nobody: the clock of the promise has never stopped."""
        service = self.service
        if service is None or fact["had_met"]:
            return
        service.first_human_at = service.human_ms = service.agent = None
        service.held_early = False
        if service.outcome not in SAID:
            service.kept = None

    def _wait(self, *, is_ringing: bool, when: Moment) -> None:
        self._go(CallState.RINGING if is_ringing else CallState.OPEN)
        if self.service:
            self.service.state = ServiceState.RINGING if is_ringing else ServiceState.WAITING
            # Sent on at once to wait again: a hold by another name.
            self._hold(when)

    def _go(self, state: CallState) -> None:
        if not self.is_over:
            self.call.state = state

    def _connect(self, agent: str, when: Moment) -> None:
        self._go(CallState.CONNECTED)
        if not self.is_over:
            self.call.connected_at = self.call.connected_at or when.at
        service = self.service
        if service is None:
            return
        service.state = ServiceState.CONNECTED
        service.agent_id = agent_id(agent) or service.agent_id
        if service.first_human_at is None:
            service.first_human_at, service.human_ms = when.at, when.ms
            service.kept = False if waited_ms(service, when) > PROMISE_MS else None

    def _hold(self, when: Moment) -> None:
        service = self.service
        if service and service.human_ms is not None and when.ms - service.human_ms <= EARLY_MS:
            service.held_early, service.kept = True, False

    def _end(self, cause: str, when: Moment) -> None:
        if not self.is_over:
            self._go(CallState.ENDED)
            self.call.ended_at, self.call.end_cause = when.at, cause[:20]
        service = self.service
        if service is None:
            return
        service.state, service.ended_at = ServiceState.ENDED, when.at
        if service.outcome not in SAID:
            service.outcome = outcome_of(service, cause, waited_ms(service, when))
            service.kept = is_kept(service)


def since_click(service: ServiceCall, when: Moment) -> int:
    """Return for how many ms the wall says that somebody has been waiting; never less than 0."""
    return max((when.at - service.clicked_at) // timedelta(milliseconds=1), 0)


def waited_ms(service: ServiceCall, when: Moment) -> int:
    """Return for how long a caller had waited; by the wall only while the router's time is unknown.

    A call-back's own click counts, not the place it took over.
    """
    if service.received_ms is None:
        return since_click(service, when)
    return when.ms - service.received_ms


def outcome_of(service: ServiceCall, cause: str, waited: int) -> Outcome:
    """Return how a call that has just ended counts, after so many ms."""
    if service.first_human_at is not None:
        return Outcome.ANSWERED
    if cause in CAUSES:
        return CAUSES[cause]
    return Outcome.ABANDONED_AT_ONCE if waited < AT_ONCE_MS else Outcome.ABANDONED


def is_kept(service: ServiceCall) -> bool | None:
    """Tell whether the promise was kept to a call that is over; None when it does not count."""
    if service.outcome == Outcome.ABANDONED_AT_ONCE:
        return None
    if service.outcome != Outcome.ANSWERED:
        return False
    return service.kept is not False


def agent_id(name: str) -> int | None:
    """Return the key of the agent that the router calls so.

    >>> agent_id("a12"), agent_id("ana")
    (12, None)
    """
    number = name.removeprefix("a")
    return int(number) if name.startswith("a") and number.isdecimal() else None
