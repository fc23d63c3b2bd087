"""In French sign language: pictures both ways, live text beside them, no sound needed anywhere."""

import pytest

from boutdufil.rooms.illico.models import ServiceCall
from tests.journeys.call_site import call_site, make_agent, make_number, open_window
from tests.journeys.conftest import open_browser

__all__ = ["call_site", "open_browser", "open_window"]
pytestmark = pytest.mark.browser
VIDEO = {"capacity": {"video": 1}}
PICTURE = "document.querySelector('[data-call-others] video')"


def writes(words):
    """Return a script that is true once words stand among the lines."""
    return f"() => document.querySelector('[data-text-lines]').innerText.includes('{words}')"


def test_a_deaf_caller_signs_with_a_deaf_agent(open_window):
    number = make_number(code="mairie", name="Accueil de la mairie")
    hearing, _one = make_agent(number, "Ana", languages=("fr", "lsf"), **VIDEO)
    deaf, _two = make_agent(number, "Léo", languages=("lsf",), signs_first=True, **VIDEO)
    other, desk = open_window(hearing).take_post(), open_window(deaf).take_post()

    caller = open_window(width=360)
    caller.go(f"/illico/{number.code}/")
    caller.page.get_by_label("de préférence quelqu’un dont c’est la première langue").check()
    caller.button("Appeler en langue des signes").click()
    caller.wait_for_phase("ringing")
    caller.check()
    # Whoever has waited longest is not asked: the wish comes first.
    assert other.page.get_by_role("button", name="Répondre").count() == 0
    desk.answer(caller)

    caller.wait(f"() => {PICTURE}.videoWidth >= 320 && {PICTURE}.videoHeight >= 240")
    width = caller.page.evaluate(f"{PICTURE}.getBoundingClientRect().width")
    assert width > 240, "the other person is large, even on a small screen"
    caller.check()
    caller.page.get_by_label("Votre texte").press_sequentially("Bonjour")
    desk.wait(writes("Bonjour"))
    assert ServiceCall.objects.get().language == "lsf"


def test_written_from_the_first_to_the_last_letter(open_window):
    number = make_number()
    person, _agent = make_agent(number, capacity={"text": 2})
    desk, caller = open_window(person).take_post(), open_window(devices=False)
    caller.call(number, "Appeler par texte", phase="ringing")
    desk.button("Répondre").click()
    caller.wait_for_phase("up")
    caller.wait("() => document.querySelectorAll('[data-call-people] li').length === 2")

    caller.page.get_by_label("Votre texte").press_sequentially("Mon colis est perdu\n")
    desk.wait(writes("perdu"))
    desk.page.get_by_label("Votre texte").press_sequentially("Je cherche")
    caller.wait(writes("Je cherche"))
    caller.check()
    desk.button("Raccrocher").click()

    caller.wait_for_receipt()
