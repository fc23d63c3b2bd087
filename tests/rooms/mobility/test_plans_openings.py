"""A large plan is opened by a job: prepared a few at a time, published all at once."""

import pytest
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from boutdufil.adapters import vault
from boutdufil.rooms.mobility.errors import PlanError
from boutdufil.rooms.mobility.models import PlanOpening, PreparedProposal
from boutdufil.rooms.mobility.selectors.plan_openings import pending_opening
from boutdufil.rooms.mobility.selectors.rosters import plan_key, row_name
from boutdufil.rooms.mobility.services import plan_openings, plan_posts, plans, proposals
from boutdufil.rooms.mobility.tasks import open_plan as job
from tests.rooms.mobility.plan_world import firm, offered, open_plan, solved_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours():
    return firm()


@pytest.fixture
def large(monkeypatch):
    """Let a plan of three people be a large one, prepared one by one."""
    monkeypatch.setattr(plan_openings, "AT_ONCE", 2)
    monkeypatch.setattr(plan_openings, "PREPARED_AT_A_TIME", 1)


@pytest.fixture
def plan(ours, large):
    return solved_plan(ours, confidential=False)


def asked(plan, ours):
    return plan_openings.ask_opening(plan=plan, actor_id=ours.hr.pk)


def told(plan):
    """What each person is told, whoever made it."""
    key = plan_key(plan)
    rows = plan.lists.first().proposals.select_related("proposed__vacancy", "entry")
    return {
        one.entry.number: (
            one.proposed.vacancy.title if one.proposed else None,
            [
                {name: said for name, said in post.items() if name != "post"}
                for post in vault.unseal_facts(key, bytes(one.reasons), about=row_name(plan.pk))[
                    "posts"
                ]
            ],
        )
        for one in rows
    }


def cut_short(monkeypatch, after):
    """Have the power fail once `after` people are told."""
    real, calls = proposals.Telling.sealed_reasons, []

    def failing(self, person):
        if len(calls) == after:
            raise RuntimeError("the power failed")
        calls.append(person)
        return real(self, person)

    monkeypatch.setattr(proposals.Telling, "sealed_reasons", failing)
    return calls


def test_a_plan_of_a_site_is_opened_at_once(ours):
    plan = solved_plan(ours, confidential=False)

    assert asked(plan, ours).proposals.count() == 3
    assert not PlanOpening.objects.exists()


def test_a_large_plan_is_opened_by_one_job_however_often_it_is_asked(ours, plan):
    first, second = asked(plan, ours), asked(plan, ours)

    assert first == second
    assert (first.total, plan.lists.count()) == (3, 0)
    (waiting,) = ProcrastinateJob.objects.filter(task_name="mobility.open_plan")
    assert waiting.args == {"opening_id": first.pk}


def test_the_job_tells_everybody_what_opening_at_once_tells(ours, plan):
    opening = asked(plan, ours)
    job(opening.pk)
    plan.refresh_from_db()
    opening.refresh_from_db()

    assert (plan.state, opening.state) == ("open", "done")
    assert told(plan) == told(open_plan(firm()))
    assert not PreparedProposal.objects.exists()
    assert pending_opening(plan) is None


def test_a_job_cut_short_goes_on_where_it_stopped(ours, plan, monkeypatch):
    opening = asked(plan, ours)
    with monkeypatch.context() as power:
        cut_short(power, after=2)
        with pytest.raises(RuntimeError):
            job(opening.pk)
    assert not plan.lists.exists()
    assert (pending_opening(plan).done, pending_opening(plan).total) == (2, 3)

    calls = cut_short(monkeypatch, after=99)
    job(opening.pk)
    job(opening.pk)

    assert len(calls) == 1
    assert plan.lists.get().proposals.count() == 3


def test_a_plan_that_changed_meanwhile_is_not_opened(ours, plan):
    opening = asked(plan, ours)
    plan_posts.add_post(plan=plan, vacancy_id=offered().pk, places=1, actor_id=ours.hr.pk)
    job(opening.pk)

    assert "calculez" in pending_opening(plan).failure
    assert not plan.lists.exists()
    with pytest.raises(PlanError, match="calculez"):
        asked(plan, ours)


def test_an_opening_whose_plan_is_gone_does_nothing(ours, plan):
    opening = asked(plan, ours)
    plans.shred_plan(plan=plan, actor_id=ours.hr.pk)

    assert not PlanOpening.objects.exists()
    job(opening.pk)


def test_the_page_says_how_far_it_is(client, ours, plan, monkeypatch):
    client.force_login(ours.hr)
    page = reverse("mobility:proposals", args=[plan.pk])
    answer = client.post(page, {"do": "open"}, follow=True).content.decode()
    assert "Les propositions se préparent" in answer
    assert "prêtes\u00a0: 0 sur 3" in answer
    assert 'value="open"' not in answer

    opening = PlanOpening.objects.get()
    with monkeypatch.context() as power:
        cut_short(power, after=1)
        with pytest.raises(RuntimeError):
            job(opening.pk)
    assert 'max="3" value="1"' in client.get(page).content.decode()
    job(opening.pk)
    assert "Ouverture en cours" not in client.get(page).content.decode()
