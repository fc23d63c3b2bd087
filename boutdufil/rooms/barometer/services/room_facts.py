"""What the other rooms tell, counted once: posts filled, moves, calls answered, who answers.

Each handler looks at what stands now, so that events may come twice, late or in any order, and a
replay of the past gives the same facts again. No subject names a person.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol

from django.db import transaction
from django.utils import timezone

from boutdufil.kernel.posts.events import HireCancelled, PostFilled
from boutdufil.kernel.posts.models import Hire
from boutdufil.kernel.territories.models import Commune
from boutdufil.rooms.barometer.enums import RoomFactKind
from boutdufil.rooms.barometer.models import RoomFact

# How the ledger writes that a campaign brought two people together.
CAMPAIGN = "campaign:"
OF_A_HIRE = (RoomFactKind.POST_FILLED, RoomFactKind.MOVE)


class HireTold(Protocol):
    """What another room tells of a hire."""

    @property
    def hire_id(self) -> int:
        """The number of the hire in the ledger."""


class CallsTold(Protocol):
    """How many calls a number answered on a day, counted at a moment."""

    @property
    def number_id(self) -> int:
        """The number of the line."""

    @property
    def day(self) -> date:
        """The day, in Paris."""

    @property
    def answered(self) -> int:
        """How many calls were answered."""

    @property
    def is_invented(self) -> bool:
        """Whether the line belongs to the demo world."""

    @property
    def counted_at(self) -> datetime:
        """When it was counted."""


class AgentsTold(Protocol):
    """How many people answered in a month, counted at a moment."""

    @property
    def month(self) -> date:
        """The first day of the month."""

    @property
    def people(self) -> int:
        """How many people answered, each once."""

    @property
    def is_invented(self) -> bool:
        """Whether they belong to the demo world."""

    @property
    def counted_at(self) -> datetime:
        """When it was counted."""


@transaction.atomic
def count_post(event: PostFilled) -> None:
    """Count a post that a campaign filled: the ledger counts this hire through one."""
    hire = _standing_hire(event.hire_id)
    if hire and hire.contact and hire.contact.through.startswith(CAMPAIGN):
        _count_hire(RoomFactKind.POST_FILLED, hire)


@transaction.atomic
def count_move(event: HireTold) -> None:
    """Count a hire into another occupation."""
    hire = _standing_hire(event.hire_id)
    if hire:
        _count_hire(RoomFactKind.MOVE, hire)


@transaction.atomic
def drop_hire(event: HireCancelled) -> None:
    """Count a hire that did not hold no more."""
    facts = RoomFact.objects.filter(kind__in=OF_A_HIRE, subject=_subject(event.hire_id))
    facts.delete()


@transaction.atomic
def count_calls(event: CallsTold) -> None:
    """Keep how many calls a number answered on a day; what was counted later holds."""
    counted = RoomFact(
        kind=RoomFactKind.CALL,
        subject=f"line:{event.number_id}:{event.day.isoformat()}",
        happened_on=event.day,
        count=event.answered,
        simulated=event.is_invented,
        heard_at=event.counted_at,
    )
    _keep_latest(counted)


@transaction.atomic
def count_agents(event: AgentsTold) -> None:
    """Keep how many people answered in a month; what was counted later holds."""
    world = "invented" if event.is_invented else "real"
    counted = RoomFact(
        kind=RoomFactKind.AGENT,
        subject=f"lines:{event.month:%Y-%m}:{world}",
        happened_on=event.month,
        count=event.people,
        simulated=event.is_invented,
        heard_at=event.counted_at,
    )
    _keep_latest(counted)


def _standing_hire(hire_id: int) -> Hire | None:
    """Return a hire that holds, locked: one undone at this moment waits, and is told of after."""
    hires = Hire.objects.select_for_update(of=("self",)).filter(pk=hire_id, cancelled_at=None)
    return hires.select_related("contact", "person", "post__vacancy__organisation").first()


def _count_hire(kind: RoomFactKind, hire: Hire) -> None:
    vacancy = hire.post.vacancy
    of_demo = bool(hire.person and hire.person.demo_slug)
    fact = RoomFact(
        kind=kind,
        subject=_subject(hire.pk),
        happened_on=timezone.localdate(hire.recorded_at),
        region=_region(vacancy.commune),
        simulated=vacancy.organisation.invented or of_demo,
    )
    RoomFact.objects.bulk_create([fact], ignore_conflicts=True)


def _subject(hire_id: int) -> str:
    return f"hire:{hire_id}"


def _region(commune: str) -> str:
    found = Commune.objects.filter(pk=commune).values_list("department__region_id", flat=True)
    return found.first() or ""


def _keep_latest(counted: RoomFact) -> None:
    RoomFact.objects.bulk_create([counted], ignore_conflicts=True)
    older = RoomFact.objects.filter(
        kind=counted.kind, subject=counted.subject, heard_at__lt=counted.heard_at
    )
    older.update(count=counted.count, simulated=counted.simulated, heard_at=counted.heard_at)
