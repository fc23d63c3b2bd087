"""The plan of a job dating: computed, published, changed by hand or around who is late.

Every act locks the day first, so that acts on one plan follow one another.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from time import perf_counter

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from boutdufil.engines import slotting
from boutdufil.kernel import jobs, realtime
from boutdufil.rooms.campaigns.enums import MeetingState, PlanState
from boutdufil.rooms.campaigns.errors import CampaignError
from boutdufil.rooms.campaigns.models import Dating, DatingPlan, Meeting
from boutdufil.rooms.campaigns.rules.dating_words import clash_words
from boutdufil.rooms.campaigns.selectors.dating import DatingRow, Day, dating_row, day_of
from boutdufil.rooms.campaigns.services.trail import record

# Wishes times rounds that are computed while one waits; more are a job.
AT_ONCE = 4_000
# Rounds while rows exchange theirs; a day has 60 at most.
ASIDE = 1_000


@dataclass(frozen=True, slots=True)
class Change:
    """What a plan's change did, in numbers of meetings."""

    kept: int = 0
    moved: int = 0
    lost: int = 0
    added: int = 0


@dataclass(frozen=True, slots=True)
class Marks:
    """Who is late or absent: their meetings say so after a change."""

    late: frozenset[int] = field(default_factory=frozenset)
    absent: frozenset[int] = field(default_factory=frozenset)


@transaction.atomic
def make_plan(*, node_id: int, actor_id: int | None) -> DatingPlan:
    """Plan a day from nothing: at once, or by a job when it is large.

    :raises CampaignError: it was published already, or there is no wish or no table.
    """
    row = locked_day(node_id)
    if row.is_published:
        raise CampaignError(_("Le plan est publié : complétez-le, ou changez-le à la main."))
    day = day_of(row)
    if not day.problem.wishes:
        raise CampaignError(_("Il faut au moins une table et un vœu avant de faire le plan."))
    plan = new_plan(row, actor_id)
    record(actor_id, "plan_dating", node_id, plan=plan.number)
    if len(day.problem.wishes) * row.clock.rounds > AT_ONCE:
        jobs.enqueue("campaigns.compute_dating", plan_id=plan.pk)
        return plan
    return _compute(plan, day)


@transaction.atomic
def compute_plan(*, plan_id: int) -> None:
    """Compute a plan that waits; one that is done, or published meanwhile, stays as it is."""
    plan = DatingPlan.objects.select_related("dating").filter(pk=plan_id).first()
    if plan is None:
        return
    row = locked_day(plan.dating.node_id)
    plan.refresh_from_db()
    if plan.state == PlanState.WAITING and not row.is_published:
        _compute(plan, day_of(row))


@transaction.atomic
def exchange_meetings(
    *,
    node_id: int,
    out: Collection[int],
    into: Collection[slotting.Meeting],
    actor_id: int | None,
) -> Change:
    """Take meetings out of the plan and put others in.

    :raises CampaignError: what clashes, in words; nothing is changed then.
    """
    row = locked_day(node_id)
    day = day_of(row)
    named = {one.id: one for one in day.held}
    if not set(out) <= set(named) or not all(0 <= one.slot < row.clock.rounds for one in into):
        raise CampaignError(_("Cette rencontre n’est plus prévue."))
    if any(named[one].state == MeetingState.MET for one in out):
        raise CampaignError(_("Cette rencontre a eu lieu : elle ne bouge plus."))
    after = {*day.meetings} - {named[one].meeting for one in out} | {*into}
    try:
        found = slotting.check(day.problem, after)
    except slotting.ProblemError as wrong:
        raise CampaignError(
            _("Cette personne ou cette table n’est pas de cette journée.")
        ) from wrong
    # What clashed before, elsewhere, does not stand in the way.
    if clashes := [one for one in found if not set(into).isdisjoint(one.meetings)]:
        raise CampaignError(clash_words(clashes, row.clock))
    change = apply(day, after)
    record(actor_id, "change_dating", node_id, out=sorted(out), moved=change.moved)
    return change


def locked_day(node_id: int) -> DatingRow:
    """Lock the day of an event and return it.

    :raises CampaignError: none was set up.
    """
    one = Dating.objects.select_for_update(of=("self",)).filter(node_id=node_id).first()
    if one is None:
        raise CampaignError(_("Donnez d’abord les heures de la journée."))
    return dating_row(one)


