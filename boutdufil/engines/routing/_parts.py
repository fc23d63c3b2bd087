"""Who can answer what: profiles of agents, lines, and what a call needs at a moment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

# The whole of an agent's attention, divisible by every capacity from 1 to 6.
WHOLE = 60
MOST_AT_ONCE = 6
SIMPLE_GAP_MS = 4_000
COMPLEX_GAP_MS = 6_000
RING_MS = 10_000
OWN_POOL = "own"


class Channel(StrEnum):
    """How caller and agent meet."""

    VOICE = "voice"
    VIDEO = "video"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Profile:
    """What an agent may answer.

    `skills` are had or not had: languages, LSF, products, accreditations. `levels` grade the soft
    ones, 1 and more. `capacity` says, by channel, how many calls at once (1 to 6); channels share
    one attention, so that somebody on the telephone gets no text beside it.
    """

    skills: frozenset[str] = frozenset()
    levels: Mapping[str, int] = field(default_factory=dict)
    capacity: Mapping[Channel, int] = field(default_factory=lambda: {Channel.VOICE: 1})
    pool: str = OWN_POOL

    def __post_init__(self) -> None:
        if not self.capacity or not all(
            1 <= most <= MOST_AT_ONCE for most in self.capacity.values()
        ):
            raise ValueError(f"a capacity is 1 to {MOST_AT_ONCE} calls at once")
        if any(level < 1 for level in self.levels.values()):
            raise ValueError("a level is 1 or more; who has none leaves it out")

    def share(self, channel: Channel) -> int | None:
        """Return how much attention a call on this channel takes, of `WHOLE`; None: not at all."""
        most = self.capacity.get(channel)
        return WHOLE // most if most else None


@dataclass(frozen=True, slots=True)
class Step:
    """From `after_ms` of waiting on, these levels are asked, and no others."""

    after_ms: int
    levels: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Overflow:
    """From `after_ms` of waiting on, this pool may answer too."""

    after_ms: int
    pool: str


@dataclass(frozen=True, slots=True)
class Line:
    """What a number or queue asks of its agents, and how long everything may last (ms).

    `steps` stand by rising `after_ms`, the first at 0, levels never rising. The score of a waiting
    call is `priority` + `ageing` a second waited + `pressure` for each call that waits with the
    same needs. `gap_ms` is the rest between two inbound calls: by the branch agreement IDCC 2098
    at least 4 s by voice or video, 6 s on complex lines (`is_complex`).
    """

    id: str
    channel: Channel = Channel.VOICE
    skills: frozenset[str] = frozenset()
    pools: frozenset[str] = frozenset({OWN_POOL})
    steps: tuple[Step, ...] = ()
    overflow: tuple[Overflow, ...] = ()
    priority: int = 0
    ageing: int = 1
    pressure: int = 0
    is_complex: bool = False
    gap_ms: int = SIMPLE_GAP_MS
    wrap_up_ms: int = 30_000
    ring_ms: int = RING_MS
    sticky_ms: int = 15_000
    longest_wait_ms: int = 7_200_000
    longest_call_ms: int = 14_400_000

    def __post_init__(self) -> None:
        least = COMPLEX_GAP_MS if self.is_complex else SIMPLE_GAP_MS
        if self.channel != Channel.TEXT and self.gap_ms < least:
            raise ValueError(f"line {self.id}: the gap between calls is {least} ms at least")
        if self.ageing < 1:
            raise ValueError(f"line {self.id}: without ageing a caller could wait for ever")
        durations = (self.ring_ms, self.longest_wait_ms, self.longest_call_ms)
        if min(durations) < 1 or min(self.gap_ms, self.wrap_up_ms, self.sticky_ms) < 0:
            raise ValueError(f"line {self.id}: a duration is negative or nil")
        if not is_widening(self.steps):
            raise ValueError(f"line {self.id}: steps begin at 0 and only ever ask for less")

    def levels(self, waited_ms: int) -> Mapping[str, int]:
        """Return the levels asked after this wait."""
        passed = [step.levels for step in self.steps if step.after_ms <= waited_ms]
        return passed[-1] if passed else {}

    def open_pools(self, waited_ms: int) -> frozenset[str]:
        """Return the pools that may answer after this wait."""
        return self.pools | {one.pool for one in self.overflow if one.after_ms <= waited_ms}

    def turning_points(self) -> tuple[int, ...]:
        """Return the waits in ms, rising, after which more agents may answer."""
        moments = {step.after_ms for step in self.steps} | {one.after_ms for one in self.overflow}
        return tuple(sorted(moment for moment in moments if moment > 0))


def is_widening(steps: tuple[Step, ...]) -> bool:
    """Tell whether steps begin at 0, follow one another and never ask for more."""
    if not steps:
        return True
    rising = all(a.after_ms < b.after_ms for a, b in pairwise(steps))
    falling = all(
        skill in a.levels and level <= a.levels[skill]
        for a, b in pairwise(steps)
        for skill, level in b.levels.items()
    )
    return steps[0].after_ms == 0 and rising and falling


@dataclass(frozen=True, slots=True)
class Need:
    """What a call asks at one moment of its wait; `favours` are wished for, never waited for."""

    channel: Channel
    skills: frozenset[str]
    levels: tuple[tuple[str, int], ...]
    pools: frozenset[str]
    favours: frozenset[str]

    def suits(self, profile: Profile) -> bool:
        """Tell whether this profile may answer when nothing is in hand."""
        return (
            self.skills <= profile.skills
            and self.channel in profile.capacity
            and profile.pool in self.pools
            and all(profile.levels.get(skill, 0) >= level for skill, level in self.levels)
        )

    def has_room(self, profile: Profile, load: int) -> bool:
        """Tell whether a profile that has the channel has attention left for it."""
        return load + WHOLE // profile.capacity[self.channel] <= WHOLE

    def favoured(self, profile: Profile) -> int:
        """Return how many of the wishes this profile fulfils."""
        return len(self.favours & profile.skills)
