"""Blocks of abusive callers: shown to who leads the holder or the team, lifted for a reason."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from boutdufil.kernel.audit.models import AuditEntry
from boutdufil.kernel.organisations.enums import Role
from boutdufil.rooms.illico.enums import LiftReason, Outcome
from boutdufil.rooms.illico.models import CallerBlock
from boutdufil.rooms.illico.permissions.agents import can_lift_block
from boutdufil.rooms.illico.selectors.blocks import blocks_at
from boutdufil.rooms.illico.services.filtering import block_caller, lift_block
from tests.factories.illico import (
    AbuseReportFactory,
    AgentFactory,
    CallerBlockFactory,
    ServiceCallFactory,
)
from tests.factories.organisations import OrganisationFactory
from tests.factories.people import PersonFactory
from tests.rooms.illico.answering import leader
from tests.rooms.illico.callers import call_of, open_number, press

pytestmark = pytest.mark.django_db
LIFTING = (Role.MANAGER, Role.SUPERVISOR)


def a_block(number, agent=None, **more):
    until = timezone.now() + timedelta(days=7)
    after = ServiceCallFactory(number=number)
    facts = {"until": until, "address_until": timezone.now() + timedelta(hours=1)}
    facts |= {"organisation": number.organisation, "agent": agent, "after": after} | more
    return CallerBlockFactory(**facts)


def test_who_is_lifted_may_call_again_and_the_trail_says_why(client):
    number = open_number()
    block = block_caller(call_id=call_of(press(client, number)).pk, agent_id=None)
    assert call_of(press(client, number)).outcome == Outcome.FILTERED
    boss = leader(number.organisation)
    client.force_login(boss)

    answer = client.post(reverse("illico:lift_block", args=[block.pk]), {"reason": "settled"})

    assert answer.url == reverse("illico:blocks", args=[number.organisation_id])
    client.logout()
    assert call_of(press(client, number)).outcome == Outcome.UNKNOWN
    told = AuditEntry.objects.get(verb="illico.block_lifted")
    assert (told.actor_id, told.subject) == (boss.pk, f"block:{block.pk}")
    assert told.facts == {"reason": "settled"}


@pytest.mark.parametrize("reason", ["", "parce que"])
def test_without_a_reason_nothing_is_lifted(client, reason):
    block = a_block(open_number())
    client.force_login(leader(block.organisation))

    answer = client.post(
        reverse("illico:lift_block", args=[block.pk]), {"reason": reason}, follow=True
    )

    assert "rien n’a changé" in answer.text
    block.refresh_from_db()
    assert block.until > timezone.now()


def test_lifting_twice_is_lifting_once():
    block = a_block(open_number())
    for _turn in range(2):
        lift_block(block_id=block.pk, reason=LiftReason.MISTAKE, actor_id=PersonFactory().pk)

    assert AuditEntry.objects.filter(verb="illico.block_lifted").count() == 1


@pytest.mark.parametrize("place", ["holder", "team", "elsewhere"])
@pytest.mark.parametrize("role", [None, *Role])
def test_who_may_lift(client, place, role):
    block = a_block(open_number(), AgentFactory())
    places = {"holder": block.organisation, "team": block.agent.organisation}
    where = places.get(place) or OrganisationFactory()
    somebody = leader(where, role) if role else PersonFactory()
    may = role in LIFTING and place != "elsewhere"
    client.force_login(somebody)

    answer = client.post(reverse("illico:lift_block", args=[block.pk]), {"reason": "mistake"})
    listed = client.get(reverse("illico:blocks", args=[block.organisation_id]))

    assert can_lift_block(somebody, block.pk) is may
    assert answer.status_code == (302 if may else 404)
    assert listed.status_code == (200 if may and place == "holder" else 404)
    assert CallerBlock.objects.filter(until__gt=timezone.now()).exists() is not may


def test_a_stranger_lifts_nothing(client):
    block = a_block(open_number())

    answer = client.post(reverse("illico:lift_block", args=[block.pk]), {"reason": "mistake"})

    assert reverse("people:sign_in") in answer.url
    assert blocks_at(block.organisation_id)


def test_the_list_says_why_by_whom_and_until_when(client):
    number = open_number(name="Colis perdus")
    agent = AgentFactory(given_name="Ana")
    block = a_block(number, agent)
    report = AbuseReportFactory(call=block.after.call, agent=agent)
    a_block(open_number())
    a_block(number, until=timezone.now() - timedelta(minutes=1))
    client.force_login(leader(number.organisation))

    page = client.get(reverse("illico:blocks", args=[number.organisation_id])).text

    [row] = blocks_at(number.organisation_id)
    assert (row.agent, row.warned_at, row.until) == ("Ana", report.warned_at, block.until)
    assert "Colis perdus" in page
    assert block.browser not in page
    assert [one.id for one in blocks_at(agent.organisation_id)] == [block.pk]


def test_the_list_costs_the_same_for_few_and_for_many(client, django_assert_max_num_queries):
    number = open_number()
    a_block(number)
    client.force_login(leader(number.organisation))
    page = reverse("illico:blocks", args=[number.organisation_id])
    client.get(page)
    with django_assert_max_num_queries(30) as few:
        client.get(page)
    for _n in range(30):
        a_block(number, AgentFactory())
    with django_assert_max_num_queries(len(few)):
        client.get(page)
