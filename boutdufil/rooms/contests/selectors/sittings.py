"""Supervised sessions: as the organiser lists them, and as who watches over one sees it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from boutdufil.kernel.people.models import Person
from boutdufil.kernel.territories.selectors import places
from boutdufil.rooms.contests.enums import AttemptEnd, AttemptKind, Presence, QuizMode
from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.models import (
    Attempt,
    Entry,
    Incident,
    Member,
    Quiz,
    QuizAnswer,
    RollLine,
    Sitting,
)
from boutdufil.rooms.contests.selectors.survivors import expected_entries

# A page says that it is there every half minute; one that missed two has no network.
SILENT_AFTER = timedelta(seconds=75)


@dataclass(frozen=True, slots=True)
class SittingRow:
    """A session; ``code`` is for those who watch over it."""

    id: int
    edition_id: int
    edition_name: str
    quiz_id: int
    stage_name: str
    kind: AttemptKind
    place: str
    room: str
    city: str
    city_name: str
    starts_at: datetime
    capacity: int
    expected: int
    present: int
    invigilator_email: str
    has_invigilator: bool
    code: str
    held_at: datetime | None
    ended_at: datetime | None

    @property
    def is_running(self) -> bool:
        """Tell whether it began and was not closed."""
        return self.held_at is not None and self.ended_at is None


@dataclass(frozen=True, slots=True)
class RollRow:
    """Somebody in a room, as the one who watches over it sees them: never an answer or a score."""

    entry_id: int
    number: str
    name: str
    presence: Presence | None
    attempt_id: int | None = None
    answered: int = 0
    asked: int = 0
    ends_at: datetime | None = None
    is_over: bool = False
    ended_by: AttemptEnd | None = None
    is_silent: bool = False
    more_percent: int = 0

    @property
    def is_answering(self) -> bool:
        """Tell whether their paper goes on."""
        return self.attempt_id is not None and not self.is_over


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """A line of the book; ``number`` is "" where it is about the whole room."""

    kind: str
    text: str
    number: str
    minutes: int
    at: datetime


@dataclass(frozen=True, slots=True)
class SittingPage:
    """A session with its roll and its book."""

    sitting: SittingRow
    roll: tuple[RollRow, ...]
    incidents: tuple[IncidentRow, ...]

    @property
    def present(self) -> int:
        """Return how many are there."""
        return sum(one.presence == Presence.PRESENT for one in self.roll)

    @property
    def begun(self) -> int:
        """Return how many have begun."""
        return sum(one.attempt_id is not None for one in self.roll)

    @property
    def answering(self) -> int:
        """Return how many papers go on."""
        return sum(one.is_answering for one in self.roll)


@dataclass(frozen=True, slots=True)
class QuizRooms:
    """The sessions of a quiz of one kind; ``without`` are expected and have no room yet.

    ``refusal`` says why nobody can be expected yet.
    """

    quiz_id: int
    stage_name: str
    kind: AttemptKind
    rooms: tuple[SittingRow, ...]
    without: int
    refusal: str


def sitting_row(sitting_id: int) -> SittingRow | None:
    """Return a session."""
    found = _sittings().filter(pk=sitting_id).first()
    return _rows([found])[0] if found else None


def sitting_page(sitting: SittingRow) -> SittingPage:
    """Return a session with its roll, by name, in five queries however many are in it."""
    lines = list(RollLine.objects.filter(sitting_id=sitting.id).select_related("entry"))
    papers = {one.entry_id: one for one in Attempt.objects.filter(sitting_id=sitting.id)}
    kept = QuizAnswer.objects.filter(attempt__sitting_id=sitting.id).exclude(value=None)
    counts = dict(kept.order_by().values_list("attempt_id").annotate(count=Count("pk")))
    names = _names([one.entry_id for one in lines])
    now = timezone.now()
    rows = [
        _roll_row(one, papers.get(one.entry_id), names.get(one.entry_id, ""), counts, now)
        for one in lines
    ]
    book = Incident.objects.filter(sitting_id=sitting.id).select_related("entry")
    return SittingPage(
        sitting=sitting,
        roll=tuple(sorted(rows, key=lambda row: (row.name, row.number))),
        incidents=tuple(_incident(one) for one in book.order_by("-at", "-pk")),
    )


def quiz_rooms(edition_id: int) -> list[QuizRooms]:
    """Return the sessions of an edition by quiz and kind; those of a confirmation for open ones."""
    quizzes = Quiz.objects.filter(stage__edition_id=edition_id).select_related("stage")
    return [
        _rooms(
            one,
            AttemptKind.MAIN if one.mode == QuizMode.SUPERVISED else AttemptKind.CONFIRMATION,
        )
        for one in quizzes.order_by("stage__position")
    ]


def rooms_for(sitting: SittingRow) -> list[SittingRow]:
    """Return the other sessions somebody in this one could be moved to."""
    same = _sittings().filter(quiz_id=sitting.quiz_id, kind=sitting.kind, ended_at=None)
    return [one for one in _rows(same.exclude(pk=sitting.id)) if one.expected < one.capacity]


def own_sittings(person: Person) -> list[SittingRow]:
    """Return the sessions somebody watches over that are not closed yet."""
    mine = Q(invigilator=person)
    if person.email:
        mine |= Q(invigilator_email=person.email)
    return _rows(_sittings().filter(mine, ended_at=None).order_by("starts_at", "pk"))


def without_room(quiz_id: int, kind: str) -> list[tuple[int, str, str]]:
    """Return who is expected and has no room: entry, number, name of the city."""
    quiz = Quiz.objects.select_related("stage").get(pk=quiz_id)
    rows = list(_without(quiz, kind).order_by("number").values_list("pk", "number", "city"))
    names = places({city for _pk, _number, city in rows})
    return [(pk, number, names[city].name if city in names else "") for pk, number, city in rows]


def _rooms(quiz: Quiz, kind: AttemptKind) -> QuizRooms:
    held = _rows(_sittings().filter(quiz=quiz, kind=kind).order_by("starts_at", "pk"))
    try:
        without, refusal = _without(quiz, kind).count(), ""
    except ContestError as error:
        without, refusal = 0, str(error)
    return QuizRooms(quiz.pk, quiz.stage.name, kind, tuple(held), without, refusal)


def _without(quiz: Quiz, kind: str) -> QuerySet[Entry]:
    lines = RollLine.objects.filter(entry=OuterRef("pk"), sitting__quiz=quiz, sitting__kind=kind)
    return expected_entries(quiz, kind).exclude(Exists(lines))


def _sittings() -> QuerySet[Sitting]:
    return Sitting.objects.select_related("quiz__stage__edition").annotate(
        expected=Count("roll"),
        present=Count("roll", filter=Q(roll__presence=Presence.PRESENT)),
    )


def _rows(found: QuerySet[Sitting] | list[Sitting]) -> list[SittingRow]:
    held = list(found)
    names = places({one.city for one in held})
    return [_row(one, names[one.city].name if one.city in names else "") for one in held]


def _row(one: Sitting, city_name: str) -> SittingRow:
    stage = one.quiz.stage
    return SittingRow(
        id=one.pk,
        edition_id=stage.edition_id,
        edition_name=stage.edition.name,
        quiz_id=one.quiz_id,
        stage_name=stage.name,
        kind=AttemptKind(one.kind),
        place=one.place,
        room=one.room,
        city=one.city,
        city_name=city_name,
        starts_at=one.starts_at,
        capacity=one.capacity,
        expected=one.expected,  # type: ignore[attr-defined]
        present=one.present,  # type: ignore[attr-defined]
        invigilator_email=one.invigilator_email,
        has_invigilator=one.invigilator_id is not None,
        code=one.code,
        held_at=one.held_at,
        ended_at=one.ended_at,
    )


def _names(entry_ids: list[int]) -> dict[int, str]:
    """Return who an invigilator calls, by entry: in a room one has a name."""
    names: dict[int, list[str]] = {}
    members = Member.objects.filter(entry_id__in=entry_ids, joined_at__isnull=False)
    for entry_id, name in members.order_by("pk").values_list("entry_id", "name"):
        names.setdefault(entry_id, []).append(name)
    return {entry_id: ", ".join(filter(None, held)) for entry_id, held in names.items()}


def _roll_row(
    line: RollLine, paper: Attempt | None, name: str, counts: dict[int, int], now: datetime
) -> RollRow:
    presence = Presence(line.presence) if line.presence else None
    if paper is None:
        return RollRow(line.entry_id, line.entry.number, name, presence)
    is_over = paper.ended_at is not None or now >= paper.ends_at
    seen = paper.seen_at or paper.started_at
    return RollRow(
        entry_id=line.entry_id,
        number=line.entry.number,
        name=name,
        presence=presence,
        attempt_id=paper.pk,
        answered=counts.get(paper.pk, 0),
        asked=len(paper.draw),
        ends_at=paper.ends_at,
        is_over=is_over,
        ended_by=AttemptEnd(paper.ended_by) if paper.ended_by else None,
        is_silent=not is_over and now - seen > SILENT_AFTER,
        more_percent=round((paper.time_factor - 1) * 100),
    )


def _incident(one: Incident) -> IncidentRow:
    number = one.entry.number if one.entry else ""
    return IncidentRow(one.get_kind_display(), one.text, number, one.minutes_given, one.at)
