"""From home: a post, a call answered by one key, a reload, a hold, notes, a call passed on."""

import pytest

from boutdufil.kernel.calls.models import Participant
from boutdufil.rooms.illico.models import CaseNote, LocationAttestation, ServiceCall
from tests.journeys.call_site import call_site, make_agent, make_number, open_window
from tests.journeys.conftest import open_browser
from tests.processes import wait_until

__all__ = ["call_site", "open_browser", "open_window"]
pytestmark = pytest.mark.browser


def post_of(open_window, person, **window):
    """Open the console of somebody, and let them take their post."""
    desk = open_window(person, **window)
    desk.go("/illico/poste/")
    desk.button("Prendre mon poste").click()
    desk.wait_for("Disponible")
    return desk


def test_an_agent_at_home_answers(open_window):
    number = make_number(procedure="Vérifier la commande", may_decide="Un renvoi gratuit")
    person, agent = make_agent(number, is_home=True)
    desk, caller = open_window(person), open_window()

    say_where_one_works(desk, agent)
    take_post_by_keyboard(desk)
    answer_by_one_key(desk, caller, number)
    seat = Participant.objects.get(person=person)
    assert (seat.name, seat.is_home) == ("Ana", True)
    keep_notes_over_a_reload(desk, caller)
    hold_and_resume(desk, caller)

    other, colleague = make_agent(number, "Bo")
    second = post_of(open_window, other)
    hand_over_after_a_consultation(desk, second, caller)
    finish_case(second, caller)
    call = ServiceCall.objects.get()
    assert (call.agent, call.kept, call.case.state) == (colleague, False, "closed")
    assert CaseNote.objects.get(agent=agent).text == "Colis égaré, renvoi promis"


def say_where_one_works(desk, agent):
    desk.go("/illico/poste/")
    desk.page.get_by_role("link", name="Dites d’où vous travaillez").click()
    desk.page.get_by_label("Oui, depuis la France").check()
    desk.button("Déclarer").click()
    desk.wait_for("déclaré par la personne")
    desk.check()
    assert LocationAttestation.objects.get().agent == agent


def take_post_by_keyboard(desk):
    desk.go("/illico/poste/")
    desk.tab_to(".console-closed .button--main")
    desk.page.keyboard.press("Enter")
    desk.wait_for("Disponible")
    desk.check()


def answer_by_one_key(desk, caller, number):
    caller.go(f"/illico/{number.code}/")
    caller.button("Appeler par la voix").click()
    desk.button("Répondre").wait_for()
    desk.check()
    # The button has the keyboard: one key answers.
    desk.page.keyboard.press("Enter")
    caller.wait_for_talk()
    desk.wait_for_talk()
    desk.check()
    assert "Vérifier la commande" in desk.text(".console-card")


def keep_notes_over_a_reload(desk, caller):
    desk.page.get_by_label("Vos notes").fill("Colis égaré, renvoi")
    desk.wait_for("Notes enregistrées à")
    desk.page.get_by_label("Vos notes").press_sequentially(" promis")
    desk.page.reload()
    desk.wait_for_talk()
    caller.wait_for_talk()
    assert desk.page.get_by_label("Vos notes").input_value() == "Colis égaré, renvoi promis"


def hold_and_resume(desk, caller):
    desk.button("Mettre en attente").click()
    caller.wait_for("Ce temps n’est pas compté.")
    desk.button("Mettre en attente").click()
    caller.wait_for_talk()


def hand_over_after_a_consultation(desk, second, caller):
    desk.page.reload()
    desk.wait_for_talk()
    desk.page.get_by_text("Un collègue, un transfert").click()
    desk.button("Demander un avis à part").click()
    second.button("Répondre").click()
    second.wait_for_talk()
    desk.check()
    assert "Bo" not in caller.text("[data-call-people]")
    desk.button("Passer l’appel à Bo").click()
    second.wait_for("Suivi de colis")
    caller.wait("() => document.querySelector('[data-call-people]').innerText.includes('Bo')")
    caller.wait_for_talk()
    desk.wait_for("Après l’appel")
    assert desk.page.get_by_label("Vos notes").input_value() == "Colis égaré, renvoi promis"


def finish_case(second, caller):
    second.button("Raccrocher").click()
    caller.wait_for("Est-ce résolu ?")
    second.page.get_by_label("Réglé pendant l’appel").check()
    second.button("Terminer le dossier").click()
    wait_until(lambda: ServiceCall.objects.get().written_up_at is not None)
    second.check()


def test_a_console_on_a_telephone(open_window):
    number = make_number(channels=("text",))
    person, _agent = make_agent(number, capacity={"text": 1})
    desk = post_of(open_window, person, width=360)
    desk.check()
    caller = open_window()
    caller.go(f"/illico/{number.code}/")
    caller.button("Appeler par texte").click()
    desk.button("Répondre").click()
    desk.wait("() => document.querySelector('[data-phase=\"in\"]')")
    desk.check()

    desk.page.locator("[data-text-input]").press_sequentially("Bonjour")

    caller.wait_for("Bonjour")
