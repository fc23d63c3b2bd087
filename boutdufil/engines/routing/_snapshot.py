"""The whole state as plain values; two routers with equal snapshots go on alike."""

from collections.abc import Iterable
from typing import Any

from boutdufil.engines.routing._codec import Plain, line_from, plain_fields, profile_from
from boutdufil.engines.routing._decisions import State
from boutdufil.engines.routing._events import Deadline
from boutdufil.engines.routing._floor import Floor, Settings
from boutdufil.engines.routing._people import Agent, Call, Engagement, Phase, Route
from boutdufil.engines.routing._seats import Seats

VERSION = 1
AGENT_FIELDS = (
    "name", "paused", "is_away", "in_gap", "ringing", "load", "missed", "turn", "idle_since",
)  # fmt: skip
COUNTERS = ("now", "turns", "calls_seen", "routes_seen")


def snapshot(floor: Floor) -> Plain:
    """Return the state between two events."""
    routes = {call.route.number: call.route for call in floor.calls.values()}
    routes |= {route.number: route for route in floor.routes.values()}
    return {
        "version": VERSION,
        "settings": plain_fields(floor.settings),
        "counters": {name: getattr(floor, name) for name in COUNTERS},
        "lines": {str(number): plain_fields(routes[number].line) for number in sorted(routes)},
        "open": {line: floor.routes[line].number for line in sorted(floor.routes)},
        "reserve": dict(floor.seats.reserve),
        "agents": agents_to_plain([floor.agents[name] for name in sorted(floor.agents)]),
        "calls": [call_to_plain(floor.calls[name]) for name in sorted(floor.calls)],
        "ended": [[name, at] for name, at in floor.ended.items()],
        "timers": [[at, count, *key, lasts] for at, count, key, lasts in floor.timers.entries()],
        "timers_seen": floor.timers.count,
    }


def restore(plain: Plain) -> Floor:
    """Return the state a snapshot was taken of; raises ValueError for another version."""
    if plain["version"] != VERSION:
        raise ValueError(f"snapshot of version {plain['version']}, this reads {VERSION}")
    floor = Floor(Settings(**plain["settings"]))
    for name in COUNTERS:
        setattr(floor, name, plain["counters"][name])
    routes = {
        int(number): Route(int(number), line_from(line), floor.seats.kinds)
        for number, line in plain["lines"].items()
    }
    floor.routes = {line: routes[number] for line, number in plain["open"].items()}
    floor.seats.set_reserve(plain["reserve"])
    for one in plain["agents"]:
        _seat(floor, agent_from(one, floor.seats))
    for one in plain["calls"]:
        _place(floor, call_from(one, routes))
    floor.ended = dict(plain["ended"])
    entries = [
        (at, count, (Deadline(kind), who, call), duration)
        for at, count, kind, who, call, duration in plain["timers"]
    ]
    floor.timers.restore(entries, plain["timers_seen"])
    return floor


def _seat(floor: Floor, agent: Agent) -> None:
    floor.agents[agent.name] = agent
    if agent.is_assignable:
        agent.seat = floor.seats.seat(agent.kind, agent.load)
        floor.seats.add(agent.seat, agent.turn, agent.name)


def _place(floor: Floor, call: Call) -> None:
    floor.calls[call.name] = call
    if call.phase is Phase.WAITING:
        floor.waiting.add(call)


def agents_to_plain(agents: Iterable[Agent]) -> list[Plain]:
    """Return agents; those of one kind share one profile, which is most of the work."""
    profiles: dict[int, Plain] = {}
    plain = []
    for agent in agents:
        if id(agent.kind) not in profiles:
            profiles[id(agent.kind)] = plain_fields(agent.profile)
        plain.append(agent_to_plain(agent, profiles[id(agent.kind)]))
    return plain


def agent_to_plain(agent: Agent, profile: Plain) -> Plain:
    """Return an agent without the seat, which follows from the rest."""
    return {
        **{name: getattr(agent, name) for name in AGENT_FIELDS},
        "profile": profile,
        "shown": str(agent.shown),
        "engagements": [[name, plain_fields(one)] for name, one in agent.engagements.items()],
    }


def agent_from(plain: Plain, seats: Seats) -> Agent:
    """Return an agent."""
    read: dict[str, Any] = {
        **{name: plain[name] for name in AGENT_FIELDS},
        "kind": seats.kind(profile_from(plain["profile"])),
        "shown": State(plain["shown"]),
        "engagements": {
            name: Engagement(**{**one, "phase": Phase(one["phase"])})
            for name, one in plain["engagements"]
        },
    }
    return Agent(**read)


def call_to_plain(call: Call) -> Plain:
    """Return a call with the number of its route."""
    names = ("name", "number", "received_at", "sticky", "sticky_until", "expires_at", "stage")
    sets = ("skills", "favours", "declined_by")
    return {
        **{name: getattr(call, name) for name in names},
        **{name: sorted(getattr(call, name)) for name in sets},
        "phase": str(call.phase),
        "agent": call.agent,
        "route": call.route.number,
    }


def call_from(plain: Plain, routes: dict[int, Route]) -> Call:
    """Return a call."""
    read: dict[str, Any] = {
        "route": routes[plain["route"]],
        "skills": frozenset(plain["skills"]),
        "favours": frozenset(plain["favours"]),
        "declined_by": frozenset(plain["declined_by"]),
        "phase": Phase(plain["phase"]),
    }
    return Call(**{**plain, **read})
