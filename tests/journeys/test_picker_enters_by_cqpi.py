"""The order picker enters by the open door and a CQPI: path, seat, block achieved, application.

Without JavaScript on a telephone: in the long tests; other journeys through the room do it always.
"""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from boutdufil.kernel.events.services import start_new_handlers
from boutdufil.kernel.training.models import Session
from boutdufil.rooms.mobility import demo
from boutdufil.rooms.mobility.demo.training import CQPI
from boutdufil.rooms.mobility.models import Application, Profile
from tests.kernel.events.walking import deliver_all

pytestmark = pytest.mark.browser

WAYS = [
    pytest.param({"javascript": True, "width": 1280}, id="wide"),
    pytest.param(
        {"javascript": False, "width": 360},
        id="telephone-without-javascript",
        marks=pytest.mark.long,
    ),
]


@pytest.fixture
def demo_world(transactional_db):
    demo.furnish()
    start_new_handlers()


def come_as(journey, slug):
    """Come in as an invented person of the demonstration."""
    journey.page.goto(journey.site + "/demonstration/")
    journey.page.locator(f'form:has(input[value="{slug}"]) button').first.click()
    journey.page.wait_for_load_state()


def open_the_way(journey):
    """Walk from the two answers, by the open door, to the way to the trade."""
    journey.go("/mobilite/chemins/")
    doors = "section[aria-labelledby=titre-portes] li:has(a[href='/mobilite/metiers/D1408/'])"
    journey.press("Voir le chemin", role="link", within=doors)
    assert "Vers" in journey.text("h1")


def ask_for_a_seat(journey):
    """Ask for the first session of the whole CQPI."""
    journey.press("Demander une place", role="link", within="li:has-text('CQPI')")
    journey.field("Qui paierait la formation").select_option("france_travail")
    journey.press("Envoyer ma demande")


def confirm(trainer):
    """Confirm the demand from the body's seat."""
    come_as(trainer, "organisme")
    trainer.go("/formations/organisme/")
    trainer.press("CQPI en entier", role="link", within="table")
    assert "Nadia Delattre" in trainer.text()
    trainer.press("Confirmer")
    assert "Place confirmée" in trainer.text()


@pytest.mark.parametrize("way", WAYS)
def test_she_goes_from_the_open_door_to_a_block_and_an_application(start_journey, demo_world, way):
    nadia, trainer = start_journey(**way), start_journey(**way)
    come_as(nadia, "preparatrice")
    open_the_way(nadia)
    page = nadia.text()
    assert "0 sur 36 compétences demandées" in page
    assert "28 jours sans revenu" in page
    assert CQPI.replace("\u00a0", " ") in page
    assert "Relation client · Vente à distance" in page

    ask_for_a_seat(nadia)
    assert "demandée" in nadia.text()
    confirm(trainer)
    nadia.go("/formations/mes-inscriptions/")
    assert "confirmée" in nadia.text()
    assert "11 sur 12" in _left(nadia)

    weeks_go_by()
    achieves_a_block(trainer)
    deliver_all()
    adds_its_skills(nadia)

    open_the_way(nadia)
    assert re.search(r"\b[1-9]\d* sur 36 compétences demandées", nadia.text())
    applies_where_beginners_are_welcome(nadia)


def weeks_go_by():
    """Move the seat's session into the past: no clock of a browser is turned."""
    today = timezone.localdate()
    Session.objects.filter(booked=1).update(
        starts_on=today - timedelta(days=56), ends_on=today - timedelta(days=1)
    )


def achieves_a_block(trainer):
    """The body records what she achieved."""
    trainer.go("/formations/organisme/")
    trainer.press("CQPI en entier", role="link", within="table")
    trainer.page.locator("summary", has_text="Blocs obtenus").click()
    trainer.page.locator("input[name=blocks]").first.check()
    trainer.page.locator("input[name=achieved_on]").fill(timezone.localdate().isoformat())
    trainer.press("Inscrire")
    assert "Résultat inscrit" in trainer.text()


def adds_its_skills(nadia):
    """Her page asks; she says yes, and her path holds them."""
    held = Profile.objects.get(person__demo_slug="preparatrice").skills.count()
    nadia.go("/moi/")
    assert "Bloc obtenu" in nadia.text()
    nadia.press("Les ajouter")
    assert Profile.objects.get(person__demo_slug="preparatrice").skills.count() > held
    nadia.go("/moi/")
    assert "Bloc obtenu :" not in nadia.text()


def applies_where_beginners_are_welcome(nadia):
    """From the way, to a vacancy that asks no skill at the door, to the employer's list."""
    offers = "section[aria-labelledby=titre-offres] li:has-text('n’exige aucune compétence')"
    nadia.press("", role="link", within=f"{offers} h3")
    assert "/mobilite/offres/" in nadia.page.url
    nadia.press("Postuler", role="link")
    nadia.page.get_by_label("Quelques mots pour l’employeur").fill("Je sors de formation.")
    nadia.press("Envoyer ma candidature")
    assert "Votre candidature est envoyée" in nadia.text()
    sent = Application.objects.get(person__demo_slug="preparatrice", letter="Je sors de formation.")
    assert not sent.vacancy.skills.filter(required=True).exists()


def _left(journey):
    """Read how many seats are left on the way's own page."""
    journey.go("/mobilite/passerelle/D1408/")
    return journey.text("section[aria-labelledby=titre-certifications]")


def test_she_says_where_she_stands_and_reads_the_law(start_journey, demo_world):
    nadia = start_journey(javascript=False, width=360)
    come_as(nadia, "preparatrice")
    nadia.go("/mobilite/passerelle/D1408/")
    nadia.page.get_by_text("Corriger mes réponses").click()
    nadia.field("Votre situation aujourd’hui").select_option("permanent")
    nadia.field("Votre employeur est-il d’accord").select_option("yes")
    nadia.field("Un autre employeur est-il prêt").select_option("yes")
    nadia.press("Lire la loi pour moi")

    ways = nadia.text("section[aria-labelledby=titre-cadres]")
    assert "Période de reconversion, dans une autre entreprise possible" in ways
    nadia.press("Comparer avec un autre chemin", role="link")
    nadia.field("Deuxième métier").select_option("M1613")
    nadia.press("Comparer")
    assert "Jours sans revenu, au mieux" in nadia.text("table")
