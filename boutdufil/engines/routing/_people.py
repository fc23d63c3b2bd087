"""The agents and calls of a router, as they are now."""

from dataclasses import dataclass, field
from enum import StrEnum

from boutdufil.engines.routing._decisions import State
from boutdufil.engines.routing._kinds import Kind, Kinds, Seat, Want
from boutdufil.engines.routing._parts import WHOLE, Channel, Line, Need, Profile


class Phase(StrEnum):
    """How far a call is, or an agent with a call."""

    WAITING = "waiting"
    RESERVED = "reserved"
    IN_CALL = "in_call"
    WRAP_UP = "wrap_up"


@dataclass(slots=True)
class Engagement:
    """A call in an agent's hands, and how much attention it takes."""

    phase: Phase
    share: int
    gap_ms: int


@dataclass(slots=True)
class Agent:
    """An agent who has signed in.

    `turn` orders the idle: the lower, the longer idle. `seat` is the place among the idle, None
    when nothing may ring.
    """

    name: str
    kind: Kind
    paused: str = ""
    is_away: bool = False
    in_gap: bool = False
    ringing: str = ""
    load: int = 0
    missed: int = 0
    turn: int = 0
    idle_since: int = 0
    seat: Seat | None = None
    shown: State = State.OFFLINE
    engagements: dict[str, Engagement] = field(default_factory=dict)

    @property
    def profile(self) -> Profile:
        """What the agent may answer."""
        return self.kind.profile

    @property
    def is_expected(self) -> bool:
        """Whether a caller may hope for this very agent."""
        return not self.paused and not self.is_away

    @property
    def is_assignable(self) -> bool:
        """Whether something may ring here now."""
        blocked = self.ringing or self.paused or self.is_away or self.in_gap
        return not blocked and self.load < WHOLE

    def calls(self, phase: Phase) -> list[str]:
        """Return the calls that are in this phase here."""
        return [name for name, one in self.engagements.items() if one.phase is phase]

    def state(self) -> State:
        """Return the busiest of what the agent does."""
        if self.is_away:
            return State.AWAY
        if self.engagements:
            return self._busiest()
        if self.paused:
            return State.PAUSED
        return State.GAP if self.in_gap else State.AVAILABLE

    def _busiest(self) -> State:
        found = State.WRAP_UP
        for one in self.engagements.values():
            if one.phase is Phase.IN_CALL:
                return State.IN_CALL
            if one.phase is Phase.RESERVED:
                found = State.RESERVED
        return found


class Route:
    """A line as set once, with the needs of its calls remembered in `kinds`."""

    __slots__ = ("_kinds", "_wants", "line", "number", "turning_points")

    def __init__(self, number: int, line: Line, kinds: Kinds) -> None:
        self.number = number
        self.line = line
        self.turning_points = line.turning_points()
        self._kinds = kinds
        self._wants: dict[tuple[frozenset[str], frozenset[str], int], Want] = {}

    def stage(self, waited_ms: int) -> int:
        """Return how many turning points this wait has passed."""
        return sum(point <= waited_ms for point in self.turning_points)

    def want(self, skills: frozenset[str], favours: frozenset[str], stage: int) -> Want:
        """Return what a call with these extra skills asks after so many turning points."""
        key = (skills, favours, stage)
        if key not in self._wants:
            self._wants[key] = self._kinds.want(self._need(skills, favours, stage))
        return self._wants[key]

    def _need(self, skills: frozenset[str], favours: frozenset[str], stage: int) -> Need:
        waited = self.turning_points[stage - 1] if stage else 0
        return Need(
            channel=Channel(self.line.channel),
            skills=self.line.skills | skills,
            levels=tuple(sorted(self.line.levels(waited).items())),
            pools=self.line.open_pools(waited),
            favours=favours,
        )


@dataclass(slots=True)
class Call:
    """A call that waits, rings or is up."""

    name: str
    number: int
    route: Route
    received_at: int
    skills: frozenset[str]
    favours: frozenset[str]
    sticky: str = ""
    sticky_until: int = 0
    expires_at: int = 0
    stage: int = 0
    declined_by: frozenset[str] = frozenset()
    phase: Phase = Phase.WAITING
    agent: str = ""
    want: Want = field(init=False)

    def __post_init__(self) -> None:
        self.want = self.route.want(self.skills, self.favours, self.stage)

    def look_after(self, waited_ms: int) -> None:
        """Ask what is asked after this wait."""
        self.stage = self.route.stage(waited_ms)
        self.want = self.route.want(self.skills, self.favours, self.stage)

    @property
    def widest(self) -> Need:
        """What the call will ask in the end, and asks of a sticky agent from the first."""
        last = len(self.route.turning_points)
        return self.route.want(self.skills, self.favours, last).need

    @property
    def rank(self) -> tuple[int, int]:
        """The place among calls of equal score."""
        return (self.received_at, self.number)

    def score(self, now: int) -> int:
        """Return thousandths of points for priority and age, without pressure."""
        line = self.route.line
        return line.priority * 1000 + line.ageing * (now - self.received_at)
