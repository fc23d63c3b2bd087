"""A distribution changed by hand: a file given to one more juror, or taken from one."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.models import Juror, JurySeat, Reading, Stage
from boutdufil.rooms.contests.rules.panels import jury_for
from boutdufil.rooms.contests.selectors.panels import panels_of
from boutdufil.rooms.contests.selectors.stages import entrants
from boutdufil.rooms.contests.services.conflicts import refuse_conflict
from boutdufil.rooms.contests.services.log import write_line
from boutdufil.rooms.contests.services.recusals import UNDECIDED, load_of
from boutdufil.rooms.contests.services.trail import record


@transaction.atomic
def add_reader(*, stage_id: int, number: str, juror_id: int, actor_id: int | None) -> Reading:
    """Give a file, known by its number, to one more juror of the stage.

    :raises ConflictError: something links them.
    :raises ContestError: no such file or juror here, their hands are full, or it is too late.
    """
    stage = _changeable(stage_id)
    entry = entrants(stage_id).filter(number=number.strip().upper()).first()
    if entry is None:
        raise ContestError(_("Aucun dossier de cette épreuve ne porte ce numéro."), "number")
    seats = JurySeat.objects.filter(jury__stage=stage, juror_id=juror_id).select_related("jury")
    juror = Juror.objects.filter(pk=juror_id, declined_at=None, accepted_at__isnull=False).first()
    seat = seats.first()
    if seat is None or juror is None:
        raise ContestError(_("Choisissez un juré de cette épreuve."), "juror")
    refuse_conflict(juror_id, entry.pk)
    if Reading.objects.filter(stage=stage, entry=entry, juror=juror).exists():
        raise ContestError(_("Ce dossier est déjà passé entre ses mains."), "juror")
    if load_of(stage_id)[juror_id] >= juror.most_files:
        raise ContestError(_("Ce juré a déjà tous les dossiers qu’il peut lire."), "juror")
    home = jury_for(entry.region, panels_of(stage_id))
    made = Reading.objects.create(
        stage=stage,
        juror=juror,
        entry=entry,
        is_linking=bool(seat.jury.region and home and home.region != seat.jury.region),
    )
    _note(stage, "reader_added", made, actor_id)
    return made


@transaction.atomic
def remove_reader(*, stage_id: int, reading_id: int, actor_id: int | None) -> None:
    """Take a file nobody began from a juror.

    :raises ContestError: it was begun, or it is too late.
    """
    stage = _changeable(stage_id)
    found = Reading.objects.select_for_update(of=("self",)).filter(pk=reading_id, stage=stage)
    one = found.filter(revision=0, given_at=None, recused_at=None).first()
    if one is None:
        raise ContestError(_("Cette lecture est commencée : elle reste où elle est."))
    _note(stage, "reader_removed", one, actor_id)
    one.delete()


def _changeable(stage_id: int) -> Stage:
    stage = Stage.objects.select_for_update(of=("self",)).get(pk=stage_id)
    if stage.status not in UNDECIDED or any(one.meeting_opened_at for one in panels_of(stage_id)):
        raise ContestError(_("La réunion a commencé : la répartition reste."))
    return stage


def _note(stage: Stage, kind: str, reading: Reading, actor_id: int | None) -> None:
    facts = {"reading": reading.pk, "juror": reading.juror_id, "entry": reading.entry_id}
    write_line(edition_id=stage.edition_id, kind=kind, facts=facts)
    record(actor_id, kind, stage.edition_id, **facts)
