"""A statistician runs a wave: from a list of centres to a figure that everybody may quote."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from boutdufil.kernel.organisations.enums import Role
from boutdufil.lib.tables import write_csv
from boutdufil.rooms.barometer.demo.answers import answer_wave
from boutdufil.rooms.barometer.demo.centres import simulated_list
from boutdufil.rooms.barometer.models import Wave
from tests.factories.organisations import MembershipFactory, OrganisationFactory

pytestmark = pytest.mark.browser

WAVE = "/barometre/atelier/enquete-inventee/vagues/1/"
SIZES = [
    pytest.param(350, 150, id="350"),
    pytest.param(3_500, 1_500, id="3500", marks=pytest.mark.long),
]


@pytest.fixture
def statistician(transactional_db):
    """Return the statistician of an invented association."""
    body = OrganisationFactory(name="Observatoire inventé", invented=True)
    return MembershipFactory(organisation=body, role=Role.STATISTICIAN).person


def begin(journey):
    journey.go("/barometre/atelier/")
    journey.press("Commencer une enquête", "link")
    journey.page.get_by_label("Nom", exact=True).fill("Enquête inventée")
    journey.page.get_by_label("Engagement de confidentialité").fill("Rien ne sort d’une réponse.")
    journey.press("Commencer")


def take_list(journey, table):
    """Bring the list, with a line that is wrong at first; nothing is taken until all is right."""
    page = journey.page
    journey.press("Reprendre une liste", "link")
    lines = [list(row.cells) for row in table.rows]
    right = lines[6][5]
    for headcount in ("-3", right):
        lines[6][5] = headcount
        content = write_csv(table.header, lines)
        file = {"name": "centres.csv", "mimeType": "text/csv", "buffer": content}
        page.get_by_label("Fichier CSV ou XLSX").set_input_files(file)
        page.get_by_label("La liste est juste à ce jour").fill("2026-01-01")
        page.get_by_label("Regarder d’abord").uncheck()
        journey.press("Lire cette liste")
        if headcount == "-3":
            assert "8 effectif" in journey.text()
    expect(page.locator("h1")).not_to_contain_text("Reprendre une liste")


def prepare_wave(journey, size):
    page = journey.page
    year = timezone.localdate().year - 1
    journey.go("/barometre/atelier/enquete-inventee/")
    journey.press("Préparer une vague", "link")
    today = timezone.localdate()
    days = {
        "period_start": f"{year}-01-01",
        "period_end": f"{year}-12-31",
        "opens_on": (today - timedelta(days=40)).isoformat(),
        "closes_on": (today + timedelta(days=5)).isoformat(),
    }
    page.get_by_label("Nom", exact=True).fill(f"Vague {year}")
    for name, day in days.items():
        page.locator(f"[name={name}]").fill(day)
    page.get_by_label("région", exact=True).uncheck()
    page.get_by_label("de Neyman", exact=True).check()
    page.locator("[name=sample_size]").fill(str(size))
    page.locator("[name=stratum_least]").fill("4")
    journey.press("Préparer cette vague")


def collect(journey):
    """Draw, open, let three in five answer, and close."""
    journey.press("Tirer l’échantillon")
    journey.press("Ouvrir la collecte")
    answer_wave(Wave.objects.get())
    journey.page.reload()
    rate = re.search(r"(\d\d) % de celles du champ", journey.text())
    assert 50 <= int(rate[1]) <= 70
    journey.press("Clore la collecte")


def correct_a_value(journey, wave):
    """Look at a drawn unit, correct what it answered with a reason, and find the trail."""
    drawn = wave.sample.filter(standing="answered").order_by("pk").first()
    journey.go(f"/barometre/atelier/enquete-inventee/vagues/1/unites/{drawn.pk}/")
    journey.go(f"{journey.page.url}valeurs/training_hours/")
    journey.page.locator("main input.pill").first.fill("321")
    journey.page.get_by_label("Pourquoi").fill("Appelé, une page oubliée")
    journey.press("Garder")
    text = journey.text()
    assert "Appelé, une page oubliée" in text
    assert "321" in text


def estimate(journey):
    """Take the frame's totals, make two runs, compare them."""
    journey.go(WAVE)
    journey.press("Marges", "link")
    journey.press("Prendre les totaux de la base")
    journey.press("Estimations", "link")
    for method in ("linéaire : les poids bougent le moins", "raking"):
        journey.press("Nouvelle estimation", "link")
        journey.page.get_by_label(method).first.check()
        journey.press("Faire les poids")
        assert "non publiée, non protégée" in journey.text()
        if method == "raking":
            journey.press("Comparer")
            assert "Corrélation des poids" in journey.text()
        journey.go(f"{WAVE}estimations/")


def release(journey):
    """Make the tables, read them again, and publish."""
    journey.press("Publications", "link")
    journey.press("Préparer une publication", "link")
    journey.page.locator("[name=run]").select_option(index=0)
    journey.page.get_by_label("Nom de la publication").fill("Résultats inventés")
    journey.press("Faire les tableaux")
    journey.page.get_by_label("J’ai relu les tableaux").check()
    journey.press("Publier")
    assert "Elle ne change plus" in journey.text()


def read(journey):
    """Come as anybody: the figure, its interval, its stamp, its table."""
    journey.go("/barometre/indicateurs/effectif/")
    text = journey.text()
    assert re.search(r"En \d{4} : [\d ]+ personnes \(intervalle à 95 % : ", text)
    assert "démonstration, données simulées" in text
    journey.page.get_by_text("Par type de centre", exact=True).click()
    row = journey.page.get_by_role("row", name="prestataire").first
    assert re.search(r"\d", row.inner_text())
    journey.press("Résultats inventés", "link")
    assert "boutdufil verify" in journey.text()


@pytest.mark.parametrize(("centres", "sample"), SIZES)
def test_a_wave_goes_from_the_draw_to_the_release(start_journey, statistician, centres, sample):
    journey = start_journey().sign_in(statistician)
    begin(journey)
    take_list(journey, simulated_list(centres))
    prepare_wave(journey, sample)
    collect(journey)
    correct_a_value(journey, Wave.objects.get())
    estimate(journey)
    release(journey)
    read(start_journey(javascript=False, width=360))
