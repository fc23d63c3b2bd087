"""Calls written into the journal by hand, projected, and metered."""

from datetime import UTC, datetime, timedelta
from typing import Any

from boutdufil.kernel.calls.enums import ParticipantRole
from boutdufil.rooms.illico.models import Agent, JournalEntry, MeteredCall, Number
from boutdufil.rooms.illico.services.metering import meter_ended_calls
from boutdufil.rooms.illico.services.projection import project_lines
from tests.factories.calls import ParticipantFactory
from tests.factories.illico import AgentFactory, NumberFactory, ServiceCallFactory

CLICK = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


class Line:
    """A call whose every line of the journal is written in a test, so many s after the click."""

    def __init__(self, *, at: datetime = CLICK, number: Number | None = None, **more: Any) -> None:
        number = number or NumberFactory(rate=6_000)
        self.at = at
        self.service = ServiceCallFactory(clicked_at=at, number=number, **more)
        self.call = str(self.service.pk)
        self.caller = ParticipantFactory(call=self.service.call)
        self.agents: dict[str, tuple[Agent, str]] = {}
        # By how much the wall's clock was set since the click; the dispatcher's is its own.
        self.stepped = timedelta()

    def offer(self) -> None:
        """Let the dispatcher take the call at once."""
        self.write(0, {"event": {"type": "Offered", "call": self.call}, "decisions": []})

    def connect(self, second: float, agent: Agent | None = None) -> Agent:
        """Let an agent answer, and media flow both ways from then on."""
        agent = agent or AgentFactory()
        seat = ParticipantFactory(
            call=self.service.call, role=ParticipantRole.AGENT, person=agent.person
        )
        self.agents[agent.name] = (agent, str(seat.pk))
        self.decide(second, "Connected", agent=agent.name)
        self.media(second, agent, is_on=True)
        return agent

    def media(self, second: float, agent: Agent, *, is_on: bool) -> None:
        """Let both pages say whether media flow."""
        ends = [self.agents[agent.name][1], str(self.caller.pk)]
        for who, other in (ends, ends[::-1]):
            self.note(second, "media", who, {"on": is_on, "from": other})

    def hold(self, second: float, agent: Agent, *, is_on: bool) -> None:
        self.note(second, "hold", self.agents[agent.name][1], {"on": is_on})

    def detach(self, second: float, agent: Agent, cause: str = "transferred") -> None:
        self.decide(second, "Detached", agent=agent.name, cause=cause)

    def end(self, second: float) -> None:
        self.decide(second, "Ended", cause="hung_up")

    def decide(self, second: float, kind: str, **more: Any) -> None:
        decision = {"type": kind, "call": self.call, **more}
        self.write(second, {"event": {"type": "Offered"}, "decisions": [decision]})

    def note(self, second: float, kind: str, who: str, body: dict[str, Any]) -> None:
        event = {"type": "Noted", "call": self.call, "kind": kind, "who": who, "body": body}
        self.write(second, {"event": event, "decisions": []})

    def write(self, second: float, body: dict[str, Any]) -> None:
        JournalEntry.objects.create(
            pool="main",
            seq=JournalEntry.objects.count() + 1,
            epoch=1,
            at=int(self.at.timestamp() + second) * 1_000,
            call=self.call,
            body=body,
            happened_at=self.at + timedelta(seconds=second) + self.stepped,
        )

    def metered(self) -> MeteredCall:
        """Project, meter and return what it came to."""
        follow_and_meter()
        return MeteredCall.objects.get(pk=self.service.pk)


def follow_and_meter() -> int:
    """Bring the tables level with the journal and meter what is over."""
    while project_lines(pool="main"):
        pass
    return meter_ended_calls()


def talk(*, seconds: int, at: datetime = CLICK, agent: Agent | None = None, **more: Any) -> Line:
    """Return a call answered after 10 s that lasts so many metered seconds."""
    line = Line(at=at, **more)
    line.connect(10, agent)
    line.end(20 + seconds)
    return line
