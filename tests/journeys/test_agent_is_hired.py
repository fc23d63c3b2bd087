"""The administrative agent is hired: the official link, a vacancy, an application, a meeting.

Two people, two browsers: his, and that of the one who recruits.
"""

import re
from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from boutdufil.kernel.occupations import selectors as occupations
from boutdufil.kernel.people.models import Person
from boutdufil.kernel.posts.models import Vacancy
from boutdufil.kernel.posts.selectors import Scope, post_figure
from boutdufil.rooms.mobility import demo
from boutdufil.rooms.mobility.demo import organisations
from tests.factories.posts import PostFactory, VacancyFactory, VacancySkillFactory
from tests.kernel.files.conftest import typeset

pytestmark = pytest.mark.browser

TITLE = "Conseiller à distance, suivi des dossiers (H/F)"
ADVISER = "D1408"


@pytest.fixture
def vacancy(transactional_db) -> Vacancy:
    """One post at Voix du Beffroi, asking four skills of the card; two are Karim's."""
    demo.furnish()
    karim = Person.objects.get(demo_slug="agent-administratif")
    vacancy = VacancyFactory(
        organisation=organisations.find("voix-du-beffroi"), code=ADVISER, title=TITLE
    )
    PostFactory(vacancy=vacancy, number=1)
    for row in karim.mobility_profile.skills.all()[:2]:
        VacancySkillFactory(vacancy=vacancy, skill=row.skill, label=row.label)
    VacancySkillFactory.create_batch(2, vacancy=vacancy)
    return vacancy


def next_working_day():
    day = timezone.localdate() + timedelta(days=20)
    while day.weekday() > 4:
        day += timedelta(days=1)
    return timezone.make_aware(datetime.combine(day, time(10, 0)))


@pytest.mark.parametrize(
    "way",
    [{"width": 1280}, {"width": 360, "javascript": False}],
    ids=["wide", "telephone-without-javascript"],
)
def test_the_agent_is_hired(start_journey, vacancy, way, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "files"
    karim = start_journey(**way).be("Karim Lesage")
    marc = start_journey(width=1280).be("Marc Tellier")

    follows_the_official_link(karim)
    assert counted(karim, vacancy) == (1, 1, 0)
    karim.go(f"/mobilite/offres/{vacancy.pk}/")
    karim.press("Postuler", role="link")
    applies(karim)
    number = re.search(r"/candidatures/(\d+)/", karim.page.url)[1]

    marc.go(f"/mobilite/employeur/offres/{vacancy.pk}/candidatures/")
    opens_and_proposes(marc)

    accepts(karim, number)

    marc.go(f"/mobilite/employeur/candidatures/{number}/")
    marc.press("Inscrire l’embauche", role="link")
    marc.press("Inscrire l’embauche")

    karim.go(f"/mobilite/candidatures/{number}/")
    assert "Bonne route" in karim.text()
    assert counted(karim, vacancy) == (1, 0, 1)


def follows_the_official_link(karim):
    karim.go("/mobilite/chemins/")
    official = karim.page.locator("section.official li", has_text="Conseiller client à distance")
    assert "lien officiel ROME" in official.inner_text()
    assert ADVISER in {link.code for link in occupations.official_targets("M1602")}
    official.get_by_role("link").first.click()
    karim.page.wait_for_load_state()
    karim.check()


def applies(karim):
    """He leaves out one skill, writes a line, adds a document and sends it."""
    page = karim.page
    assert "L’offre demande 4 compétences" in karim.text()
    asked = page.locator("input[name=skills]")
    asked.nth(1).uncheck()
    karim.page.get_by_label("Quelques mots pour l’employeur").fill(
        "Je tiens un dossier jusqu’au bout."
    )
    page.locator("input[type=file]").set_input_files(
        {"name": "cv.pdf", "mimeType": "application/pdf", "buffer": typeset("= Karim Lesage")}
    )
    karim.press("Envoyer ma candidature")
    assert "Votre candidature est envoyée" in karim.text()
    assert "cv.pdf" in karim.text()


def opens_and_proposes(marc):
    assert "Karim Lesage" in marc.text()
    marc.page.get_by_role("link", name="par compétences demandées").click()
    marc.check()
    assert "il n’a décidé de rien" in marc.text()
    assert "1 sur 4" in marc.text()
    marc.press(re.compile("^Ouvrir"))
    assert "Je tiens un dossier jusqu’au bout." in marc.text()
    with marc.page.expect_download() as kept:
        marc.page.get_by_role("link", name="cv.pdf").click()
    assert kept.value.suggested_filename == "cv.pdf"
    marc.press("Proposer un entretien", role="link")
    marc.page.get_by_label("Moment 1").fill(next_working_day().strftime("%Y-%m-%dT%H:%M"))
    marc.page.get_by_label("sur place").check()
    marc.page.get_by_label("Adresse, lien ou numéro").fill("Voix du Beffroi (inventée), Lille")
    marc.press("Proposer ces moments")
    assert "Moments proposés" in marc.text()


def accepts(karim, number):
    """He picks the moment, and his calendar knows it."""
    karim.go(f"/mobilite/candidatures/{number}/")
    karim.page.locator("input[name=slot]").first.check()
    karim.press("Répondre")
    with karim.page.expect_download() as kept:
        karim.page.get_by_role("link", name="Ajouter à mon agenda").click()
    with open(kept.value.path(), "rb") as file:
        calendar = Calendar.from_ical(file.read())
    entry = calendar.walk("VEVENT")[0]
    assert calendar["METHOD"] == "PUBLISH"
    assert entry["DTSTART"].dt == next_working_day()
    assert TITLE in entry["SUMMARY"]


def counted(journey, vacancy):
    """Follow the figure of a vacancy to how it is counted; return (offered, open, filled)."""
    journey.go(post_figure(Scope(vacancy_id=vacancy.pk)).counted_url)
    assert "Proposés = ouverts + pourvus + fermés" in journey.text()
    assert TITLE in journey.text()
    return tuple(int(n) for n in re.findall(r"\d+", journey.text(".figures"))[:3])
