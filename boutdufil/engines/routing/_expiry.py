"""Deadlines that have run out: the reaper of every state."""

from collections.abc import Callable

from boutdufil.engines.routing._agents import begin_pause, give_up
from boutdufil.engines.routing._calls import close
from boutdufil.engines.routing._decisions import Cause
from boutdufil.engines.routing._errors import StaleError
from boutdufil.engines.routing._events import Deadline, Expired, Restarted
from boutdufil.engines.routing._floor import Floor

NO_ANSWER = "no_answer"
# What somebody has to do, or else: nobody can while the router is away.
WANT_AN_ACT = frozenset({Deadline.RING, Deadline.AWAY})


def expire(floor: Floor, event: Expired) -> None:
    """Apply one deadline; raises StaleError when it is not set, or set to another moment."""
    key = (event.kind, event.agent, event.call)
    if floor.timers.deadline(key) != event.deadline or event.deadline > event.at:
        raise StaleError(f"{event.kind} {event.agent} {event.call}")
    floor.timers.cancel(key)
    EXPIRIES[event.kind](floor, event)


def restart(floor: Floor, event: Restarted) -> None:
    """Begin anew what waits for somebody to act; say until when."""
    for _deadline, _count, key, duration in floor.timers.entries():
        if key[0] in WANT_AN_ACT:
            floor.timers.set(key, floor.now, duration)
            floor.show_again(floor.agents[key[1]])


def _ring(floor: Floor, event: Expired) -> None:
    """Move on; the agent who did not answer rests for a gap, after two such calls longer."""
    agent, call = floor.agents[event.agent], floor.calls[event.call]
    floor.withdraw(agent, call, Cause.NO_ANSWER)
    agent.missed += 1
    if agent.missed >= floor.settings.most_missed:
        begin_pause(floor, agent, NO_ANSWER, [call])
    else:
        floor.begin_gap(agent, max(call.route.line.gap_ms, 1))
        floor.rehome([call])


def _wrap_up(floor: Floor, event: Expired) -> None:
    floor.finish_wrap_up(floor.agents[event.agent], event.call)


def _gap(floor: Floor, event: Expired) -> None:
    agent = floor.agents[event.agent]
    agent.in_gap = False
    floor.settle(agent)


def _away(floor: Floor, event: Expired) -> None:
    give_up(floor, floor.agents[event.agent])


def _wait(floor: Floor, event: Expired) -> None:
    """Widen the search, or say to the caller that it was too long."""
    call = floor.calls[event.call]
    floor.waiting.discard(call)
    if floor.now >= call.expires_at:
        floor.end(call, Cause.TOO_LONG)
        return
    if floor.now >= call.sticky_until:
        call.sticky = ""
    call.look_after(floor.now - call.received_at)
    floor.seek(call)


def _call(floor: Floor, event: Expired) -> None:
    call = floor.calls[event.call]
    close(floor, floor.agents[call.agent], call, Cause.TOO_LONG)


EXPIRIES: dict[Deadline, Callable[[Floor, Expired], None]] = {
    Deadline.RING: _ring,
    Deadline.WRAP_UP: _wrap_up,
    Deadline.GAP: _gap,
    Deadline.AWAY: _away,
    Deadline.WAIT: _wait,
    Deadline.CALL: _call,
}
