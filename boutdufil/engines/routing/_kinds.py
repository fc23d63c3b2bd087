"""Which profiles meet which needs: worked out once for each pair, however many agents and calls."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from boutdufil.engines.routing._lineup import Lineup
from boutdufil.engines.routing._parts import Channel, Need, Profile

Places = NDArray[np.int64]
NOWHERE: Places = np.empty(0, dtype=np.int64)
ProfileKey = tuple[
    frozenset[str], tuple[tuple[str, int], ...], tuple[tuple[Channel, int], ...], str
]


@dataclass(slots=True, eq=False)
class Kind:
    """Agents of one profile: the needs it meets, by number, and its seats by load."""

    profile: Profile
    scarce: tuple[str, ...] = ()
    wants: dict[int, "Want"] = field(default_factory=dict)
    seats: dict[int, "Seat"] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Seat:
    """The idle agents of one kind and one load; `answers` are the buckets of calls for them."""

    number: int
    kind: Kind
    load: int
    lineup: Lineup[int] = field(default_factory=lambda: Lineup[int]())
    answers: Places = field(default_factory=lambda: NOWHERE)

    def has_room(self, want: "Want") -> bool:
        """Tell whether a call the kind may answer fits beside what is in hand."""
        return want.need.has_room(self.kind.profile, self.load)


@dataclass(slots=True, eq=False)
class Want:
    """Calls of one need: the kinds and seats that meet it, the most favoured first.

    `buckets` are where such calls wait, by number.
    """

    number: int
    need: Need
    kinds: list[Kind] = field(default_factory=list)
    buckets: list[int] = field(default_factory=list)
    tiers: dict[int, list[int]] = field(default_factory=dict)
    places: list[Places] = field(default_factory=list)

    def add(self, seat: Seat) -> None:
        """Let a seat be chosen, and choose, unless it has no room."""
        if seat.has_room(self):
            seat.answers = np.append(seat.answers, np.array(self.buckets, dtype=np.int64))
            tier = self.need.favoured(seat.kind.profile)
            self.tiers.setdefault(tier, []).append(seat.number)
            self.places = []

    def add_bucket(self, number: int) -> None:
        """Show a new bucket to every seat that may take from it."""
        self.buckets.append(number)
        for kind in self.kinds:
            for seat in kind.seats.values():
                if seat.has_room(self):
                    seat.answers = np.append(seat.answers, number)

    def seats(self) -> list[Places]:
        """Return the numbers of the seats, one array for each tier that has any."""
        if not self.places:
            tiers = sorted(self.tiers.items(), reverse=True)
            self.places = [np.array(numbers, dtype=np.int64) for _tier, numbers in tiers]
        return self.places


class Kinds:
    """All profiles and needs seen so far."""

    def __init__(self) -> None:
        self._kinds: dict[ProfileKey, Kind] = {}
        self._wants: dict[Need, Want] = {}
        self._holders: dict[str, list[Kind]] = {}

    def __iter__(self) -> Iterator[Kind]:
        return iter(self._kinds.values())

    def kind(self, profile: Profile, reserve: Mapping[str, int]) -> Kind:
        """Return what is known of a profile."""
        key = profile_key(profile)
        if key not in self._kinds:
            scarce = tuple(skill for skill in reserve if skill in profile.skills)
            made = self._kinds[key] = Kind(profile, scarce)
            for skill in profile.skills:
                self._holders.setdefault(skill, []).append(made)
            for want in self._wants.values():
                self._link(made, want)
        return self._kinds[key]

    def want(self, need: Need) -> Want:
        """Return what is known of a need."""
        if need not in self._wants:
            made = self._wants[need] = Want(len(self._wants), need)
            for kind in self._candidates(need):
                self._link(kind, made)
        return self._wants[need]

    def _candidates(self, need: Need) -> Iterable[Kind]:
        """Return the kinds that hold the rarest of the skills asked."""
        holders = [self._holders.get(skill, []) for skill in need.skills]
        return min(holders, key=len, default=list(self._kinds.values()))

    def _link(self, kind: Kind, want: Want) -> None:
        if want.need.suits(kind.profile):
            kind.wants[want.number] = want
            want.kinds.append(kind)
            for seat in kind.seats.values():
                want.add(seat)


def profile_key(profile: Profile) -> ProfileKey:
    """Return what makes two profiles the same."""
    levels, capacity = profile.levels.items(), profile.capacity.items()
    return (profile.skills, tuple(sorted(levels)), tuple(sorted(capacity)), profile.pool)
