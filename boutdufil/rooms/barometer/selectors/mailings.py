"""The letters of a wave: planned, left, to how many."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count

from boutdufil.rooms.barometer.enums import MailingKind
from boutdufil.rooms.barometer.models import Drawn, Mailing


@dataclass(frozen=True, slots=True)
class MailingRow:
    """A letter of a wave; ``letters`` were handed to the post."""

    id: int
    kind: MailingKind
    planned_on: date
    left_at: datetime | None
    letters: int


@dataclass(frozen=True, slots=True)
class Reach:
    """How many drawn units nobody can be written to for."""

    without: int


def mailing_rows(wave_id: int) -> list[MailingRow]:
    """Return the letters of a wave, by day."""
    found = Mailing.objects.filter(wave_id=wave_id).annotate(letters=Count("lines"))
    return [
        MailingRow(one.pk, MailingKind(one.kind), one.planned_on, one.left_at, one.letters)
        for one in found
    ]


def reach(wave_id: int) -> Reach:
    """Return how far the letters of a wave reach."""
    alone = Drawn.objects.filter(wave_id=wave_id).exclude(
        unit__contacts__ended_at=None, unit__contacts__isnull=False
    )
    return Reach(without=alone.count())


def has_mailing(wave_id: int, mailing_id: int) -> bool:
    """Tell whether a letter is of a wave."""
    return Mailing.objects.filter(wave_id=wave_id, pk=mailing_id).exists()
