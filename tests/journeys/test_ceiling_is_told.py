"""What an organisation pays for a call has an end: caller and agent read so, and go on talking."""

from datetime import timedelta

import pytest
from django.utils import timezone

from boutdufil.rooms.illico.services.metering import warn_of_ceilings
from tests.journeys.call_site import call_site, make_agent, make_number, open_window
from tests.journeys.conftest import open_browser
from tests.processes import wait_until

__all__ = ["call_site", "open_browser", "open_window"]
pytestmark = pytest.mark.browser


def test_both_ends_read_when_half_and_when_all_of_it_is_passed(open_window):
    # Twenty seconds at a hundredth of a euro, after ten that are free.
    number = make_number(ceiling=2_000)
    person, _agent = make_agent(number)
    desk, caller = open_window(person).take_post(), open_window()
    caller.call(number, phase="ringing")
    desk.answer(caller)

    wait_until(lambda: warned(after=timedelta(seconds=15)))
    caller.wait_for("La moitié de ce que l’organisme paie")
    desk.wait_for("La moitié de ce que l’organisme paie pour cet appel est passée.")

    wait_until(lambda: warned(after=timedelta(seconds=90)))
    caller.wait_for("L’organisme ne paie plus la suite de cet appel.")
    desk.wait_for("Le plafond de cet appel est atteint")
    for window in (caller, desk):
        window.check()
        line = window.page.locator("[data-ceiling]")
        assert line.get_attribute("role") == "status", "said without interrupting anybody"


def warned(*, after):
    """Look at the calls as the job does every minute, some time from now."""
    return warn_of_ceilings(now=timezone.now() + after)
