"""A day, call by call: the same calls for every policy, so that only the policy differs.

There is no clock and no hidden chance: `random_calls` draws a day from the generator it is given,
`simulate` plays it through a policy. Times are whole ms, agents and calls whole numbers from 0.
"""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import NamedTuple, Protocol

import numpy as np


class Call(NamedTuple):
    """A call to come: when, of which kind, how long the talk, how long the patience (or None)."""

    at: int
    kind: int
    talk: int
    patience: int | None = None


class Start(NamedTuple):
    """An agent begins to talk with a caller."""

    call: int
    agent: int


class Policy(Protocol):
    """Who talks with whom. Each method returns the talks that begin at that moment."""

    def arrive(self, at: int, call: int, kind: int) -> Iterable[Start]:
        """A caller asks for a human."""

    def end(self, at: int, call: int, agent: int) -> Iterable[Start]:
        """A talk is over."""

    def give_up(self, at: int, call: int) -> Iterable[Start]:
        """A caller who waits has hung up."""

    def next_wake(self) -> int | None:
        """Return when the policy wants to act by itself."""

    def wake(self, at: int) -> Iterable[Start]:
        """It is that time."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Waits in ms by call, None for those who gave up or were never answered."""

    waits: tuple[int | None, ...]

    def share_within(self, target_ms: int) -> float:
        """Return the share of all calls that were answered within the target; 1 without calls."""
        kept = sum(wait is not None and wait <= target_ms for wait in self.waits)
        return kept / len(self.waits) if self.waits else 1.0

    @property
    def unanswered(self) -> float:
        """The share of all calls that nobody answered."""
        return sum(wait is None for wait in self.waits) / max(1, len(self.waits))


class Pool:
    """Everybody can do everything: first come, first served, longest idle first.

    After each talk an agent rests for `gap_ms`.
    """

    def __init__(self, agents: int, gap_ms: int = 0) -> None:
        self._idle = deque(range(agents))
        self._waiting: dict[int, None] = {}
        self._resting: deque[tuple[int, int]] = deque()
        self._gap_ms = gap_ms

    def arrive(self, at: int, call: int, kind: int) -> Iterable[Start]:
        """Give the call to the longest idle."""
        self._waiting[call] = None
        return self._match()

    def end(self, at: int, call: int, agent: int) -> Iterable[Start]:
        """Let the agent rest, or go on."""
        if self._gap_ms:
            self._resting.append((at + self._gap_ms, agent))
            return ()
        self._idle.append(agent)
        return self._match()

    def give_up(self, at: int, call: int) -> Iterable[Start]:
        """Forget the caller."""
        del self._waiting[call]
        return ()

    def next_wake(self) -> int | None:
        """Return when the next agent has rested."""
        return self._resting[0][0] if self._resting else None

    def wake(self, at: int) -> Iterable[Start]:
        """Let the rested go on."""
        while self._resting and self._resting[0][0] <= at:
            self._idle.append(self._resting.popleft()[1])
        return self._match()

    def _match(self) -> list[Start]:
        starts = []
        while self._idle and self._waiting:
            call = next(iter(self._waiting))
            del self._waiting[call]
            starts.append(Start(call, self._idle.popleft()))
        return starts


class _Day:
    """The calendar of a simulated day."""

    def __init__(self, calls: Sequence[Call], policy: Policy) -> None:
        self.calls = calls
        self.policy = policy
        self.waits: list[int | None] = [None] * len(calls)
        self._ends: list[tuple[int, int, int]] = []
        self._patience: list[tuple[int, int]] = []
        self._begun = [False] * len(calls)

    def play(self) -> Outcome:
        """Play to the last moment at which anything happens."""
        following = 0
        while (moment := self._next(following)) is not None:
            if self._ends and self._ends[0][0] == moment:
                at, call, agent = heappop(self._ends)
                self._begin(at, self.policy.end(at, call, agent))
            elif self.policy.next_wake() == moment:
                self._begin(moment, self.policy.wake(moment))
            elif following < len(self.calls) and self.calls[following].at == moment:
                self._arrive(following)
                following += 1
            else:
                self._give_up(*heappop(self._patience))
        return Outcome(tuple(self.waits))

    def _next(self, following: int) -> int | None:
        """Return the next moment: talks end before rests, rests before calls, calls before leaves.

        Without that order a call that comes as an agent gets free would be played differently by
        two policies.
        """
        moments = [self._ends[0][0]] if self._ends else []
        if (wake := self.policy.next_wake()) is not None:
            moments.append(wake)
        if following < len(self.calls):
            moments.append(self.calls[following].at)
        if self._patience:
            moments.append(self._patience[0][0])
        return min(moments, default=None)

    def _arrive(self, number: int) -> None:
        call = self.calls[number]
        self._begin(call.at, self.policy.arrive(call.at, number, call.kind))
        if call.patience is not None and not self._begun[number]:
            heappush(self._patience, (call.at + call.patience, number))

    def _give_up(self, at: int, number: int) -> None:
        if not self._begun[number]:
            self._begin(at, self.policy.give_up(at, number))

    def _begin(self, at: int, starts: Iterable[Start]) -> None:
        for call, agent in starts:
            self._begun[call] = True
            self.waits[call] = at - self.calls[call].at
            heappush(self._ends, (at + self.calls[call].talk, call, agent))


def simulate(calls: Sequence[Call], policy: Policy) -> Outcome:
    """Play the calls, in order of time, through a fresh policy."""
    return _Day(calls, policy).play()


def random_calls(
    generator: np.random.Generator,
    *,
    lasts_s: float,
    per_s: float,
    talk_s: float,
    kinds: int = 1,
    patience_s: float | None = None,
) -> tuple[Call, ...]:
    """Draw a day of Poisson arrivals with exponential talks and patience, kinds equally likely."""
    count = int(generator.poisson(lasts_s * per_s))
    at = np.sort(generator.uniform(0, lasts_s * 1000, count)).astype(np.int64)
    kind = generator.integers(0, kinds, count)
    talk = np.maximum(1, generator.exponential(talk_s * 1000, count).astype(np.int64))
    drawn = generator.exponential(1000.0, count)
    patience = None if patience_s is None else (drawn * patience_s).astype(np.int64).tolist()
    rows = zip(at.tolist(), kind.tolist(), talk.tolist(), strict=True)
    return tuple(
        Call(*row, None if patience is None else patience[number])
        for number, row in enumerate(rows)
    )
