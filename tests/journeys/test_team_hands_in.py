"""A team of two writes its file: kept as it is typed, through a cut network, handed in once."""

from hashlib import sha256

import pytest
from playwright.sync_api import expect

from boutdufil.rooms.contests.models import Submission, SubmissionAnswer
from boutdufil.rooms.contests.selectors.submissions import receipt_json
from boutdufil.rooms.contests.services.submissions import save_answers
from tests.rooms.contests.entry_world import case_stage, said, team_of, whose

pytestmark = pytest.mark.browser


def texts():
    return list(SubmissionAnswer.objects.values_list("text", flat=True))


def write_through_a_cut_network(page):
    """Type, lose the network, type on: the server holds what it says it holds."""
    first, state = page.locator("textarea").first, page.locator("[data-state]").first
    first.fill("Rappeler au lieu de faire attendre.")
    expect(state).to_contain_text("Enregistré à")
    assert texts() == ["Rappeler au lieu de faire attendre."]

    page.context.set_offline(True)
    first.fill("Rappeler, et le dire.")
    expect(state).to_contain_text("le réseau ne répond pas")
    assert texts() == ["Rappeler au lieu de faire attendre."]
    page.context.set_offline(False)
    expect(state).to_contain_text("Enregistré à")
    assert texts() == ["Rappeler, et le dire."]


def test_a_team_writes_loses_the_network_and_hands_in(start_journey, transactional_db):
    case = case_stage()
    entry, (ines, malik) = team_of(case.stage.edition)
    journey = start_journey(width=360).sign_in(ines)
    page = journey.page
    journey.go(f"/concours/ma-candidature/{entry.pk}/")
    journey.press("Ouvrir le dossier", "link")
    write_through_a_cut_network(page)

    save_answers(whose=whose(entry, case, malik), said=[said(case, "Prévenir.", number=2)])
    page.locator("textarea").last.fill("Prévenir de l’attente.")
    page.get_by_role("link", name="Voir les deux textes").click()
    expect(page.get_by_text("Autre texte, de Inès Fontaine")).to_be_visible()
    journey.press("Prendre ce texte")
    journey.press("Relire et rendre")
    journey.press("Rendre, pour de bon")

    one = Submission.objects.get()
    assert one.sha256 == sha256(receipt_json(one.pk)).hexdigest()
    assert one.sha256 in journey.text()
    assert texts() == ["Rappeler, et le dire.", "Prévenir de l’attente."]
