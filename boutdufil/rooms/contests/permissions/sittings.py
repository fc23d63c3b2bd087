"""Who may do what with a supervised session. Denied by default.

Who watches over it calls the roll, begins, gives minutes back and closes; those who run the edition
set it up and may stand in. Nobody there sees an answer or a score.
"""

from __future__ import annotations

from boutdufil.kernel.people.permissions import Actor, is_signed_in
from boutdufil.rooms.contests.models import Sitting
from boutdufil.rooms.contests.permissions.editions import can_run_edition


def can_watch_sitting(actor: Actor, sitting_id: int) -> bool:
    """Allow its invigilator, known by person or by the address that was written to."""
    if not is_signed_in(actor):
        return False
    found = Sitting.objects.filter(pk=sitting_id)
    row = found.values_list("invigilator_id", "invigilator_email", "quiz__stage__edition_id")
    held = row.first()
    if held is None:
        return False
    person_id, email, edition_id = held
    is_written_to = bool(email) and email == getattr(actor, "email", None)
    return actor.pk == person_id or is_written_to or can_run_edition(actor, edition_id)


def can_set_sittings(actor: Actor, edition_id: int) -> bool:
    """Allow those who run the edition to add sessions and say who is expected where."""
    return can_run_edition(actor, edition_id)
