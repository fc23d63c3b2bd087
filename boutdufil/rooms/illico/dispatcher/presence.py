"""Who is still there: agents and callers whose pages are joined to their topics.

A page that reloads is gone for a moment; a web process that died takes hundreds with it. So an
agent is lost at once when a link breaks, and after a few seconds when only their page went; a
caller keeps their place for the desk's own grace either way.
"""

from collections.abc import Callable, Iterable
from typing import Protocol

from boutdufil.rooms.illico.dispatcher.facts import BY_TOPIC
from boutdufil.rooms.illico.dispatcher.loop import Loop
from boutdufil.rooms.illico.rules.offering import help_line

# After a start everybody joins again; until then nobody is missed.
REJOIN_MS = 5_000
PAGE_GRACE_MS = 5_000
# A page that has just called needs its script, its microphone and its socket first.
FIRST_JOIN_MS = 20_000

AGENT, CALL = "agent:", "call:"
HELP = help_line("", "")


class Topics(Protocol):
    """What is asked of the exchange."""

    def is_joined(self, topic: str) -> bool:
        """Tell whether any link has joined the topic."""
        ...


class Presence:
    """Turns joined and left topics into what the desk is told."""

    def __init__(self, loop: Loop, topics: Topics) -> None:
        self._loop, self._topics = loop, topics
        self._began = loop.clock.monotonic_ms()
        self._missed_since: dict[str, int] = {}

    def link_closed(self, topics: Iterable[str]) -> None:
        """Take in that a link broke with these topics joined."""
        for topic in topics:
            if self._topics.is_joined(topic):
                continue
            if topic.startswith(AGENT):
                self._loop.submit("lost", {"agent": topic.removeprefix(AGENT)})
            elif topic.startswith(CALL):
                self._lose_caller(topic.removeprefix(CALL))

    def look(self) -> None:
        """Compare who should be there with who is; call it every second."""
        if self._loop.clock.monotonic_ms() - self._began < REJOIN_MS:
            return
        missed = dict(self._missed_since)
        self._missed_since = {}
        for agent in list(self._loop.desk.router.agents()):
            self._see(f"{AGENT}{agent.name}", missed, PAGE_GRACE_MS, self._agent_ways(agent.name))
        for call in list(self._loop.desk.router.calls()):
            # Whoever asked for help sits in another call; that one is watched.
            if HELP not in call.line:
                ways = self._caller_ways(call.name)
                self._see(f"{CALL}{call.name}", missed, FIRST_JOIN_MS, ways)

    def _see(
        self,
        topic: str,
        missed: dict[str, int],
        patience: int,
        ways: tuple[Callable[[], None], Callable[[], None]],
    ) -> None:
        back, lost = ways
        now = self._loop.clock.monotonic_ms()
        if self._topics.is_joined(topic):
            back()
            return
        since = self._missed_since[topic] = missed.get(topic, now)
        if now - since >= patience:
            lost()

    def _agent_ways(self, agent: str) -> tuple[Callable[[], None], Callable[[], None]]:
        shown = self._loop.desk.tally.agents.get(agent)
        is_away = shown is not None and shown.state == "away"

        def back() -> None:
            if is_away:
                self._loop.submit("back", {"agent": agent})

        def lost() -> None:
            if not is_away:
                self._loop.submit("lost", {"agent": agent})

        return back, lost

    def _caller_ways(self, call: str) -> tuple[Callable[[], None], Callable[[], None]]:
        is_out_of_sight = call in self._loop.desk.out_of_sight

        def back() -> None:
            # What a page itself reported lost, it will report back: others are on this topic too.
            if call in self._loop.desk.lost_by_topic:
                self._loop.submit("caller_back", {"call": call})

        def lost() -> None:
            if not is_out_of_sight:
                self._lose_caller(call)

        return back, lost

    def _lose_caller(self, call: str) -> None:
        view = self._loop.desk.router.call(call)
        if view is None or HELP in view.line:
            return
        self._loop.submit("caller_lost", {"call": call, "by": BY_TOPIC})
