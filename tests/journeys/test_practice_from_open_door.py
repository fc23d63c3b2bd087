"""Somebody whose skills do not overlap tries the job: from an open door to first evidence.

The ways that only repeat (one width more, with or without JavaScript) are among the long tests.
"""

import re
import time

import pytest
from playwright.sync_api import expect

from boutdufil.kernel.calls.models import Call, CallEvent

pytestmark = pytest.mark.browser

WAYS = [
    pytest.param({"javascript": True, "width": 1280}, id="wide"),
    pytest.param({"javascript": True, "width": 360}, id="telephone", marks=pytest.mark.long),
    pytest.param({"javascript": False, "width": 360}, id="telephone-without-javascript"),
    pytest.param(
        {"javascript": False, "width": 1280}, id="without-javascript", marks=pytest.mark.long
    ),
]
DOOR = "/mobilite/metiers/D1408/"
SECRET = "Je vous crois, madame. C’est à nous de chercher."


def pick_up(journey):
    """Come from the open door to the caller's first words."""
    journey.go(DOOR)
    journey.press("Le colis qui n’est jamais arrivé", role="link")
    assert "rien n’est gardé" in journey.text()
    journey.press("Décrocher", role="link")


def decide(journey, words):
    """Take a decision and wait for what the caller says to it."""
    before = journey.page.url
    journey.press(re.compile(f"^{words}"), role="link")
    expect(journey.page).not_to_have_url(before)
    journey.page.locator("#tour").wait_for()
    journey.check()


def answer_the_whole_call(journey):
    """Stumble once, come back, decide, and finish well."""
    decide(journey, "Lui lire ce que dit le suivi")
    assert "que je mens" in journey.text()
    decide(journey, "Lui dire que vous la croyez")
    decide(journey, "Lui dire ce que vous voyez")
    decide(journey, "Ouvrir l’enquête, et renvoyer la parure")
    decide(journey, "Lui donner le numéro de dossier")


@pytest.mark.parametrize("way", WAYS)
def test_a_call_from_the_door_to_the_path(start_journey, way):
    journey = start_journey(**way)
    began = time.monotonic()
    pick_up(journey)
    assert "dix jours que j’attends" in journey.text("blockquote")
    assert time.monotonic() - began < 60

    journey.page.locator("#reponse").fill(SECRET)
    answer_the_whole_call(journey)

    told = journey.text()
    assert "C’est réglé, et elle sait comment" in told
    assert "Accueillir une personne mécontente et la laisser finir" in told
    assert "Ceci n’est pas une note" in told
    assert not Call.objects.exists()
    journey.press("Garder cet appel dans mon parcours")
    assert "Le colis qui n’est jamais arrivé" in journey.text()
    kept = str(list(CallEvent.objects.values_list("body", flat=True)))
    assert "b.a.a.a.a" in kept
    assert SECRET not in kept
    journey.press("Relire cet appel", role="link")
    assert "C’est réglé" in journey.text()
    journey.press("La porte ouverte", role="link")
    assert journey.page.url.endswith(DOOR)


def test_what_is_typed_never_leaves_the_page(start_journey):
    journey, sent = start_journey(), []
    pick_up(journey)
    journey.page.on("request", lambda request: sent.append(request.url + (request.post_data or "")))
    journey.page.locator("#reponse").fill("mot-secret")

    decide(journey, "Lui demander d’appeler le transporteur")

    assert sent
    assert not [line for line in sent if "mot-secret" in line]
    assert journey.page.locator("#reponse").input_value() == ""


def test_a_turn_begins_at_who_speaks(start_journey):
    journey = start_journey()
    pick_up(journey)
    journey.page.evaluate("window.samePage = true")

    decide(journey, "Lui dire que vous avez bien compris")

    assert journey.page.evaluate("window.samePage") is True
    assert journey.page.evaluate("document.activeElement.id") == "qui-parle"
    journey.page.go_back()
    expect(journey.page.locator("blockquote")).to_contain_text("dix jours que j’attends")


def test_the_keyboard_alone_takes_a_call(start_journey):
    journey = start_journey(width=360)
    journey.go("/essai/compte-qui-ne-s-ouvre-pas/")
    journey.tab_to("a[href$='/appel/']")
    journey.page.keyboard.press("Enter")
    journey.page.wait_for_url("**/appel/")
    journey.tab_to(".decision")
    journey.page.keyboard.press("Enter")
    expect(journey.page.locator("blockquote")).to_contain_text("Qu’est-ce que vous voulez savoir")


def test_the_path_shows_what_was_practised(start_journey):
    journey = start_journey(width=360)
    journey.go("/mobilite/")
    journey.ask("Quel métier avez-vous exercé", "préparatrice de commandes")
    journey.press("Préparateur de commandes / Préparatrice de commandes")
    journey.go("/essai/colis-jamais-arrive/appel/?pas=a.a.a.a")
    journey.press("Garder cet appel dans mon parcours")

    journey.go("/mobilite/chemins/")

    assert "Vos premiers appels" in journey.text()
    door = journey.page.locator("li.card--door", has_text="Essayer un appel, tout de suite").first
    assert "La facture payée deux fois" in door.inner_text()
