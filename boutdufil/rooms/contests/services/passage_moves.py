"""A passage moved by hand for a reason, and the gap of who withdrew closed; both in the log."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from boutdufil.rooms.contests.enums import StageStatus
from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.models import Passage
from boutdufil.rooms.contests.rules.declaring import moment_text
from boutdufil.rooms.contests.rules.entries import LIVE
from boutdufil.rooms.contests.services.log import write_line
from boutdufil.rooms.contests.services.passage_desk import hold_passage
from boutdufil.rooms.contests.services.passage_mail import summon, told_before
from boutdufil.rooms.contests.services.trail import record


@transaction.atomic
def move_passage(
    *, passage_id: int, starts_at: datetime, room: str, reason: str, actor_id: int
) -> Passage:
    """Give a passage another hour or room; its people are written to, nobody else.

    :raises ContestError: without a reason, into the past, over another passage of the jury, or
        where the stage is closed, the entry withdrew or the passage began.
    """
    one = hold_passage(passage_id)
    _refuse_move(one, starts_at, reason)
    before = told_before(one.stage_id)
    facts = {
        "stage": one.stage_id,
        "number": one.entry.number,
        "from": moment_text(one.starts_at),
        "to": moment_text(starts_at),
        "room": room,
        "reason": reason,
    }
    one.starts_at, one.room, one.absent_at = starts_at, room, None
    one.save(update_fields=["starts_at", "room", "absent_at"])
    write_line(edition_id=one.stage.edition_id, kind="passage_moved", facts=facts)
    record(actor_id, "passage_moved", one.stage.edition_id, passage=one.pk)
    summon(one.stage_id, before)
    return one


@transaction.atomic
def close_gap(*, passage_id: int, actor_id: int) -> int:
    """Take away the passage of who withdrew; those after it that day come earlier by its length.

    Pauses stay as long as they were. Return how many move.

    :raises ContestError: the entry did not withdraw, a later passage began, or the earlier hour
        is past.
    """
    one = hold_passage(passage_id)
    _refuse_open(one)
    if one.entry.status in LIVE:
        raise ContestError(_("Cette candidature n’est pas retirée : son passage reste."))
    after = Passage.objects.filter(
        jury=one.jury, starts_at__gt=one.starts_at, starts_at__lt=_next_day(one.starts_at)
    )
    first = after.order_by("starts_at").first()
    if after.filter(began_at__isnull=False).exists():
        raise ContestError(_("Un passage qui suit a commencé : les heures restent."))
    if one.starts_at < timezone.now():
        raise ContestError(_("Son heure est passée : personne ne peut plus venir plus tôt."))
    before = told_before(one.stage_id)
    earlier = first.starts_at - one.starts_at if first else timedelta()
    moved = after.update(starts_at=F("starts_at") - earlier)
    facts = {
        "stage": one.stage_id,
        "jury": one.jury_id,
        "number": one.entry.number,
        "minutes": int(earlier.total_seconds() // 60),
        "moved": moved,
    }
    one.delete()
    write_line(edition_id=one.stage.edition_id, kind="passage_gap_closed", facts=facts)
    record(actor_id, "passage_gap_closed", one.stage.edition_id, entry=one.entry_id)
    summon(one.stage_id, before)
    return moved


def _refuse_open(one: Passage) -> None:
    if one.stage.status not in {StageStatus.PLANNED, StageStatus.OPEN}:
        raise ContestError(_("Cette épreuve est close : ses passages restent."))


def _refuse_move(one: Passage, starts_at: datetime, reason: str) -> None:
    _refuse_open(one)
    if not reason.strip():
        raise ContestError(_("Dites pourquoi ce passage se déplace."), "reason")
    if one.entry.status not in LIVE:
        raise ContestError(_("Cette candidature est retirée."))
    if one.began_at is not None:
        raise ContestError(_("Ce passage a commencé : il ne se déplace plus."))
    if starts_at < timezone.now():
        raise ContestError(_("Cette heure est passée : donnez-en une à venir."), "starts_at")
    ends_at = starts_at + timedelta(minutes=one.minutes)
    for other in _others(one):
        if other.starts_at < ends_at and starts_at < other.starts_at + _length(other):
            told = _("Ce jury entend alors %(number)s : donnez une autre heure.")
            raise ContestError(told % {"number": other.entry.number}, "starts_at")


def _others(one: Passage) -> list[Passage]:
    found = Passage.objects.filter(jury=one.jury, entry__status__in=LIVE).exclude(pk=one.pk)
    return list(found.select_related("entry"))


def _length(one: Passage) -> timedelta:
    return timedelta(minutes=one.minutes)


def _next_day(at: datetime) -> datetime:
    midnight = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + timedelta(days=1)
