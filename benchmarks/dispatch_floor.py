"""A working day of a large floor, event by event, with every policy of the router switched on."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import heappop, heappush

from boutdufil.engines.routing import (
    Answered,
    Assigned,
    Back,
    Channel,
    Connected,
    Decision,
    Declined,
    Event,
    Gone,
    Line,
    LineSet,
    Lost,
    Offered,
    Overflow,
    Profile,
    Queued,
    Released,
    ReserveSet,
    Resumed,
    SignedIn,
    State,
    StateChanged,
    Step,
    Transferred,
)

LANGUAGES = ("en", "de", "es", "it")
PRODUCTS = tuple(f"product-{number}" for number in range(20))
STEPS = (Step(0, {"experience": 3}), Step(5_000, {"experience": 2}), Step(15_000, {}))
PARTNERS = (Overflow(20_000, "partner"),)
TALK_S, WRAP_UP_S, RING_S = 240, 30, 2
# Talk, ring, wrap-up and gap: what one call takes of an agent.
CYCLE_S = TALK_S + RING_S + WRAP_UP_S + 4
OCCUPANCY = 0.92


def lines() -> Iterator[Line]:
    """One voice line and one of text for each product, one of LSF for all."""
    for number, product in enumerate(PRODUCTS):
        yield Line(
            product,
            skills=frozenset({product}),
            steps=STEPS if number % 3 == 0 else (),
            overflow=PARTNERS,
            priority=number % 3 * 5,
            ageing=1 + number % 2,
            pressure=1,
            is_complex=number % 4 == 0,
            gap_ms=6_000 if number % 4 == 0 else 4_000,
        )
        yield Line(
            f"{product}-text", Channel.TEXT, frozenset({product}), gap_ms=0, overflow=PARTNERS
        )
    yield Line("lsf", Channel.VIDEO, frozenset({"lsf"}), overflow=PARTNERS, priority=5)


@dataclass(frozen=True, slots=True)
class GivenUp:
    """A caller would hang up now, if still waiting."""

    at: int
    call: str


class Day:
    """Callers and agents: what the world does between the decisions of the router.

    `upcoming` holds (ms, number, event); the router's own deadlines are the driver's business. An
    impatient caller hangs up only while waiting, so those are looked up before they happen.
    """

    def __init__(self, agents: int, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311
        self.agents = agents
        self.now = 0
        self.offered = 0
        self.upcoming: list[tuple[int, int, Event | GivenUp]] = []
        self.impatient: set[str] = set()
        self._pushed = 0
        self._gap_ms = 1000 * CYCLE_S / (agents * OCCUPANCY)
        self._next_call = 0.0

    def opening(self) -> Iterator[Event]:
        """Set the rules and sign everybody in."""
        for line in lines():
            yield LineSet(0, line)
        scarce = max(2, self.agents // 500)
        yield ReserveSet(0, {"lsf": 2 * scarce, **dict.fromkeys(LANGUAGES, scarce)})
        for number in range(self.agents):
            yield SignedIn(0, f"a{number}", self.profile())

    def profile(self) -> Profile:
        pick = self.random.random
        first = self.random.randrange(len(PRODUCTS))
        second = (first + self.random.randint(1, 3)) % len(PRODUCTS)
        skills = {PRODUCTS[first], PRODUCTS[second], "fr"}
        capacity = {Channel.VOICE: 1}
        if pick() < 0.3:
            skills.add(self.random.choice(LANGUAGES))
        if pick() < 0.05:
            skills |= {"lsf", "deaf"} if pick() < 0.6 else {"lsf", "interpreter"}
            capacity[Channel.VIDEO] = 1
        if pick() < 0.15:
            capacity[Channel.TEXT] = 3
        pool = "partner" if pick() < 0.1 else "own"
        return Profile(frozenset(skills), {"experience": self.random.randint(1, 3)}, capacity, pool)

    def next_event(self) -> Event:
        """Return what happens next outside: something that was to come, or a new call."""
        while self.upcoming and self.upcoming[0][0] <= self._next_call:
            at, _number, event = heappop(self.upcoming)
            if isinstance(event, GivenUp) and event.call not in self.impatient:
                continue
            self.now = max(self.now, at)
            return Gone(event.at, event.call) if isinstance(event, GivenUp) else event
        self.now = max(self.now, int(self._next_call))
        self._next_call += self.random.expovariate(1 / self._gap_ms)
        return self.offer()

    def offer(self) -> Offered:
        pick = self.random.random()
        self.offered += 1
        line = self.random.choice(PRODUCTS)
        skills, favours = frozenset[str](), frozenset[str]()
        if pick < 0.03:
            line, favours = "lsf", frozenset({"deaf"})
        elif pick < 0.15:
            line += "-text"
        elif pick < 0.3:
            skills = frozenset({self.random.choice(LANGUAGES)})
        sticky = f"a{self.random.randrange(self.agents)}" if pick > 0.9 else ""
        return Offered(self.now, f"c{self.offered}", line, skills, favours, sticky)

    def follow(self, decisions: list[Decision]) -> None:
        """Let people react to what was decided."""
        for one in decisions:
            match one:
                case Assigned():
                    self.impatient.discard(one.call)
                    self.ring(one)
                case Connected():
                    self.talk(one)
                case Queued():
                    self.perhaps_give_up(one)
                case StateChanged(state=State.PAUSED):
                    self.later(60, Resumed, one.agent)

    def ring(self, one: Assigned) -> None:
        """Answer mostly; decline, miss it, lose the caller or the network now and then."""
        pick = self.random.random()
        if pick < 0.95:
            self.later(RING_S, Answered, one.agent, one.call)
        elif pick < 0.97:
            self.later(RING_S, Declined, one.agent, one.call)
        elif pick < 0.98:
            self.later(RING_S, Gone, one.call)
        elif pick < 0.985:
            self.later(RING_S, Lost, one.agent)
            self.later(RING_S + 5, Back, one.agent)

    def talk(self, one: Connected) -> None:
        length = self.random.expovariate(1 / TALK_S)
        pick = self.random.random()
        if pick < 0.02:
            line = self.random.choice(PRODUCTS)
            self.later(length, Transferred, one.agent, one.call, line)
        elif pick < 0.5:
            self.later(length, Gone, one.call)
        else:
            self.later(length, Released, one.agent, one.call)

    def perhaps_give_up(self, one: Queued) -> None:
        self.impatient.add(one.call)
        self.later(self.random.expovariate(1 / 180), GivenUp, one.call)

    def later(self, seconds: float, kind: type, *what: str) -> None:
        self._pushed += 1
        at = self.now + int(seconds * 1000)
        heappush(self.upcoming, (at, self._pushed, kind(at, *what)))
