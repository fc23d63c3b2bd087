"""Why this agent, and why not that one; why this call before that one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from boutdufil.engines.routing._events import Deadline, Event
from boutdufil.engines.routing._floor import Floor, Observer
from boutdufil.engines.routing._parts import WHOLE
from boutdufil.engines.routing._people import Agent, Call, Phase
from boutdufil.engines.routing._router import Router


class Why(StrEnum):
    """A fact that told against an agent or a call, in the order in which they count."""

    SIGNED_OUT = "signed_out"
    AWAY = "away"
    PAUSED = "paused"
    RINGING = "ringing"
    GAP = "gap"
    NO_CHANNEL = "no_channel"
    NO_ROOM = "no_room"
    LACKS_SKILL = "lacks_skill"
    LEVEL_TOO_LOW = "level_too_low"
    POOL_CLOSED = "pool_closed"
    DECLINED = "declined"
    KEPT_FOR_ANOTHER = "kept_for_another"
    NOT_AWAITED = "not_awaited"
    LESS_FAVOURED = "less_favoured"
    MORE_LOADED = "more_loaded"
    SCARCER = "scarcer"
    IDLE_LESS = "idle_less"
    LOWER_SCORE = "lower_score"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Reason:
    """A fact; `value` is the loser's figure, `against` what was asked or the winner's figure.

    Units: ms for gaps, idle times and places; levels; sixtieths of attention; missing agents for
    scarcity; thousandths of points for scores.
    """

    why: Why
    what: str = ""
    value: int | None = None
    against: int | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Somebody who was not taken, and everything that told against them."""

    name: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Who got which call; the agents asked about, and the other calls this agent could see."""

    call: str
    agent: str
    is_sticky: bool
    agents: tuple[Standing, ...]
    calls: tuple[Standing, ...]


def explain(
    router: Router, event: Event, call: str, others: Iterable[str] | None = None
) -> Explanation | None:
    """Explain to whom `event`, not yet applied to `router`, gives a call; None when to nobody.

    `others` names agents to compare with, all who are signed in by default. To explain what is
    past, replay the journal up to the event before. The router stays as it is.
    """
    found: list[Explanation] = []
    named = None if others is None else tuple(others)

    def observer_of(floor: Floor) -> Observer:
        def observe(agent: Agent, taken: Call) -> None:
            if taken.name == call:
                found.append(_explanation(floor, agent, taken, named))

        return observe

    router.watched(observer_of).apply(event)
    return found[-1] if found else None


def _explanation(
    floor: Floor, agent: Agent, call: Call, others: tuple[str, ...] | None
) -> Explanation:
    names = sorted(floor.agents) if others is None else others
    waiting = sorted(floor.calls.values(), key=lambda one: one.rank)
    rivals = [one for one in waiting if one.phase is Phase.WAITING and one is not call]
    return Explanation(
        call=call.name,
        agent=agent.name,
        is_sticky=call.sticky == agent.name,
        agents=tuple(
            Standing(name, against_agent(floor, call, agent, name))
            for name in names
            if name != agent.name
        ),
        calls=tuple(Standing(one.name, against_call(floor, agent, call, one)) for one in rivals),
    )


def against_agent(floor: Floor, call: Call, chosen: Agent, name: str) -> tuple[Reason, ...]:
    """Return what told against an agent: every hurdle, or the first criterion that decided."""
    other = floor.agents.get(name)
    if other is None:
        return (Reason(Why.SIGNED_OUT),)
    hurdles = (*_absences(floor, other), *_unmet(floor, call, other))
    if hurdles:
        return hurdles
    if call.sticky == chosen.name:
        return (Reason(Why.NOT_AWAITED, chosen.name),)
    return (_outranked(floor, call, chosen, other),)


def against_call(floor: Floor, agent: Agent, chosen: Call, other: Call) -> tuple[Reason, ...]:
    """Return what told against a waiting call."""
    if other.sticky and other.sticky != agent.name:
        return (Reason(Why.KEPT_FOR_ANOTHER, other.sticky),)
    hurdles = tuple(_unmet(floor, other, agent))
    if hurdles:
        return hurdles
    if chosen.sticky and not other.sticky:
        return (Reason(Why.NOT_AWAITED, agent.name),)
    mine, best = (floor.waiting.score(one, floor.now) for one in (other, chosen))
    if mine < best and not other.sticky:
        return (Reason(Why.LOWER_SCORE, "", mine, best),)
    return (Reason(Why.LATER, "", other.received_at, chosen.received_at),)


def _absences(floor: Floor, agent: Agent) -> Iterator[Reason]:
    if agent.is_away:
        yield Reason(Why.AWAY)
    if agent.paused:
        yield Reason(Why.PAUSED, agent.paused)
    if agent.ringing:
        yield Reason(Why.RINGING)
    if agent.in_gap:
        until = floor.timers.deadline((Deadline.GAP, agent.name, ""))
        yield Reason(Why.GAP, "", floor.now, until)


def _unmet(floor: Floor, call: Call, agent: Agent) -> Iterator[Reason]:
    """Yield what the call asks and the agent has not; a sticky agent is asked the least."""
    need = call.widest if call.sticky == agent.name else call.want.need
    profile = agent.profile
    share = profile.share(need.channel)
    if share is None:
        yield Reason(Why.NO_CHANNEL, need.channel)
    elif agent.load + share > WHOLE:
        yield Reason(Why.NO_ROOM, "", agent.load, WHOLE - share)
    for skill in sorted(need.skills - profile.skills):
        yield Reason(Why.LACKS_SKILL, skill)
    for skill, level in need.levels:
        if profile.levels.get(skill, 0) < level:
            yield Reason(Why.LEVEL_TOO_LOW, skill, profile.levels.get(skill, 0), level)
    if profile.pool not in need.pools:
        yield Reason(Why.POOL_CLOSED, profile.pool)
    if agent.name in call.declined_by:
        yield Reason(Why.DECLINED)


def _outranked(floor: Floor, call: Call, chosen: Agent, other: Agent) -> Reason:
    """Return the first criterion in which the other stands behind."""
    wishes = [call.want.need.favoured(one.profile) for one in (other, chosen)]
    if wishes[0] < wishes[1]:
        return Reason(Why.LESS_FAVOURED, ", ".join(sorted(call.favours)), *wishes)
    if other.load > chosen.load:
        return Reason(Why.MORE_LOADED, "", other.load, chosen.load)
    short = [_shortages(floor, one) for one in (other, chosen)]
    if sum(short[0].values()) > sum(short[1].values()):
        extra = sorted(skill for skill in short[0] if skill not in chosen.profile.skills)
        return Reason(Why.SCARCER, ", ".join(extra), *(sum(one.values()) for one in short))
    since = [floor.now - one.idle_since for one in (other, chosen)]
    return Reason(Why.IDLE_LESS, "", *since)


def _shortages(floor: Floor, agent: Agent) -> dict[str, int]:
    skills = sorted(agent.profile.skills & floor.seats.reserve.keys())
    found = {skill: floor.seats.shortage(skill) for skill in skills}
    return {skill: missing for skill, missing in found.items() if missing}
