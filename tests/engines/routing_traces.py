"""Random days of a small floor where everything happens: few agents, every policy, bad luck."""

import random

from boutdufil.engines.routing import (
    Answered,
    Back,
    Channel,
    Declined,
    Gone,
    HandedOver,
    Line,
    LineSet,
    Lost,
    Moved,
    Offered,
    Overflow,
    Paused,
    Phase,
    Profile,
    Released,
    ReserveSet,
    Resumed,
    SignedIn,
    SignedOut,
    State,
    Step,
    TakenBack,
    Transferred,
    WrappedUp,
)

LINES = (
    Line(
        "orders",
        skills=frozenset({"fr"}),
        steps=(Step(0, {"sales": 3}), Step(8_000, {"sales": 2}), Step(20_000, {})),
        overflow=(Overflow(15_000, "partner"),),
        wrap_up_ms=5_000,
        sticky_ms=6_000,
        ageing=2,
    ),
    Line(
        "complaints",
        skills=frozenset({"fr", "law"}),
        is_complex=True,
        gap_ms=6_000,
        priority=20,
        pressure=3,
        wrap_up_ms=0,
        longest_wait_ms=50_000,
    ),
    Line(
        "signs",
        channel=Channel.VIDEO,
        skills=frozenset({"lsf"}),
        overflow=(Overflow(10_000, "partner"),),
        wrap_up_ms=8_000,
        longest_call_ms=60_000,
    ),
    Line("chat", channel=Channel.TEXT, pools=frozenset({"own", "partner"}), gap_ms=0),
    Line("plain", wrap_up_ms=3_000, ageing=2),
)
# From a quiet hour to a rush.
MOST_WAITING = (0, 0, 2, 15)
RESERVE = {"lsf": 2, "law": 1, "en": 1}


