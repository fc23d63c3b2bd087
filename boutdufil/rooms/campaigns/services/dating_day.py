"""The day itself: the plan is published, somebody is late or absent, people are told."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from time import perf_counter
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from boutdufil.engines import slotting
from boutdufil.kernel import jobs, realtime
from boutdufil.rooms.campaigns.enums import LIVE, MeetingState
from boutdufil.rooms.campaigns.errors import CampaignError
from boutdufil.rooms.campaigns.models import (
    Availability,
    Dating,
    Meeting,
    Registration,
    Table,
    Wish,
)
from boutdufil.rooms.campaigns.rules.dating import first_open, kept_rounds, late_rounds
from boutdufil.rooms.campaigns.selectors.dating import DatingRow, Day, day_of
from boutdufil.rooms.campaigns.selectors.dating_notices import to_be_told
from boutdufil.rooms.campaigns.services.dating_plans import (
    Change,
    Marks,
    apply,
    finish_plan,
    locked_day,
    new_plan,
)
from boutdufil.rooms.campaigns.services.trail import record


@dataclass(frozen=True, slots=True)
class Report:
    """Who is not there as planned: late until a round (left out), absent from now on, and tables.

    ``may_move`` lets others have another round where that saves a meeting.
    """

    late: Mapping[int, int] = field(default_factory=dict)
    absent: frozenset[int] = frozenset()
    closed_tables: frozenset[int] = frozenset()
    may_move: bool = False


@transaction.atomic
def publish_plan(*, node_id: int, actor_id: int | None) -> int:
    """Let everybody read their meetings, and write to each; return how many are written to.

    :raises CampaignError: there is no meeting to publish.
    """
    row = locked_day(node_id)
    if not Meeting.objects.filter(dating_id=row.id, state__in=LIVE).exists():
        raise CampaignError(_("Faites d’abord le plan : il n’y a aucune rencontre à publier."))
    Dating.objects.filter(pk=row.id, published_at=None).update(published_at=timezone.now())
    wished = Wish.objects.filter(table__dating_id=row.id).values_list("registration_id", flat=True)
    people = set(wished) if not row.is_published else set()
    told = people | to_be_told(row.id)
    _write(row, told)
    record(actor_id, "publish_dating", node_id, people=len(told))
    realtime.publish(row.topic, "changed", {})
    return len(told)


@transaction.atomic
def tell_people(
    *, node_id: int, actor_id: int | None, registration_ids: Collection[int] | None = None
) -> int:
    """Tell what changed, by e-mail; those named were told by voice, and get none.

    Returns how many people it was.
    """
    row = locked_day(node_id)
    due = to_be_told(row.id)
    if registration_ids is None:
        _write(row, due)
    else:
        due &= set(registration_ids)
        _mark_told(row, due)
    record(actor_id, "tell_dating", node_id, people=len(due), by_voice=registration_ids is not None)
    return len(due)


@transaction.atomic
def plan_around(
    *, node_id: int, report: Report, actor_id: int | None, now: datetime | None = None
) -> Change:
    """Plan anew around what was told, with the fewest changes; an empty report fills what is free.

    :raises CampaignError: the plan is not published yet, or cannot be planned around.
    """
    row = locked_day(node_id)
    if not row.is_published:
        raise CampaignError(_("Publiez d’abord le plan : avant, refaites-le en entier."))
    now = now or timezone.now()
    _reopen(row, report, now)
    before = day_of(row)
    missed = _missed(before, row, report, now)
    _note(row, report, now)
    began = perf_counter()
    after = day_of(row)
    first = row.clock.next(now)
    try:
        found = slotting.replan(
            after.problem, before.meetings, now=first, missed=missed, may_move=report.may_move
        )
    except slotting.ProblemError as wrong:
        told = _("Ce plan ne se laisse pas refaire : %(why)s") % {"why": wrong}
        raise CampaignError(told) from wrong
    change = apply(after, found.plan.meetings, Marks(frozenset(report.late), report.absent))
    finish_plan(new_plan(row, actor_id, is_repair=True), found.plan, began)
    record(
        actor_id,
        "replan_dating",
        node_id,
        late=sorted(report.late),
        absent=sorted(report.absent),
        tables=sorted(report.closed_tables),
    )
    return change


def _reopen(row: DatingRow, report: Report, now: datetime) -> None:
    """Who was held for absent and is late only is to be met after all, where no round took them."""
    first = first_open(row.clock, now)
    lost = Meeting.objects.filter(
        dating_id=row.id, registration_id__in=report.late, state=MeetingState.ABSENT
    )
    lost.filter(round__gte=first).update(state=MeetingState.CANCELLED)


def _missed(day: Day, row: DatingRow, report: Report, now: datetime) -> list[slotting.Meeting]:
    """Return the meetings of the present round that do not take place."""
    here = row.clock.current(now)
    gone = {*report.late, *report.absent}
    return [
        one.meeting
        for one in day.held
        if one.round == here
        and one.state != MeetingState.MET
        and (one.pair[0] in gone or one.pair[1] in report.closed_tables)
    ]


def _note(row: DatingRow, report: Report, now: datetime) -> None:
    first, last = first_open(row.clock, now), row.clock.rounds
    ours = Registration.objects.filter(intake__node_id=row.node_id)
    ids = set(ours.filter(pk__in=[*report.late, *report.absent]).values_list("pk", flat=True))
    for registration_id in sorted(ids):
        own, _made = Availability.objects.get_or_create(registration_id=registration_id)
        is_absent = registration_id in report.absent
        until = last if is_absent else report.late[registration_id]
        # Who was held for absent and comes after all is there again, but for what is late.
        said = [one for one in own.away if one < first or own.absent_at is None]
        own.away = kept_rounds([*said, *late_rounds(row.clock, now, until)], row.clock)
        own.late_at, own.absent_at = (None, now) if is_absent else (now, None)
        own.save(update_fields=["away", "late_at", "absent_at"])
    for table in Table.objects.filter(dating_id=row.id, pk__in=report.closed_tables):
        table.breaks = kept_rounds([*table.breaks, *range(first, last)], row.clock)
        table.save(update_fields=["breaks"])


def _write(row: DatingRow, people: Collection[int]) -> None:
    if people:
        letters: list[dict[str, Any]] = [{"registration_id": one} for one in sorted(people)]
        jobs.enqueue_many("campaigns.write_meetings", letters)
        _mark_told(row, people)


def _mark_told(row: DatingRow, people: Collection[int]) -> None:
    theirs = Meeting.objects.filter(dating_id=row.id, registration_id__in=people)
    theirs.filter(state__in=LIVE).update(told_round=F("round"))
    theirs.filter(state=MeetingState.CANCELLED).update(told_round=None)
