"""A company opens a number: what the law refuses is said, hours are frozen, anybody finds it."""

import pytest
from playwright.sync_api import expect

from boutdufil.kernel.organisations.enums import Role
from boutdufil.rooms.illico.models import Number, OpenDay
from tests.factories.organisations import MembershipFactory, OrganisationFactory

pytestmark = pytest.mark.browser
WAYS = [
    pytest.param({"javascript": True, "width": 1280}, id="wide"),
    pytest.param({"javascript": False, "width": 360}, id="telephone-without-javascript"),
    pytest.param({"browser": "firefox", "width": 1280}, id="firefox"),
]


@pytest.fixture
def manager(transactional_db):
    """Return somebody who manages a company."""
    firm = OrganisationFactory(name="Filature inventée")
    return MembershipFactory(organisation=firm, role=Role.MANAGER).person


def describe(journey):
    """Say what the number is; one choice is against the law."""
    journey.go("/illico/numeros/")
    journey.press("Inscrire un numéro", role="link")
    page = journey.page
    page.get_by_label("Nom du service").fill("Suivi de commande")
    page.get_by_label("une réclamation").check()
    page.get_by_label("voix", exact=True).check()
    page.get_by_label("texte en direct").check()
    page.get_by_label("anglais").check()
    page.get_by_label("la personne qui appelle").check()
    journey.press("Inscrire ce numéro")


def mend(journey):
    """Read the article, and do what it says."""
    text = journey.text()
    assert "L.121-16" in text
    assert "L.112-8" in text
    assert journey.page.get_by_label("Nom du service").input_value() == "Suivi de commande"
    journey.page.get_by_label("l’organisme").check()
    journey.press("Inscrire ce numéro")


def give_hours(journey):
    """Write the week of the voice; text has the same."""
    for day in range(1, 8):
        journey.page.locator(f"[name=voice-{day}]").fill("24h/24")
    journey.page.get_by_label("Les mêmes heures que la voix").check()
    journey.press("Garder ces heures")


def answer_a_question(journey):
    journey.go("/illico/numeros/suivi-de-commande/questions/")
    journey.page.get_by_label("Question", exact=True).fill("Où est mon colis ?")
    journey.page.get_by_label("Réponse").fill("Ouvrez « Mes commandes ».")
    journey.press("Ajouter cette question")


def find_it(journey):
    """Come as anybody: find the number, find the answer, see the button first."""
    journey.go("/illico/")
    journey.page.get_by_label("Service ou organisme").fill("filature")
    journey.page.get_by_label("Ouvert maintenant").check()
    journey.press("Chercher")
    journey.press("Suivi de commande", role="link")
    expect(journey.page.get_by_role("button", name="Appeler par la voix")).to_be_visible()
    journey.page.get_by_label("Votre question, en quelques mots").fill("coli")
    if not journey.javascript:
        journey.press("Chercher")
    expect(journey.page.locator("#reponses-trouvees summary")).to_have_text("Où est mon colis ?")
    assert "jour et nuit" in journey.text()


@pytest.mark.parametrize("way", WAYS)
def test_a_number_is_registered_published_and_found(start_journey, manager, way):
    journey = start_journey(**way)
    journey.sign_in(manager)
    describe(journey)
    mend(journey)
    give_hours(journey)
    answer_a_question(journey)
    journey.go("/illico/numeros/suivi-de-commande/")
    journey.press("Publier ce numéro")

    assert Number.objects.get().published_at
    assert OpenDay.objects.count() == 8
    find_it(start_journey(**way))


def test_what_was_opened_goes_with_the_call(start_journey, manager):
    journey = start_journey()
    journey.sign_in(manager)
    describe(journey)
    mend(journey)
    give_hours(journey)
    answer_a_question(journey)
    journey.go("/illico/numeros/suivi-de-commande/")
    journey.press("Publier ce numéro")
    journey.go("/illico/suivi-de-commande/")

    journey.page.locator("details[data-answer] summary").first.click()

    read = journey.page.locator("#appeler input[name=read]")
    expect(read).to_have_count(1)
    assert read.get_attribute("value") == str(Number.objects.get().answers.get().pk)
