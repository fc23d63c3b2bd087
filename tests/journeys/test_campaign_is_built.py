"""A tour is built with two stops; a company is invited, opens its day, and everybody reads it."""

import pytest

from boutdufil.kernel.organisations.enums import Role
from boutdufil.rooms.campaigns.enums import NodeKind, NodeStatus
from boutdufil.rooms.campaigns.models import Node, NodeInvitation
from boutdufil.rooms.campaigns.services.invitations import token_of
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.browser
WAYS = [
    pytest.param({"javascript": True, "width": 1280}, id="wide"),
    pytest.param({"javascript": False, "width": 360}, id="telephone-without-javascript"),
]


@pytest.fixture
def organiser(transactional_db):
    """Return somebody who manages an association."""
    body = OrganisationFactory(name="Association inventée")
    return MembershipFactory(organisation=body, role=Role.MANAGER).person


def begin(journey):
    journey.go("/campagnes/organiser/")
    journey.press("Commencer une campagne", role="link")
    page = journey.page
    page.locator("[name=name]").fill("Tour inventé")
    page.locator("[name=starts_on]").fill("2027-10-18")
    page.locator("[name=ends_on]").fill("2027-10-22")
    page.get_by_label("français", exact=True).check()
    page.get_by_label("entrée de plain-pied ou rampe").check()
    journey.press("Ajouter en brouillon")
    journey.press("Publier")


def add_stop(journey, tour, town, day):
    """Add a stop whose day is first wrong, then mended, and publish it."""
    journey.go(f"/campagnes/organiser/{tour.pk}/ajouter/")
    page = journey.page
    page.locator("[name=kind]").select_option("stop")
    page.locator("[name=name]").fill(f"Le bus à {town}")
    page.locator("[name=near]").fill(town)
    page.locator("[name=starts_on]").fill("2027-11-01")
    journey.press("Ajouter en brouillon")
    assert "entre le 18 octobre 2027 et le 22 octobre 2027" in journey.text()
    page.locator("[name=starts_on]").fill(day)
    journey.press("Ajouter en brouillon")
    journey.press("Publier")


def invite(journey, stop, email):
    journey.go(f"/campagnes/organiser/{stop.pk}/")
    journey.press("Inviter des entreprises", role="link")
    journey.page.locator("[name=organisation_name]").fill("Atelier inventé")
    journey.page.locator("main [name=email]").fill(email)
    journey.press("Envoyer l’invitation")


def open_day(journey, person):
    """Come by the link of the mail, sign in, and fill one form in."""
    path = f"/campagnes/invitation/{token_of(NodeInvitation.objects.get().nonce)}/"
    journey.go(path)
    assert person.email in journey.text()
    journey.sign_in(person)
    journey.go(path)
    journey.page.locator("[name=opens_at]").fill("09:00")
    journey.page.locator("[name=closes_at]").fill("12:00")
    journey.press("Ouvrir cette journée")
    assert "Votre journée est ouverte" in journey.text("body")


def read(journey):
    """Come as anybody, in the street."""
    journey.go("/campagnes/")
    journey.press("Tour inventé", role="link")
    text = journey.text()
    assert "Portes ouvertes de Atelier inventé" in text
    assert "entrée de plain-pied ou rampe" in text
    assert "Ce n’est pas un entretien" in text


@pytest.mark.parametrize("way", WAYS)
def test_two_stops_are_built_and_a_company_opens_its_day(start_journey, organiser, way):
    company = PersonFactory(email="atelier@example.org")
    journey = start_journey(**way).sign_in(organiser)
    begin(journey)
    tour = Node.objects.get()
    add_stop(journey, tour, "Metz", "2027-10-18")
    add_stop(journey, tour, "Nancy", "2027-10-19")
    invite(journey, Node.objects.get(name="Le bus à Metz"), company.email)

    open_day(start_journey(**way), company)

    event = Node.objects.get(kind=NodeKind.EVENT)
    assert (event.status, event.organiser.name) == (NodeStatus.PUBLISHED, "Atelier inventé")
    assert [row.name for row in Node.objects.filter(pk__in=event.path[:2]).order_by("pk")] == [
        "Tour inventé",
        "Le bus à Metz",
    ]
    read(start_journey(**way))
