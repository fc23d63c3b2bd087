"""A juror's own files: by their numbers, in the order of the passages or as they were given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet, Subquery
from django.db.models.expressions import OuterRef

from boutdufil.kernel.people.models import Person
from boutdufil.rooms.contests.enums import EntryStatus, StageKind, StageStatus
from boutdufil.rooms.contests.models import Criterion, Passage, Reading
from boutdufil.rooms.contests.rules.panels import PanelRow
from boutdufil.rooms.contests.selectors.jurors import JurorRow, seats_of_person
from boutdufil.rooms.contests.selectors.panels import meeting_of, panels_of
from boutdufil.rooms.contests.selectors.submissions import BlindSubmission, blind_submission


@dataclass(frozen=True, slots=True)
class QueueLine:
    """A file in somebody's hands; `passes_at` is its hour before the jury, where it has one."""

    id: int
    number: str
    marked: int
    criteria: int
    given_at: datetime | None
    passes_at: datetime | None
    room: str


@dataclass(frozen=True, slots=True)
class StageQueue:
    """What somebody judges in a stage, what is left first; and the meetings they belong to."""

    stage_id: int
    stage_name: str
    edition_name: str
    status: StageStatus
    ends_at: datetime
    lines: tuple[QueueLine, ...]
    meetings: tuple[PanelRow, ...]

    @property
    def left(self) -> int:
        """How many are not given yet."""
        return sum(one.given_at is None for one in self.lines)


@dataclass(frozen=True, slots=True)
class JurorDesk:
    """All somebody judges."""

    seats: tuple[JurorRow, ...]
    queues: tuple[StageQueue, ...]


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """A line of the rubric as one juror marks it."""

    id: int
    name: str
    weight: int
    question: int | None
    levels: tuple[tuple[int, str], ...]
    examples: tuple[tuple[int, str], ...]
    mark: int | None


@dataclass(frozen=True, slots=True)
class ReadingPage:
    """A file to judge, without any name, with one's own marks alone."""

    id: int
    stage_id: int
    stage_name: str
    edition_name: str
    number: str
    revision: int
    comment: str
    private_note: str
    given_at: datetime | None
    is_closed: bool
    is_file: bool
    passes_at: datetime | None
    room: str
    lines: tuple[CriterionLine, ...]
    submission: BlindSubmission | None
    next_id: int | None


def juror_desk(person_id: int) -> JurorDesk:
    """Return what is in somebody's hands, stage by stage."""
    seats = tuple(seats_of_person(person_id))
    found: dict[int, list[Reading]] = {}
    for one in _readings(person_id):
        found.setdefault(one.stage_id, []).append(one)
    queues = tuple(_queue(readings, seats) for readings in found.values())
    return JurorDesk(seats, queues)


def my_page_section(person: Person) -> JurorDesk | None:
    """Return what "my page" tells of somebody's jury; nothing to who judges nothing."""
    desk = juror_desk(person.pk)
    return desk if desk.seats else None


def reading_page(reading_id: int, person_id: int) -> ReadingPage | None:
    """Return a file of somebody's own queue; None for one they do not hold."""
    held = list(_readings(person_id))
    one = next((one for one in held if one.pk == reading_id), None)
    if one is None:
        return None
    after = [other for other in held if other.stage_id == one.stage_id and other.pk != one.pk]
    rest = [other.pk for other in after if other.given_at is None]
    jury = meeting_of(one.stage_id, one.entry.region)
    stage = one.stage
    return ReadingPage(
        id=one.pk,
        stage_id=stage.pk,
        stage_name=stage.name,
        edition_name=stage.edition.name,
        number=one.entry.number,
        revision=one.revision,
        comment=one.comment,
        private_note=one.private_note,
        given_at=one.given_at,
        is_closed=bool(jury and jury.meeting_opened_at)
        or stage.status in {StageStatus.DECIDED, StageStatus.PUBLISHED},
        is_file=stage.kind == StageKind.FILE,
        passes_at=one.passes_at,  # type: ignore[attr-defined]
        room=one.room or "",  # type: ignore[attr-defined]
        lines=_lines(one),
        submission=blind_submission(one.entry_id, stage.pk),
        next_id=rest[0] if rest else None,
    )


def read_entry(reading_id: int) -> tuple[int, int]:
    """Return the entry and the stage of a reading."""
    return Reading.objects.values_list("entry_id", "stage_id").get(pk=reading_id)


def _readings(person_id: int) -> QuerySet[Reading]:
    passages = Passage.objects.filter(stage_id=OuterRef("stage_id"), entry_id=OuterRef("entry_id"))
    own = Reading.objects.filter(
        juror__person_id=person_id,
        juror__accepted_at__isnull=False,
        juror__declined_at=None,
        recused_at=None,
        entry__status=EntryStatus.ENTERED,
    )
    return (
        own.select_related("entry", "stage__edition")
        .annotate(
            marked=Count("marks"),
            passes_at=Subquery(passages.values("starts_at")[:1]),
            room=Subquery(passages.values("room")[:1]),
        )
        .order_by("-stage__starts_at", "passes_at", "entry__number")
    )


def _queue(readings: list[Reading], seats: tuple[JurorRow, ...]) -> StageQueue:
    stage = readings[0].stage
    criteria = Criterion.objects.filter(stage=stage).count()
    own = {one.id for one in seats}
    lines = tuple(
        QueueLine(
            one.pk,
            one.entry.number,
            one.marked,  # type: ignore[attr-defined]
            criteria,
            one.given_at,
            one.passes_at,  # type: ignore[attr-defined]
            one.room or "",  # type: ignore[attr-defined]
        )
        for one in readings
    )
    meetings = tuple(one for one in panels_of(stage.pk) if own & set(one.juror_ids))
    return StageQueue(
        stage.pk,
        stage.name,
        stage.edition.name,
        StageStatus(stage.status),
        stage.ends_at,
        lines,
        meetings,
    )


def _lines(reading: Reading) -> tuple[CriterionLine, ...]:
    held = dict(reading.marks.values_list("criterion_id", "mark"))
    found = Criterion.objects.filter(stage_id=reading.stage_id).select_related("question")
    return tuple(
        CriterionLine(
            id=one.pk,
            name=one.name,
            weight=one.weight,
            question=one.question.number if one.question else None,
            levels=tuple((step.mark, step.anchor) for step in one.levels.all()),
            examples=tuple((step.mark, step.example) for step in one.levels.all() if step.example),
            mark=held.get(one.pk),
        )
        for one in found.prefetch_related("levels")
    )
