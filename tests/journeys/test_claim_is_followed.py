"""A hire through a campaign is counted beside the claims of the press, and no more when undone."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from boutdufil.kernel.events.handlers import handlers
from boutdufil.kernel.events.models import OutboxEvent
from boutdufil.kernel.events.services import deliver
from boutdufil.kernel.organisations.enums import Role
from boutdufil.rooms.barometer.services.quoted_facts import load_shipped_facts
from boutdufil.rooms.mobility.enums import Stage
from boutdufil.rooms.mobility.models import Application
from tests.factories.campaigns import EventFactory
from tests.factories.mobility import PastJobFactory, ProfileFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.people import PersonFactory
from tests.factories.posts import AttachmentFactory, PostFactory, VacancyFactory

pytestmark = pytest.mark.browser
TITLE = "Conseiller client à distance, Metz (H/F)"
METZ = "57463"
PROMISES = "/barometre/promesses/"


@pytest.fixture
def vacancy(transactional_db):
    """Return a vacancy in Metz that a stop of a campaign shows."""
    load_shipped_facts()
    stop = EventFactory()
    made = VacancyFactory(
        organisation=OrganisationFactory(invented=False), title=TITLE, code="D1408", commune=METZ
    )
    PostFactory(vacancy=made, number=1)
    since = timezone.now() - timedelta(hours=1)
    AttachmentFactory(vacancy=made, to=f"campaign:{stop.pk}", attached_at=since)
    return made


def tell_the_barometer():
    """Hand every event to the rooms that count, as the relay does; twice, for what they tell."""
    for _round in range(2):
        for event_id, name in list(OutboxEvent.objects.order_by("pk").values_list("pk", "name")):
            for handler in handlers():
                if handler.event == name and handler.name.startswith(("barometer.", "mobility.")):
                    deliver(handler=handler.name, event_id=event_id)


def section(journey, slug):
    """Return what the page of claims says of one of them."""
    journey.go(PROMISES)
    return journey.text(f"section[aria-labelledby=promesse-{slug}]")


def apply(journey, vacancy):
    """Come from the campaign's stop, and apply."""
    through = vacancy.attachments.get().to
    journey.go(f"/mobilite/offres/{vacancy.pk}/?par={through}")
    journey.press("Postuler", role="link")
    journey.page.get_by_label("Quelques mots pour l’employeur").fill("Le bus m’a décidée.")
    journey.press("Envoyer ma candidature")
    assert "Votre candidature est envoyée" in journey.text()


def hire(journey):
    """Open the application and record the hire, the interview being over."""
    application = Application.objects.get()
    journey.go(f"/mobilite/employeur/offres/{application.vacancy_id}/candidatures/")
    journey.press(re.compile("^Ouvrir"))
    Application.objects.update(stage=Stage.OFFER)
    journey.go(f"/mobilite/employeur/candidatures/{application.pk}/")
    journey.press("Inscrire l’embauche", role="link")
    journey.press("Inscrire l’embauche")
    return application


def undo(journey, application):
    journey.go(f"/mobilite/employeur/candidatures/{application.pk}/annuler-embauche/")
    journey.page.locator("[name=reason]").last.check()
    journey.press("Rouvrir le poste")


@pytest.mark.parametrize(
    "way",
    [{"width": 1280}, {"width": 360, "javascript": False}],
    ids=["wide", "telephone-without-javascript"],
)
def test_a_hire_through_a_campaign_is_counted_beside_the_claims(start_journey, vacancy, way):
    person = PersonFactory(name="Nadia Inventée")
    PastJobFactory(profile=ProfileFactory(person=person), code="N1103")
    recruiter = MembershipFactory(organisation=vacancy.organisation, role=Role.RECRUITER).person
    reader, nadia, employer = (start_journey(**way) for _one in range(3))
    assert "Inconnu : rien n’a encore été compté ici" in section(reader, "postes-en-lorraine")

    apply(nadia.sign_in(person), vacancy)
    application = hire(employer.sign_in(recruiter))
    tell_the_barometer()

    lorraine = section(reader, "postes-en-lorraine")
    assert "En tout 1" in lorraine.replace("\t", " ")
    assert "Quelque 500 postes à pourvoir" in lorraine
    assert "Inconnu" not in lorraine
    assert "simulées" not in reader.text()
    assert "Inconnu" not in section(reader, "continuite-par-l-emploi")
    assert "Inconnu" in section(reader, "emplois-illico")
    assert "Nadia" not in reader.text()

    undo(employer, application)
    tell_the_barometer()

    assert "Inconnu : rien n’a encore été compté ici" in section(reader, "postes-en-lorraine")