def new_plan(row: DatingRow, actor_id: int | None, *, is_repair: bool = False) -> DatingPlan:
    """Return a new version, waiting."""
    plans = DatingPlan.objects.filter(dating_id=row.id)
    last = plans.aggregate(last=Max("number"))["last"] or 0
    return DatingPlan.objects.create(
        dating_id=row.id, number=last + 1, asked_by_id=actor_id, is_repair=is_repair
    )


def finish_plan(plan: DatingPlan, found: slotting.Plan, began: float) -> DatingPlan:
    """Write down how good a plan is."""
    meetings, fit = found.stage(slotting.Goal.MEETINGS), found.stage(slotting.Goal.FIT)
    plan.state = PlanState.DONE
    plan.meetings, plan.bound = round(meetings.value), round(meetings.bound)
    plan.fit, plan.fit_bound = fit.value, fit.bound
    plan.seconds, plan.done_at = round(perf_counter() - began, 3), timezone.now()
    plan.save()
    return plan


def _compute(plan: DatingPlan, day: Day) -> DatingPlan:
    began = perf_counter()
    try:
        found = slotting.solve(day.problem)
    except slotting.ProblemError as wrong:
        plan.state, plan.failure, plan.done_at = PlanState.FAILED, str(wrong)[:300], timezone.now()
        plan.save()
        return plan
    apply(day, found.meetings)
    return finish_plan(plan, found, began)


def apply(day: Day, after: Collection[slotting.Meeting], marks: Marks | None = None) -> Change:
    """Make the rows say what a plan says; what was told of a pair stays known with it."""
    marks = marks or Marks()
    wanted = {(int(one.candidate), int(one.recruiter)): one.slot for one in after}
    here = {one.pair: one for one in day.held}
    lost = [one.id for pair, one in here.items() if pair not in wanted]
    moved = {
        one.id: wanted[pair]
        for pair, one in here.items()
        if pair in wanted and wanted[pair] != one.round
    }
    new = {pair: round_ for pair, round_ in wanted.items() if pair not in here}
    _drop(lost, marks)
    _move(moved)
    _add(day.row.id, new)
    _mark_late(day.row.id, marks)
    realtime.publish(day.row.topic, "changed", {})
    return Change(len(here) - len(lost) - len(moved), len(moved), len(lost), len(new))


def _drop(ids: Collection[int], marks: Marks) -> None:
    gone = Meeting.objects.filter(pk__in=ids)
    absent = gone.filter(registration_id__in=marks.absent)
    absent.exclude(told_round=None).update(state=MeetingState.ABSENT)
    gone.filter(told_round=None).delete()
    gone.exclude(state=MeetingState.ABSENT).update(state=MeetingState.CANCELLED)


def _move(rounds: Mapping[int, int]) -> None:
    """Give rows other rounds; first all step aside, for two may exchange theirs."""
    Meeting.objects.filter(pk__in=rounds).update(round=F("round") + ASIDE)
    for pk, round_ in rounds.items():
        Meeting.objects.filter(pk=pk).update(round=round_)


def _add(dating_id: int, pairs: Mapping[tuple[int, int], int]) -> None:
    """Write down new meetings; a pair that was told and lost one gets its row again."""
    told = Meeting.objects.filter(dating_id=dating_id).exclude(told_round=None)
    earlier = {
        (one.registration_id, one.table_id): one
        for one in told.filter(state__in=(MeetingState.CANCELLED, MeetingState.ABSENT))
    }
    for pair, round_ in pairs.items():
        again = earlier.get(pair)
        if again is not None:
            again.round, again.state = round_, MeetingState.PLANNED
            again.save(update_fields=["round", "state"])
    Meeting.objects.bulk_create(
        Meeting(dating_id=dating_id, registration_id=person, table_id=table, round=round_)
        for (person, table), round_ in pairs.items()
        if (person, table) not in earlier
    )


def _mark_late(dating_id: int, marks: Marks) -> None:
    mine = Meeting.objects.filter(dating_id=dating_id, registration_id__in=marks.late)
    mine.filter(state=MeetingState.PLANNED).exclude(told_round=F("round")).update(
        state=MeetingState.LATE
    )
