"""Each figure of a plan leads to its posts; the public hears of a plan after its announcement."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from boutdufil.rooms.mobility.enums import PlanAnswer
from boutdufil.rooms.mobility.selectors.plan_counts import plan_counts, public_reference
from boutdufil.rooms.mobility.selectors.plan_goals import figure_words
from boutdufil.rooms.mobility.selectors.plan_home import plan_home
from boutdufil.rooms.mobility.services import plan_answers, plans
from boutdufil.rooms.mobility.services.plan_answers import AnswerDraft
from tests.rooms.mobility.plan_world import firm, open_plan, proposal_of, solved_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours():
    return firm()


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def test_the_posts_behind_each_figure_add_up_to_it(ours):
    plan = open_plan(ours)
    plan_answers.answer_proposal(
        proposal=proposal_of(plan, "M-001"), draft=AnswerDraft(PlanAnswer.ACCEPTED), actor_id=None
    )
    counts, home = plan_counts(plan), plan_home(plan, ours.hr)

    assert counts.internal.places == home.internal_places == 1
    assert counts.external.places == home.external_places == 2
    assert counts.accepted == home.accepted == 1
    assert counts.internal.accepted + counts.external.accepted == 1


def test_each_figure_on_the_pages_of_a_plan_has_its_link(ours):
    plan = open_plan(ours)
    counted = reverse("mobility:plan_counted", args=[plan.pk])
    hr = signed_in(ours.hr)
    for name in ("mobility:plan", "mobility:plan_sheet"):
        page = hr.get(reverse(name, args=[plan.pk])).content.decode()
        assert all(f"{counted}#{part}" in page for part in ("groupe", "ailleurs", "acceptes"))

    page = hr.get(counted).content.decode()

    assert "1 poste dans le groupe" in page
    assert "Agent inventé" in page
    assert f"through=plan%3A{plan.pk}" in page


def test_who_accepted_what_is_for_human_resources_alone(ours):
    plan = open_plan(ours)
    page = signed_in(ours.manager).get(reverse("mobility:plan_counted", args=[plan.pk]))

    assert "Acceptés" not in page.content.decode()
    assert "ressources humaines" in page.content.decode()


def test_a_plan_is_countable_in_public_once_it_is_announced(ours, client):
    plan = solved_plan(ours)
    address = f"{reverse('posts:counted')}?through={plan.ref}"
    assert public_reference(plan.pk) is None
    assert plan_counts(plan).ledger is None
    assert client.get(address).status_code == 400

    plans.announce_plan(plan=plan, announced_on=date(2026, 11, 20), actor_id=ours.hr.pk)
    page = client.get(address)

    assert page.status_code == 200
    assert f"Plan de reclassement n°\u00a0{plan.pk}" in page.content.decode()
    assert plan.title not in page.content.decode()


def test_no_unknown_plan_is_countable(client):
    assert public_reference(10**9) is None


@pytest.mark.parametrize(
    ("language", "words"),
    [("fr", ["12\u202f346", "0,50", "3"]), ("en", ["12,346", "0.50", "3"])],
)
def test_figures_are_written_as_their_reader_writes_numbers(language, words):
    with override(language):
        assert [figure_words(value) for value in (12345.6, 0.5, 3.0)] == words
