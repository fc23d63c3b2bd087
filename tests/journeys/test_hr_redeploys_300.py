"""Human resources redeploy three hundred people, from a confidential plan to a sealed one.

Without JavaScript on a telephone: in the long tests; other journeys through the room do it always.
"""

import io
import os
import re
import subprocess
import sys
from datetime import timedelta

import pypdf
import pytest
from django.db.models import F
from django.utils import timezone
from playwright.sync_api import expect

from boutdufil.rooms.mobility import demo
from boutdufil.rooms.mobility.demo import organisations
from boutdufil.rooms.mobility.demo import plan as demo_plan
from boutdufil.rooms.mobility.models import Plan
from tests.factories.posts import PostFactory, VacancyFactory

pytestmark = pytest.mark.browser

TITLE = "Réduction du site, projet inventé"
CODE = re.compile(r"(?:[A-Z2-7]{5}-){4}[A-Z2-7]{5}")
PEOPLE = 300


@pytest.fixture
def world(transactional_db, monkeypatch):
    """Furnish the demo world, and enough posts for three hundred people near the site."""
    demo.furnish()
    start = timezone.localdate() + timedelta(days=150)
    for number, (firm, code, posts) in enumerate(
        (
            ("trois-etoffes", "N1103", 40),
            ("voix-du-beffroi", "D1408", 140),
            ("logis-nord", "N1105", 120),
            ("banque-du-canal", "M1602", 60),
        )
    ):
        vacancy = VacancyFactory(
            organisation=organisations.find(firm),
            code=code,
            title=f"Poste inventé {number + 1} (H/F)",
            starts_on=start,
        )
        for seat in range(1, posts + 1):
            PostFactory(vacancy=vacancy, number=seat)
    monkeypatch.setattr(demo_plan, "PEOPLE", PEOPLE)


def roster_with_faults() -> bytes:
    """Return the roster with two wrong lines and a column the law forbids to decide by."""
    header, *lines = demo_plan.roster().decode("utf-8-sig").strip().splitlines()
    lines = [f"{line};12/03/1970" for line in lines]
    cells = lines[41].split(";")
    cells[2] = "Nullepart-sur-Rien"
    lines[41] = ";".join(cells)
    cells = lines[99].split(";")
    cells[4] = "beaucoup"
    lines[99] = ";".join(cells)
    return "\r\n".join([f"{header};Date de naissance", *lines]).encode("utf-8-sig")


@pytest.mark.parametrize(
    "way",
    [
        pytest.param({"width": 1280}, id="wide"),
        pytest.param(
            {"width": 360, "javascript": False},
            id="telephone-without-javascript",
            marks=pytest.mark.long,
        ),
    ],
)
def test_three_hundred_people_from_confidential_to_sealed(start_journey, world, way, tmp_path):
    helene = start_journey(**way).be("Hélène Cartier")

    plan = begins_a_confidential_plan(helene)
    nobody_else_knows(start_journey, plan)
    declares_criteria(helene, plan)
    brings_the_roster(helene, plan)
    chooses_posts(helene, plan)
    computes_and_reads_why(helene, plan)
    announces(helene, plan)
    code = hands_over(helene, plan)
    answers(start_journey(width=360), code)
    archive = freezes(helene, plan, tmp_path)

    verdict = verify(archive)
    assert verdict.returncode == 0, verdict.stdout + verdict.stderr


def begins_a_confidential_plan(journey):
    journey.go("/mobilite/plans/nouveau/")
    site = journey.page.locator("select[name=organisation]")
    site.select_option(label=organisations.FIRMS["trois-etoffes-site"].name)
    journey.field("Intitulé").fill(TITLE)
    ends = timezone.localdate() + timedelta(days=149)
    journey.field("Fin des contrats").fill(ends.isoformat())
    expect(journey.field("Confidentiel")).to_be_checked()
    journey.press("Commencer")
    assert "confidentiel" in journey.text(".masthead")
    return Plan.objects.get(title=TITLE)


def nobody_else_knows(start_journey, plan):
    marc = start_journey().be("Marc Tellier")
    answer = marc.page.goto(f"{marc.site}/mobilite/plans/{plan.pk}/")
    assert answer.status == 404
    assert TITLE not in marc.page.content()


def declares_criteria(journey, plan):
    journey.go(f"/mobilite/plans/{plan.pk}/personnes/")
    assert "Les critères d’abord" in journey.text()
    journey.press("Déclarer les critères", role="link")
    journey.field("Premier critère").select_option("seniority")
    journey.field("Ensuite").select_option("wish")
    journey.press("Déclarer ces critères")
    assert "Critères déclarés" in journey.text()


