"""The administrators of the site learn nothing of a plan that is not announced."""

from datetime import date

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from boutdufil.kernel import jobs
from boutdufil.kernel.audit.models import AuditEntry
from boutdufil.rooms.mobility.services import plans
from tests.factories.people import PersonFactory
from tests.rooms.mobility.plan_world import firm, solved_plan

pytestmark = pytest.mark.django_db
JOBS = "admin:procrastinate_procrastinatejob_changelist"
TRAIL = "admin:audit_auditentry_changelist"


@pytest.fixture
def ours():
    return firm()


@pytest.fixture
def plan(ours):
    return solved_plan(ours)


@pytest.fixture
def job(plan):
    return jobs.enqueue("mobility.solve_plan", version_id=plan.versions.first().pk)


@pytest.fixture
def administrator(client):
    client.force_login(PersonFactory(is_staff=True, is_superuser=True))
    return client


def page(client, name, **query):
    return client.get(reverse(name), query).content.decode()


def one_job(client, number):
    return client.get(reverse("admin:procrastinate_procrastinatejob_change", args=[number]))


def test_a_job_of_a_secret_plan_is_counted_and_says_nothing(administrator, job):
    open_one = jobs.enqueue("mobility.notify_person", application_id=77)
    shown = page(administrator, JOBS)

    assert "confidentiel" in shown
    assert "solve_plan" not in shown
    assert "version_id" not in shown
    assert f"Choisir le travail {job}" in shown
    assert "mobility.notify_person" in shown
    assert one_job(administrator, job).status_code in {302, 403}
    assert "application_id" in one_job(administrator, open_one).content.decode()


def test_nobody_finds_the_jobs_of_plans_by_name_or_argument(administrator, job):
    none = f'value="{job}"'
    assert none in page(administrator, JOBS)
    for query in ({"q": "solve_plan"}, {"travail": "mobility.solve_plan"}):
        assert none not in page(administrator, JOBS, **query)
    for lookup in ("task_name", "task_name__contains", "args__version_id", "lock"):
        answer = administrator.get(reverse(JOBS), {lookup: "1"})
        assert none not in answer.content.decode()
    assert none in page(administrator, JOBS, status__exact="todo")


def test_once_announced_its_jobs_are_told_and_once_gone_they_are_not(
    administrator, ours, plan, job
):
    plans.announce_plan(plan=plan, announced_on=date(2026, 11, 20), actor_id=ours.hr.pk)
    assert "version_id" in page(administrator, JOBS)
    plans.shred_plan(plan=plan, actor_id=ours.hr.pk)
    assert "version_id" not in page(administrator, JOBS)


def test_a_failed_secret_job_can_be_tried_again(administrator, job):
    with connection.cursor() as cursor:
        for state in ("doing", "failed"):
            cursor.execute("update procrastinate_jobs set status = %s where id = %s", [state, job])
    chosen = {"action": "retry", "_selected_action": [job]}

    told = administrator.post(reverse(JOBS), chosen, follow=True).content.decode()
    assert "1 travail relancé" in told
    assert ProcrastinateJob.objects.get(pk=job).status == "todo"


def test_thirty_jobs_cost_as_many_queries_as_one(
    administrator, plan, job, django_assert_max_num_queries
):
    page(administrator, JOBS)
    with django_assert_max_num_queries(50) as first:
        page(administrator, JOBS)
    for version in range(30):
        jobs.enqueue("mobility.solve_plan", version_id=version)
    with django_assert_max_num_queries(len(first.captured_queries)):
        page(administrator, JOBS)


def test_the_trail_says_that_somebody_worked_and_not_on_what(administrator, plan):
    entry = AuditEntry.objects.filter(verb="mobility.work").first()
    shown = page(administrator, TRAIL)

    assert "mobility.work" in shown
    assert entry.subject not in shown
    assert str(timezone.localdate().year) in shown
    for query in ({"q": entry.subject}, {"subject": entry.subject}):
        answer = administrator.get(reverse(TRAIL), query)
        assert "/admin/audit/auditentry/" + str(entry.pk) not in answer.content.decode()
    address = reverse("admin:audit_auditentry_change", args=[entry.pk])
    assert administrator.get(address).status_code in {302, 403}


def test_other_acts_show_their_subject_and_facts(administrator, ours, plan):
    plans.announce_plan(plan=plan, announced_on=date(2026, 11, 20), actor_id=ours.hr.pk)
    entry = AuditEntry.objects.get(verb="mobility.plan_announced")
    assert plan.ref in page(administrator, TRAIL, q=plan.ref)
    address = reverse("admin:audit_auditentry_change", args=[entry.pk])

    assert "announced_on" in administrator.get(address).content.decode()
