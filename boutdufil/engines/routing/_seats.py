"""The idle agents; the best of those who can is found at once.

Each bucket of equals has one number: load first, then how much its scarce skills are short of
their reserve, then the turn of the longest idle in it. The least number wins.
"""

from collections.abc import Mapping
from itertools import islice

import numpy as np

from boutdufil.engines.routing._kinds import Kind, Kinds, Places, Seat, Want
from boutdufil.engines.routing._parts import Profile

LOAD_BIT, SHORTAGE_BIT = 56, 40
MOST_RESERVE = (1 << (LOAD_BIT - SHORTAGE_BIT)) - 1
EMPTY = 1 << 62


class Seats:
    """All idle agents, by kind and load."""

    def __init__(self) -> None:
        self.kinds = Kinds()
        self.reserve: dict[str, int] = {}
        self.free: dict[str, int] = {}
        self.all: list[Seat] = []
        self._holders: dict[str, Places] = {}
        self._base: Places = np.zeros(64, dtype=np.int64)
        self._keys: Places = np.full(64, EMPTY, dtype=np.int64)

    def kind(self, profile: Profile) -> Kind:
        """Return the kind of a profile."""
        return self.kinds.kind(profile, self.reserve)

    def seat(self, kind: Kind, load: int) -> Seat:
        """Return the bucket for this kind and load."""
        return kind.seats.get(load) or self._make(kind, load)

    def add(self, seat: Seat, turn: int, name: str) -> None:
        """Seat an agent; `turn` is unique."""
        seat.lineup.add(turn, name)
        if seat.kind.scarce:
            self._count(seat, 1)
        self._show(seat)

    def discard(self, seat: Seat, name: str) -> None:
        """Let an agent leave."""
        seat.lineup.discard(name)
        if seat.kind.scarce:
            self._count(seat, -1)
        self._show(seat)

    def best(self, want: Want, without: frozenset[str] = frozenset()) -> str | None:
        """Return the agent to take for this need."""
        for places in want.seats():
            keys = self._keys.take(places)
            at = keys.argmin()
            if keys[at] >= EMPTY:
                continue
            found = self.all[int(places[at])].lineup.first()
            if found and found[1] in without:
                found = self._best_without(places, without)
            if found:
                return found[1]
        return None

    def shortage(self, skill: str) -> int:
        """Return how many free agents are missing from the reserve of a skill."""
        return max(0, self.reserve.get(skill, 0) - self.free.get(skill, 0))

    def set_reserve(self, reserve: Mapping[str, int]) -> None:
        """Change what is kept of scarce skills."""
        if any(kept < 0 for kept in reserve.values()) or sum(reserve.values()) > MOST_RESERVE:
            raise ValueError(f"reserves are positive and {MOST_RESERVE} together at most")
        self.reserve = {skill: kept for skill, kept in sorted(reserve.items()) if kept}
        self.free = dict.fromkeys(self.reserve, 0)
        self._holders = {skill: np.empty(0, dtype=np.int64) for skill in self.reserve}
        for kind in self.kinds:
            kind.scarce = tuple(skill for skill in self.reserve if skill in kind.profile.skills)
        for seat in self.all:
            self._mark(seat)
            for skill in seat.kind.scarce:
                self.free[skill] += len(seat.lineup)
        for seat in self.all:
            self._weigh(seat)
            self._show(seat)

    def _make(self, kind: Kind, load: int) -> Seat:
        seat = kind.seats[load] = Seat(len(self.all), kind, load)
        self.all.append(seat)
        if seat.number == len(self._keys):
            self._base = np.concatenate([self._base, np.zeros_like(self._base)])
            self._keys = np.concatenate([self._keys, np.full_like(self._keys, EMPTY)])
        self._mark(seat)
        self._weigh(seat)
        for want in kind.wants.values():
            want.add(seat)
        return seat

    def _mark(self, seat: Seat) -> None:
        for skill in seat.kind.scarce:
            self._holders[skill] = np.append(self._holders[skill], seat.number)

    def _weigh(self, seat: Seat) -> None:
        short = sum(self.shortage(skill) for skill in seat.kind.scarce)
        self._base[seat.number] = (seat.load << LOAD_BIT) + (short << SHORTAGE_BIT)

    def _count(self, seat: Seat, more: int) -> None:
        for skill in seat.kind.scarce:
            before = self.shortage(skill)
            self.free[skill] += more
            change = self.shortage(skill) - before
            if change:
                holders = self._holders[skill]
                self._base[holders] += change << SHORTAGE_BIT
                self._keys[holders] += change << SHORTAGE_BIT

    def _show(self, seat: Seat) -> None:
        first = seat.lineup.first()
        number = seat.number
        self._keys[number] = EMPTY if first is None else int(self._base[number]) + first[0]

    def _best_without(self, places: Places, without: frozenset[str]) -> tuple[int, str] | None:
        """Look into the buckets in order, past those who are left out, until no other can win."""
        keys = self._keys[places]
        best: tuple[int, str] | None = None
        for at in np.argsort(keys).tolist():
            if keys[at] >= EMPTY or (best and best[0] < keys[at]):
                break
            number = int(places[at])
            others = (one for one in self.all[number].lineup if one[1] not in without)
            found = [(int(self._base[number]) + turn, name) for turn, name in islice(others, 1)]
            best = min([*found, *([best] if best else [])], default=None)
        return best
