"""A passage as the jury holds it: it begins, it ends, or nobody came; each is in the log."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from boutdufil.rooms.contests.enums import StageStatus
from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.models import Jury, Passage
from boutdufil.rooms.contests.rules.entries import LIVE
from boutdufil.rooms.contests.services.log import write_line
from boutdufil.rooms.contests.services.trail import record


@transaction.atomic
def begin_passage(*, passage_id: int, actor_id: int | None) -> Passage:
    """Begin a passage now, by the server's clock; pressed again, it changes nothing.

    Who was noted absent and comes after all still passes.

    :raises ContestError: the stage is not open, the entry withdrew, or the jury hears another.
    """
    one = hold_passage(passage_id)
    if one.began_at is not None:
        return one
    _refuse(one)
    under_way = Passage.objects.filter(jury=one.jury, began_at__isnull=False, ended_at=None)
    other = under_way.select_related("entry").first()
    if other is not None:
        told = _("Terminez d’abord le passage de %(number)s.")
        raise ContestError(told % {"number": other.entry.number})
    one.began_at, one.absent_at = timezone.now(), None
    return _keep(one, "passage_began", actor_id)


@transaction.atomic
def end_passage(*, passage_id: int, actor_id: int) -> Passage:
    """End a passage now; pressed again, it changes nothing.

    :raises ContestError: it did not begin.
    """
    one = hold_passage(passage_id)
    if one.ended_at is not None:
        return one
    if one.began_at is None:
        raise ContestError(_("Ce passage n’a pas commencé."))
    one.ended_at = timezone.now()
    return _keep(one, "passage_ended", actor_id)


@transaction.atomic
def note_absence(*, passage_id: int, actor_id: int) -> Passage:
    """Write down that nobody came; pressed again, it changes nothing.

    :raises ContestError: the stage is not open, the entry withdrew, the hour has not come, or the
        passage began.
    """
    one = hold_passage(passage_id)
    if one.absent_at is not None:
        return one
    _refuse(one)
    if one.began_at is not None:
        raise ContestError(_("Ce passage a commencé : la personne est là."))
    if timezone.now() < one.starts_at:
        raise ContestError(_("Son heure n’est pas venue : attendez avant de noter une absence."))
    one.absent_at = timezone.now()
    return _keep(one, "passage_absent", actor_id)


def hold_passage(passage_id: int) -> Passage:
    """Return a passage whose jury is held, so that two tablets do not begin two at once."""
    jury_id = Passage.objects.values_list("jury_id", flat=True).get(pk=passage_id)
    Jury.objects.select_for_update(no_key=True).get(pk=jury_id)
    return Passage.objects.select_related("stage", "entry").get(pk=passage_id)


def _refuse(one: Passage) -> None:
    if one.stage.status != StageStatus.OPEN:
        raise ContestError(_("L’épreuve n’est pas ouverte : personne ne passe."))
    if one.entry.status not in LIVE:
        raise ContestError(_("Cette candidature est retirée."))


def _keep(one: Passage, kind: str, actor_id: int | None) -> Passage:
    one.save(update_fields=["began_at", "ended_at", "absent_at"])
    facts = {"stage": one.stage_id, "jury": one.jury_id, "number": one.entry.number}
    edition_id = one.stage.edition_id
    write_line(edition_id=edition_id, kind=kind, facts=facts)
    record(actor_id, kind, edition_id, passage=one.pk)
    return one
