"""A candidate's paper as they see it: what is asked, what is kept, until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import QuerySet

from boutdufil.kernel.files.models import StoredFile
from boutdufil.rooms.contests.enums import AttemptEnd, EntryStatus
from boutdufil.rooms.contests.models import Attempt, ItemVersion
from boutdufil.rooms.contests.rules.quiz_time import first_number, limits_of, term_of
from boutdufil.rooms.contests.rules.shown import ShownItem
from boutdufil.rooms.contests.selectors.accommodations import Needs, needs_of
from boutdufil.rooms.contests.selectors.shown_items import shown_items

# How often a page says that it is there, in seconds: a room is watched over more closely.
BEAT_IN_ROOM, BEAT_OPEN = 30, 60


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper by itself, without its questions."""

    id: int
    entry_id: int
    number: str
    quiz_id: int
    kind: str
    stage_name: str
    edition_name: str
    edition_slug: str
    sitting_id: int | None
    count: int
    time_factor: Decimal
    started_at: datetime
    ends_at: datetime
    last_word: datetime
    ended_at: datetime | None
    ended_by: AttemptEnd | None
    lease: str
    term: int
    sequence: int

    @property
    def beat(self) -> int:
        """Return how often its page says that it is there, in seconds."""
        return BEAT_OPEN if self.sitting_id is None else BEAT_IN_ROOM

    @property
    def next_number(self) -> int:
        """Return the number of the live device's next answer."""
        return max(self.sequence, first_number(self.term)) + 1

    @property
    def more_percent(self) -> int:
        """Return how much more time its person has, in percent."""
        return round((self.time_factor - 1) * 100)

    def is_over(self, now: datetime) -> bool:
        """Tell whether nothing more may be answered."""
        return self.ended_at is not None or now >= self.ends_at

    def is_held_by(self, device: str) -> bool:
        """Tell whether this browser is the live one."""
        return self.lease == f"{self.term}.{device}"


@dataclass(frozen=True, slots=True)
class PaperPage:
    """A paper with its questions, and what its person is told of themselves."""

    paper: PaperRow
    items: tuple[ShownItem, ...]
    needs: Needs
    away_times: int
    away_seconds: int

    @property
    def answered(self) -> int:
        """Return how many questions have an answer that is kept."""
        return sum(one.is_answered for one in self.items)


def paper_row(attempt_id: int, person_id: int) -> PaperRow | None:
    """Return somebody's own paper; None for anybody else's."""
    found = _own(person_id).filter(pk=attempt_id).first()
    return _row(found) if found else None


def paper_page(paper: PaperRow) -> PaperPage:
    """Return a paper with its questions, in five queries however many they are."""
    attempt = Attempt.objects.get(pk=paper.id)
    values = dict(attempt.answers.values_list("position", "value"))
    losses = list(attempt.focus_losses.values_list("seconds", flat=True))
    return PaperPage(
        paper=paper,
        items=shown_items(attempt.draw, values),
        needs=needs_of(paper.entry_id),
        away_times=len(losses),
        away_seconds=sum(losses),
    )


def paper_film(paper: PaperRow, position: int) -> StoredFile | None:
    """Return the film of a question of a paper."""
    draw = Attempt.objects.values_list("draw", flat=True).get(pk=paper.id)
    if not 0 <= position < len(draw):
        return None
    version = ItemVersion.objects.select_related("film").get(pk=draw[position]["version"])
    return version.film


def _own(person_id: int) -> QuerySet[Attempt]:
    found = Attempt.objects.select_related("quiz__stage__edition", "entry")
    return found.filter(
        entry__status=EntryStatus.ENTERED,
        entry__members__person_id=person_id,
        entry__members__joined_at__isnull=False,
    )


def _row(one: Attempt) -> PaperRow:
    stage = one.quiz.stage
    limits = limits_of(one.ends_at, one.quiz.grace_seconds, one.time_factor)
    return PaperRow(
        id=one.pk,
        entry_id=one.entry_id,
        number=one.entry.number,
        quiz_id=one.quiz_id,
        kind=one.kind,
        stage_name=stage.name,
        edition_name=stage.edition.name,
        edition_slug=stage.edition.slug,
        sitting_id=one.sitting_id,
        count=len(one.draw),
        time_factor=one.time_factor,
        started_at=one.started_at,
        ends_at=one.ends_at,
        last_word=limits.last_word,
        ended_at=one.ended_at,
        ended_by=AttemptEnd(one.ended_by) if one.ended_by else None,
        lease=one.lease,
        term=term_of(one.lease) or 0,
        sequence=one.sequence,
    )
