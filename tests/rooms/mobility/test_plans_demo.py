"""The invented closing of three hundred people: whole, proven, and the same each time."""

import time

import pytest

from boutdufil.rooms.mobility.demo import organisations, people
from boutdufil.rooms.mobility.demo import plan as demo_plan
from boutdufil.rooms.mobility.enums import PlanAnswer
from boutdufil.rooms.mobility.models import Plan, Proposal
from boutdufil.rooms.mobility.selectors.plan_people import results
from boutdufil.rooms.mobility.selectors.rosters import employees

pytestmark = pytest.mark.django_db


@pytest.fixture
def three_hundred(monkeypatch):
    monkeypatch.setattr(demo_plan, "PEOPLE", 300)
    people.furnish()
    organisations.furnish()


def test_the_site_is_furnished_once_and_shows_every_state(three_hundred):
    began = time.process_time()
    demo_plan.furnish()
    took = time.process_time() - began
    demo_plan.furnish()
    plan = Plan.objects.get()
    found = results(plan, with_people=True)

    assert took < 6  # some 2.5 s on two busy cores, the matching index among them
    assert (plan.state, plan.confidential) == ("open", False)
    assert len(employees(plan)) == 300
    assert found.current
    assert found.checked is True
    assert found.waiting < 30
    answers = set(Proposal.objects.values_list("answer", flat=True))
    assert answers == {PlanAnswer.NONE, PlanAnswer.ACCEPTED, PlanAnswer.REFUSED}
    assert Proposal.objects.filter(delivered_on=None).exists()


def test_the_roster_is_the_same_each_time():
    assert demo_plan.roster() == demo_plan.roster()


def test_the_contracts_end_on_the_last_day_of_a_month():
    import datetime

    assert (demo_plan.closing_day() + datetime.timedelta(days=1)).day == 1
