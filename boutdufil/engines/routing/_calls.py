"""Events of calls."""

from boutdufil.engines.routing._agents import known_agent
from boutdufil.engines.routing._decisions import Cause, Connected, Detached
from boutdufil.engines.routing._errors import (
    DuplicateError,
    UnknownCallError,
    UnknownLineError,
    WrongStateError,
)
from boutdufil.engines.routing._events import (
    Answered,
    Deadline,
    Declined,
    Gone,
    HandedOver,
    Offered,
    Released,
    TakenBack,
    Transferred,
)
from boutdufil.engines.routing._floor import Floor
from boutdufil.engines.routing._parts import WHOLE
from boutdufil.engines.routing._people import Agent, Call, Engagement, Phase, Route


def known_call(floor: Floor, name: str) -> Call:
    """Return a call that waits or is up; raises DuplicateError when it has ended."""
    if name in floor.calls:
        return floor.calls[name]
    raise DuplicateError(name) if name in floor.ended else UnknownCallError(name)


def known_route(floor: Floor, line: str) -> Route:
    """Return a line as it is set now; raises UnknownLineError."""
    if line not in floor.routes:
        raise UnknownLineError(line)
    return floor.routes[line]


def held_call(floor: Floor, agent: Agent, name: str, phase: Phase) -> Call:
    """Return a call that is in this phase at this agent; raises WrongStateError."""
    call = known_call(floor, name)
    if call.agent != agent.name or call.phase is not phase:
        raise WrongStateError(f"{name} is not {phase} at {agent.name}")
    return call


def offer(floor: Floor, event: Offered) -> None:
    """Take a caller in."""
    if event.call in floor.calls or event.call in floor.ended:
        raise DuplicateError(event.call)
    route = known_route(floor, event.line)
    received_at = event.at if event.received_at is None else event.received_at
    if received_at > event.at:
        raise WrongStateError(f"{event.call} was received in the future")
    floor.calls_seen += 1
    call = Call(
        name=event.call,
        number=floor.calls_seen,
        route=route,
        received_at=received_at,
        skills=event.skills,
        favours=event.favours,
        sticky=event.sticky,
        sticky_until=event.at + route.line.sticky_ms,
        expires_at=event.at + route.line.longest_wait_ms,
        stage=route.stage(event.at - received_at),
    )
    floor.calls[call.name] = call
    floor.place(call)


def hang_up(floor: Floor, event: Gone) -> None:
    """Let a caller go, and free the agent."""
    call = known_call(floor, event.call)
    if call.phase is Phase.WAITING:
        floor.waiting.discard(call)
        floor.end(call, Cause.HUNG_UP)
        return
    agent = floor.agents[call.agent]
    if call.phase is Phase.RESERVED:
        floor.withdraw(agent, call, Cause.HUNG_UP)
        floor.end(call, Cause.HUNG_UP)
        floor.settle(agent, keep_turn=True)
        return
    close(floor, agent, call, Cause.HUNG_UP)


def answer(floor: Floor, event: Answered) -> None:
    """Put caller and agent together."""
    agent = known_agent(floor, event.agent)
    call = held_call(floor, agent, event.call, Phase.RESERVED)
    call.phase = agent.engagements[call.name].phase = Phase.IN_CALL
    agent.missed, agent.ringing = 0, ""
    floor.timers.cancel((Deadline.RING, agent.name, call.name))
    floor.timers.set((Deadline.CALL, "", call.name), floor.now, call.route.line.longest_call_ms)
    floor.tell(Connected(call.name, agent.name))
    floor.settle(agent)


def decline(floor: Floor, event: Declined) -> None:
    """Take the call elsewhere; the agent loses nothing by it."""
    agent = known_agent(floor, event.agent)
    call = held_call(floor, agent, event.call, Phase.RESERVED)
    floor.withdraw(agent, call, Cause.DECLINED)
    call.declined_by |= {agent.name}
    floor.settle(agent, keep_turn=True)
    floor.rehome([call])


def release(floor: Floor, event: Released) -> None:
    """End a call from the agent's side."""
    agent = known_agent(floor, event.agent)
    call = held_call(floor, agent, event.call, Phase.IN_CALL)
    close(floor, agent, call, Cause.RELEASED)


def close(floor: Floor, agent: Agent, call: Call, cause: Cause) -> None:
    """End a call that is up."""
    floor.end(call, cause)
    floor.begin_wrap_up(agent, call)


def transfer(floor: Floor, event: Transferred) -> None:
    """Send a caller on to another line, with the place of the first second."""
    agent = known_agent(floor, event.agent)
    call = held_call(floor, agent, event.call, Phase.IN_CALL)
    route = known_route(floor, event.line)
    floor.timers.cancel((Deadline.CALL, "", call.name))
    floor.tell(Detached(call.name, agent.name, Cause.TRANSFERRED))
    floor.begin_wrap_up(agent, call)
    call.route, call.skills, call.favours = route, event.skills, event.favours
    call.declined_by = frozenset()
    call.phase, call.agent = Phase.WAITING, ""
    call.look_after(floor.now - call.received_at)
    call.sticky, call.sticky_until = event.sticky, floor.now + route.line.sticky_ms
    call.expires_at = floor.now + route.line.longest_wait_ms
    floor.place(call)


def take_back(floor: Floor, event: TakenBack) -> None:
    """Free an agent of a call that does not get through; a gap lets others come first."""
    agent = known_agent(floor, event.agent)
    call = held_call(floor, agent, event.call, Phase.IN_CALL)
    floor.timers.cancel((Deadline.CALL, "", call.name))
    floor.tell(Detached(call.name, agent.name, Cause.NO_MEDIA))
    floor.drop(agent, call.name)
    if event.is_over:
        floor.end(call, Cause.NO_MEDIA)
    floor.begin_gap(agent, max(call.route.line.gap_ms, 1))
    if not event.is_over:
        floor.rehome([call])


def hand_over(floor: Floor, event: HandedOver) -> None:
    """Let whoever answered a consultation take the call over."""
    agent = known_agent(floor, event.agent)
    call = held_call(floor, agent, event.call, Phase.IN_CALL)
    request = known_call(floor, event.request)
    if request.phase is not Phase.IN_CALL or request.agent == agent.name:
        raise WrongStateError(f"nobody else is up on {event.request}")
    taker = floor.agents[request.agent]
    share = _share_to_take(taker, call, request)
    floor.drop(taker, request.name)
    floor.take_up_again(taker, call.name)
    taker.engagements[call.name] = Engagement(Phase.IN_CALL, share, call.route.line.gap_ms)
    taker.load += share
    call.agent = taker.name
    floor.end(request, Cause.HANDED_OVER)
    floor.tell(Detached(call.name, agent.name, Cause.HANDED_OVER))
    floor.tell(Connected(call.name, taker.name))
    floor.begin_wrap_up(agent, call)
    floor.settle(taker)


def _share_to_take(taker: Agent, call: Call, request: Call) -> int:
    share = taker.profile.share(call.route.line.channel)
    ending = (taker.engagements.get(name) for name in (request.name, call.name))
    left = taker.load - sum(one.share for one in ending if one)
    if share is None or left + share > WHOLE:
        raise WrongStateError(f"{taker.name} has no room for {call.name}")
    return share
