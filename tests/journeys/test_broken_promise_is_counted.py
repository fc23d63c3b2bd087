"""A promise that is not kept is said to the caller in plain words, and counted in public."""

from datetime import timedelta

import pytest

from boutdufil.rooms.illico.enums import Outcome
from boutdufil.rooms.illico.models import ServiceCall
from tests.journeys.call_site import call_site, make_agent, make_number, open_window
from tests.journeys.conftest import open_browser
from tests.processes import wait_until

__all__ = ["call_site", "open_browser", "open_window"]
pytestmark = pytest.mark.browser


def test_after_sixty_seconds_the_page_says_that_the_promise_is_broken(open_window):
    number = make_number()
    caller = open_window()
    caller.call(number)
    keep = caller.page.get_by_role("button", name="Garder ma place").first
    assert not caller.page.get_by_text("Promesse non tenue").first.is_visible()
    assert not keep.is_visible()

    # A minute is long for a test: the click is set back, and the page comes again.
    wait_until(lambda: ServiceCall.objects.get().received_ms is not None)
    call = ServiceCall.objects.get()
    ServiceCall.objects.update(
        clicked_at=call.clicked_at - timedelta(seconds=57), received_ms=call.received_ms - 57_000
    )
    caller.page.reload()
    caller.wait_for("Promesse non tenue", seconds=30)
    caller.wait_for("compté comme une promesse rompue")
    assert keep.is_visible()
    caller.check()

    caller.button("Raccrocher").click()
    caller.wait_for_receipt()
    caller.wait_for("C’est compté comme une promesse rompue.")
    call = ServiceCall.objects.get()
    assert (call.outcome, call.kept) == (Outcome.ABANDONED, False)


def test_a_hold_in_the_first_thirty_seconds_breaks_it_too(open_window):
    number = make_number()
    person, _agent = make_agent(number)
    desk, caller = open_window(person).take_post(), open_window()
    caller.call(number, phase="ringing")
    desk.answer(caller)

    desk.button("Mettre en attente").click()
    caller.wait_for("Ce temps n’est pas compté.")
    caller.check()
    wait_until(lambda: ServiceCall.objects.get().held_early)
    desk.button("Mettre en attente").click()
    caller.wait("() => document.querySelector('[data-hold]').hidden")
    desk.button("Raccrocher").click()

    caller.wait_for("rompue : mise en attente dans les trente premières secondes")
    assert ServiceCall.objects.get().kept is False
