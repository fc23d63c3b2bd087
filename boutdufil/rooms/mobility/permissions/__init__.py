"""Who may do what in the room, by noun: plain predicates, closed by default."""

from boutdufil.rooms.mobility.permissions.paths import (
    Visitor,
    can_change_profile,
    can_read_profile,
    can_read_shared,
    can_share_profile,
    is_owner,
)

__all__ = [
    "Visitor",
    "can_change_profile",
    "can_read_profile",
    "can_read_shared",
    "can_share_profile",
    "is_owner",
]
