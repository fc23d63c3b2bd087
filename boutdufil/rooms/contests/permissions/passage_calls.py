"""Who has which part in the call of a passage. Denied by default.

Who passes answers; the jury of the passage hears; who runs the edition calls, or has it called.
A juror of another jury, or with a noted conflict, has no part; who passes has one part only.
"""

from __future__ import annotations

from boutdufil.kernel.calls.enums import ParticipantRole
from boutdufil.kernel.people.permissions import Actor, is_signed_in
from boutdufil.rooms.contests.models import Conflict, Juror, Passage
from boutdufil.rooms.contests.permissions.editions import can_run_edition
from boutdufil.rooms.contests.permissions.entries import can_see_entry
from boutdufil.rooms.contests.rules.entries import LIVE


def part_in(actor: Actor, passage_id: int) -> ParticipantRole | None:
    """Return the part somebody has in the call of a passage, None for nobody's."""
    passage = Passage.objects.select_related("stage", "entry").filter(pk=passage_id).first()
    if passage is None or passage.entry.status not in LIVE or not is_signed_in(actor):
        return None
    if can_see_entry(actor, passage.entry_id):
        return ParticipantRole.AGENT
    own = Juror.objects.filter(
        edition_id=passage.stage.edition_id,
        person_id=actor.pk or 0,
        accepted_at__isnull=False,
        declined_at=None,
    )
    if Conflict.objects.filter(juror__in=own, entry_id=passage.entry_id).exists():
        return None
    if own.filter(seats__jury_id=passage.jury_id).exists():
        return ParticipantRole.OBSERVER
    runs = can_run_edition(actor, passage.stage.edition_id)
    return ParticipantRole.CALLER if runs else None


def can_open_call(actor: Actor, passage_id: int) -> bool:
    """Allow the jury of the passage, and who runs the edition; never who passes."""
    return part_in(actor, passage_id) in {ParticipantRole.OBSERVER, ParticipantRole.CALLER}
