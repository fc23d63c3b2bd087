"""A juror's marks: kept as they are set, given all at once, theirs alone until then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from boutdufil.kernel import events
from boutdufil.rooms.contests.enums import StageKind, StageStatus
from boutdufil.rooms.contests.errors import ContestError, RevisionError, TooLateError
from boutdufil.rooms.contests.events import ReadingGiven
from boutdufil.rooms.contests.models import Level, Mark, Reading
from boutdufil.rooms.contests.rules.scores import Scale
from boutdufil.rooms.contests.selectors.panels import meeting_of
from boutdufil.rooms.contests.selectors.rubric_settings import scales_of
from boutdufil.rooms.contests.services.conflicts import refuse_conflict
from boutdufil.rooms.contests.services.log import write_line
from boutdufil.rooms.contests.services.trail import record

LONGEST_TEXT = 5_000


@dataclass(frozen=True, slots=True)
class MarksDraft:
    """What a juror set: marks by criterion, words; on top of the revision they had seen."""

    revision: int
    marks: Mapping[int, int]
    comment: str = ""
    private_note: str = ""


@transaction.atomic
def save_reading(*, reading_id: int, person_id: int, draft: MarksDraft) -> Reading:
    """Keep what a juror set; the same sent twice is kept once.

    :raises RevisionError: something else was kept meanwhile, from another device.
    :raises ConflictError: something links them to the entry.
    :raises TooLateError: they gave it, or the meeting began.
    :raises ContestError: a mark no level has, or a file that is not theirs.
    """
    reading = _held(reading_id, person_id)
    if reading.given_at is not None and _is_same(reading, draft):
        return reading
    return _keep(reading, draft)


@transaction.atomic
def give_reading(*, reading_id: int, person_id: int, draft: MarksDraft) -> Reading:
    """Hand a reading in, every line marked: it counts from now on, and changes in a meeting alone.

    Giving the same twice gives it once.

    :raises ContestError: a line has no mark, and whatever `save_reading` refuses.
    """
    reading = _held(reading_id, person_id)
    if reading.given_at is not None and _is_same(reading, draft):
        return reading
    reading = _keep(reading, draft)
    missing = [one for one in scales_of(reading.stage_id) if one.id not in draft.marks]
    if missing or not draft.marks:
        raise ContestError(_("Notez chaque critère, puis rendez la lecture."), "marks")
    reading.given_at = timezone.now()
    reading.save(update_fields=["given_at"])
    facts = {
        "reading": reading.pk,
        "juror": reading.juror_id,
        "entry": reading.entry_id,
        "marks": {str(criterion): mark for criterion, mark in sorted(draft.marks.items())},
    }
    edition_id = reading.stage.edition_id
    write_line(edition_id=edition_id, kind="reading_given", facts=facts)
    record(person_id, "give_reading", edition_id, reading=reading.pk)
    events.publish(ReadingGiven(reading_id=reading.pk))
    return reading


def _held(reading_id: int, person_id: int) -> Reading:
    found = Reading.objects.select_for_update(of=("self",)).select_related("stage", "entry")
    one = found.filter(
        pk=reading_id,
        recused_at=None,
        juror__person_id=person_id,
        juror__accepted_at__isnull=False,
        juror__declined_at=None,
    ).first()
    if one is None:
        raise ContestError(_("Ce dossier n’est plus entre vos mains."))
    return one


def _keep(reading: Reading, draft: MarksDraft) -> Reading:
    _refuse_late(reading)
    refuse_conflict(reading.juror_id, reading.entry_id)
    if _is_same(reading, draft):
        return reading
    if draft.revision != reading.revision:
        raise RevisionError(_("D’autres notes ont été gardées entre-temps, sur un autre appareil."))
    _refuse_marks(draft.marks, scales_of(reading.stage_id))
    if max(len(draft.comment), len(draft.private_note)) > LONGEST_TEXT:
        raise ContestError(_("5 000 caractères au plus."), "comment")
    reading.marks.exclude(criterion_id__in=draft.marks).delete()
    for criterion_id, mark in draft.marks.items():
        Mark.objects.update_or_create(
            reading=reading,
            criterion_id=criterion_id,
            defaults={"mark": mark, "at": timezone.now()},
        )
    reading.comment, reading.private_note = draft.comment, draft.private_note
    reading.revision += 1
    reading.save(update_fields=["comment", "private_note", "revision"])
    return reading


def _is_same(reading: Reading, draft: MarksDraft) -> bool:
    """Tell whether what comes is what is kept: an answer that was lost on its way back."""
    held = dict(reading.marks.values_list("criterion_id", "mark"))
    words = (reading.comment, reading.private_note)
    return held == dict(draft.marks) and words == (draft.comment, draft.private_note)


def _refuse_late(reading: Reading) -> None:
    stage = reading.stage
    if reading.given_at is not None:
        raise TooLateError(_("Cette lecture est rendue : elle ne change plus qu’en réunion."))
    if stage.status == StageStatus.PLANNED:
        raise TooLateError(_("L’épreuve n’a pas commencé."))
    if stage.kind == StageKind.FILE and stage.status == StageStatus.OPEN:
        raise TooLateError(_("Les dossiers se rendent encore : la lecture vient après."))
    jury = meeting_of(stage.pk, reading.entry.region)
    if stage.status not in {StageStatus.OPEN, StageStatus.CLOSED} or (
        jury and jury.meeting_opened_at
    ):
        raise TooLateError(_("La réunion du jury a commencé : les lectures sont closes."))


def _refuse_marks(marks: Mapping[int, int], rubric: tuple[Scale, ...]) -> None:
    known = {(one.criterion_id, one.mark) for one in Level.objects.filter(criterion__in=marks)}
    own = {one.id for one in rubric}
    if not all((line, mark) in known and line in own for line, mark in marks.items()):
        raise ContestError(_("Choisissez une note parmi les niveaux de la grille."), "marks")
