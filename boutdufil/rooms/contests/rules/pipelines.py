"""A pipeline is drawn from stages; two are ready to begin with."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from boutdufil.rooms.contests.enums import Per, RanksBy, StageKind, Ties
from boutdufil.rooms.contests.rules.tie_keys import keys_of

# A city with fewer candidates than this has no ranking of its own.
SMALL_PLACE = 4
# When stages of a ready pipeline begin, by the clock on the wall.
FIRST_HOUR = 9


class Ready(models.TextChoices):
    """With which pipeline an edition begins."""

    ELECTION = "election", gettext_lazy("élection : questionnaire, demi-finale orale, jury final")
    STUDENTS = "students", gettext_lazy("concours étudiant : dossier, jurys de région, jury final")
    EMPTY = "empty", gettext_lazy("aucune épreuve, je les dessine")


@dataclass(frozen=True, slots=True)
class EditionDraft:
    """An edition as its organiser types it; ``slug`` empty follows the name."""

    name: str
    entered_by: str
    slug: str = ""
    presentation: str = ""
    team_least: int = 2
    team_most: int = 4
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    needs_employer: bool = False
    needs_employer_consent: bool = False
    needs_school: bool = False
    other_conditions: str = ""
    appeal_days: int = 5
    contact: str = ""
    hangs_on: str = ""
    embargo_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class StageDraft:
    """A stage as its organiser types it; its rank in the pipeline is not typed."""

    kind: str
    name: str
    starts_at: datetime
    ends_at: datetime
    takes: int = 3
    per: str = Per.ALL
    ties: str = Ties.BREAK
    tie_keys: tuple[str, ...] = field(default=())
    minimum: int = 0
    pool_below: int = 0
    ranks_by: str = RanksBy.RAW


def ready_stages(ready: str, after: datetime) -> tuple[StageDraft, ...]:
    """Return the stages of a ready pipeline, the first a week after entries close.

    >>> from datetime import UTC
    >>> [one.kind.value for one in ready_stages("students", datetime(2027, 3, 1, tzinfo=UTC))]
    ['file', 'panel', 'panel']
    """
    return tuple(plan.draft(after) for plan in _PLANS.get(ready, ()))


@dataclass(frozen=True, slots=True)
class _Plan:
    """A stage of a ready pipeline: so many days after entries close, so many hours long."""

    kind: StageKind
    name: Promise
    days: int
    hours: int
    takes: int = 3
    per: Per = Per.ALL
    pool_below: int = 0

    def draft(self, after: datetime) -> StageDraft:
        day = timezone.localtime(after) + timedelta(days=self.days)
        starts = day.replace(hour=FIRST_HOUR, minute=0, second=0, microsecond=0)
        return StageDraft(
            kind=self.kind,
            name=str(self.name),
            starts_at=starts,
            ends_at=starts + timedelta(hours=self.hours),
            takes=self.takes,
            per=self.per,
            pool_below=self.pool_below,
            tie_keys=keys_of(self.kind),
        )


_PLANS: dict[str, tuple[_Plan, ...]] = {
    Ready.ELECTION: (
        _Plan(
            StageKind.QUIZ,
            gettext_lazy("Questionnaire dans chaque ville"),
            days=7,
            hours=4,
            per=Per.CITY,
            pool_below=SMALL_PLACE,
        ),
        _Plan(StageKind.ORAL, gettext_lazy("Demi-finales en région"), days=35, hours=120),
        _Plan(StageKind.PANEL, gettext_lazy("Finale nationale"), days=63, hours=6, takes=1),
    ),
    Ready.STUDENTS: (
        _Plan(
            StageKind.FILE,
            gettext_lazy("Dossier sur le cas"),
            days=7,
            hours=24,
            takes=5,
            per=Per.REGION,
        ),
        _Plan(
            StageKind.PANEL,
            gettext_lazy("Jurys de région"),
            days=28,
            hours=120,
            takes=1,
            per=Per.REGION,
        ),
        _Plan(StageKind.PANEL, gettext_lazy("Jury national"), days=56, hours=6),
    ),
}
