"""The policy of the router once more, by looking at everybody each time.

No index, no buckets, no heap: agents and calls stand in plain dictionaries, every choice compares
all of them, every deadline is found by looking at all deadlines.
"""

from types import SimpleNamespace

from boutdufil.engines.routing import (
    Assigned,
    Cause,
    Connected,
    Deadline,
    Detached,
    Ended,
    Expired,
    Queued,
    RefusedError,
    State,
    StateChanged,
    Withdrawn,
)

REFUSED = RefusedError
PARTS = 60


class SlowRouter:
    def __init__(self, grace_ms=20_000, most_missed=2):
        self.grace_ms, self.most_missed = grace_ms, most_missed
        self.now = self.turns = self.calls_seen = self.count = 0
        self.lines, self.agents, self.calls, self.over = {}, {}, {}, set()
        self.reserve, self.deadlines = {}, {}

    def apply(self, event):
        if event.at < self.now:
            raise REFUSED("clock")
        before, self.now = self.now, event.at
        self.out, self.seen = [], {name: state_of(one) for name, one in self.agents.items()}
        self.order = []
        try:
            getattr(self, "on_" + type(event).__name__.lower())(event)
        except REFUSED:
            self.now = before
            raise
        return self.out + self.changes()

    def due(self, now):
        found = sorted((at, count, key) for key, (at, count) in self.deadlines.items())
        return [Expired(now, *key, at) for at, _count, key in found if at <= now]

    def changes(self):
        told = []
        for name in self.order:
            agent = self.agents.get(name)
            if agent and state_of(agent) != self.seen.get(name, State.OFFLINE):
                told.append(StateChanged(name, state_of(agent), self.until(agent), agent.paused))
        return told

    def until(self, agent):
        kinds = {State.RESERVED: "ring", State.WRAP_UP: "wrap_up", State.GAP: "gap"}
        kind = {**kinds, State.AWAY: "away"}.get(state_of(agent))
        mine = [at for key, (at, _) in self.deadlines.items() if key[:2] == (kind, agent.name)]
        return min(mine, default=None)

    # Who can, and who is best

    def asks(self, call, waited):
        line = call.line
        levels = [step.levels for step in line.steps if step.after_ms <= waited]
        pools = {one.pool for one in line.overflow if one.after_ms <= waited} | line.pools
        return (levels[-1] if levels else {}), pools

    def can(self, call, agent, waited, load):
        levels, pools = self.asks(call, waited)
        most = agent.profile.capacity.get(call.line.channel, 0)
        return (
            most > 0
            and load + PARTS // most <= PARTS
            and call.line.skills | call.skills <= agent.profile.skills
            and all(agent.profile.levels.get(one, 0) >= level for one, level in levels.items())
            and agent.profile.pool in pools
        )

    def widest(self, call, agent, load):
        return self.can(call, agent, 10**12, load)

    def shortage(self, agent):
        short = 0
        for skill, kept in self.reserve.items():
            free = sum(is_free(one) and skill in one.profile.skills for one in self.agents.values())
            short += max(0, kept - free) if skill in agent.profile.skills else 0
        return short

    def best_agent(self, call):
        able = [
            agent
            for agent in self.agents.values()
            if is_free(agent)
            and agent.name not in call.declined
            and self.can(call, agent, call.waited, load_of(agent))
        ]
        wishes = {one.name: len(call.favours & one.profile.skills) for one in able}
        return min(
            able,
            key=lambda one: (-wishes[one.name], load_of(one), self.shortage(one), one.turn),
            default=None,
        )

    def best_call(self, agent):
        load = load_of(agent)
        waiting = [call for call in self.calls.values() if call.phase == "waiting"]
        kept = [one for one in waiting if one.sticky == agent.name]
        kept = [one for one in kept if self.widest(one, agent, load)]
        if kept:
            return min(kept, key=rank)
        able = [
            call
            for call in waiting
            if not call.sticky
            and agent.name not in call.declined
            and self.can(call, agent, call.waited, load)
        ]
        return min(able, key=lambda call: (-self.score(call, waiting), *rank(call)), default=None)

    def score(self, call, waiting):
        line = call.line
        points = line.priority * 1000 + line.ageing * (self.now - call.received_at)
        if call.declined:
            return points
        alike = [
            one
            for one in waiting
            if not one.sticky and not one.declined and self.kind(one) == self.kind(call)
        ]
        return points + 1000 * line.pressure * len(alike)

    def kind(self, call):
        line = call.line
        levels, pools = self.asks(call, call.waited)
        terms = (line.channel, line.priority, line.ageing, line.pressure)
        return (*terms, line.skills | call.skills, dict(levels), pools, call.favours)

    # Moves

    def set(self, kind, agent, call, at):
        self.count += 1
        self.deadlines[(Deadline(kind), agent, call)] = (at, self.count)

    def cancel(self, kind, agent, call):
        self.deadlines.pop((Deadline(kind), agent, call), None)

    def touch(self, agent):
        if agent.name not in self.order:
            self.order.append(agent.name)

    def settle(self, agent, keep=False):
        self.touch(agent)
        spot = load_of(agent), id(agent.profile)
        if not is_free(agent):
            agent.spot = None
        elif agent.spot != spot:
            agent.spot = spot
            if not keep:
                self.turns += 1
                agent.turn = self.turns
            call = self.best_call(agent)
            if call:
                self.ring(agent, call)

    def ring(self, agent, call):
        self.touch(agent)
        self.cancel("wait", "", call.name)
        if agent.work.pop(call.name, None):
            self.cancel("wrap_up", agent.name, call.name)
        agent.spot = None
        share = PARTS // agent.profile.capacity[call.line.channel]
        agent.work[call.name] = SimpleNamespace(phase="reserved", share=share, line=call.line)
        call.phase, call.agent = "reserved", agent
        self.set("ring", agent.name, call.name, self.now + call.line.ring_ms)
        self.out.append(Assigned(call.name, agent.name, self.now + call.line.ring_ms))

    def seek(self, call):
        agent = None
        if call.sticky:
            hoped = self.agents.get(call.sticky)
            if not hoped or hoped.paused or hoped.away or not self.widest(call, hoped, 0):
                call.sticky = ""
            elif is_free(hoped) and self.widest(call, hoped, load_of(hoped)):
                agent = hoped
        agent = agent if call.sticky else self.best_agent(call)
        if agent:
            self.ring(agent, call)
        else:
            moments = [call.expires_at, *([call.sticky_until] if call.sticky else [])]
            line = call.line
            turns = {one.after_ms for one in (*line.steps, *line.overflow)}
            moments += [call.received_at + turn for turn in turns if turn > max(0, call.waited)]
            self.set("wait", "", call.name, min(moments))

    def place(self, call):
        self.seek(call)
        if call.phase == "waiting":
            self.out.append(Queued(call.name))

    def house(self, calls):
        def first(call):
            aged = call.line.ageing * (self.now - call.received_at)
            return (-call.line.priority * 1000 - aged, *rank(call))

        for call in sorted(calls, key=first):
            if call.phase == "waiting":
                self.seek(call)
            else:
                call.phase, call.agent, call.sticky = "waiting", None, ""
                call.waited = self.now - call.received_at
                call.expires_at = self.now + call.line.longest_wait_ms
                self.place(call)

    def kept(self, agent):
        calls = [one for one in self.calls.values() if one.phase == "waiting"]
        calls = [one for one in calls if one.sticky == agent.name]
        for call in calls:
            call.sticky = ""
        return calls

    def withdraw(self, agent, call, cause):
        del agent.work[call.name]
        call.phase = "homeless"
        self.cancel("ring", agent.name, call.name)
        self.out.append(Withdrawn(call.name, agent.name, cause))

    def withdraw_all(self, agent, cause):
        names = [name for name, one in agent.work.items() if one.phase == "reserved"]
        for name in names:
            self.withdraw(agent, self.calls[name], cause)
        return [self.calls[name] for name in names]

    def end(self, call, cause):
        del self.calls[call.name]
        self.over.add(call.name)
        self.cancel("wait", "", call.name)
        self.cancel("call", "", call.name)
        self.out.append(Ended(call.name, cause))

    def after_call(self, agent, call, line):
        agent.work[call].phase = "wrap_up"
        if line.wrap_up_ms:
            self.set("wrap_up", agent.name, call, self.now + line.wrap_up_ms)
            self.settle(agent)
        else:
            self.after_work(agent, call)

    def after_work(self, agent, call):
        gap = agent.work.pop(call).line.gap_ms
        self.cancel("wrap_up", agent.name, call)
        self.rest(agent, gap)

    def rest(self, agent, gap):
        if gap:
            agent.gap = True
            former = self.deadlines.get((Deadline.GAP, agent.name, ""), (0, 0))[0]
            if former < self.now + gap:
                self.set("gap", agent.name, "", self.now + gap)
        self.settle(agent)

    def remove(self, agent):
        for key in list(self.deadlines):
            if key[1] == agent.name:
                del self.deadlines[key]
        del self.agents[agent.name]
        self.out.append(StateChanged(agent.name, State.OFFLINE))

    # Events

    def on_lineset(self, event):
        need(self.lines.get(event.definition.id) != event.definition)
        self.lines[event.definition.id] = event.definition

    def on_reserveset(self, event):
        need(self.reserve != dict(event.reserve))
        self.reserve = dict(event.reserve)

    def on_signedin(self, event):
        need(event.agent not in self.agents)
        agent = SimpleNamespace(name=event.agent, profile=event.profile, paused="", away=False)
        agent.gap, agent.missed, agent.turn, agent.work, agent.spot = False, 0, 0, {}, None
        self.agents[agent.name] = agent
        self.settle(agent)

    def on_signedout(self, event):
        agent = self.known(event.agent)
        need(all(one.phase != "in_call" for one in agent.work.values()))
        homeless = self.withdraw_all(agent, Cause.SIGNED_OUT) + self.kept(agent)
        self.remove(agent)
        self.house(homeless)

    def on_moved(self, event):
        agent = self.known(event.agent)
        need(agent.profile != event.profile)
        agent.profile, agent.spot = event.profile, None
        mine = [one for one in self.calls.values() if one.phase == "waiting"]
        mine = [one for one in mine if one.sticky == agent.name]
        out = [one for one in mine if not self.widest(one, agent, 0)]
        for call in out:
            call.sticky, call.phase = "", "nowhere"
        self.settle(agent, keep=True)
        for call in out:
            call.phase = "waiting"
        self.house(out)

    def on_paused(self, event):
        agent = self.known(event.agent)
        need(not agent.paused)
        self.pause(agent, event.reason, [])

    def pause(self, agent, reason, missed):
        agent.paused = reason or "pause"
        homeless = self.withdraw_all(agent, Cause.PAUSED) + self.kept(agent)
        self.settle(agent)
        self.house(missed + homeless)

    def on_resumed(self, event):
        agent = self.known(event.agent)
        need(agent.paused)
        agent.paused, agent.missed = "", 0
        self.settle(agent)

    def on_lost(self, event):
        agent = self.known(event.agent)
        need(not agent.away)
        agent.away = True
        self.set("away", agent.name, "", self.now + self.grace_ms)
        homeless = self.withdraw_all(agent, Cause.AGENT_LOST) + self.kept(agent)
        self.settle(agent)
        self.house(homeless)

    def on_back(self, event):
        agent = self.known(event.agent)
        need(agent.away)
        agent.away = False
        self.cancel("away", agent.name, "")
        self.settle(agent)

    def on_wrappedup(self, event):
        agent = self.known(event.agent)
        need(event.call in agent.work and agent.work[event.call].phase == "wrap_up")
        self.after_work(agent, event.call)

    def on_offered(self, event):
        need(event.call not in self.calls and event.call not in self.over)
        need(event.line in self.lines)
        received = event.at if event.received_at is None else event.received_at
        need(received <= event.at)
        self.calls_seen += 1
        call = SimpleNamespace(name=event.call, number=self.calls_seen, received_at=received)
        call.declined, call.phase, call.agent = set(), "waiting", None
        self.calls[call.name] = call
        self.direct(call, event)

    def direct(self, call, event):
        call.line = self.lines[event.line]
        call.skills, call.favours, call.sticky = event.skills, event.favours, event.sticky
        call.sticky_until = self.now + call.line.sticky_ms
        call.expires_at = self.now + call.line.longest_wait_ms
        call.waited = self.now - call.received_at
        self.place(call)

    def on_gone(self, event):
        call = self.known_call(event.call)
        phase, agent = call.phase, call.agent
        if phase == "reserved":
            self.withdraw(agent, call, Cause.HUNG_UP)
        self.end(call, Cause.HUNG_UP)
        if phase == "reserved":
            self.settle(agent, keep=True)
        if phase == "in_call":
            self.after_call(agent, call.name, call.line)

    def on_answered(self, event):
        agent, call = self.held(event, "reserved")
        call.phase = agent.work[call.name].phase = "in_call"
        agent.missed = 0
        self.cancel("ring", agent.name, call.name)
        self.set("call", "", call.name, self.now + call.line.longest_call_ms)
        self.out.append(Connected(call.name, agent.name))
        self.settle(agent)

    def on_declined(self, event):
        agent, call = self.held(event, "reserved")
        self.withdraw(agent, call, Cause.DECLINED)
        call.declined.add(agent.name)
        self.settle(agent, keep=True)
        self.house([call])

    def on_released(self, event):
        agent, call = self.held(event, "in_call")
        self.end(call, Cause.RELEASED)
        self.after_call(agent, call.name, call.line)

    def on_transferred(self, event):
        agent, call = self.held(event, "in_call")
        need(event.line in self.lines)
        self.cancel("call", "", call.name)
        self.out.append(Detached(call.name, agent.name, Cause.TRANSFERRED))
        self.after_call(agent, call.name, call.line)
        call.declined, call.phase, call.agent = set(), "waiting", None
        self.direct(call, event)

    def on_takenback(self, event):
        agent, call = self.held(event, "in_call")
        self.cancel("call", "", call.name)
        self.out.append(Detached(call.name, agent.name, Cause.NO_MEDIA))
        del agent.work[call.name]
        if event.is_over:
            self.end(call, Cause.NO_MEDIA)
        self.rest(agent, max(call.line.gap_ms, 1))
        if not event.is_over:
            self.house([call])

    def on_handedover(self, event):
        agent, call = self.held(event, "in_call")
        request = self.known_call(event.request)
        need(request.phase == "in_call" and request.agent is not agent)
        taker = request.agent
        most = taker.profile.capacity.get(call.line.channel, 0)
        need(most)
        ending = [taker.work[name] for name in (request.name, call.name) if name in taker.work]
        left = load_of(taker) - sum(one.share for one in ending)
        need(left + PARTS // most <= PARTS)
        del taker.work[request.name]
        if taker.work.pop(call.name, None):
            self.cancel("wrap_up", taker.name, call.name)
        taker.work[call.name] = SimpleNamespace(
            phase="in_call", share=PARTS // most, line=call.line
        )
        call.agent = taker
        self.end(request, Cause.HANDED_OVER)
        self.out.append(Detached(call.name, agent.name, Cause.HANDED_OVER))
        self.out.append(Connected(call.name, taker.name))
        self.after_call(agent, call.name, call.line)
        self.settle(taker)

    def on_expired(self, event):
        key = (event.kind, event.agent, event.call)
        need(self.deadlines.get(key, (None,))[0] == event.deadline <= event.at)
        del self.deadlines[key]
        getattr(self, "ran_out_" + event.kind)(self.agents.get(event.agent), event.call)

    def ran_out_ring(self, agent, name):
        call = self.calls[name]
        self.withdraw(agent, call, Cause.NO_ANSWER)
        agent.missed += 1
        if agent.missed >= self.most_missed:
            self.pause(agent, "no_answer", [call])
        else:
            self.rest(agent, max(call.line.gap_ms, 1))
            self.house([call])

    def ran_out_wrap_up(self, agent, name):
        self.after_work(agent, name)

    def ran_out_gap(self, agent, _name):
        agent.gap = False
        self.settle(agent)

    def ran_out_away(self, agent, _name):
        names = [name for name, one in agent.work.items() if one.phase == "in_call"]
        for name in names:
            self.cancel("call", "", name)
            self.out.append(Detached(name, agent.name, Cause.AGENT_LOST))
        self.remove(agent)
        self.house([self.calls[name] for name in names])

    def ran_out_wait(self, _agent, name):
        call = self.calls[name]
        if self.now >= call.expires_at:
            self.end(call, Cause.TOO_LONG)
            return
        if self.now >= call.sticky_until:
            call.sticky = ""
        call.waited = self.now - call.received_at
        self.seek(call)

    def ran_out_call(self, _agent, name):
        call = self.calls[name]
        self.end(call, Cause.TOO_LONG)
        self.after_call(call.agent, name, call.line)

    def known(self, name):
        need(name in self.agents)
        return self.agents[name]

    def known_call(self, name):
        need(name in self.calls)
        return self.calls[name]

    def held(self, event, phase):
        agent, call = self.known(event.agent), self.known_call(event.call)
        need(call.agent is agent and call.phase == phase)
        return agent, call


def need(fact):
    if not fact:
        raise REFUSED("refused")


def rank(call):
    return (call.received_at, call.number)


def load_of(agent):
    return sum(one.share for one in agent.work.values())


def is_free(agent):
    ringing = any(one.phase == "reserved" for one in agent.work.values())
    blocked = agent.paused or agent.away or agent.gap or ringing
    return not blocked and load_of(agent) < PARTS


def state_of(agent):
    phases = {one.phase for one in agent.work.values()}
    if agent.away:
        return State.AWAY
    for phase in ("in_call", "reserved", "wrap_up"):
        if phase in phases:
            return State(phase)
    if agent.paused:
        return State.PAUSED
    return State.GAP if agent.gap else State.AVAILABLE
