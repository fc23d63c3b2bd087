"""The passages of one jury as it holds them: who is before it, who is next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from boutdufil.rooms.contests.models import Conflict, JurySeat, Passage, Reading
from boutdufil.rooms.contests.rules.entries import LIVE
from boutdufil.rooms.contests.selectors.passage_calls import time_given_back


@dataclass(frozen=True, slots=True)
class DeskPassage:
    """A passage by number; ``reading_id`` is the juror's own, ``is_barred`` who has a conflict."""

    id: int
    number: str
    starts_at: datetime
    minutes: int
    room: str
    began_at: datetime | None
    ended_at: datetime | None
    absent_at: datetime | None
    is_live: bool
    is_barred: bool
    reading_id: int | None
    given_back: timedelta = timedelta()

    @property
    def is_under_way(self) -> bool:
        """Whether it began and did not end."""
        return self.began_at is not None and self.ended_at is None

    @property
    def is_waiting(self) -> bool:
        """Whether it is still to come."""
        return self.is_live and self.began_at is None and self.absent_at is None

    @property
    def ends_at(self) -> datetime:
        """When its time is over: what breaks of its call took is given back."""
        begins_at = self.began_at or self.starts_at
        return begins_at + timedelta(minutes=self.minutes) + self.given_back


@dataclass(frozen=True, slots=True)
class PassageDesk:
    """The passages of a jury, in the order of their hours."""

    stage_name: str
    edition_name: str
    passages: tuple[DeskPassage, ...]

    @property
    def under_way(self) -> DeskPassage | None:
        """Who is before the jury."""
        return next((one for one in self.passages if one.is_under_way), None)

    @property
    def next(self) -> DeskPassage | None:
        """Who comes next."""
        return next((one for one in self.passages if one.is_waiting), None)


def passage_desk(jury_id: int, person_id: int) -> PassageDesk | None:
    """Return the passages of a jury with the person's own readings; None where nobody passes."""
    found = Passage.objects.filter(jury_id=jury_id).select_related("stage__edition", "entry")
    rows = list(found.order_by("starts_at", "pk"))
    if not rows:
        return None
    stage = rows[0].stage
    own = Reading.objects.filter(stage=stage, juror__person_id=person_id, recused_at=None)
    readings = dict(own.values_list("entry_id", "pk"))
    conflicts = Conflict.objects.filter(juror__person_id=person_id, entry__edition=stage.edition)
    barred = set(conflicts.values_list("entry_id", flat=True))
    passages = tuple(_row(one, readings.get(one.entry_id), one.entry_id in barred) for one in rows)
    return PassageDesk(stage.name, stage.edition.name, passages)


def juries_heard_by(person_id: int, stage_id: int) -> tuple[tuple[int, str], ...]:
    """Return the juries somebody sits on before which entries pass, by number and name."""
    seats = JurySeat.objects.filter(
        jury__stage_id=stage_id,
        jury__passages__isnull=False,
        juror__person_id=person_id,
        juror__accepted_at__isnull=False,
        juror__declined_at=None,
    )
    return tuple(seats.order_by("jury_id").values_list("jury_id", "jury__name").distinct())


def _row(one: Passage, reading_id: int | None, is_barred: bool) -> DeskPassage:
    # One at a time is before a jury: this asks once.
    is_under_way = one.began_at is not None and one.ended_at is None
    return DeskPassage(
        id=one.pk,
        number=one.entry.number,
        starts_at=one.starts_at,
        minutes=one.minutes,
        room=one.room,
        began_at=one.began_at,
        ended_at=one.ended_at,
        absent_at=one.absent_at,
        is_live=one.entry.status in LIVE,
        is_barred=is_barred,
        reading_id=reading_id,
        given_back=time_given_back(one.pk) if is_under_way else timedelta(),
    )