def brings_the_roster(journey, plan):
    journey.go(f"/mobilite/plans/{plan.pk}/personnes/")
    journey.page.locator("input[type=file]").set_input_files(
        files=[{"name": "liste.csv", "mimeType": "text/csv", "buffer": roster_with_faults()}]
    )
    journey.press("Lire ce fichier")
    seen = journey.text()
    assert "298 personnes peuvent être lues" in seen
    assert "2 lignes sont à corriger" in seen
    assert "Date de naissance" in seen
    assert "L.1132-1" in seen
    assert "Nullepart-sur-Rien" in seen
    journey.press("Lire ces 298 personnes")
    assert "298 personnes" in journey.text()


def chooses_posts(journey, plan):
    address = f"/mobilite/plans/{plan.pk}/postes/"
    for number, posts in ((1, 40), (2, 140), (3, 120), (4, 60)):
        journey.page.goto(journey.site + address)
        title = f"Poste inventé {number} (H/F)"
        row = journey.page.locator("li.plan-post", has_text=title)
        row.get_by_label("Postes pour ce plan").fill(str(posts))
        if row.get_by_label("Classification").count():
            row.get_by_label("Classification").fill("Niveau III")
        row.get_by_role("button", name="Ajouter").click()
        journey.page.wait_for_load_state()
    journey.check()
    own = journey.page.locator("section[aria-labelledby=t-int]")
    assert "Poste inventé 1" in own.inner_text()
    assert "Poste inventé 2" not in own.inner_text()


def computes_and_reads_why(journey, plan):
    journey.go(f"/mobilite/plans/{plan.pk}/calcul/")
    journey.press("Calculer")
    seen = journey.text()
    assert "sur 298" in seen
    assert "vérifiée par un second programme" in seen
    journey.press("ET-001", role="link")
    assert "Pourquoi pas celui-ci" in journey.text()


def announces(journey, plan):
    journey.go(f"/mobilite/plans/{plan.pk}/annonce/")
    journey.field("Date de l’annonce").fill(timezone.localdate().isoformat())
    journey.field("Le projet est annoncé").check()
    journey.press("Sortir du mode confidentiel")
    assert "n’est plus confidentiel" in journey.text()


def hands_over(journey, plan):
    """Open the plan, record one day of delivery, and return the code of one letter."""
    journey.go(f"/mobilite/plans/{plan.pk}/propositions/")
    journey.press("Ouvrir aux personnes")
    assert "298 propositions" in journey.text()
    journey.field("À toutes les personnes").check()
    journey.press("Enregistrer la remise")
    assert "298 remises enregistrées" in journey.text()
    proposal = plan.lists.get().proposals.filter(proposed__isnull=False).first()
    letter = journey.page.request.get(
        f"{journey.site}/mobilite/plans/{plan.pk}/propositions/lettres.pdf"
        f"?personne={proposal.entry_id}"
    )
    pages = pypdf.PdfReader(io.BytesIO(letter.body())).pages
    return CODE.search("".join(page.extract_text() for page in pages)).group()


def answers(journey, code):
    """Read why, then accept, without an account."""
    journey.go("/mobilite/reclassement/")
    journey.field("Votre code personnel").fill(code.lower().replace("-", " "))
    journey.press("Ouvrir")
    seen = journey.text()
    assert "Pourquoi ce poste" in seen
    assert "La liste complète des postes" in seen
    assert "vous pouvez répondre jusqu’au" in seen
    journey.field("J’accepte le poste proposé").check()
    journey.press("Relire ma réponse")
    assert "Est-ce bien votre réponse" in journey.text()
    journey.press("Envoyer ma réponse")
    assert "accepté" in journey.text()
    assert "Vous pouvez encore la changer" in journey.text()


def freezes(journey, plan, folder):
    journey.go(f"/mobilite/plans/{plan.pk}/figer/")
    assert "297 personnes peuvent encore répondre" in journey.text()
    lets_the_days_pass(plan)
    journey.go(f"/mobilite/plans/{plan.pk}/calcul/")
    journey.press("Recalculer")
    journey.go(f"/mobilite/plans/{plan.pk}/figer/")
    journey.press("Figer et sceller")
    assert "Le plan est figé" in journey.text()
    answer = journey.page.request.get(f"{journey.site}/mobilite/plans/{plan.pk}/figer/archive.zip")
    archive = folder / "plan.zip"
    archive.write_bytes(answer.body())
    return archive


def lets_the_days_pass(plan):
    """Move the list, its delivery and its last day a month back: every day to answer is over."""
    month = timedelta(days=30)
    plan.lists.update(published_on=F("published_on") - month)
    plan.lists.get().proposals.update(
        delivered_on=F("delivered_on") - month, last_day=F("last_day") - month
    )


def verify(archive):
    """Check the archive from the shell, as anybody would."""
    return subprocess.run(
        [sys.executable, "-m", "boutdufil.config.cli", "verify", archive],
        capture_output=True,
        text=True,
        check=False,
        env=dict(os.environ),
    )
