"""The meeting of a jury: marks beside one another, for those who gave theirs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from boutdufil.kernel.people.permissions import Actor
from boutdufil.rooms.contests.enums import EntryStatus
from boutdufil.rooms.contests.models import Criterion, Entry, Mark, Reading
from boutdufil.rooms.contests.permissions.juries import can_see_marks
from boutdufil.rooms.contests.rules.agreement import Agreement, agreement
from boutdufil.rooms.contests.rules.panels import PanelRow, jury_for
from boutdufil.rooms.contests.rules.scores import OUT_OF, mean, reading_score, spoken
from boutdufil.rooms.contests.selectors.given_readings import GivenReading, given_readings
from boutdufil.rooms.contests.selectors.jurors import juror_names
from boutdufil.rooms.contests.selectors.panels import panels_of
from boutdufil.rooms.contests.selectors.rubric_settings import scales_of

# A third of the scale between two jurors is worth talking about first.
WIDE = Fraction(OUT_OF, 3)


@dataclass(frozen=True, slots=True)
class MeetingMark:
    """One mark in the meeting; its juror may change it while the meeting is held."""

    criterion_id: int
    mark: int
    was_reviewed: bool


@dataclass(frozen=True, slots=True)
class MeetingReading:
    """What one juror gave an entry."""

    id: int
    juror_id: int
    juror: str
    is_own: bool
    is_linking: bool
    marks: tuple[MeetingMark, ...]
    score: Fraction
    comment: str

    @property
    def score_words(self) -> str:
        """Its score for reading."""
        return spoken(self.score)


@dataclass(frozen=True, slots=True)
class MeetingEntry:
    """An entry with its readings; none are shown to who still owes theirs or has a conflict."""

    id: int
    number: str
    readings: tuple[MeetingReading, ...]
    score: Fraction
    spread: Fraction

    @property
    def is_wide(self) -> bool:
        """Whether its jurors are far apart."""
        return self.spread >= WIDE

    @property
    def mean_words(self) -> str:
        """Its score for reading."""
        return spoken(self.score)

    @property
    def spread_words(self) -> str:
        """How far apart its jurors are, for reading."""
        return spoken(self.spread)


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """A jury's meeting as one person sees it; `hidden` counts the entries kept from them."""

    criteria: tuple[tuple[int, str, tuple[tuple[int, str], ...]], ...]
    entries: tuple[MeetingEntry, ...]
    hidden: int
    owed: int
    given: int

    @property
    def juror_ids(self) -> set[int]:
        """Whose readings are shown."""
        return {reading.juror_id for one in self.entries for reading in one.readings}

    @property
    def agreement(self) -> Agreement | None:
        """How far its jurors agree on what this person sees; None before anything is shown."""
        if not self.entries:
            return None
        seen = [
            {reading.juror_id: float(reading.score) for reading in one.readings}
            for one in self.entries
        ]
        return agreement(seen)


def owed_in(jury: PanelRow) -> tuple[int, int]:
    """Return how many readings of a jury's entries are awaited, and how many are given."""
    found = Reading.objects.filter(
        stage_id=jury.stage_id, entry__in=_entries(jury), recused_at=None
    )
    given = found.filter(given_at__isnull=False).count()
    return found.count() - given, given


def meeting_page(jury: PanelRow, actor: Actor) -> MeetingPage:
    """Return what somebody may see of a jury's meeting, the widest spread first."""
    owed, given = owed_in(jury)
    levels = Criterion.objects.filter(stage_id=jury.stage_id).prefetch_related("levels")
    criteria = tuple(
        (one.pk, one.name, tuple((step.mark, step.anchor) for step in one.levels.all()))
        for one in levels
    )
    if jury.meeting_opened_at is None:
        return MeetingPage(criteria, (), 0, owed, given)
    numbers = dict(Entry.objects.filter(pk__in=_entries(jury)).values_list("pk", "number"))
    read: dict[int, list[GivenReading]] = {}
    for one in given_readings(jury.stage_id):
        if one.entry_id in numbers:
            read.setdefault(one.entry_id, []).append(one)
    seen = {pk for pk in read if can_see_marks(actor, jury, pk)}
    shown = _shown(jury, {pk: read[pk] for pk in seen}, numbers, actor)
    ordered = tuple(sorted(shown, key=lambda one: (-one.spread, one.number)))
    return MeetingPage(criteria, ordered, len(read) - len(seen), owed, given)


def _shown(
    jury: PanelRow, read: dict[int, list[GivenReading]], numbers: dict[int, str], actor: Actor
) -> list[MeetingEntry]:
    rubric = scales_of(jury.stage_id)
    ids = [one.id for readings in read.values() for one in readings]
    reviewed = Mark.objects.filter(reading__in=ids, changed_in_meeting=True)
    changed = set(reviewed.values_list("reading_id", "criterion_id"))
    names = juror_names({one.juror_id for readings in read.values() for one in readings})
    own = set(Reading.objects.filter(pk__in=ids, juror__person_id=actor.pk or 0).values_list("pk"))
    entries = []
    for entry_id, readings in read.items():
        scores = [reading_score(one.marks, rubric) for one in readings]
        rows = tuple(
            MeetingReading(
                id=one.id,
                juror_id=one.juror_id,
                juror=names[one.juror_id],
                is_own=(one.id,) in own,
                is_linking=one.is_linking,
                marks=_marks(one, [line.id for line in rubric], changed),
                score=score,
                comment=one.comment,
            )
            for one, score in zip(readings, scores, strict=True)
        )
        entries.append(
            MeetingEntry(entry_id, numbers[entry_id], rows, mean(scores), max(scores) - min(scores))
        )
    return entries


def _marks(
    one: GivenReading, lines: Sequence[int], changed: set[tuple[int, int]]
) -> tuple[MeetingMark, ...]:
    return tuple(
        MeetingMark(line, one.marks[line], (one.id, line) in changed)
        for line in lines
        if line in one.marks
    )


def _entries(jury: PanelRow) -> list[int]:
    """Return the entries read in a stage that this jury answers for."""
    panels = panels_of(jury.stage_id)
    read = Entry.objects.filter(
        readings__stage_id=jury.stage_id, status=EntryStatus.ENTERED
    ).distinct()
    found = []
    for pk, region in read.values_list("pk", "region").order_by("pk"):
        home = jury_for(region, panels)
        if home is not None and home.id == jury.id:
            found.append(pk)
    return found
