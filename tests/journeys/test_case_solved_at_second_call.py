"""A need that takes two calls: the case goes on, with the same agent, until it is solved."""

import pytest

from boutdufil.rooms.illico.enums import CaseState
from boutdufil.rooms.illico.models import Case, ServiceCall
from tests.journeys.call_site import call_site, make_agent, make_number, open_window
from tests.journeys.conftest import open_browser

__all__ = ["call_site", "open_browser", "open_window"]
pytestmark = pytest.mark.browser


def test_a_case_is_solved_at_the_second_call(open_window):
    number = make_number()
    ana, her_seat = make_agent(number, "Ana")
    ben, _his_seat = make_agent(number, "Ben")
    desk, caller = open_window(ana).take_post(), open_window()
    caller.call(number, phase="ringing")
    desk.answer(caller)
    desk.button("Raccrocher").click()
    caller.wait_for_receipt()
    caller.button("Pas encore").click()
    caller.wait_for("Votre dossier reste ouvert")
    desk.button("Terminer le dossier").click()
    desk.wait_for("Disponible")

    other, again = open_window(ben).take_post(), open_window()
    code = Case.objects.get().code
    call_again(again, code)
    # Both are free; she knows the case.
    assert other.page.get_by_role("button", name="Répondre").count() == 0
    desk.button("Répondre").wait_for()
    assert code in desk.text()
    desk.answer(again)
    desk.button("Raccrocher").click()
    again.wait_for_receipt()
    check_case(again, her_seat)


def check_case(window, her_seat):
    """Say that it is solved, and hold the one case to both calls."""
    window.button("C’est résolu").click()
    window.wait_for("Vous avez dit : c’est résolu.")
    case = Case.objects.get()
    assert (case.state, case.agent) == (CaseState.SOLVED, her_seat)
    assert set(ServiceCall.objects.values_list("solved", flat=True)) == {False, True}


def call_again(window, code):
    """Come back with nothing but the number of a case."""
    window.go("/illico/dossier/")
    window.page.get_by_label("Votre numéro de dossier").fill(code.lower())
    window.button("Voir mon dossier").click()
    window.wait_for("un humain a répondu")
    window.check()
    window.page.get_by_role("link", name="Rappeler avec ce dossier").click()
    window.wait_for(f"Suite du dossier {code}")
    window.check()
    window.button("Appeler par la voix").click()
    window.wait_for_phase("ringing")