class Trace:
    """Makes the next event from what the router shows; some of them senseless on purpose."""

    def __init__(self, seed, agents=9):
        self.random = random.Random(seed)
        self.names = [f"a{number}" for number in range(agents)]
        self.now = self.offered = self.most_waiting = 0

    def opening(self):
        yield from (LineSet(0, line) for line in LINES)
        yield ReserveSet(0, RESERVE)
        yield from (SignedIn(0, name, self.profile()) for name in self.names)

    def profile(self):
        pick = self.random.random
        skills = [one for one in ("fr", "fr", "law", "lsf", "deaf", "en") if pick() < 0.6]
        levels = {"sales": self.random.randint(1, 3)} if pick() < 0.7 else {}
        capacity = {Channel.VOICE: 1, Channel.TEXT: self.random.randint(1, 4)}
        if "lsf" in skills:
            capacity[Channel.VIDEO] = 1
        if pick() < 0.2:
            capacity.pop(Channel.VOICE)
        pool = "partner" if pick() < 0.3 else "own"
        return Profile(frozenset(skills), levels, capacity, pool)

    def step(self):
        """Let some time pass, mostly little; now and then the rush begins or ends."""
        if self.random.random() < 0.01:
            self.most_waiting = self.random.choice(MOST_WAITING)
        self.now += self.random.choice((0, 0, 200, 1_000, 1_000, 3_000, 9_000))
        return self.now

    def event(self, router):
        choices = (
            (15, self.offer),
            (26, self.answer),
            (22, self.release),
            (4, self.gone),
            (5, self.wrapped_up),
            (4, self.decline),
            (3, self.transfer),
            (3, self.take_back),
            (5, self.consult),
            (4, self.pause_or_resume),
            (3, self.lose_or_back),
            (4, self.sign),
            (1, self.rule),
            (2, self.nonsense),
        )
        weights = [weight for weight, _make in choices]
        make = self.random.choices([make for _weight, make in choices], weights)[0]
        return make(router)

    def offer(self, router, line=None):
        waiting = [one.name for one in router.calls() if one.phase is Phase.WAITING]
        if len(waiting) > self.most_waiting:
            return Gone(self.now, self.random.choice(waiting))
        self.offered += 1
        pick = self.random.random()
        return Offered(
            self.now,
            f"c{self.offered}",
            line or self.random.choice(LINES).id,
            skills=frozenset({"en"} if pick < 0.1 else ()),
            favours=frozenset({"deaf"} if pick > 0.7 else ()),
            sticky=self.random.choice(self.names) if 0.3 < pick < 0.5 else "",
            received_at=self.now - 12_000 if 0.5 < pick < 0.6 else None,
        )

    def call_in(self, router, phase):
        found = sorted(one.name for one in router.calls() if one.phase is phase)
        return router.call(self.random.choice(found)) if found else None

    def at_agent(self, router, kind, phase):
        call = self.call_in(router, phase)
        return kind(self.now, call.agent, call.name) if call else self.offer(router)

    def answer(self, router):
        return self.at_agent(router, Answered, Phase.RESERVED)

    def decline(self, router):
        return self.at_agent(router, Declined, Phase.RESERVED)

    def release(self, router):
        return self.at_agent(router, Released, Phase.IN_CALL)

    def gone(self, router):
        phase = self.random.choice((Phase.WAITING, Phase.WAITING, Phase.RESERVED, Phase.IN_CALL))
        call = self.call_in(router, phase)
        return Gone(self.now, call.name) if call else self.offer(router)

    def wrapped_up(self, router):
        done = [
            WrappedUp(self.now, agent.name, name)
            for agent in router.agents()
            for name, phase in agent.calls
            if phase is Phase.WRAP_UP
        ]
        return self.random.choice(done) if done else self.offer(router)

    def transfer(self, router):
        call = self.call_in(router, Phase.IN_CALL)
        if call is None:
            return self.offer(router)
        line = self.random.choice(LINES).id
        sticky = self.random.choice(["", "", *self.names])
        return Transferred(self.now, call.agent, call.name, line, sticky=sticky)

    def take_back(self, router):
        call = self.call_in(router, Phase.IN_CALL)
        if call is None:
            return self.offer(router)
        return TakenBack(self.now, call.agent, call.name, is_over=self.random.random() < 0.3)

    def consult(self, router):
        """Let one call take the part of a consultation about another."""
        up = sorted(one.name for one in router.calls() if one.phase is Phase.IN_CALL)
        if len(up) < 2:
            return self.offer(router, "plain")
        call, request = self.random.sample(up, 2)
        return HandedOver(self.now, router.call(call).agent, call, request)

    def pause_or_resume(self, router):
        idle = [agent.name for agent in router.agents() if agent.paused]
        if idle and self.random.random() < 0.7:
            return Resumed(self.now, self.random.choice(idle))
        return Paused(self.now, self.random.choice(self.names), "lunch")

    def lose_or_back(self, router):
        away = [agent.name for agent in router.agents() if agent.state is State.AWAY]
        if away and self.random.random() < 0.7:
            return Back(self.now, self.random.choice(away))
        return Lost(self.now, self.random.choice(self.names))

    def sign(self, router):
        absent = [name for name in self.names if router.agent(name) is None]
        if absent and self.random.random() < 0.7:
            return SignedIn(self.now, self.random.choice(absent), self.profile())
        name = self.random.choice(self.names)
        kind = self.random.choice((SignedIn, SignedOut, Moved))
        return kind(self.now, name) if kind is SignedOut else kind(self.now, name, self.profile())

    def rule(self, _router):
        if self.random.random() < 0.5:
            return ReserveSet(self.now, {"lsf": self.random.randint(1, 4)})
        line = self.random.choice(LINES)
        fields = {name: getattr(line, name) for name in line.__slots__}
        return LineSet(self.now, Line(**{**fields, "priority": self.random.randint(0, 30)}))

    def nonsense(self, _router):
        name, call = self.random.choice(self.names), f"c{self.random.randint(1, 40)}"
        kind = self.random.choice((Answered, Released, Declined, WrappedUp))
        return kind(self.now, name, call)
