"""Léa has a third more time; her network goes in the middle, and comes back. Nothing is lost."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from boutdufil.rooms.contests.enums import AttemptEnd, ItemKind
from boutdufil.rooms.contests.models import Attempt
from tests.factories.contests import AccommodationFactory, ItemVersionFactory, MemberFactory
from tests.processes import wait_until
from tests.rooms.contests.quiz_world import kept, quiz_of

pytestmark = pytest.mark.browser


@pytest.fixture
def lea(transactional_db):
    """Return somebody with a third more time, entered in a quiz of four questions at home."""
    quiz = quiz_of(count=4, seconds=1200)
    member = MemberFactory(entry__edition=quiz.stage.edition, name="Léa Fontaine")
    AccommodationFactory(person=member.person, time_factor="1.333", large_print=True)
    return quiz, member


def with_kinds(paper):
    """Make two of the questions one of several answers, and one to put in order."""
    for position, kind in ((1, ItemKind.MULTIPLE), (2, ItemKind.ORDER)):
        version = ItemVersionFactory(kind=kind, key=["a", "b", "c"])
        paper.draw[position] = {"version": version.pk, "options": ["b", "a", "c"]}
    paper.save()


def saved(page, text):
    expect(page.locator("[data-saved]")).to_have_text(text)


def answer_without_network(journey):
    """Answer on with the cable out, close the lid, and open it again when there is network."""
    page, context = journey.page, journey.page.context
    context.set_offline(True)
    page.locator("#q1").get_by_role("checkbox").nth(0).check()
    page.locator("#q1").get_by_role("checkbox").nth(2).check()
    saved(page, "Pas de réseau. 1 gardées, 1 en attente sur cet appareil : continuez.")
    for place in (1, 2, 3):
        page.locator("#q2 select").nth(place - 1).select_option(str(4 - place))
    expect(page.locator("[data-item='2'] [data-state]")).to_have_text("pas encore gardée")
    journey.check()
    context.set_offline(False)
    page.reload()
    saved(page, "3 gardées")
    open_a_page_made_too_early(journey)


def open_a_page_made_too_early(journey):
    """Open a page that was on its way while an answer was being kept: it is read again."""
    page = journey.page
    early = page.request.get(page.url).text()
    page.locator("#q2 select").first.select_option("1")
    page.locator("#q2 select").nth(1).select_option("3")
    page.locator("#q2 select").nth(2).select_option("2")
    expect(page.locator("[data-item='2'] [data-state]")).to_have_text("gardée")
    page.route(page.url, lambda route: route.fulfill(body=early, content_type="text/html"), times=1)
    page.reload()
    expect(page.locator("#q2 select").nth(1)).to_have_value("3")


def test_a_candidate_with_extra_time_loses_the_network_and_nothing_else(start_journey, lea):
    quiz, member = lea
    journey = start_journey(width=360).sign_in(member.person)
    journey.go(f"/concours/ma-candidature/{member.entry_id}/questionnaire/{quiz.pk}/epreuve/")
    assert "Vous avez 26 minutes" in journey.text()
    journey.press("Commencer")
    paper = Attempt.objects.get()
    assert paper.ends_at - paper.started_at == timedelta(seconds=1600)
    with_kinds(paper)
    journey.page.reload()
    assert "quiz-large" in journey.page.locator("main").get_attribute("class")
    assert journey.page.locator("[data-clock]").inner_text().startswith("26 min")

    journey.page.locator("#q0 input").first.focus()
    journey.page.keyboard.press("2")
    saved(journey.page, "1 gardées")
    answer_without_network(journey)
    order = [paper.draw[2]["options"][at] for at in (0, 2, 1)]
    chosen = [paper.draw[1]["options"][at] for at in (0, 2)]
    assert kept(paper) == {0: paper.draw[0]["options"][1], 1: chosen, 2: order}

    journey.page.get_by_text("Rendre ma copie").click()
    journey.press("Rendre définitivement")
    wait_until(lambda: "Votre copie est rendue" in journey.text())
    paper.refresh_from_db()
    assert paper.ended_by == AttemptEnd.CANDIDATE
    assert "3 réponses gardées sur 4" in journey.text()
    journey.check()
