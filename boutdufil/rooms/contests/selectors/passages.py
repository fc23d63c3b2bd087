"""Passages before a jury, for who prepares them and for who passes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q

from boutdufil.rooms.contests.models import Criterion, Passage
from boutdufil.rooms.contests.rules.entries import LIVE


@dataclass(frozen=True, slots=True)
class PassageRow:
    """A passage by number; who withdrew leaves a gap."""

    id: int
    number: str
    jury: str
    starts_at: datetime
    minutes: int
    room: str
    is_live: bool
    began_at: datetime | None
    ended_at: datetime | None
    absent_at: datetime | None

    @property
    def ends_at(self) -> datetime:
        """When it ends, if nothing comes in between."""
        return self.starts_at + timedelta(minutes=self.minutes)


@dataclass(frozen=True, slots=True)
class MyPassage:
    """A passage as those of the entry know it: who hears them is a number, not names."""

    stage: str
    starts_at: datetime
    minutes: int
    room: str
    jurors: int
    criteria: tuple[str, ...]


def passages_of(stage_id: int) -> tuple[PassageRow, ...]:
    """Return the passages of a stage, jury by jury, in the order of their hours."""
    found = Passage.objects.filter(stage_id=stage_id).select_related("entry", "jury")
    return tuple(
        PassageRow(
            id=one.pk,
            number=one.entry.number,
            jury=one.jury.name,
            starts_at=one.starts_at,
            minutes=one.minutes,
            room=one.room,
            is_live=one.entry.status in LIVE,
            began_at=one.began_at,
            ended_at=one.ended_at,
            absent_at=one.absent_at,
        )
        for one in found.order_by("jury__region", "jury_id", "starts_at")
    )


def passages_for(entry_id: int) -> tuple[MyPassage, ...]:
    """Return when an entry passes, and by what it is judged.

    A juror with a conflict does not count among those who hear.
    """
    barred = Q(jury__seats__juror__conflicts__entry_id=entry_id)
    found = Passage.objects.filter(entry_id=entry_id).select_related("stage")
    seated = Count("jury__seats__juror", distinct=True)
    with_conflict = Count("jury__seats__juror", filter=barred, distinct=True)
    return tuple(
        MyPassage(
            stage=one.stage.name,
            starts_at=one.starts_at,
            minutes=one.minutes,
            room=one.room,
            jurors=one.seated - one.with_conflict,
            criteria=_criteria(one.stage_id),
        )
        for one in found.annotate(seated=seated, with_conflict=with_conflict)
    )


def _criteria(stage_id: int) -> tuple[str, ...]:
    names = Criterion.objects.filter(stage_id=stage_id).order_by("position", "pk")
    return tuple(names.values_list("name", flat=True))
