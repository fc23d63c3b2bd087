"""Who may do what around a jury. Denied by default.

A juror judges what is in their hands and sees nobody's marks before giving their own; the chair
and those who run the edition lead the meeting; nobody sees marks before it is opened.
"""

from __future__ import annotations

from django.db.models import QuerySet

from boutdufil.kernel.people.permissions import Actor, is_signed_in
from boutdufil.rooms.contests.models import Conflict, Juror, Jury, JurySeat, Reading
from boutdufil.rooms.contests.permissions.editions import can_run_edition
from boutdufil.rooms.contests.rules.panels import PanelRow


def can_judge(actor: Actor, reading_id: int) -> bool:
    """Allow the juror whose reading it is, while they are a juror and did not lay it down."""
    if not is_signed_in(actor):
        return False
    own = Reading.objects.filter(pk=reading_id, recused_at=None, juror__person_id=actor.pk or 0)
    return own.filter(juror__accepted_at__isnull=False, juror__declined_at=None).exists()


def can_speak_for_juror(actor: Actor, juror_id: int) -> bool:
    """Allow a juror to say whom they know."""
    return is_signed_in(actor) and _active(actor).filter(pk=juror_id).exists()


def can_lead_meeting(actor: Actor, jury: PanelRow) -> bool:
    """Allow the chair of a jury, and those who run the edition."""
    return is_chair(actor, jury) or can_run_edition(actor, jury.edition_id)


def can_enter_meeting(actor: Actor, jury: PanelRow) -> bool:
    """Allow those who sit on the jury, who read one of its files, or who lead it."""
    if not is_signed_in(actor):
        return False
    seated = JurySeat.objects.filter(jury_id=jury.id, juror__in=_active(actor)).exists()
    return seated or _read_for(actor, jury) or can_lead_meeting(actor, jury)


def can_see_severity(actor: Actor, jury: PanelRow) -> bool:
    """Allow the chair and those who run the edition, once every jury of the stage meets.

    It shows all the stage's marks: before, somebody there may still owe theirs.
    """
    reads = {"seats__juror__readings__stage_id": jury.stage_id}
    waiting = Jury.objects.filter(stage_id=jury.stage_id, meeting_opened_at=None, **reads)
    opened = jury.meeting_opened_at is not None and not waiting.exists()
    return opened and can_lead_meeting(actor, jury)


def can_see_marks(actor: Actor, jury: PanelRow, entry_id: int) -> bool:
    """Allow those in an open meeting the marks of an entry, unless they still owe their own.

    A noted conflict with the entry bars it, whoever they are besides.
    """
    if jury.meeting_opened_at is None or not can_enter_meeting(actor, jury):
        return False
    own = _active(actor)
    owed = Reading.objects.filter(
        stage_id=jury.stage_id, entry_id=entry_id, juror__in=own, given_at=None, recused_at=None
    )
    barred = Conflict.objects.filter(entry_id=entry_id, juror__in=own)
    return not (owed.exists() or barred.exists())


def is_chair(actor: Actor, jury: PanelRow) -> bool:
    """Tell whether the actor presides over a jury."""
    return is_signed_in(actor) and _active(actor).filter(pk=jury.chair_id or 0).exists()


def _read_for(actor: Actor, jury: PanelRow) -> bool:
    given = Reading.objects.filter(
        stage_id=jury.stage_id, juror__in=_active(actor), given_at__isnull=False, recused_at=None
    )
    if jury.region:
        return given.filter(entry__region=jury.region).exists()
    others = Jury.objects.filter(stage_id=jury.stage_id).exclude(region="")
    return given.exclude(entry__region__in=others.values("region")).exists()


def _active(actor: Actor) -> QuerySet[Juror]:
    return Juror.objects.filter(
        person_id=actor.pk or 0, accepted_at__isnull=False, declined_at=None
    )
