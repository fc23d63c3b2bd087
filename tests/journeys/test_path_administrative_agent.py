"""An administrative agent of the same firm: the adviser's job is officially linked to his.

The telephone with JavaScript only repeats: it is among the long tests.
"""

import pytest

from boutdufil.rooms.mobility.demo import people as demo

pytestmark = pytest.mark.browser


@pytest.fixture
def agent(start_journey):
    """Sign in, in one click, as the demo's second person."""

    def start(**way):
        demo.furnish()
        journey = start_journey(**way)
        journey.page.goto(journey.site + "/")
        journey.page.get_by_role("button", name=demo.STORIES[1].name).first.click()
        journey.page.wait_for_load_state()
        return journey

    return start


@pytest.mark.parametrize(
    "way",
    [
        pytest.param({"width": 1280}, id="wide"),
        pytest.param({"width": 360}, id="telephone", marks=pytest.mark.long),
        pytest.param({"width": 360, "javascript": False}, id="telephone-without-javascript"),
    ],
)
def test_he_reads_the_official_link_apart_from_what_is_computed(agent, way):
    journey = agent(**way)
    journey.go("/mobilite/chemins/")

    official = journey.page.locator("section.official li", has_text="Conseiller client à distance")
    assert official.count() == 1
    assert "lien officiel ROME" in official.inner_text()
    journey.press("Voir le calcul", role="link", within="section.official")
    assert "lien officiel ROME" in journey.text()


def test_he_says_how_well_and_where(agent):
    journey = agent(width=360)
    journey.go("/mobilite/competences/")
    journey.press("Préciser mes niveaux")
    journey.field("Niveau").select_option("3")
    journey.press("Garder et continuer")
    journey.go("/mobilite/competences/niveaux/")

    assert journey.field("Niveau").input_value() == "3"


def test_he_adds_a_second_job_and_a_skill_by_hand(agent):
    journey = agent(javascript=False, width=360)
    journey.go("/mobilite/metiers/?q=standardiste")
    journey.page.locator("button.hit").first.click()
    journey.check()
    assert journey.page.locator(".job-row").count() == 2

    journey.go("/mobilite/competences/")
    journey.field("Ajouter une compétence").fill("réclamation")
    journey.field("Ajouter une compétence").press("Enter")
    journey.page.locator("#ajouter button.hit").first.click()
    journey.check()
    assert "Ajoutées par vous" in journey.text()


def test_he_reads_it_all_in_english(agent):
    journey = agent(width=360, language="en")
    pages = {
        "/mobilite/": "Where do you come from?",
        "/mobilite/metiers/": "My jobs",
        "/mobilite/competences/": "What can you do?",
        "/mobilite/gouts/": "What you like",
        "/mobilite/chemins/": "Two answers, kept apart",
        "/mobilite/comparer/": "Compare two jobs",
        "/mobilite/partage/": "Share by a link",
        "/mobilite/garder/": "Come back later",
        "/mobilite/effacer/": "Erase everything?",
    }
    for path, heading in pages.items():
        journey.go(path)
        assert journey.text("h1") == heading
        assert journey.page.locator("html").get_attribute("lang") == "en"


def test_he_prints_the_two_answers(agent):
    journey = agent()
    journey.go("/mobilite/chemins/")
    journey.page.emulate_media(media="print")

    assert not journey.page.get_by_role("link", name="Pourquoi ici").first.is_visible()
    assert journey.page.locator("#titre-portes").is_visible()
