"""What stands now, told again to a process that was away from the exchange.

What was pushed meanwhile reached nobody there. Its pages hear how things stand instead, through the
journal as everything else: never a state that is not written yet.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from boutdufil.rooms.illico.dispatcher.loop import Loop
from boutdufil.rooms.illico.dispatcher.news import agent_state, call_state
from boutdufil.rooms.illico.dispatcher.presence import AGENT, CALL

Tell = Callable[[str, Mapping[str, Any]], None]


class Retelling:
    """Answers topics that were joined again."""

    def __init__(self, loop: Loop) -> None:
        self._loop = loop

    def joined_again(self, topics: Iterable[str], tell: Tell) -> None:
        """Tell one process how the agents and calls stand whose pages it serves."""
        wanted = sorted(topic for topic in topics if topic.startswith((AGENT, CALL)))
        if wanted:
            self._loop.journal.after(lambda: self._tell_all(wanted, tell))

    def _tell_all(self, topics: Iterable[str], tell: Tell) -> None:
        for topic in topics:
            tell(topic, self._state_of(topic))

    def _state_of(self, topic: str) -> Mapping[str, Any]:
        desk, clock = self._loop.desk, self._loop.clock
        if topic.startswith(AGENT):
            return agent_state(topic.removeprefix(AGENT), desk, clock)
        state = call_state(topic.removeprefix(CALL), desk, clock.now())
        # Over, or none of ours: the tables know, and the page asks them.
        return {**state, "kind": "look"} if state["kind"] == "unknown" else state
