"""Deadlines: set, moved, called off, and those that are due in the order they ran out.

Nearly every deadline lies one of a few fixed durations ahead, so that those of one duration stand
in the order they were set: joining and leaving cost the same however many there are. The others
(steps of a wait) stand in a heap.
"""

from collections import OrderedDict
from collections.abc import Iterator
from heapq import heapify, heappop, heappush

from boutdufil.engines.routing._events import Deadline

ALWAYS_TOLERATED = 64
NEVER = 1 << 62

# Kind, agent or "", call or "".
Key = tuple[Deadline, str, str]
Moment = tuple[int, int]
# Deadline, number of setting, key, and the duration; 0 for a moment of its own.
Entry = tuple[int, int, Key, int]


class Timers:
    """At most one deadline for each key; among equal ones the first set comes first."""

    def __init__(self) -> None:
        self.count = 0
        self._queues: dict[int, OrderedDict[Key, Moment]] = {}
        self._durations: dict[Key, int] = {}
        self._heap: list[tuple[int, int, Key]] = []
        self._single: dict[Key, Moment] = {}
        # Nothing runs out before this; called-off deadlines may leave it too early.
        self._quiet_until = NEVER

    def set(self, key: Key, now: int, duration: int) -> None:
        """Set or move a deadline to so many ms, 1 or more, from now."""
        if key in self._durations:
            self.cancel(key)
        self.count += 1
        self._join(key, (now + duration, self.count), duration)

    def set_at(self, key: Key, deadline: int) -> None:
        """Set or move a deadline to any moment."""
        if key in self._durations:
            self.cancel(key)
        self.count += 1
        self._join(key, (deadline, self.count), 0)

    def cancel(self, key: Key) -> None:
        """Call a deadline off, if there is one."""
        duration = self._durations.pop(key, None)
        if duration:
            del self._queues[duration][key]
        elif duration == 0:
            del self._single[key]

    def deadline(self, key: Key) -> int | None:
        """Return the deadline of a key."""
        duration = self._durations.get(key)
        if duration is None:
            return None
        return (self._queues[duration] if duration else self._single)[key][0]

    def next(self) -> int | None:
        """Return the nearest deadline."""
        firsts = [next(iter(queue.values()))[0] for queue in self._queues.values() if queue]
        firsts += [deadline for deadline, _count, _key in self._first_single()]
        self._quiet_until = min(firsts, default=NEVER)
        return min(firsts, default=None)

    def due(self, now: int) -> list[tuple[int, Key]]:
        """Return what has run out by now, in order; it stays until it is called off."""
        if now < self._quiet_until:
            return []
        found: list[tuple[int, int, Key]] = []
        nearest = NEVER
        for queue in self._queues.values():
            for key, (deadline, count) in queue.items():
                if deadline > now:
                    nearest = min(nearest, deadline)
                    break
                found.append((deadline, count, key))
        for first in self._first_single():
            nearest = min(nearest, first[0])
            found += self._due_single(now) if first[0] <= now else []
        self._quiet_until = nearest if not found else now
        return [(deadline, key) for deadline, _count, key in sorted(found)]

    def entries(self) -> list[Entry]:
        """Return everything that is set, in order."""
        found = [(*moment, key, 0) for key, moment in self._single.items()]
        for duration, queue in self._queues.items():
            found += [(*moment, key, duration) for key, moment in queue.items()]
        return sorted(found)

    def restore(self, entries: list[Entry], count: int) -> None:
        """Take over what `entries` returned."""
        self.count = count
        for deadline, number, key, duration in sorted(entries):
            self._join(key, (deadline, number), duration)

    def _join(self, key: Key, moment: Moment, duration: int) -> None:
        self._durations[key] = duration
        if moment[0] < self._quiet_until:
            self._quiet_until = moment[0]
        if duration:
            queue = self._queues.get(duration)
            if queue is None:
                queue = self._queues[duration] = OrderedDict()
            queue[key] = moment
            return
        self._single[key] = moment
        heappush(self._heap, (*moment, key))
        if len(self._heap) > 2 * len(self._single) + ALWAYS_TOLERATED:
            self._heap = [(*one, known) for known, one in self._single.items()]
            heapify(self._heap)

    def _first_single(self) -> list[tuple[int, int, Key]]:
        """Return the first of the heap that still counts, if any."""
        heap, single = self._heap, self._single
        while heap and single.get(heap[0][2]) != heap[0][:2]:
            heappop(heap)
        return heap[:1]

    def _due_single(self, now: int) -> Iterator[tuple[int, int, Key]]:
        """Walk down the heap only where it is due."""
        heap, open_places = self._heap, [0]
        while open_places:
            place = open_places.pop()
            if place < len(heap) and heap[place][0] <= now:
                if self._single.get(heap[place][2]) == heap[place][:2]:
                    yield heap[place]
                open_places += (2 * place + 1, 2 * place + 2)
