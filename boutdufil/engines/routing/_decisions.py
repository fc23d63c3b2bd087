"""What the router tells the world."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """What an agent is doing; with several calls at once, the busiest of it."""

    OFFLINE = "offline"
    AVAILABLE = "available"
    RESERVED = "reserved"
    IN_CALL = "in_call"
    WRAP_UP = "wrap_up"
    PAUSED = "paused"
    GAP = "gap"
    AWAY = "away"


class Cause(StrEnum):
    """Why a call ended, was taken back or waits again."""

    HUNG_UP = "hung_up"
    RELEASED = "released"
    HANDED_OVER = "handed_over"
    NO_ANSWER = "no_answer"
    DECLINED = "declined"
    PAUSED = "paused"
    AGENT_LOST = "agent_lost"
    SIGNED_OUT = "signed_out"
    TRANSFERRED = "transferred"
    TOO_LONG = "too_long"
    NO_MEDIA = "no_media"


@dataclass(frozen=True, slots=True)
class Assigned:
    """The call rings at this agent until `until` (ms) and nowhere else."""

    call: str
    agent: str
    until: int


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The call no longer rings at this agent."""

    call: str
    agent: str
    cause: Cause


@dataclass(frozen=True, slots=True)
class Connected:
    """Caller and agent are to be put together."""

    call: str
    agent: str


@dataclass(frozen=True, slots=True)
class Queued:
    """Nobody is free: the call waits, from now or again."""

    call: str


@dataclass(frozen=True, slots=True)
class Detached:
    """The agent is out of a call that goes on without them."""

    call: str
    agent: str
    cause: Cause


@dataclass(frozen=True, slots=True)
class Ended:
    """The call is over. Said once for each call."""

    call: str
    cause: Cause


@dataclass(frozen=True, slots=True)
class StateChanged:
    """An agent's state, once an event, after all of it; `until` in ms when a deadline ends it."""

    agent: str
    state: State
    until: int | None = None
    reason: str = ""


Decision = Assigned | Withdrawn | Connected | Queued | Detached | Ended | StateChanged
