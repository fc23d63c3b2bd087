"""Events of agents."""

from collections.abc import Iterable

from boutdufil.engines.routing._decisions import Cause, Detached
from boutdufil.engines.routing._errors import (
    DuplicateError,
    UnknownAgentError,
    WrongStateError,
)
from boutdufil.engines.routing._events import (
    Back,
    Deadline,
    Lost,
    Moved,
    Paused,
    Resumed,
    SignedIn,
    SignedOut,
    WrappedUp,
)
from boutdufil.engines.routing._floor import Floor
from boutdufil.engines.routing._people import Agent, Call, Phase


def known_agent(floor: Floor, name: str) -> Agent:
    """Return an agent who has signed in; raises UnknownAgentError."""
    if name not in floor.agents:
        raise UnknownAgentError(name)
    return floor.agents[name]


def sign_in(floor: Floor, event: SignedIn) -> None:
    """Seat a newcomer."""
    if event.agent in floor.agents:
        raise DuplicateError(event.agent)
    agent = floor.agents[event.agent] = Agent(event.agent, floor.seats.kind(event.profile))
    floor.settle(agent)


def sign_out(floor: Floor, event: SignedOut) -> None:
    """Let an agent go who is in no call."""
    agent = known_agent(floor, event.agent)
    if agent.calls(Phase.IN_CALL):
        raise WrongStateError(f"{event.agent} is in a call")
    ringing = floor.withdraw_all(agent, Cause.SIGNED_OUT)
    kept = floor.take_kept(agent)
    floor.remove(agent)
    floor.rehome([*ringing, *kept])


def move(floor: Floor, event: Moved) -> None:
    """Give an agent another profile; calls in hand go on."""
    agent = known_agent(floor, event.agent)
    if event.profile == agent.profile:
        raise DuplicateError(event.agent)
    floor.unseat(agent)
    agent.kind = floor.seats.kind(event.profile)
    kept = [call for call in floor.take_kept(agent) if not _still_kept(floor, agent, call.name)]
    floor.settle(agent, keep_turn=True)
    floor.rehome(kept)


def _still_kept(floor: Floor, agent: Agent, name: str) -> bool:
    """Keep a call for the agent after all when the new profile fits it."""
    call = floor.calls[name]
    if not call.widest.suits(agent.profile):
        return False
    call.sticky = agent.name
    floor.waiting.add(call)
    return True


def pause(floor: Floor, event: Paused) -> None:
    """Let nothing more ring at an agent."""
    agent = known_agent(floor, event.agent)
    if agent.paused:
        raise DuplicateError(event.agent)
    begin_pause(floor, agent, event.reason)


def begin_pause(floor: Floor, agent: Agent, reason: str, missed: Iterable[Call] = ()) -> None:
    """Pause an agent and give away what rings or waits there, and what was `missed`."""
    agent.paused = reason or "pause"
    ringing = floor.withdraw_all(agent, Cause.PAUSED)
    kept = floor.take_kept(agent)
    floor.settle(agent)
    floor.rehome([*missed, *ringing, *kept])


def resume(floor: Floor, event: Resumed) -> None:
    """Let calls ring at an agent again."""
    agent = known_agent(floor, event.agent)
    if not agent.paused:
        raise DuplicateError(event.agent)
    agent.paused, agent.missed = "", 0
    floor.settle(agent)


def lose(floor: Floor, event: Lost) -> None:
    """Give the agent some time to come back; what rings there goes elsewhere at once."""
    agent = known_agent(floor, event.agent)
    if agent.is_away:
        raise DuplicateError(event.agent)
    agent.is_away = True
    floor.timers.set((Deadline.AWAY, agent.name, ""), floor.now, floor.settings.grace_ms)
    homeless = [*floor.withdraw_all(agent, Cause.AGENT_LOST), *floor.take_kept(agent)]
    floor.settle(agent)
    floor.rehome(homeless)


def come_back(floor: Floor, event: Back) -> None:
    """Go on where the connection was cut."""
    agent = known_agent(floor, event.agent)
    if not agent.is_away:
        raise DuplicateError(event.agent)
    agent.is_away = False
    floor.timers.cancel((Deadline.AWAY, agent.name, ""))
    floor.settle(agent)


def give_up(floor: Floor, agent: Agent) -> None:
    """Sign a lost agent out; callers who were in conversation go back to their place in line."""
    talking = [floor.calls[name] for name in agent.calls(Phase.IN_CALL)]
    for call in talking:
        floor.timers.cancel((Deadline.CALL, "", call.name))
        floor.tell(Detached(call.name, agent.name, Cause.AGENT_LOST))
    floor.remove(agent)
    floor.rehome(talking)


def wrap_up(floor: Floor, event: WrappedUp) -> None:
    """End the work after a call before its time."""
    agent = known_agent(floor, event.agent)
    engagement = agent.engagements.get(event.call)
    if engagement is None or engagement.phase is not Phase.WRAP_UP:
        raise WrongStateError(f"{event.agent} has no work to finish on {event.call}")
    floor.finish_wrap_up(agent, event.call)
