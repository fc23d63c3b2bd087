"""What pages hear of a decision: the topic of the agent, and that of the call."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from boutdufil.engines.routing import (
    Assigned,
    Connected,
    Detached,
    Ended,
    Phase,
    Queued,
    StateChanged,
    Withdrawn,
)
from boutdufil.rooms.illico.dispatcher.desk import Applied, Desk
from boutdufil.rooms.illico.dispatcher.times import RouterClock

Push = tuple[str, dict[str, Any]]
# Well under what one line of the exchange holds.
LINES_TOLD = 300


def news_of(applied: Applied, desk: Desk, clock: RouterClock) -> list[Push]:
    """Return what is to be sent to which topic, in order."""
    scene = Scene(applied.agents, desk, clock)
    told: list[Push] = []
    for decision in applied.decisions:
        told += TELLERS[type(decision)](decision, scene)
    return told


class Scene(NamedTuple):
    """What a message needs beside the decision: who had the calls before, the desk, the clock."""

    agents: Mapping[str, str]
    desk: Desk
    clock: RouterClock


def _assigned(said: Assigned, scene: Scene) -> list[Push]:
    until = scene.clock.to_wall(said.until)
    return [
        to_agent(said.agent, "assigned", call=said.call, until=until),
        to_call(said.call, "ringing"),
    ]


def _withdrawn(said: Withdrawn, scene: Scene) -> list[Push]:
    return [to_agent(said.agent, "withdrawn", call=said.call, reason=str(said.cause))]


def _connected(said: Connected, scene: Scene) -> list[Push]:
    return [
        to_agent(said.agent, "connected", call=said.call),
        to_call(said.call, "connected", agent=said.agent),
    ]


def _queued(said: Queued, scene: Scene) -> list[Push]:
    return [to_call(said.call, "queued", **place_of(said.call, scene.desk, scene.clock.now()))]


def _detached(said: Detached, scene: Scene) -> list[Push]:
    return [
        to_agent(said.agent, "detached", call=said.call, reason=str(said.cause)),
        to_call(said.call, "detached", cause=str(said.cause)),
    ]


def _ended(said: Ended, scene: Scene) -> list[Push]:
    told = [to_call(said.call, "ended", cause=str(said.cause))]
    if agent := scene.agents.get(said.call):
        told.insert(0, to_agent(agent, "ended", call=said.call, reason=str(said.cause)))
    return told


def _state(said: StateChanged, scene: Scene) -> list[Push]:
    until = None if said.until is None else scene.clock.to_wall(said.until)
    return [to_agent(said.agent, "state", state=str(said.state), until=until, reason=said.reason)]


TELLERS: dict[type, Callable[[Any, Scene], list[Push]]] = {
    Assigned: _assigned,
    Withdrawn: _withdrawn,
    Connected: _connected,
    Queued: _queued,
    Detached: _detached,
    Ended: _ended,
    StateChanged: _state,
}


def to_agent(agent: str, kind: str, **body: Any) -> Push:
    """Return a message to an agent's pages."""
    return f"agent:{agent}", {"kind": kind, **body}


def to_call(call: str, kind: str, **body: Any) -> Push:
    """Return a message to everybody in a call."""
    return f"call:{call}", {"kind": kind, "call": call, **body}


def place_of(call: str, desk: Desk, now: int) -> dict[str, Any]:
    """Return a caller's place and the s still to be expected, None when that is not known."""
    place = desk.tally.place(call)
    expected = desk.tally.expected_ms(call, place, now)
    seconds = None if expected is None else round(expected / 1000)
    return {"place": place, "expected_s": seconds}


def agent_state(agent: str, desk: Desk, clock: RouterClock) -> dict[str, Any]:
    """Return an agent as they are shown to themselves, their calls with it."""
    shown, view = desk.tally.agents.get(agent), desk.router.agent(agent)
    if shown is None or view is None:
        return {"kind": "state", "state": "offline", "until": None, "reason": "", "calls": []}
    return {
        "kind": "state",
        "state": str(shown.state),
        "since": clock.to_wall(shown.since),
        "until": None if shown.until is None else clock.to_wall(shown.until),
        "reason": shown.reason,
        "calls": [{"call": name, "phase": str(phase)} for name, phase in view.calls],
        "may_answer": {
            "channels": sorted(view.profile.capacity),
            "skills": sorted(view.profile.skills),
        },
    }


def call_state(call: str, desk: Desk, now: int) -> dict[str, Any]:
    """Return a call as its caller is shown it; "unknown" when it is over or never was here."""
    view = desk.router.call(call)
    if view is None:
        return {"kind": "unknown", "call": call}
    if view.phase is Phase.WAITING:
        return {"kind": "queued", "call": call, **place_of(call, desk, now)}
    if view.phase is Phase.RESERVED:
        return {"kind": "ringing", "call": call}
    return {"kind": "connected", "call": call, "agent": view.agent}


def snapshot(body: Mapping[str, Any], desk: Desk, clock: RouterClock) -> dict[str, Any]:
    """Return the figures of the floor: agents by state, and some of its lines.

    ``numbers`` asks for the lines of these codes alone, ``after`` for those behind a line. At most
    `LINES_TOLD` are told; ``next`` is what to ask after when there are more, else empty.
    """
    codes, after, tally = body.get("numbers"), str(body.get("after", "")), desk.tally
    lines = [
        line
        for line in sorted({*tally.queues, *tally.up})
        if line > after and (not isinstance(codes, list) or line.partition(":")[0] in codes)
    ]
    told, now = lines[:LINES_TOLD], clock.now()
    return {
        "kind": "wall",
        "at": clock.wall_ms(),
        "lines": {line: figures_of(line, desk, now) for line in told},
        "next": told[-1] if len(lines) > len(told) else "",
        "agents": {str(state): number for state, number in tally.by_state.items() if number},
    }


def walls_of_numbers(desk: Desk, clock: RouterClock) -> list[Push]:
    """Return the lines of each number on a topic of its own: nobody sees another's."""
    now, at = clock.now(), clock.wall_ms()
    numbers: dict[str, dict[str, Any]] = {}
    for line in sorted({*desk.tally.queues, *desk.tally.up}):
        numbers.setdefault(line.partition(":")[0], {})[line] = figures_of(line, desk, now)
    return [
        (f"wall:{code}", {"kind": "wall", "at": at, "lines": lines})
        for code, lines in numbers.items()
    ]


def figures_of(line: str, desk: Desk, now: int) -> dict[str, int]:
    """Return how many wait on a line and for how long, and how many talk."""
    queue = desk.tally.queues.get(line)
    since = queue.since if queue else []
    longest = max(now - since[0][0], 0) // 1000 if since else 0
    return {"waiting": len(since), "longest_wait_s": longest, "up": desk.tally.up[line]}
