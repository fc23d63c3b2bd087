"""How a room follows the legs of its calls.

``register_room("service", …)`` in the room's ``apps.ready``. Each function runs outside the event
loop, in the order of what happened on that leg, with a database connection of its own; one that
fails because the database is away is called again. So it must be idempotent.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from boutdufil.kernel.calls.legs import Leg

# Returns what the page is to be told of its call, as a "state", or None.
LegUp = Callable[[Leg], Mapping[str, Any] | None]
# The cause is "left" (they said so) or "lost" (nobody came back within the grace).
LegDown = Callable[[Leg, str], None]
# kind and body of "media" {up, from} and "hold" {on}.
LegMessage = Callable[[Leg, str, Mapping[str, Any]], None]


@dataclass(frozen=True, slots=True)
class Room:
    """What a room wants to hear about the legs of its calls."""

    on_leg_up: LegUp
    on_leg_down: LegDown
    on_message: LegMessage


_rooms: dict[str, Room] = {}


def register_room(
    kind: str, *, on_leg_up: LegUp, on_leg_down: LegDown, on_message: LegMessage
) -> None:
    """Let a room follow all calls of a kind ("service", "practice").

    ``on_leg_up`` is called again when a page came back, and when the exchange did: what was told
    meanwhile is lost, so it returns how the call stands. ``on_leg_down`` is called
    once nobody came back.
    """
    _rooms[kind] = Room(on_leg_up, on_leg_down, on_message)


def find_room(kind: str) -> Room | None:
    """Return the room that follows calls of a kind, if one does."""
    return _rooms.get(kind)
