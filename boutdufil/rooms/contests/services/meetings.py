"""The jury's meeting: marks are shown, discussed, and reviewed with a trace."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.models import Jury, Level, Mark, Reading
from boutdufil.rooms.contests.selectors.meetings import owed_in
from boutdufil.rooms.contests.selectors.panels import meeting_of, row_of
from boutdufil.rooms.contests.services.conflicts import refuse_conflict
from boutdufil.rooms.contests.services.log import write_line
from boutdufil.rooms.contests.services.recusals import UNDECIDED
from boutdufil.rooms.contests.services.trail import record


@transaction.atomic
def open_meeting(*, jury_id: int, actor_id: int, reason: str = "") -> None:
    """Show the jury its marks: all readings are given, or a reason says why they are not awaited.

    From then on nobody gives a reading of its files any more.

    :raises ContestError: readings are missing and no reason is given, or nothing was read.
    """
    jury = _locked(jury_id)
    if jury.meeting_opened_at is not None:
        return
    owed, given = owed_in(row_of(jury))
    if not given:
        raise ContestError(_("Aucune lecture n’est rendue : il n’y a rien à discuter."))
    if owed and not reason.strip():
        told = _(
            "Il manque %(count)d lectures : attendez-les, ou dites pourquoi vous passez outre."
        )
        raise ContestError(told % {"count": owed}, "reason")
    jury.meeting_opened_at, jury.meeting_reason = timezone.now(), reason.strip()[:250]
    jury.save(update_fields=["meeting_opened_at", "meeting_reason"])
    facts = {"jury": jury_id, "given": given, "owed": owed}
    write_line(edition_id=jury.stage.edition_id, kind="meeting_opened", facts=facts)
    record(actor_id, "open_meeting", jury.stage.edition_id, **facts)


@transaction.atomic
def close_meeting(*, jury_id: int, actor_id: int) -> None:
    """End the meeting: marks do not change any more.

    :raises ContestError: it was never opened.
    """
    jury = _locked(jury_id)
    if jury.meeting_opened_at is None:
        raise ContestError(_("La réunion n’est pas ouverte."))
    if jury.meeting_closed_at is None:
        jury.meeting_closed_at = timezone.now()
        jury.save(update_fields=["meeting_closed_at"])
        facts = {"jury": jury_id}
        write_line(edition_id=jury.stage.edition_id, kind="meeting_closed", facts=facts)
        record(actor_id, "close_meeting", jury.stage.edition_id, **facts)


@transaction.atomic
def review_mark(*, reading_id: int, criterion_id: int, mark: int, person_id: int) -> None:
    """Change one's own mark in the meeting; what it was stays in the log.

    :raises ContestError: no meeting is held, it is somebody else's mark, or no level has it.
    """
    found = Reading.objects.select_for_update(of=("self",)).select_related("stage", "entry")
    one = found.filter(
        pk=reading_id, juror__person_id=person_id, given_at__isnull=False, recused_at=None
    ).first()
    jury = meeting_of(one.stage_id, one.entry.region) if one else None
    if one is None or jury is None or not jury.is_meeting:
        raise ContestError(_("Les notes se revoient pendant la réunion, chacun les siennes."))
    if one.stage.status not in UNDECIDED:
        raise ContestError(_("L’épreuve est décidée : les notes restent."))
    refuse_conflict(one.juror_id, one.entry_id)
    held = Mark.objects.filter(reading=one, criterion_id=criterion_id).first()
    if held is None or not Level.objects.filter(criterion_id=criterion_id, mark=mark).exists():
        raise ContestError(_("Choisissez une note parmi les niveaux de la grille."))
    if held.mark == mark:
        return
    facts = {
        "reading": one.pk,
        "juror": one.juror_id,
        "entry": one.entry_id,
        "criterion": criterion_id,
        "before": held.mark,
        "after": mark,
    }
    held.mark, held.changed_in_meeting, held.at = mark, True, timezone.now()
    held.save(update_fields=["mark", "changed_in_meeting", "at"])
    write_line(edition_id=one.stage.edition_id, kind="mark_reviewed", facts=facts)
    record(person_id, "review_mark", one.stage.edition_id, **facts)


def _locked(jury_id: int) -> Jury:
    found = Jury.objects.select_for_update(of=("self",)).select_related("stage")
    return found.get(pk=jury_id)
