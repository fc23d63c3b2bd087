"""What the world tells the router. `at` is in ms on one clock that never goes back."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from boutdufil.engines.routing._parts import Line, Profile


class Deadline(StrEnum):
    """What can run out."""

    RING = "ring"
    WRAP_UP = "wrap_up"
    GAP = "gap"
    AWAY = "away"
    WAIT = "wait"
    CALL = "call"


@dataclass(frozen=True, slots=True)
class LineSet:
    """A line is opened or changed; calls that are there keep the line they were offered on."""

    at: int
    definition: Line


@dataclass(frozen=True, slots=True)
class ReserveSet:
    """How many free agents of each scarce skill are to be kept for the calls that ask for it."""

    at: int
    reserve: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class SignedIn:
    """An agent takes the seat and is available."""

    at: int
    agent: str
    profile: Profile


@dataclass(frozen=True, slots=True)
class SignedOut:
    """An agent leaves; not allowed in a call."""

    at: int
    agent: str


@dataclass(frozen=True, slots=True)
class Moved:
    """An agent gets another profile: queues, channels, pool."""

    at: int
    agent: str
    profile: Profile


@dataclass(frozen=True, slots=True)
class Paused:
    """An agent takes a pause, at once or after the calls in hand."""

    at: int
    agent: str
    reason: str


@dataclass(frozen=True, slots=True)
class Resumed:
    """An agent is back from a pause."""

    at: int
    agent: str


@dataclass(frozen=True, slots=True)
class Lost:
    """An agent's connection is cut: nothing new rings there, calls that are up go on."""

    at: int
    agent: str


@dataclass(frozen=True, slots=True)
class Back:
    """A lost agent is connected again."""

    at: int
    agent: str


@dataclass(frozen=True, slots=True)
class WrappedUp:
    """An agent has finished the work after a call."""

    at: int
    agent: str
    call: str


@dataclass(frozen=True, slots=True)
class Offered:
    """A caller asks for a human.

    `skills` come on top of the line's; `favours` are skills wished for but never waited for
    (deaf agents before interpreters). `sticky` names the agent to wait for a little. A call-back
    keeps its place by `received_at`.
    """

    at: int
    call: str
    line: str
    skills: frozenset[str] = frozenset()
    favours: frozenset[str] = frozenset()
    sticky: str = ""
    received_at: int | None = None


@dataclass(frozen=True, slots=True)
class Gone:
    """The caller has hung up, in whatever state."""

    at: int
    call: str


@dataclass(frozen=True, slots=True)
class Answered:
    """The agent took the call that rang there."""

    at: int
    agent: str
    call: str


@dataclass(frozen=True, slots=True)
class Declined:
    """The agent does not take the call that rings there; it will not come back to that agent."""

    at: int
    agent: str
    call: str


@dataclass(frozen=True, slots=True)
class Released:
    """The agent has ended the call."""

    at: int
    agent: str
    call: str


@dataclass(frozen=True, slots=True)
class TakenBack:
    """Caller and agent cannot see or hear each other: somebody else is asked, or nobody any more.

    The agent did nothing wrong: no work after the call, and no call missed.
    """

    at: int
    agent: str
    call: str
    is_over: bool = False


@dataclass(frozen=True, slots=True)
class Transferred:
    """The agent sends the caller on to a line; the caller keeps the place of the first second."""

    at: int
    agent: str
    call: str
    line: str
    skills: frozenset[str] = frozenset()
    favours: frozenset[str] = frozenset()
    sticky: str = ""


@dataclass(frozen=True, slots=True)
class HandedOver:
    """Whoever answered `request` (a consultation, a call of its own) takes over `call`."""

    at: int
    agent: str
    call: str
    request: str


@dataclass(frozen=True, slots=True)
class Expired:
    """A deadline has passed; `Router.due` makes these. `deadline` is when it should have."""

    at: int
    kind: Deadline
    agent: str
    call: str
    deadline: int


@dataclass(frozen=True, slots=True)
class Restarted:
    """Nobody was heard for a while: whoever was to answer or to come back has their time anew."""

    at: int


Event = (
    LineSet | ReserveSet | SignedIn | SignedOut | Moved | Paused | Resumed | Lost | Back
    | WrappedUp | Offered | Gone | Answered | Declined | Released | Transferred | HandedOver
    | TakenBack | Expired | Restarted
)  # fmt: skip
