"""By voice: a button, no account, a human, a case number to keep; in two real windows."""

import pytest

from boutdufil.rooms.illico.enums import CaseState, Outcome
from boutdufil.rooms.illico.models import ServiceCall
from tests.factories.illico import AnswerFactory
from tests.journeys.call_site import call_site, make_agent, make_number, open_window
from tests.journeys.conftest import open_browser
from tests.processes import wait_until

__all__ = ["call_site", "open_browser", "open_window"]
pytestmark = pytest.mark.browser


def test_a_caller_reaches_a_human(open_window):
    number = make_number()
    AnswerFactory(number=number, question="Où est mon colis ?")
    person, agent = make_agent(number)
    desk, caller = open_window(person).take_post(), open_window()

    caller.go(f"/illico/{number.code}/")
    caller.page.get_by_text("Où est mon colis ?").click()
    caller.button("Appeler par la voix").click()
    caller.wait_for_phase("ringing")
    caller.check()
    desk.answer(caller)
    caller.check()
    assert "Ana, conseille" in caller.text("[data-call-people]")
    assert "Où est mon colis ?" in desk.text(".console-card")

    # A reload comes back into the same call.
    caller.page.reload()
    caller.wait_for_phase("up")
    caller.wait_for_talk()
    caller.button("Raccrocher").click()
    caller.wait_for_receipt()
    check_receipt(caller, agent)


def check_receipt(caller, agent):
    """Hold the end of a call to what it owes: a number, a price, one tap, its facts."""
    call = ServiceCall.objects.get()
    assert call.case.code in caller.text()
    assert "0 €" in caller.text()
    caller.check()
    caller.button("C’est résolu").click()
    caller.wait_for("Vous avez dit : c’est résolu.")
    call = ServiceCall.objects.select_related("case").get()
    assert (call.outcome, call.kept, call.solved) == (Outcome.ANSWERED, True, True)
    assert (call.case.state, call.case.agent) == (CaseState.SOLVED, agent)
    kinds = list(call.call.events.values_list("kind", flat=True))
    assert kinds.count("connected") == 1
    assert "media" in kinds


def test_who_hangs_up_while_waiting_keeps_a_case_number(open_window):
    caller = open_window(width=360)
    caller.call(make_number())
    caller.wait_for("Vous êtes la prochaine personne.")
    caller.check()

    caller.button("Raccrocher").click()

    caller.wait_for("Votre numéro de dossier")
    wait_until(lambda: ServiceCall.objects.get().state == "ended")
    assert ServiceCall.objects.get().outcome in (Outcome.ABANDONED, Outcome.ABANDONED_AT_ONCE)


def test_by_keyboard_alone(open_window):
    number = make_number()
    caller = open_window(width=360)
    caller.go(f"/illico/{number.code}/appeler/")
    caller.tab_to("button[value=text]")
    caller.page.keyboard.press("Enter")
    caller.wait_for_phase("waiting")

    caller.tab_to("[data-call-act=leave]")
    caller.page.keyboard.press("Enter")

    caller.wait_for("Votre numéro de dossier")
    assert caller.page.evaluate("document.activeElement.id") == "titre-fin"
    caller.wait("() => !document.querySelector('[data-conversation]')")
    caller.check()


def test_the_page_of_a_call_in_english(open_window):
    number = make_number()
    caller = open_window(language="en")
    caller.call(number, "Call by voice")
    caller.wait_for("You are in line")
    caller.check()


def test_nobody_is_lost_while_the_dispatcher_is_away(open_window, call_site):
    number = make_number()
    person, _agent = make_agent(number)
    desk, caller = open_window(person).take_post(), open_window()
    for process in call_site._started:
        process.kill()

    caller.call(number)

    call_site.start()
    caller.wait_for_phase("ringing", seconds=40)
    desk.answer(caller)
