"""Whether callers and those who answer them see or hear each other, as their pages say.

A page restarts its paths after 3 s without media both ways and says that nothing flows when that
changed nothing for 3 s more. What it says is a fact; from when on nobody believes in it any more
is decided here, from the facts alone.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from boutdufil.engines.routing import Answered, Connected, Decision, Detached, Ended, Router
from boutdufil.rooms.illico.dispatcher.facts import Fact, Unheard
from boutdufil.rooms.illico.rules.offering import help_line

# No word of any page since the answer: the agent's page may ask for a microphone, find its paths
# (3 s), find new ones (3 s) and say so, all of it twice; a page that died says nothing.
UNHEARD_MS = 15_000
# A page said that new paths changed nothing. The next ones have their 3 s, and a word its way.
RENEWED_MS = 4_000
# The second time in a row it is hardly the agent's line: nobody rings for that caller for ever.
MOST_FAILURES = 2
HELP = help_line("", "")

Plain = dict[str, Any]


class Flows:
    """Calls that were answered; in ms of the router.

    ``silent`` and ``cut`` are until when a word is awaited, ``cut`` after a page said that nothing
    flows; both in order, as each lasts the same for everybody.
    """

    def __init__(self) -> None:
        self.silent: dict[str, int] = {}
        self.cut: dict[str, int] = {}
        self._flowing: set[str] = set()
        self._met: set[str] = set()
        self._failures: dict[str, int] = {}

    def follow(self, router: Router, fact: Fact, decisions: Iterable[Decision]) -> None:
        """Take in who came together and who came apart."""
        if isinstance(fact, Unheard):
            self._failures[fact.call] = fact.failures
        for decision in decisions:
            if isinstance(decision, Connected):
                self._begin(router, fact, decision.call)
            elif isinstance(decision, Detached | Ended):
                self.rest(decision.call)
                self._flowing.discard(decision.call)
            if isinstance(decision, Ended):
                self._met.discard(decision.call)
                self._failures.pop(decision.call, None)

    def hear(self, call: str, at: int, *, flows: bool) -> None:
        """Take in a word about the agent who has the call."""
        self.rest(call)
        if flows:
            self.believe(call)
            self._failures.pop(call, None)
        else:
            self._flowing.discard(call)
            self.cut[call] = at + RENEWED_MS

    def rest(self, call: str) -> None:
        """Await nothing: somebody holds, or the caller is out of sight."""
        self.silent.pop(call, None)
        self.cut.pop(call, None)

    def go_on(self, call: str, at: int) -> None:
        """Await a word again, unless media flowed when it was last said."""
        if call not in self._flowing:
            self.rest(call)
            self.silent[call] = at + UNHEARD_MS

    def begin_anew(self, at: int) -> None:
        """Give everybody their time anew: nobody could say anything meanwhile."""
        awaited = [*self.silent, *self.cut]
        self.cut = {}
        self.silent = dict.fromkeys(awaited, at + UNHEARD_MS)

    def due(self, now: int) -> list[str]:
        """Return the calls that do not get through, as far as anybody knows by now."""
        return [
            call for kind in (self.cut, self.silent) for call, until in kind.items() if until <= now
        ]

    def unheard(self, now: int, call: str, agent: str) -> Unheard:
        """Return that a call does not get through, as a fact."""
        failures = self._failures.get(call, 0) + 1
        return Unheard(now, call, agent, failures=failures, had_met=call in self._met)

    def believe(self, call: str) -> None:
        """Take it that media flow, until a page says otherwise."""
        self._flowing.add(call)
        self._met.add(call)

    def _begin(self, router: Router, fact: Fact, call: str) -> None:
        view = router.call(call)
        if view is None or HELP in view.line:
            # Whoever asked for help sits in another call; that one is watched.
            return
        if isinstance(fact, Answered):
            self.silent[call] = fact.at + UNHEARD_MS
        else:
            # Handed over by somebody to whom the caller spoke: the taker may be in it already.
            self.believe(call)

    @property
    def next_deadline(self) -> int | None:
        """When a call is given up next."""
        heads = [next(iter(kind.values())) for kind in (self.cut, self.silent) if kind]
        return min(heads, default=None)

    def to_plain(self) -> Plain:
        """Return everything as plain values for JSON."""
        return {
            "silent": list(self.silent.items()),
            "cut": list(self.cut.items()),
            "flowing": sorted(self._flowing),
            "met": sorted(self._met),
            "failures": self._failures,
        }

    @classmethod
    def restore(cls, plain: Mapping[str, Any]) -> "Flows":
        """Return what a snapshot holds; one of before knows of no call, and gives none up."""
        flows = cls()
        flows.silent, flows.cut = dict(plain.get("silent", ())), dict(plain.get("cut", ()))
        flows._flowing, flows._met = set(plain.get("flowing", ())), set(plain.get("met", ()))
        flows._failures = dict(plain.get("failures", {}))
        return flows
