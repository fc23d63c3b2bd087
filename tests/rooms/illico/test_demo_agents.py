"""Whoever opens the demo can call in one window and answer in another."""

import pytest
from django.urls import reverse

from boutdufil.kernel.people.models import Person
from boutdufil.portal.demo_doors import demo_roles
from boutdufil.rooms.illico.demo import agents
from boutdufil.rooms.illico.models import Agent, EntrustedNumber
from tests.rooms.illico.answering import answering_number

pytestmark = pytest.mark.django_db


def test_invented_people_answer_every_invented_number():
    first = answering_number(channels=["voice", "text"])
    agents.furnish()
    second = answering_number()
    agents.furnish()
    agents.furnish()

    assert Agent.objects.count() == len(agents.PEOPLE)
    assert EntrustedNumber.objects.count() == 2
    for agent in Agent.objects.all():
        assert set(agent.numbers.all()) == {first, second}
    home = Agent.objects.get(person__demo_slug="conseillere-a-domicile")
    deaf = Agent.objects.get(person__demo_slug="conseiller-sourd")
    assert home.is_home
    assert deaf.signs_first
    assert "voice" not in deaf.capacity


def test_each_has_a_door_of_one_click(client, settings):
    settings.DEMO = True
    answering_number()
    agents.furnish()
    doors = {door.slug: door.url for role in demo_roles() for door in role.doors}

    for one in agents.PEOPLE:
        assert doors[one.slug] == reverse("illico:console")
        client.force_login(Person.objects.get(demo_slug=one.slug))
        assert "Prendre votre poste" in client.get(doors[one.slug]).content.decode()
    assert doors["superviseure"] == reverse("illico:supervision")
