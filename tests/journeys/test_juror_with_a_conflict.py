"""A juror declares whom she knows, lays a file down, scores another without a network, gives it."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from boutdufil.rooms.contests.models import Conflict, Entry, Mark, Reading
from tests.rooms.contests.jury_world import jury_world

pytestmark = pytest.mark.browser


def test_juror_with_a_conflict(start_journey):
    world = jury_world(files=3, jurors=2)
    claire, other = world.jurors[:2]
    pupil, known, judged = world.entries[:3]
    Entry.objects.filter(pk=pupil.pk).update(school="Lycée Mercure, Metz")
    readings = [world.reading(claire, entry) for entry in (pupil, known, judged)]
    journey = start_journey(width=820).sign_in(claire.person)

    journey.go(reverse("contests:ties", args=[claire.pk]))
    journey.page.get_by_label("Établissements").fill("lycée Mercure")
    journey.press("Garder")
    assert (pupil.number in journey.text(), known.number in journey.text()) == (False, True)

    journey.press(known.number, role="link")
    journey.page.get_by_text("Je reconnais ce dossier").click()
    journey.page.get_by_label("Ce qui vous lie").fill("Une cousine")
    journey.press("Me récuser")
    assert known.number not in journey.text()

    journey.press(judged.number, role="link")
    score_without_a_network(journey, world)
    expect(journey.page.get_by_text("Rendues le")).to_be_visible(timeout=15_000)
    journey.check()

    holds_what_was_marked(readings[2], journey.page)
    taken = Reading.objects.filter(juror=other, recused_at=None).values_list("entry_id", flat=True)
    assert set(taken) == {pupil.pk, known.pk}
    kinds = Conflict.objects.filter(juror=claire).values_list("entry_id", "kind")
    assert set(kinds) == {(pupil.pk, "school"), (known.pk, "declared")}


def holds_what_was_marked(reading, page):
    """The server has the marks and the words, given once; the device keeps nothing."""
    assert page.evaluate("localStorage.length") == 0
    reading.refresh_from_db()
    assert reading.given_at is not None
    assert sorted(Mark.objects.filter(reading=reading).values_list("mark", flat=True)) == [2, 3]
    assert reading.comment == "Une réponse posée"


def score_without_a_network(journey, world):
    """Mark each line and give, the network gone; it comes back then."""
    page = journey.page
    page.context.set_offline(True)
    for line, mark in zip(world.criteria, ("3", "2"), strict=True):
        page.locator(f"input[name=mark_{line.pk}][value='{mark}']").check()
    page.get_by_label("Avis pour l’équipe").fill("Une réponse posée")
    page.get_by_role("button", name="Rendre la lecture").click()
    expect(page.get_by_role("status")).to_contain_text("Hors ligne")
    assert not Mark.objects.exists()
    page.context.set_offline(False)
