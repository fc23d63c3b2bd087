"""The waiting calls, by need; the best call for an agent who is free is found at once.

The score of a bucket is that of its first call: points for priority, for each second waited and
for each call that waits there. Points count in thousandths, so that a millisecond counts.
"""

from dataclasses import dataclass, field

import numpy as np

from boutdufil.engines.routing._kinds import Places, Seat, Want
from boutdufil.engines.routing._lineup import Lineup
from boutdufil.engines.routing._people import Call

EMPTY = -(1 << 62)
Rank = tuple[int, int]
Found = tuple[int, Rank, str]


@dataclass(slots=True)
class Bucket:
    """Calls with one need and one way of ageing, by place."""

    number: int
    want: Want
    priority: int
    ageing: int
    pressure: int
    lineup: Lineup[Rank] = field(default_factory=lambda: Lineup[Rank]())


class Waiting:
    """All calls that wait: in buckets, for one agent only, or declined by somebody."""

    def __init__(self) -> None:
        self.kept: dict[str, Lineup[Rank]] = {}
        self._declined: dict[str, Call] = {}
        self._buckets: list[Bucket] = []
        self._numbers: dict[tuple[int, int, int, int], int] = {}
        self._filled = 0
        self._start: Places = np.full(64, EMPTY, dtype=np.int64)
        self._rate: Places = np.zeros(64, dtype=np.int64)

    def add(self, call: Call) -> None:
        """Let a call wait where it belongs."""
        if call.sticky:
            self.kept.setdefault(call.sticky, Lineup[Rank]()).add(call.rank, call.name)
        elif call.declined_by:
            self._declined[call.name] = call
        else:
            bucket = self._bucket(call)
            bucket.lineup.add(call.rank, call.name)
            self._filled += 1
            self._show(bucket)

    def discard(self, call: Call) -> None:
        """Let a call leave; its sticky agent, stage and refusals are those it was added with."""
        if call.sticky:
            kept = self.kept[call.sticky]
            kept.discard(call.name)
            if not kept:
                del self.kept[call.sticky]
        elif call.declined_by:
            del self._declined[call.name]
        else:
            bucket = self._bucket(call)
            bucket.lineup.discard(call.name)
            self._filled -= 1
            self._show(bucket)

    def best(self, seat: Seat, agent: str, now: int) -> str | None:
        """Return the call this agent, free in this seat, is to take among those not kept."""
        found = self._best_bucket(seat, now) if self._filled else None
        if self._declined:
            mine = [call for call in self._declined.values() if agent not in call.declined_by]
            able = [call for call in mine if can_take(seat, call.want)]
            ranked = [(-self.score(call, now), call.rank, call.name) for call in able]
            found = min([*ranked, *([found] if found else [])], default=None)
        return found[2] if found else None

    def score(self, call: Call, now: int) -> int:
        """Return the score of a call, in thousandths of points."""
        if call.declined_by:
            return call.score(now)
        bucket = self._bucket(call)
        return call.score(now) + bucket.pressure * 1000 * len(bucket.lineup)

    def _bucket(self, call: Call) -> Bucket:
        line, want = call.route.line, call.want
        key = (want.number, line.priority, line.ageing, line.pressure)
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = self._make(want, *key[1:])
        return self._buckets[number]

    def _make(self, want: Want, priority: int, ageing: int, pressure: int) -> int:
        bucket = Bucket(len(self._buckets), want, priority, ageing, pressure)
        self._buckets.append(bucket)
        if bucket.number == len(self._start):
            self._start = np.concatenate([self._start, np.full_like(self._start, EMPTY)])
            self._rate = np.concatenate([self._rate, np.zeros_like(self._rate)])
        want.add_bucket(bucket.number)
        return bucket.number

    def _show(self, bucket: Bucket) -> None:
        first = bucket.lineup.first()
        if first is None:
            self._start[bucket.number], self._rate[bucket.number] = EMPTY, 0
            return
        points = bucket.priority + bucket.pressure * len(bucket.lineup)
        self._start[bucket.number] = points * 1000 - bucket.ageing * first[0][0]
        self._rate[bucket.number] = bucket.ageing

    def _best_bucket(self, seat: Seat, now: int) -> Found | None:
        places = seat.answers
        if not len(places):
            return None
        scores = self._rate.take(places)
        scores *= now
        scores += self._start.take(places)
        most = int(scores[scores.argmax()])
        if most <= EMPTY:
            return None
        equal = places[scores == most].tolist()
        heads = [self._buckets[number].lineup.first() for number in equal]
        return min((-most, head[0], head[1]) for head in heads if head)


def can_take(seat: Seat, want: Want) -> bool:
    """Tell whether agents in this seat meet a need."""
    return want.number in seat.kind.wants and seat.has_room(want)
