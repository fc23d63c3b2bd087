"""Not to wait before the screen: the place is kept on the page, or until a message comes."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from boutdufil.rooms.illico.enums import CallBackState, Outcome
from boutdufil.rooms.illico.models import CallBack, ServiceCall
from boutdufil.rooms.illico.services.call_backs import ready_call_backs
from tests.journeys.call_site import call_site, make_agent, make_number, open_window
from tests.journeys.conftest import open_browser
from tests.processes import wait_until

__all__ = ["call_site", "open_browser", "open_window"]
pytestmark = pytest.mark.browser
DEVICES = "document.querySelector('[data-conversation]').room.conversation.stream"


def wait_a_minute(caller):
    """Set the click back by a minute, and show the page again."""
    caller.wait_for("Vous êtes la prochaine personne.")
    wait_until(lambda: ServiceCall.objects.get().received_ms is not None)
    call = ServiceCall.objects.get()
    ServiceCall.objects.update(
        clicked_at=call.clicked_at - timedelta(seconds=61), received_ms=call.received_ms - 61_000
    )
    caller.page.reload()
    caller.wait_for("Promesse non tenue")


def test_the_open_page_keeps_the_place_and_rings_without_sound(open_window):
    number = make_number()
    person, _agent = make_agent(number)
    caller = open_window()
    caller.call(number)
    wait_a_minute(caller)

    caller.button("Garder ma place sur cette page").click()
    caller.wait_for("Votre place est gardée")
    caller.check()
    assert caller.page.evaluate(f"{DEVICES} === undefined"), "microphone and camera stay off"

    desk = open_window(person).take_post()
    caller.wait_for("C’est votre tour. Dites que vous êtes là.")
    assert caller.page.locator(".call-ringing").count() == 1
    desk.button("Répondre").click()
    caller.button("Je suis là").click()
    caller.wait_for_talk()
    assert caller.page.locator(".call-ringing").count() == 0
    wait_until(lambda: CallBack.objects.get().state == CallBackState.TAKEN)
    wait_until(lambda: ServiceCall.objects.get().kept is False)


def test_a_message_says_that_it_is_ones_turn(open_window):
    number = make_number()
    person, _agent = make_agent(number)
    caller = open_window()
    caller.call(number)
    wait_a_minute(caller)
    caller.page.get_by_label("Votre adresse e-mail").fill("inventee@example.org")
    caller.button("M’écrire quand c’est mon tour").click()
    caller.wait_for("Un message partira quand ce sera votre tour.")
    caller.check()
    wait_until(lambda: ServiceCall.objects.get().state == "ended")

    ready_call_backs(now=timezone.now())
    desk, later = open_window(person).take_post(), open_window()
    later.go(link_in(mail.outbox))
    assert ServiceCall.objects.count() == 1, "looking takes no place"
    later.button("Je suis là, reprendre ma place").click()
    later.wait_for_phase("ringing")
    desk.answer(later)
    check_calls()


def link_in(outbox):
    """Return the link of the one message."""
    [message] = outbox
    return next(line for line in message.body.splitlines() if "/rappel/" in line)


def check_calls():
    """Hold the two calls to one case and one broken promise."""
    first, second = ServiceCall.objects.order_by("clicked_at")
    assert (first.outcome, first.kept) == (Outcome.CALLED_BACK, False)
    assert second.call_back_of == first
    assert second.case == first.case
    assert CallBack.objects.get().email == ""
