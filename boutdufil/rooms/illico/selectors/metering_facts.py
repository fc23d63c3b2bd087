"""From the facts in a call's chain to what the meter reads. Pure.

Facts of the dispatcher say who was connected; pages say whether media flow and who holds. Where two
pages disagree, the caller pays nothing for that moment.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from boutdufil.engines.tariffs import Change, What

CALLER, AGENT = "caller", "agent"
# Facts that say themselves what is on or off, and for whom.
SWITCHES = {
    "hold": What.HOLD,
    "interpreter": What.INTERPRETER,
    "consultation": What.CONSULTATION,
    "announcement": What.ANNOUNCEMENT,
    "call_back": What.CALL_BACK,
    "transfer": What.TRANSFER,
}
QUEUE = "queue"


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a call's chain: ms since the click, what, about whom, and the rest."""

    at_ms: int
    kind: str
    who: str
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Somebody:
    """A participant: their role and, for agents, the name the dispatcher knows them by."""

    role: str
    agent: str = ""


@dataclass(slots=True)
class _Reading:
    people: Mapping[str, Somebody]
    is_text: bool
    held: dict[str, set[What]] = field(default_factory=dict)
    said: dict[str, dict[str, bool]] = field(default_factory=dict)
    here: set[str] = field(default_factory=set)
    was_answered: bool = False

    def read(self, fact: Fact) -> Iterator[Change]:
        """Yield what a fact changes."""
        if fact.kind in SWITCHES:
            yield self._switch(fact, SWITCHES[fact.kind])
        else:
            known = READERS.get(fact.kind)
            if known:
                yield from known(self, fact)

    def connected(self, fact: Fact) -> Iterator[Change]:
        self.was_answered = True
        yield Change(fact.at_ms, What.TRANSFER, is_on=False, who=QUEUE)
        yield Change(fact.at_ms, What.AGENT, is_on=True, who=str(fact.body.get("agent", "")))

    def detached(self, fact: Fact) -> Iterator[Change]:
        name = str(fact.body.get("agent", ""))
        yield Change(fact.at_ms, What.AGENT, is_on=False, who=name)
        for who, somebody in self.people.items():
            if somebody.agent == name:
                yield from self._off(fact.at_ms, who)

    def waiting(self, fact: Fact) -> Iterator[Change]:
        # Back in line after an answer: sent on.
        if self.was_answered:
            yield Change(fact.at_ms, What.TRANSFER, is_on=True, who=QUEUE)

    def joined(self, fact: Fact) -> Iterator[Change]:
        self.here.add(fact.who)
        yield from self._text(fact.at_ms)

    def left(self, fact: Fact) -> Iterator[Change]:
        yield from self._off(fact.at_ms, fact.who)
        self.here.discard(fact.who)
        yield from self._text(fact.at_ms)

    def media(self, fact: Fact) -> Iterator[Change]:
        ends = {fact.who, str(fact.body.get("from", ""))}
        if self.is_text or self._roles(ends) != {CALLER, AGENT}:
            return
        pair = " ".join(sorted(ends))
        said = self.said.setdefault(pair, {})
        said[fact.who] = fact.body.get("on") is True
        is_on = said.keys() == ends and all(said.values())
        yield Change(fact.at_ms, What.MEDIA, is_on=is_on, who=pair)

    def _switch(self, fact: Fact, what: What) -> Change:
        is_on = fact.body.get("on") is True
        held = self.held.setdefault(fact.who, set())
        (held.add if is_on else held.discard)(what)
        return Change(fact.at_ms, what, is_on=is_on, who=fact.who)

    def _off(self, at_ms: int, who: str) -> Iterator[Change]:
        """Take back whatever somebody who is gone had on."""
        for what in sorted(self.held.pop(who, ())):
            yield Change(at_ms, what, is_on=False, who=who)
        for pair in [pair for pair in self.said if who in pair.split()]:
            del self.said[pair]
            yield Change(at_ms, What.MEDIA, is_on=False, who=pair)

    def _text(self, at_ms: int) -> Iterator[Change]:
        """Live text flows while both ends are there, over whatever path it takes."""
        if self.is_text:
            both = {CALLER, AGENT} <= self._roles(self.here)
            yield Change(at_ms, What.MEDIA, is_on=both, who="text")

    def _roles(self, who: Iterable[str]) -> set[str]:
        return {self.people[one].role for one in who if one in self.people}


READERS = {
    "connected": _Reading.connected,
    "detached": _Reading.detached,
    "waiting": _Reading.waiting,
    "joined": _Reading.joined,
    "left": _Reading.left,
    "media": _Reading.media,
}


def read_changes(
    facts: Iterable[Fact], people: Mapping[str, Somebody], *, ends_ms: int, is_text: bool = False
) -> list[Change]:
    """Return what changed in a call until its end, in order; what came later is left out.

    ``people`` are the participants by their id. Only agents among them or named in the tables
    should be in ``facts``: whoever calls this keeps strangers out.
    """
    reading = _Reading(people, is_text)
    changes: list[Change] = []
    for fact in facts:
        if fact.at_ms > ends_ms:
            continue
        early = Fact(max(0, fact.at_ms), fact.kind, fact.who, fact.body)
        changes += reading.read(early)
    return changes
