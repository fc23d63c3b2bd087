"""An employer brings 40 vacancies of which 3 are wrong: named, corrected, published."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from boutdufil.kernel.organisations.enums import Role
from boutdufil.kernel.people.services import create_demo_person
from boutdufil.lib.tables import read_table, write_csv, write_xlsx
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.posts import PostFactory, VacancyFactory

pytestmark = pytest.mark.browser

HEADER = ("Réf.", "Intitulé du poste", "Code ROME", "Postes", "Contrat", "Salaire mini",
          "Salaire maxi", "Ville", "Missions")  # fmt: skip
TEXT = (
    "Vous répondez à la clientèle par téléphone et par écrit, dans une équipe de douze personnes."
)
WRONG = {
    7: ("Salaire mini", "selon profil"),
    21: ("Ville", "Saint-Denis"),
    33: ("Code ROME", "D14O8"),
}
RIGHT = {"A7": "1 950", "A21": "59000 Lille", "A33": "D1408"}
WAYS = [
    pytest.param({"javascript": True, "width": 1280}, "offres.xlsx", id="wide"),
    pytest.param(
        {"javascript": False, "width": 360}, "offres.csv", id="telephone-without-javascript"
    ),
]


def table(name):
    rows = []
    for number in range(1, 41):
        row = dict(
            zip(
                HEADER,
                (f"A{number}", "Téléconseiller / Téléconseillère", "D1408", 2, "CDI", "1 900",
                 "2 050", "59000 Lille", TEXT),
                strict=True,
            )
        )  # fmt: skip
        if number in WRONG:
            column, cell = WRONG[number]
            row[column] = cell
        rows.append(list(row.values()))
    return write_xlsx(HEADER, rows) if name.endswith("xlsx") else write_csv(HEADER, rows)


@pytest.fixture
def recruiter(transactional_db, settings):
    settings.DEMO = True
    person = create_demo_person(slug="recruteuse", name="Zoé Inventée", story="Recrute")
    firm = OrganisationFactory(name="Voix Inventée")
    MembershipFactory(organisation=firm, person=person, role=Role.RECRUITER)
    return firm


def sign_in(journey):
    journey.page.goto(journey.site + "/demonstration/")
    journey.page.locator('form:has(input[value="recruteuse"]) button').click()
    journey.page.wait_for_load_state()


def bring(journey, name, content):
    journey.page.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )
    journey.press("Lire le fichier")


def lines_named(journey):
    """Hold the preview to the three wrong lines, by their number and the words at fault."""
    wrong = journey.text("section[aria-labelledby=titre-mauvaises]")
    assert "3 lignes à corriger" in wrong
    for line, said in ((8, "selon profil"), (22, "Saint-Denis"), (34, "D14O8")):
        assert f"Ligne {line} " in wrong
        assert said in wrong
    assert journey.page.locator("section[aria-labelledby=titre-bonnes] tbody tr").count() == 37


def publish(journey, button):
    """Import the good lines, published at once."""
    journey.page.get_by_label("Les publier tout de suite").check()
    journey.press(button)


def left_to_correct(journey):
    """Return the table of wrong lines as it is downloaded."""
    with journey.page.expect_download() as download:
        journey.page.get_by_role("link", name="Télécharger les lignes à corriger").click()
    return read_table(Path(download.value.path()).read_bytes(), filename="a-corriger.csv")


@pytest.mark.parametrize(("way", "name"), WAYS)
def test_forty_lines_three_of_them_wrong(start_journey, recruiter, way, name):
    journey = start_journey(**way)
    sign_in(journey)
    journey.go("/mobilite/employeur/")
    journey.press("Apporter un fichier", role="link")
    bring(journey, name, table(name))
    lines_named(journey)
    publish(journey, "Importer les 37 bonnes lignes")
    assert "37 offres publiées" in journey.text()

    left = left_to_correct(journey)
    journey.press("Apporter un autre fichier", role="link")
    bring(journey, "corrigees.csv", write_csv(left.header, [corrected(row) for row in left.rows]))
    assert "3 bonnes lignes" in journey.text()
    publish(journey, "Importer les 3 bonnes lignes")
    journey.press("Voir mes offres", role="link")

    assert "0 pourvus sur 80 postes" in journey.text()
    assert "publiée 40" in journey.text()


def test_the_public_page_carries_its_data_and_breaks_no_policy(start_journey, recruiter):
    journey, refused = start_journey(), []
    journey.page.on(
        "console",
        lambda said: refused.append(said.text) if "Security Policy" in said.text else None,
    )
    vacancy = PostFactory(vacancy=VacancyFactory(organisation=recruiter)).vacancy
    journey.go(f"/mobilite/offres/{vacancy.pk}/")

    expect(journey.page.locator("h1")).to_contain_text("Conseiller client")
    said = json.loads(journey.page.locator('script[type="application/ld+json"]').inner_text())
    assert said["totalJobOpenings"] == 1
    assert refused == []


def corrected(row):
    """Return a wrong line as its employer mends it, without what we wrote beside it."""
    cells = list(row.cells)
    column, _said = WRONG[int(cells[0][1:])]
    cells[HEADER.index(column)] = RIGHT[cells[0]]
    cells[-1] = ""
    return cells


def choose_occupation(journey):
    """Begin a vacancy with the words of every day."""
    journey.go("/mobilite/employeur/")
    journey.press("Écrire une offre", role="link")
    journey.ask("Quel métier recrutez-vous", "telesecretaire")
    journey.page.locator("a.choice").first.click()
    journey.check()


def fill(journey, **texts):
    """Type into fields by their names."""
    for name, text in texts.items():
        journey.page.locator(f"main [name={name}]").fill(text)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_vacancy_is_written_stopped_by_the_law_mended_and_published(
    start_journey, recruiter, javascript
):
    journey = start_journey(javascript=javascript, width=360 if javascript else 1280)
    sign_in(journey)
    choose_occupation(journey)
    fill(
        journey,
        title="Hôtesse",
        description="Vous êtes jeune et vous aimez le contact. Vous répondez au téléphone.",
        pay_min="1 900",
        place="Lille",
    )
    journey.page.locator("[name=pay_period]").select_option("month")
    journey.press("Publier")

    assert "Ajoutez l’autre forme" in journey.text(".findings")
    assert "êtes jeune" in journey.text(".findings")
    fill(
        journey,
        title="Hôte / Hôtesse d’accueil téléphonique",
        description="Vous répondez au téléphone, vous orientez les appels et tenez l’agenda.",
    )
    journey.press("Publier")

    assert "L’offre est publiée" in journey.text()
    assert "0 pourvu sur 1 poste" in journey.text()
