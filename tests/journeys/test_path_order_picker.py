"""An order picker of a mail-order firm near Lille finds her way in, truthfully.

The ways that only repeat (one width more, with or without JavaScript) are among the long tests.
"""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

WAYS = [
    pytest.param({"javascript": True, "width": 1280}, id="wide"),
    pytest.param({"javascript": True, "width": 360}, id="telephone", marks=pytest.mark.long),
    pytest.param({"javascript": False, "width": 360}, id="telephone-without-javascript"),
    pytest.param(
        {"javascript": False, "width": 1280}, id="without-javascript", marks=pytest.mark.long
    ),
    pytest.param({"browser": "firefox", "width": 1280}, id="firefox"),
    pytest.param({"browser": "firefox", "width": 360}, id="firefox-telephone"),
]


def say_where_from(journey):
    """Walk step 1: everyday words, a slip, years, a place."""
    journey.go("/mobilite/")
    journey.ask("Quel métier avez-vous exercé", "preparatrice de comandes")
    journey.press("Préparateur de commandes / Préparatrice de commandes")
    journey.field("Années").fill("8")
    journey.field("Près d’où").fill("59650")
    journey.press("Continuer vers mes compétences")


def tick_the_core(journey):
    """Walk step 2: the core of the job, in one press."""
    journey.press("Cocher ces")
    expect(journey.page.locator("input[name=skill]:checked").first).to_be_attached()
    journey.press("Garder et continuer")


def walk(journey):
    """Walk to the two answers."""
    say_where_from(journey)
    tick_the_core(journey)
    journey.field("J’aime aider").check()
    journey.press("Voir mes deux réponses")


@pytest.mark.parametrize("way", WAYS)
def test_she_reads_two_answers_that_stay_apart(start_journey, way):
    journey = start_journey(**way)
    walk(journey)
    near = journey.page.locator("section[aria-labelledby=titre-proches]")
    doors = journey.page.locator("section[aria-labelledby=titre-portes]")

    assert journey.text("h1") == "Deux réponses, sans les mélanger"
    assert near.locator("a[href='/mobilite/metiers/D1408/']").count() == 0
    door = doors.locator("li.card", has=journey.page.locator("a[href='/mobilite/metiers/D1408/']"))
    assert "0 sur " in door.inner_text()
    assert near.locator("li.near-job").count() == 10
    assert "8 ans" in journey.text(".eyebrow")


@pytest.mark.parametrize("way", [WAYS[0], WAYS[2]])
def test_she_asks_why_and_compares(start_journey, way):
    journey = start_journey(**way)
    walk(journey)

    journey.press("Pourquoi ici", role="link")
    assert "La somme, ligne à ligne" in journey.text()
    journey.press("Comparer", role="link")
    journey.field("Deuxième métier").select_option("D1408")
    journey.press("Comparer")
    assert "Deux métiers, côte à côte" in journey.text("h1")

    journey.go("/mobilite/chemins/")
    journey.ask("Pourquoi pas un autre métier", "téléconseillère")
    journey.press("Conseiller client à distance", role="link")
    assert "nous ne l’y mettons pas" in journey.text()
    journey.press("Lire la fiche métier", role="link")
    assert "compétences demandées" in journey.text()


def test_she_shares_a_link_and_takes_it_back(start_journey):
    journey, reader = start_journey(), start_journey(width=360)
    walk(journey)
    journey.press("Partager par un lien", role="link")
    journey.press("Créer un lien")
    address = journey.field("Votre lien").input_value()

    reader.go(address)
    assert "Deux réponses" in reader.text("h1")
    assert reader.page.locator("meta[name=robots]").get_attribute("content") == "noindex, nofollow"
    journey.press("Retirer ce lien")
    reader.go(address)
    assert reader.text("h1") == "Ce lien a été retiré"


@pytest.mark.parametrize("javascript", [True, pytest.param(False, marks=pytest.mark.long)])
def test_she_stops_and_comes_back_elsewhere_without_an_account(start_journey, javascript):
    journey = start_journey(javascript=javascript)
    elsewhere = start_journey(javascript=javascript, width=360)
    say_where_from(journey)
    tick_the_core(journey)
    journey.go("/mobilite/competences/")
    journey.press("Reprendre plus tard", role="link")
    journey.press("Créer mon lien")

    elsewhere.go(journey.field("Votre lien").input_value())
    assert "Deux réponses" not in elsewhere.text("h1")
    elsewhere.press("Reprendre mon parcours")
    assert "8 ans" in elsewhere.text(".eyebrow")


def test_she_keeps_everything_when_she_opens_an_account(start_journey):
    journey = start_journey(width=360)
    walk(journey)
    held = journey.text(".eyebrow")

    journey.page.goto(journey.site + "/inscription/")
    journey.page.locator("main [name=name]").fill("Nadia Inventée")
    journey.page.locator("main [name=email]").fill("nadia@example.org")
    journey.page.locator("main form button[type=submit]").click()
    journey.page.get_by_role("link", name="Ouvrir le lien").click()
    journey.page.locator("main form button[type=submit]").click()
    journey.page.wait_for_load_state()

    journey.go("/mobilite/chemins/")
    assert journey.text(".eyebrow") == held
    assert "gardé dans votre compte" in journey.text()


def test_she_needs_nothing_but_the_keyboard(start_journey):
    journey = start_journey()
    keys = journey.page.keyboard
    journey.go("/mobilite/")
    journey.tab_to("#id_q")
    keys.type("preparatrice de comandes")
    keys.press("Enter")
    journey.page.wait_for_url("**/metiers/?q=*")
    journey.tab_to("button.hit")
    keys.press("Enter")
    journey.page.wait_for_url("**#mes-metiers")
    journey.tab_to("button[value=continue]")
    keys.press("Enter")
    journey.page.wait_for_url("**/competences/")
    journey.tab_to("input[name=skill]")
    keys.press("Space")
    journey.tab_to("button[value=continue]")
    keys.press("Enter")
    journey.page.wait_for_url("**/gouts/")
    journey.tab_to("main form button[type=submit]")
    keys.press("Enter")
    journey.page.wait_for_url("**/chemins/")

    assert "1 compétence confirmée" in journey.text(".eyebrow")


def test_a_suggestion_is_picked_with_the_arrows(start_journey):
    journey = start_journey()
    journey.go("/mobilite/")
    journey.field("Quel métier avez-vous exercé").press_sequentially("preparatrice")
    expect(journey.page.get_by_role("option").first).to_be_visible()
    journey.page.keyboard.press("ArrowDown")
    journey.page.keyboard.press("Enter")

    journey.page.wait_for_url("**/metiers/?q=*")
    journey.check()
    assert journey.page.locator("button.hit").count() > 0


def test_she_finds_no_word_and_leafs_through_families(start_journey):
    journey = start_journey(javascript=False, width=360)
    journey.go("/mobilite/metiers/?q=zzzzqq")
    journey.page.locator(".families summary").first.click()
    journey.page.locator(".families button.hit").first.click()

    journey.check()
    assert "Votre métier" in journey.text()


def test_she_erases_everything(start_journey):
    journey = start_journey(width=360)
    say_where_from(journey)
    journey.press("Tout effacer", role="link")
    journey.press("Effacer mon parcours")
    journey.go("/mobilite/metiers/")

    assert "Aucun métier pour l’instant" in journey.text()
