"""Who holds the passages of a jury: its own jurors, and those who run the edition."""

from __future__ import annotations

from boutdufil.kernel.people.permissions import Actor, is_signed_in
from boutdufil.rooms.contests.models import Conflict, JurySeat, Passage
from boutdufil.rooms.contests.permissions.editions import can_run_edition
from boutdufil.rooms.contests.rules.panels import PanelRow


def can_hold_passages(actor: Actor, jury: PanelRow) -> bool:
    """Allow those who sit on the jury, and those who run the edition."""
    if not is_signed_in(actor):
        return False
    seated = JurySeat.objects.filter(
        jury_id=jury.id,
        juror__person_id=actor.pk or 0,
        juror__accepted_at__isnull=False,
        juror__declined_at=None,
    )
    return seated.exists() or can_run_edition(actor, jury.edition_id)


def can_hold_passage(actor: Actor, jury: PanelRow, passage_id: int) -> bool:
    """Allow a passage of that jury to who holds them, unless they have a conflict with it."""
    found = Passage.objects.filter(pk=passage_id, jury_id=jury.id)
    entry_id = found.values_list("entry_id", flat=True).first()
    if entry_id is None or not can_hold_passages(actor, jury):
        return False
    return not Conflict.objects.filter(entry_id=entry_id, juror__person_id=actor.pk or 0).exists()
