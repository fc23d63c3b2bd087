"""A file a juror may not judge goes to another one; where nobody can take it, that is said."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from boutdufil.kernel import jobs
from boutdufil.rooms.contests.enums import ConflictKind, StageStatus
from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.models import Juror, JurySeat, Reading
from boutdufil.rooms.contests.rules.panels import jury_for
from boutdufil.rooms.contests.selectors.conflicts import conflicts_of
from boutdufil.rooms.contests.selectors.panels import meeting_of, panels_of
from boutdufil.rooms.contests.services.conflicts import write_conflict
from boutdufil.rooms.contests.services.log import write_line
from boutdufil.rooms.contests.services.trail import record

# A decision that was taken stands on what was read before it.
UNDECIDED = (StageStatus.PLANNED, StageStatus.OPEN, StageStatus.CLOSED)


@transaction.atomic
def recuse(*, reading_id: int, person_id: int, reason: str) -> Reading | None:
    """Lay down a file one recognises; return the reading of who takes over, None for nobody.

    :raises ContestError: it is not theirs, or the meeting began.
    """
    found = Reading.objects.select_for_update(of=("self",)).select_related("juror", "entry")
    one = found.filter(pk=reading_id, juror__person_id=person_id, recused_at=None).first()
    if one is None:
        raise ContestError(_("Ce dossier n’est plus entre vos mains."))
    if _is_meeting(one) or one.stage.status not in UNDECIDED:
        raise ContestError(_("La réunion a commencé : dites-le à la présidence du jury."))
    write_conflict(
        juror=one.juror, entry_id=one.entry_id, kind=ConflictKind.DECLARED, reason=reason
    )
    record(person_id, "recuse", one.juror.edition_id, reading=one.pk, entry=one.entry_id)
    return lay_down(one)


def release_conflicting(*, juror_id: int) -> None:
    """Take from a juror the readings a conflict now bars, given ones too; each is handed on."""
    juror = Juror.objects.get(pk=juror_id)
    held = Reading.objects.filter(juror=juror, recused_at=None, stage__status__in=UNDECIDED)
    readings = list(held.select_for_update(of=("self",)).select_related("entry"))
    found = conflicts_of([juror_id], [one.entry_id for one in readings])
    for one in readings:
        kinds = found.get((juror_id, one.entry_id), ())
        for kind in kinds:
            write_conflict(juror=juror, entry_id=one.entry_id, kind=kind)
        if kinds:
            lay_down(one)


def lay_down(reading: Reading) -> Reading | None:
    """Take a reading out of what counts and hand the file on; what was marked stays stored.

    Once the jury meets nobody could give it any more: the meeting does with what it has.
    """
    reading.recused_at = timezone.now()
    reading.save(update_fields=["recused_at"])
    meets = _is_meeting(reading)
    taken = None if meets else _hand_on(reading)
    facts = {
        "reading": reading.pk,
        "juror": reading.juror_id,
        "entry": reading.entry_id,
        "handed_on": taken.pk if taken else 0,
    }
    write_line(edition_id=reading.entry.edition_id, kind="reading_recused", facts=facts)
    if taken is None and not meets:
        jobs.enqueue("contests.tell_missing_reader", reading_id=reading.pk)
    return taken


def _is_meeting(reading: Reading) -> bool:
    jury = meeting_of(reading.stage_id, reading.entry.region)
    return jury is not None and jury.meeting_opened_at is not None


def _hand_on(reading: Reading) -> Reading | None:
    """Give the file to who has read least among those who may; None where nobody can take it."""
    jurors = {one.juror_id: one.juror for one in _seats(reading)}
    barred = conflicts_of(list(jurors), [reading.entry_id])
    had = Reading.objects.filter(stage_id=reading.stage_id, entry_id=reading.entry_id)
    read = set(had.values_list("juror_id", flat=True))
    loads = load_of(reading.stage_id)
    free = [
        one
        for one in jurors.values()
        if one.pk not in read
        and (one.pk, reading.entry_id) not in barred
        and loads[one.pk] < one.most_files
    ]
    if not free:
        return None
    chosen = min(free, key=lambda one: (loads[one.pk], _drawn(reading, one)))
    return Reading.objects.create(
        stage_id=reading.stage_id,
        juror=chosen,
        entry_id=reading.entry_id,
        distribution_id=reading.distribution_id,
        is_linking=reading.is_linking,
    )


def load_of(stage_id: int) -> Counter[int]:
    """Return how many files each juror holds in a stage."""
    held = Reading.objects.filter(stage_id=stage_id, recused_at=None)
    return Counter(held.values_list("juror_id", flat=True))


def _seats(reading: Reading) -> QuerySet[JurySeat]:
    """Return who sits where the file is read: in its jury, or for a linking one in the others."""
    seats = JurySeat.objects.filter(
        jury__stage_id=reading.stage_id,
        juror__accepted_at__isnull=False,
        juror__declined_at__isnull=True,
    ).select_related("juror")
    home = jury_for(reading.entry.region, panels_of(reading.stage_id))
    own = home.id if home else 0
    return seats.exclude(jury_id=own) if reading.is_linking else seats.filter(jury_id=own)


def _drawn(reading: Reading, juror: Juror) -> str:
    return sha256(f"{reading.entry_id}:{juror.pk}".encode()).hexdigest()
