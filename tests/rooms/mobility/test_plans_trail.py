"""The trail of the site says nothing of a confidential plan, and everything once it is told."""

from datetime import date

import pytest

from boutdufil.kernel.audit.models import AuditEntry
from boutdufil.kernel.audit.services import commit_to
from boutdufil.kernel.posts import services as ledger
from boutdufil.kernel.posts.models import Need
from boutdufil.rooms.mobility.services import plan_trail, plans
from tests.factories.mobility import PlanFactory
from tests.rooms.mobility.plan_world import firm, solved_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours():
    return firm()


def words():
    return [f"{one.verb} {one.subject} {one.facts}" for one in AuditEntry.objects.all()]


def test_no_line_of_a_confidential_plan_says_what_it_is(ours):
    before = AuditEntry.objects.count()
    plan = solved_plan(ours)
    lines = AuditEntry.objects.order_by("at", "id")[before:]

    assert {one.verb for one in lines if one.actor_id == ours.hr.pk} == {"mobility.work"}
    assert not [line for line in words() if "plan" in line or "confidential" in line]
    assert not [line for line in words() if "need" in line or "headcount" in line]
    assert Need.objects.get(pk=plan.need_id).confidential


def test_the_announcement_opens_what_was_done_with_its_day(ours):
    plan = solved_plan(ours)
    hidden = AuditEntry.objects.filter(verb="mobility.work").count()
    plans.announce_plan(plan=plan, announced_on=date(2026, 11, 20), actor_id=ours.hr.pk)
    told = AuditEntry.objects.filter(subject=plan.ref)

    assert told.count() == hidden + 1
    assert told.get(verb="mobility.plan_roster_loaded").facts["people"] == 3
    assert all("done_at" in one.facts for one in told.exclude(verb="mobility.plan_announced"))
    need = AuditEntry.objects.get(verb="posts.open_need", subject=f"need:{plan.need_id}")
    assert need.facts["headcount"] == 3


def test_a_fingerprint_proves_its_act(ours):
    solved_plan(ours)
    lines = AuditEntry.objects.filter(verb="mobility.work", actor_id=ours.hr.pk)

    assert all(len(one.facts["commitment"]) == 64 for one in lines)
    assert commit_to(person_id=ours.hr.pk, value="another act") not in {
        one.facts["commitment"] for one in lines
    }


def test_a_plan_destroyed_before_its_announcement_leaves_fingerprints_alone(ours):
    plan = solved_plan(ours)
    plans.shred_plan(plan=plan, actor_id=ours.hr.pk)

    assert not [line for line in words() if "plan" in line or "need" in line]
    assert plan_trail.disclose_acts(plan=plan) == 0


def test_a_plan_without_a_key_is_still_recorded():
    plans.record(PlanFactory(), "changed", None)

    assert AuditEntry.objects.get(subject="work").facts == {}


def test_a_need_is_published_once(ours):
    plan = solved_plan(ours)
    for _time in range(2):
        need = ledger.publish_need(need_id=plan.need_id, actor_id=None)

    assert not need.confidential
    assert AuditEntry.objects.filter(verb="posts.open_need").count() == 1
