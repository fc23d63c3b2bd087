"""Places of an event that a device at its door may give away without a network.

They are counted where registrations count theirs, under the same locks.
"""

from __future__ import annotations

from django.db import transaction

from boutdufil.rooms.campaigns.services.places import lock_intake, move_places
from boutdufil.rooms.campaigns.services.waiting import settle


@transaction.atomic
def hold_places(*, intake_id: int, wanted: int) -> int:
    """Take up to so many places of an event; return how many there were."""
    free = lock_intake(intake_id).room().event
    granted = wanted if free is None else max(0, min(wanted, free))
    move_places(intake_id=intake_id, slot_id=None, places=granted)
    return granted


@transaction.atomic
def return_places(*, intake_id: int, count: int) -> None:
    """Give places back to an event, and offer them to who waits."""
    lock_intake(intake_id)
    move_places(intake_id=intake_id, slot_id=None, places=-count)
    settle(lock_intake(intake_id))
