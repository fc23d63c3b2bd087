"""Who is expected in which room: the one of their own city, else the nearest that has a place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Room:
    """A session with places left; ``city`` is an INSEE code."""

    id: int
    city: str
    free: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """A candidate without a room."""

    entry_id: int
    number: str
    city: str


def place(
    waiting: Iterable[Waiting],
    rooms: Sequence[Room],
    distance: Callable[[str, str], float | None],
) -> dict[int, int]:
    """Return the room of each candidate who gets one, by entry.

    Those of a room's own city come first, in the order of their numbers; the others then get the
    nearest room with a place, at equal distance the first one. The order of rows changes nothing.
    """
    free = {room.id: room.free for room in rooms}
    placed: dict[int, int] = {}
    line = sorted(waiting, key=lambda one: one.number)
    for one in line:
        _put(one, [room for room in rooms if room.city == one.city], free, placed)
    for one in line:
        if one.entry_id not in placed:
            known = [(distance(one.city, room.city), room) for room in rooms]
            near = [(far, room) for far, room in known if far is not None]
            near.sort(key=lambda pair: (pair[0], pair[1].id))
            _put(one, [room for _far, room in near], free, placed)
    return placed


def _put(one: Waiting, rooms: Iterable[Room], free: dict[int, int], placed: dict[int, int]) -> None:
    for room in rooms:
        if free[room.id] > 0:
            free[room.id] -= 1
            placed[one.entry_id] = room.id
            return
