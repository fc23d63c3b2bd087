"""Where an entry answers a quiz: at home between two hours, or in a room with a code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils import timezone

from boutdufil.rooms.contests.enums import AttemptKind, EntryStatus, QuizMode
from boutdufil.rooms.contests.models import Attempt, Entry, Quiz, RollLine, Sitting
from boutdufil.rooms.contests.rules.quiz_time import stretched
from boutdufil.rooms.contests.rules.sittings import refusal_of_hour
from boutdufil.rooms.contests.selectors.accommodations import time_factor_of
from boutdufil.rooms.contests.selectors.stages import entrants


@dataclass(frozen=True, slots=True)
class SittingPlace:
    """The room somebody is expected in."""

    id: int
    place: str
    room: str
    starts_at: datetime
    is_held: bool
    is_over: bool


@dataclass(frozen=True, slots=True)
class QuizWay:
    """How an entry comes to a paper; ``refusal`` says why it cannot begin now, "" where it can.

    ``sitting`` is None at home, and in a room while nobody has given them one.
    """

    quiz_id: int
    entry_id: int
    edition_name: str
    edition_slug: str
    kind: AttemptKind
    stage_name: str
    number: str
    is_in_room: bool
    starts_at: datetime
    ends_at: datetime
    minutes: int
    more_percent: int
    sitting: SittingPlace | None
    attempt_id: int | None
    is_over: bool
    refusal: str

    @property
    def slug(self) -> str:
        """Return the word for its kind in addresses."""
        return "confirmation" if self.kind == AttemptKind.CONFIRMATION else "epreuve"

    @property
    def may_begin(self) -> bool:
        """Tell whether the form to begin is shown."""
        if self.attempt_id is not None or self.refusal:
            return False
        return not self.is_in_room or (self.sitting is not None and not self.sitting.is_over)


def quiz_ways(entry_id: int) -> list[QuizWay]:
    """Return the quizzes of an entry's edition it takes part in, with its confirmations."""
    entry = Entry.objects.select_related("edition").filter(pk=entry_id).first()
    if entry is None or entry.status != EntryStatus.ENTERED:
        return []
    quizzes = Quiz.objects.filter(stage__edition_id=entry.edition_id).select_related("stage")
    ways = [_way(one, entry, AttemptKind.MAIN) for one in quizzes.order_by("stage__position")]
    confirming = RollLine.objects.filter(
        entry=entry, sitting__kind=AttemptKind.CONFIRMATION
    ).select_related("sitting__quiz__stage")
    ways += [_way(one.sitting.quiz, entry, AttemptKind.CONFIRMATION) for one in confirming]
    return [way for way in ways if way is not None]


def quiz_way(entry_id: int, quiz_id: int, kind: str) -> QuizWay | None:
    """Return one of them."""
    found = [one for one in quiz_ways(entry_id) if (one.quiz_id, one.kind) == (quiz_id, kind)]
    return found[0] if found else None


def _way(quiz: Quiz, entry: Entry, kind: AttemptKind) -> QuizWay | None:
    paper = Attempt.objects.filter(quiz=quiz, entry=entry, kind=kind).first()
    if paper is None and not entrants(quiz.stage_id).filter(pk=entry.pk).exists():
        return None
    now = timezone.now()
    is_in_room = kind == AttemptKind.CONFIRMATION or quiz.mode == QuizMode.SUPERVISED
    factor = paper.time_factor if paper else time_factor_of(entry.pk)
    seconds = quiz.seconds if kind == AttemptKind.MAIN else quiz.confirmation_seconds
    return QuizWay(
        quiz_id=quiz.pk,
        entry_id=entry.pk,
        edition_name=entry.edition.name,
        edition_slug=entry.edition.slug,
        kind=kind,
        stage_name=quiz.stage.name,
        number=entry.number,
        is_in_room=is_in_room,
        starts_at=quiz.stage.starts_at,
        ends_at=quiz.stage.ends_at,
        minutes=_minutes(seconds, factor),
        more_percent=round((factor - 1) * 100),
        sitting=_place(quiz, entry, kind) if is_in_room else None,
        attempt_id=paper.pk if paper else None,
        is_over=paper is not None and (paper.ended_at is not None or now >= paper.ends_at),
        refusal=refusal_of_hour(quiz.stage, now, is_in_room=is_in_room),
    )


def _minutes(seconds: int, factor: Decimal) -> int:
    return int(stretched(seconds, factor).total_seconds()) // 60


def _place(quiz: Quiz, entry: Entry, kind: str) -> SittingPlace | None:
    held = Sitting.objects.filter(quiz=quiz, kind=kind, roll__entry=entry).first()
    if held is None:
        return None
    return SittingPlace(
        held.pk,
        held.place,
        held.room,
        held.starts_at,
        held.held_at is not None,
        held.ended_at is not None,
    )
