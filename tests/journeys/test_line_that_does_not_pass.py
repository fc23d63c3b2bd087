"""Nothing of what two agents say arrives: another one is called, then writing is offered."""

import pytest

from boutdufil.kernel.calls.enums import Channel
from boutdufil.rooms.illico.enums import Outcome
from boutdufil.rooms.illico.models import JournalEntry, ServiceCall
from tests.journeys.call_site import call_site, make_agent, make_number, open_window
from tests.journeys.conftest import open_browser
from tests.processes import wait_until

__all__ = ["call_site", "open_browser", "open_window"]
pytestmark = pytest.mark.browser

# A line that lets media through one way only, from the first second on.
MUTE = """
const add = RTCPeerConnection.prototype.addTrack;
RTCPeerConnection.prototype.addTrack = function (...given) {
  const sender = add.apply(this, given);
  sender.replaceTrack(null);
  return sender;
};
"""
BOTH = {"capacity": {"voice": 1, "text": 1}}
LINES = "() => document.querySelector('[data-text-lines]')?.innerText.includes('{}')"


def test_a_call_that_twice_does_not_get_through_goes_on_in_writing(open_window):
    number = make_number()
    (first, ana), (second, bo) = make_agent(number), make_agent(number, "Bo", **BOTH)
    desk, caller = mute_post(open_window, first), open_window()
    caller.call(number, phase="ringing")
    desk.button("Répondre").click()
    caller.wait_for_phase("up", seconds=60)
    other = mute_post(open_window, second)

    # Nobody presses anything: the call leaves one desk and rings at the other.
    other.button("Répondre").wait_for(timeout=90_000)
    desk.wait_for("La liaison avec la personne qui appelait ne passait pas")
    caller.wait_for("nous cherchons une autre personne")
    caller.check()
    desk.check()
    assert "Après l’appel" not in desk.text()
    other.button("Répondre").click()

    # The second time nobody else is called.
    caller.wait_for("Deux fois de suite, ni le son ni l’image ne sont passés", seconds=90)
    caller.check()
    check_what_is_counted(ana, bo)
    go_on_in_writing(caller, other)
    assert caller.mistakes + desk.mistakes + other.mistakes == []
    check_that_the_case_went_on(bo)


def mute_post(open_window, person):
    """Let somebody take their post behind a line that lets nothing out."""
    desk = open_window(person)
    desk.page.add_init_script(MUTE)
    return desk.take_post()


def check_what_is_counted(ana, bo):
    """Hold the call to what its caller met: nobody, whoever answered, and a promise broken."""
    wait_until(lambda: ServiceCall.objects.get().state == "ended")
    call = ServiceCall.objects.get()
    cuts = JournalEntry.objects.filter(body__event__type="Unheard").order_by("pk")
    events = [entry.body["event"] for entry in cuts]
    assert [(one["agent"], one["failures"]) for one in events] == [(ana.name, 1), (bo.name, 2)]
    assert (call.outcome, call.kept, call.agent) == (Outcome.UNHEARD, False, None)


def go_on_in_writing(caller, desk):
    """Take the offer: the case follows, and what is written arrives."""
    caller.button("Écrire en direct à une personne").click()
    caller.wait_for_phase("ringing")
    desk.button("Répondre").click()
    caller.wait_for_phase("up")
    caller.page.get_by_label("Votre texte").press_sequentially("Mon colis est perdu\n")
    desk.wait(LINES.format("perdu"))
    desk.page.get_by_label("Votre texte").press_sequentially("Je cherche")
    caller.wait(LINES.format("Je cherche"))
    caller.check()
    caller.button("Raccrocher").click()
    caller.wait_for_receipt()


def check_that_the_case_went_on(bo):
    """Hold the written call to the case of the first, answered by who could not be heard."""
    wait_until(lambda: not ServiceCall.objects.exclude(state="ended").exists())
    spoken, written = ServiceCall.objects.order_by("clicked_at")
    assert (written.channel, written.outcome) == (Channel.TEXT, Outcome.ANSWERED)
    assert (written.agent, written.case) == (bo, spoken.case)
