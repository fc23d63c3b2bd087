"""The organiser's desk: one's editions, and one edition with all that may be done there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.utils import timezone

from boutdufil.kernel.organisations.selectors import OrganisationRow, organisations_of
from boutdufil.kernel.people.models import Person
from boutdufil.kernel.posts.references import Reference, named_reference
from boutdufil.rooms.contests.enums import EditionStatus, EntryStatus, StageStatus
from boutdufil.rooms.contests.models import Entry, LogLine
from boutdufil.rooms.contests.permissions.editions import ORGANISERS
from boutdufil.rooms.contests.rules.findings import Finding
from boutdufil.rooms.contests.rules.rows import EditionRow, StageRow
from boutdufil.rooms.contests.rules.selection_words import taken_words
from boutdufil.rooms.contests.selectors.declared import Declared, current_rules
from boutdufil.rooms.contests.selectors.editions import editions_of
from boutdufil.rooms.contests.selectors.findings import findings
from boutdufil.rooms.contests.selectors.pages import PartnerRow, partners_of, period_words
from boutdufil.rooms.contests.selectors.prizes import PrizeRow, prizes_of
from boutdufil.rooms.contests.selectors.stages import awaits_decision, stages_of

TONES = {
    EditionStatus.DRAFT: "unknown",
    EditionStatus.PUBLISHED: "open",
    EditionStatus.OVER: "",
    EditionStatus.ARCHIVED: "",
}
STAGE_TONES = {
    StageStatus.PLANNED: "unknown",
    StageStatus.OPEN: "open",
    StageStatus.CLOSED: "close",
    StageStatus.DECIDED: "alert",
    StageStatus.PUBLISHED: "held",
}


@dataclass(frozen=True, slots=True)
class Holder:
    """An organisation somebody manages, with the editions it holds."""

    organisation: OrganisationRow
    editions: tuple[EditionRow, ...]


@dataclass(frozen=True, slots=True)
class StageLine:
    """A stage as its organiser sees it: what is found of it, and what may be done."""

    stage: StageRow
    findings: tuple[Finding, ...]
    when: str
    taken: str
    waits: bool
    may_open: bool
    may_close: bool

    @property
    def tone(self) -> str:
        """The tone of its state."""
        return STAGE_TONES[self.stage.status]


@dataclass(frozen=True, slots=True)
class SeatPage:
    """An edition as whoever runs it sees it."""

    edition: EditionRow
    stages: tuple[StageLine, ...]
    findings: tuple[Finding, ...]
    rules: Declared | None
    prizes: tuple[PrizeRow, ...]
    partners: tuple[PartnerRow, ...]
    unveiled: Reference | None
    entered: int
    forming: int

    @property
    def tone(self) -> str:
        """The tone of its state."""
        return TONES[self.edition.status]

    @property
    def general_findings(self) -> tuple[Finding, ...]:
        """What is found of the edition as a whole."""
        return tuple(one for one in self.findings if one.stage_id is None)

    @property
    def may_publish(self) -> bool:
        """Tell whether nothing keeps the rules from being declared."""
        wrong = any(one.level == "error" for one in self.findings)
        return self.edition.status == EditionStatus.DRAFT and not wrong


@dataclass(frozen=True, slots=True)
class LogRow:
    """A line of an edition's log."""

    position: int
    kind: str
    facts: dict[str, object]
    at: datetime


def holders_of(person: Person) -> list[Holder]:
    """Return the organisations somebody manages, each with the editions it holds."""
    managed = organisations_of(person.pk, ORGANISERS)
    rows = editions_of(row.id for row in managed)
    return [
        Holder(one, tuple(row for row in rows if row.organiser_id == one.id)) for one in managed
    ]


def my_page_section(person: Person) -> list[EditionRow] | None:
    """Return the editions one runs; None without any."""
    return [row for holder in holders_of(person) for row in holder.editions] or None


def seat_page(edition: EditionRow) -> SeatPage:
    """Return an edition with what may be done there."""
    found = findings(edition)
    counts = Entry.objects.filter(edition_id=edition.id).aggregate(
        entered=Count("pk", filter=Q(status=EntryStatus.ENTERED)),
        forming=Count("pk", filter=Q(status__in=(EntryStatus.FORMING, EntryStatus.WAITING))),
    )
    return SeatPage(
        edition=edition,
        stages=tuple(_line(edition, one, found) for one in stages_of(edition.id)),
        findings=found,
        rules=current_rules(edition.id),
        prizes=prizes_of(edition),
        partners=partners_of(edition.id),
        unveiled=named_reference(edition.hangs_on) if edition.hangs_on else None,
        **counts,
    )


def log_lines(edition_id: int) -> tuple[LogRow, ...]:
    """Return the log of an edition, the last line first."""
    found = LogLine.objects.filter(edition_id=edition_id).order_by("-position")
    return tuple(LogRow(one.position, one.kind, one.facts, one.at) for one in found)


def _line(edition: EditionRow, stage: StageRow, found: tuple[Finding, ...]) -> StageLine:
    runs = edition.status == EditionStatus.PUBLISHED
    planned = runs and stage.status == StageStatus.PLANNED
    waits = planned and awaits_decision(stage.id)
    now = timezone.now()
    in_time = now < stage.ends_at and edition.closes_at is not None and edition.closes_at <= now
    return StageLine(
        stage=stage,
        findings=tuple(one for one in found if one.stage_id == stage.id),
        when=period_words(stage),
        taken=taken_words(stage.per, stage.takes, is_last=stage.is_last),
        waits=waits and stage.starts_at <= now,
        may_open=planned and not waits and in_time,
        may_close=runs and stage.status == StageStatus.OPEN,
    )
