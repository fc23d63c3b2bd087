"""The semi-final and the final of the demo's election: three jurors, their marks, who won."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from boutdufil.kernel.people.models import Person
from boutdufil.rooms.contests.demo.people import Cast, luck
from boutdufil.rooms.contests.enums import StageStatus
from boutdufil.rooms.contests.models import (
    Criterion,
    Edition,
    Juror,
    Jury,
    JurySeat,
    Mark,
    Reading,
    Stage,
)
from boutdufil.rooms.contests.selectors.stages import entrants
from boutdufil.rooms.contests.services.decisions import decide_stage, publish_decision

OTHERS = ("Bruno Schaeffer", "Yasmine Haddad")
HIGHEST = 3


def play(edition: Edition, people: Cast, organiser: Person) -> None:
    """Judge the two stages of jurors, decide and publish them."""
    jurors = seat_jurors(edition, people)
    for stage in edition.stages.order_by("position")[1:]:
        judge(stage, jurors)
        Stage.objects.filter(pk=stage.pk).update(status=StageStatus.CLOSED)
        decide_stage(stage_id=stage.pk, actor_id=organiser.pk)
        publish_decision(stage_id=stage.pk, actor_id=organiser.pk)


def seat_jurors(edition: Edition, people: Cast) -> list[Juror]:
    """Write the jurors down, who signs in first."""
    accepted = edition.closes_at
    known = [(people.juror, people.juror.name), *((None, name) for name in OTHERS)]
    return Juror.objects.bulk_create(
        Juror(edition=edition, person=person, name=name, region="44", accepted_at=accepted)
        for person, name in known
    )


def judge(stage: Stage, jurors: Sequence[Juror]) -> None:
    """Have every juror read everybody of a stage, and hold their meeting."""
    jury = Jury.objects.create(
        stage=stage,
        name=stage.name,
        chair=jurors[0],
        meeting_opened_at=stage.ends_at - timedelta(minutes=40),
        meeting_closed_at=stage.ends_at,
    )
    JurySeat.objects.bulk_create(JurySeat(jury=jury, juror=juror) for juror in jurors)
    given = stage.ends_at - timedelta(hours=1)
    readings = Reading.objects.bulk_create(
        Reading(stage=stage, juror=juror, entry=entry, given_at=given, comment="")
        for entry in entrants(stage.pk)
        for juror in jurors
    )
    criteria = list(Criterion.objects.filter(stage=stage))
    Mark.objects.bulk_create(
        Mark(reading=reading, criterion=criterion, mark=_mark(reading, criterion), at=given)
        for reading in readings
        for criterion in criteria
    )


def _mark(reading: Reading, criterion: Criterion) -> int:
    """Return a mark from 0 to 3 that follows the entry more than the juror."""
    talent = luck("talent", reading.entry.number, criterion.name)
    taste = luck("taste", reading.entry.number, criterion.name, reading.juror.name)
    return min(HIGHEST, int((0.7 * talent + 0.3 * taste) * (HIGHEST + 1)))
