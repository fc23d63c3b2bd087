"""A visitor in the street: registers on a telephone, waits, is promoted, accepts by the link."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from boutdufil.rooms.campaigns.enums import QuestionKind, RegistrationStatus
from boutdufil.rooms.campaigns.models import Registration
from boutdufil.rooms.campaigns.rules.registrations import RegistrationDraft
from boutdufil.rooms.campaigns.services.registering import cancel_registration, register
from boutdufil.rooms.campaigns.services.registration_mail import send_registration
from tests.factories.campaigns import EventFactory, IntakeFactory, QuestionFactory, SlotFactory

pytestmark = pytest.mark.browser


@pytest.fixture
def full_slot(transactional_db):
    """Return a slot whose only place is taken, at an event that asks how one comes."""
    event = EventFactory(slug="visite", name="Visite inventée", commune="57463")
    soon = timezone.now() + timedelta(days=9)
    slot = SlotFactory(intake=IntakeFactory(node=event), starts_at=soon, capacity=1)
    QuestionFactory(
        node=event.root,
        kind=QuestionKind.CHOICE,
        label="Comment venez-vous ?",
        choices=["en bus", "en train"],
    )
    draft = RegistrationDraft(name="Sara", email="sara@exemple.test", slot_id=slot.pk)
    register(intake_id=slot.intake_id, draft=draft)
    return slot


def letter_of(one):
    """Send the message of a registration as its job does, and return its links."""
    send_registration(registration_id=one.pk)
    return re.findall(r"https?://\S+?(/i/\S+)", mail.outbox[-1].body)


def fill_in(journey):
    """Type what the form asks, the address wrong at first; nothing of it is lost."""
    page = journey.page
    page.get_by_label(re.compile("complet")).check()
    page.locator("main [name=name]").fill("Yanis Inventé")
    page.locator("main [name=email]").fill("yanis@")
    page.locator("main [name=needs]").fill("interprète LSF")
    page.get_by_label("en train").check()
    journey.press("Rejoindre la liste d’attente")
    assert "n’est pas complète" in journey.text()
    page.locator("main [name=email]").fill("yanis@exemple.test")
    journey.press("Rejoindre la liste d’attente")
    assert "yanis@exemple.test" in journey.text()


def test_a_visitor_registers_waits_is_promoted_and_accepts(start_journey, full_slot):
    journey = start_journey(width=360)
    journey.go("/c/visite/inscription/?de=affiche")
    fill_in(journey)
    waiting = Registration.objects.get(email="yanis@exemple.test")
    assert (waiting.status, waiting.needs) == (RegistrationStatus.WAITING, "interprète LSF")
    journey.go(letter_of(waiting)[0])
    assert "liste d’attente" in journey.text()

    cancel_registration(registration_id=Registration.objects.get(name="Sara").pk)
    accept, _leave = letter_of(waiting)
    journey.go(accept)
    waiting.refresh_from_db()
    assert waiting.status == RegistrationStatus.OFFERED
    journey.press("Accepter la place")

    waiting.refresh_from_db()
    assert (waiting.status, waiting.origin) == (RegistrationStatus.CONFIRMED, "affiche")
    assert waiting.code[:4] in journey.text()
    journey.tab_to("a[href$='/modifier/']")
    journey.page.keyboard.press("Enter")
    journey.page.wait_for_load_state()
    journey.check()
    assert journey.page.locator("[name=needs]").input_value() == "interprète LSF"
