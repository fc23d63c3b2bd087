"""Three in one call: whoever calls, whoever answers, and an interpreter; everybody is named."""

import pytest

from boutdufil.kernel.calls.models import CallEvent
from boutdufil.rooms.illico.models import ServiceCall
from tests.journeys.call_site import call_site, make_agent, make_number, open_window
from tests.journeys.conftest import open_browser
from tests.processes import wait_until

__all__ = ["call_site", "open_browser", "open_window"]
pytestmark = pytest.mark.browser
PEOPLE = "[...document.querySelectorAll('[data-call-people] li')]"
PICTURES = "[...document.querySelectorAll('[data-call-others] video')]"


def test_an_interpreter_joins_a_call_in_signs(open_window):
    number = make_number(code="mairie", name="Accueil de la mairie")
    seat = {"languages": ("fr", "lsf"), "capacity": {"video": 1}}
    ana, _her_seat = make_agent(number, "Ana", **seat)
    ines, _her_seat = make_agent(number, "Inès", is_interpreter=True, **seat)
    third, desk = open_window(ines).take_post(), open_window(ana).take_post()
    caller = open_window()
    caller.call(number, "Appeler en langue des signes", phase="ringing")
    desk.answer(caller)

    desk.button("Ajouter un interprète").click()
    third.button("Répondre").click()

    for window in (caller, desk, third):
        window.wait(f"() => {PEOPLE}.length === 3", seconds=40)
        window.wait(
            f"() => {PICTURES}.filter((video) => video.videoWidth).length === 2", seconds=40
        )
    assert f"Inès ({number.organisation.name}), interprète" in caller.text("[data-call-people]")
    caller.check()
    wait_until(lambda: CallEvent.objects.filter(kind="interpreter", body__on=True).exists())

    third.button("Raccrocher").click()
    caller.wait(f"() => {PEOPLE}.length === 2", seconds=30)
    wait_until(lambda: CallEvent.objects.filter(kind="interpreter", body__on=False).exists())
    assert ServiceCall.objects.get().state == "connected", "the two go on"
    desk.button("Raccrocher").click()
    caller.wait_for_receipt()
