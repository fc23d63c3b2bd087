"""What can be done with a call: open it, take part, say what happened, end it once."""

from boutdufil.kernel.calls.services import practice, room, sheets, subject
from boutdufil.kernel.calls.services.facts import record_event
from boutdufil.kernel.calls.services.participants import (
    add_participant,
    give_back_seat,
    join_call,
    leave_call,
    leg_token,
    note_seen,
    read_leg_token,
    seat_opener,
    take_back_seat,
)
from boutdufil.kernel.calls.services.states import (
    connect_call,
    end_call,
    open_call,
)

__all__ = [
    "add_participant",
    "connect_call",
    "end_call",
    "give_back_seat",
    "join_call",
    "leave_call",
    "leg_token",
    "note_seen",
    "open_call",
    "practice",
    "read_leg_token",
    "record_event",
    "room",
    "seat_opener",
    "sheets",
    "subject",
    "take_back_seat",
]
