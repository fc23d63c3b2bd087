"""Somebody steps into the bus and tries a call, by keyboard, on a telephone, within a minute."""

import re

import pytest
from playwright.sync_api import expect

from boutdufil.rooms.campaigns.models import Trial, TrialCall
from tests.factories.campaigns import EventFactory, IntakeFactory, NodeFactory, RegistrationFactory

pytestmark = pytest.mark.browser


@pytest.fixture
def ticket(transactional_db):
    stop = NodeFactory(slug="bus-a-metz", name="Le bus à Metz")
    return RegistrationFactory(intake=IntakeFactory(node=EventFactory(parent=stop)))


def press_by_keyboard(journey, selector):
    journey.tab_to(selector)
    journey.page.keyboard.press("Enter")


def test_from_the_stop_to_the_call_and_back(start_journey, ticket):
    journey = start_journey(width=360)
    journey.go("/c/bus-a-metz/")
    press_by_keyboard(journey, "a[href$='/essayer/']")
    journey.page.wait_for_url("**/essayer/")
    press_by_keyboard(journey, "main form > details > summary")
    journey.field("Code de votre billet").fill(ticket.code.lower())
    press_by_keyboard(journey, "button[value='colis-jamais-arrive']")
    journey.page.wait_for_url("**/appel/")
    assert "dix jours que j’attends" in journey.text("blockquote")
    journey.check()

    press_by_keyboard(journey, ".decision")
    expect(journey.page.locator("blockquote")).not_to_contain_text("dix jours que j’attends")
    journey.press(re.compile("Revenir à « Le bus à Metz »"), role="link")

    assert "Votre billet est noté" in journey.text()
    assert (Trial.objects.get().registration, TrialCall.objects.count()) == (ticket, 1)
    journey.press("J’ai fini, à quelqu’un d’autre")
    assert "Votre billet est noté" not in journey.text()
