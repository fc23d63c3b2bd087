"""Addresses that only do something on a button: what they do, and that a foreign form cannot."""

import pytest
from django.test import Client
from django.urls import reverse

from boutdufil.rooms.mobility.models import ShareLink
from tests.architecture.addresses import POLICY, POST_ONLY, Policy, sample
from tests.architecture.world import World, inhabited_world

pytestmark = pytest.mark.django_db

# What is sent, and the address the button leads to.
BUTTONS = {
    "ui:set_language": ({"language": "en", "next": "/sources/"}, "portal:sources"),
    "people:demo_sign_in": ({"slug": "preparatrice", "next": "/sources/"}, "portal:sources"),
    "people:sign_out": ({}, "portal:home"),
    "people:ask_password_link": ({}, "people:link_sent"),
    "people:revoke_session": ({}, "people:sessions"),
    "people:revoke_other_sessions": ({}, "people:sessions"),
    "mobility:add_past_job": ({"code": "N1103", "label": "", "words": ""}, "mobility:past_jobs"),
    "mobility:withdraw_share": ({}, "mobility:shares"),
}


@pytest.fixture
def world() -> World:
    return inhabited_world()


def address_of(name, world):
    return reverse(name, kwargs=sample(name) | world.samples().get(name, {}))


def test_every_button_is_pressed_here():
    assert set(BUTTONS) == POST_ONLY


@pytest.mark.parametrize("name", sorted(BUTTONS))
def test_a_button_leads_where_it_says(name, client, world):
    data, target = BUTTONS[name]
    world.visit(client, "person")

    answer = client.post(address_of(name, world), data)

    assert answer.status_code == 302
    assert answer.url.partition("#")[0].partition("?")[0] == reverse(target)


@pytest.mark.parametrize("name", sorted(BUTTONS))
@pytest.mark.parametrize("visitor", ["stranger", "person"])
def test_a_form_of_another_site_presses_nothing(name, visitor, world):
    client = Client(enforce_csrf_checks=True)
    world.visit(client, visitor)

    answer = client.post(address_of(name, world), BUTTONS[name][0])

    assert answer.status_code == 403


@pytest.mark.parametrize("name", sorted(n for n in BUTTONS if POLICY[n] is Policy.PERSON))
def test_a_button_of_an_account_sends_a_stranger_to_sign_in(name, client, world):
    answer = client.post(address_of(name, world), BUTTONS[name][0])

    assert answer.url.startswith(reverse("people:sign_in"))


def test_a_stranger_withdraws_nothing_of_somebody_else(client, world):
    world.visit(client, "stranger")

    client.post(address_of("mobility:withdraw_share", world))

    assert ShareLink.objects.get(pk=world.share_link_id).withdrawn_at is None
