"""An edition as everybody reads it: who may enter, when, what is won, how one is selected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from boutdufil.kernel.posts.references import Reference, named_reference
from boutdufil.rooms.contests.enums import EditionStatus, StageStatus
from boutdufil.rooms.contests.models import EditionPartner
from boutdufil.rooms.contests.rules.moments import when_words
from boutdufil.rooms.contests.rules.rows import EditionRow, StageRow
from boutdufil.rooms.contests.rules.selection_words import taken_words
from boutdufil.rooms.contests.selectors.declared import Declared, current_rules
from boutdufil.rooms.contests.selectors.editions import listed_editions
from boutdufil.rooms.contests.selectors.prizes import PrizeRow, prizes_of
from boutdufil.rooms.contests.selectors.stages import stages_of


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """Who stands beside the organiser."""

    id: int
    name: str
    role: str
    website: str


@dataclass(frozen=True, slots=True)
class StageEntry:
    """A stage on the drawn line: when it is, and who goes on."""

    stage: StageRow
    when: str
    taken: str

    @property
    def is_over(self) -> bool:
        """Tell whether it lies behind."""
        return self.stage.has_ended

    @property
    def is_open(self) -> bool:
        """Tell whether it runs now."""
        return self.stage.status == StageStatus.OPEN


@dataclass(frozen=True, slots=True)
class Listed:
    """An edition in the directory, with what one may do with it now, in words."""

    edition: EditionRow
    words: str


@dataclass(frozen=True, slots=True)
class EditionPage:
    """An edition as everybody reads it."""

    edition: EditionRow
    stages: tuple[StageEntry, ...]
    prizes: tuple[PrizeRow, ...]
    partners: tuple[PartnerRow, ...]
    rules: Declared | None
    unveiled: Reference | None
    takes_entries: bool
    entry_words: str


def directory() -> list[Listed]:
    """Return the editions the public is led to."""
    now = timezone.now()
    return [Listed(one, entry_words(one, now)) for one in listed_editions()]


def edition_page(edition: EditionRow) -> EditionPage:
    """Return an edition with what the public reads of it."""
    now = timezone.now()
    return EditionPage(
        edition=edition,
        stages=tuple(map(_entry, stages_of(edition.id))),
        prizes=prizes_of(edition),
        partners=partners_of(edition.id),
        rules=current_rules(edition.id),
        unveiled=named_reference(edition.hangs_on) if edition.hangs_on else None,
        takes_entries=edition.takes_entries(now),
        entry_words=entry_words(edition, now),
    )


def partners_of(edition_id: int) -> tuple[PartnerRow, ...]:
    """Return the partners of an edition, in their order."""
    found = EditionPartner.objects.filter(edition_id=edition_id)
    return tuple(PartnerRow(one.pk, one.name, one.role, one.website) for one in found)


def entry_words(edition: EditionRow, now: datetime) -> str:
    """Say whether one can enter, or could, or will."""
    if edition.status in {EditionStatus.OVER, EditionStatus.ARCHIVED}:
        return _("Terminé.")
    if edition.opens_at is None or edition.closes_at is None:
        return _("Dates d’inscription : inconnu.")
    if now < edition.opens_at:
        return _("Les inscriptions ouvriront %(when)s.") % {"when": when_words(edition.opens_at)}
    if now < edition.closes_at:
        told = _("Inscriptions ouvertes, elles ferment %(when)s.")
        return told % {"when": when_words(edition.closes_at)}
    return _("Inscriptions closes : elles ont fermé %(when)s.") % {
        "when": when_words(edition.closes_at)
    }


def period_words(stage: StageRow) -> str:
    """Say from when to when a stage runs."""
    period = {"starts": when_words(stage.starts_at), "ends": when_words(stage.ends_at)}
    return _("Commence %(starts)s, se termine %(ends)s.") % period


def _entry(stage: StageRow) -> StageEntry:
    taken = taken_words(stage.per, stage.takes, is_last=stage.is_last)
    return StageEntry(stage=stage, when=period_words(stage), taken=taken)
