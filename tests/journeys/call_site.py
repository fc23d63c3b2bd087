"""The site with a dispatcher beside it, and windows with a camera and a microphone.

from tests.journeys.call_site import call_site, open_window  # fixtures
"""

import contextlib
import threading
from datetime import time, timedelta

import pytest
import uvicorn
from django.conf import settings as site_settings
from django.test import Client
from django.utils import timezone

from boutdufil.config.asgi import BESIDE, Beside, WithCompany, get_pages
from boutdufil.kernel import realtime
from boutdufil.kernel.calls.consumers import socket
from boutdufil.rooms.illico.rules.seats import Seat
from boutdufil.rooms.illico.services.agents import seat_agent
from tests.factories.illico import NumberFactory, OpeningHoursFactory
from tests.factories.people import PersonFactory
from tests.journeys.conftest import LOCALES, Journey
from tests.processes import wait_until
from tests.rooms.illico.dispatcher.world import open_site

__all__ = ["call_site", "make_agent", "make_number", "open_window"]

# A conversation is established when both ends say that the other is heard.
TALKING = (
    "() => document.querySelector('[data-call-status]')?.textContent.includes('en conversation')"
)


@pytest.fixture
def call_site(transactional_db, test_database, settings, monkeypatch):
    """The site as uvicorn serves it, in a thread, and a dispatcher in a process of its own."""
    settings.BOUTDUFIL_MEDIA = "direct"
    monkeypatch.setattr(socket, "GRACE_SECONDS", 3.0)
    with open_site(test_database) as beside:
        settings.BOUTDUFIL_DISPATCHER = f"unix:{beside.path}"
        beside.start()
        beside.client()
        with _serving() as address:
            settings.BOUTDUFIL_SITE_URL = address
            beside.address = address
            yield beside


@contextlib.contextmanager
def _serving():
    application = WithCompany(Beside(get_pages(), BESIDE), realtime.running)
    config = uvicorn.Config(application, port=0, lifespan="on", log_config=None, log_level="error")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    wait_until(lambda: server.started or not thread.is_alive())
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)


class Window(Journey):
    """One person's window, with a camera and a microphone."""

    def call(self, number, button="Appeler par la voix", phase="waiting"):
        """Call from the page of a number; wait until one is in line, or until it rings."""
        self.go(f"/illico/{number.code}/")
        self.button(button).click()
        self.wait_for_phase(phase)

    def take_post(self):
        """Be there for callers."""
        self.go("/illico/poste/")
        self.button("Prendre mon poste").click()
        self.page.get_by_role("heading", name="Prendre votre poste").wait_for(state="detached")
        return self

    def answer(self, caller):
        """Answer what rings, and wait until both ends hear or see each other."""
        self.button("Répondre").click()
        caller.wait_for_talk()
        self.wait_for_talk()

    def wait_for_receipt(self):
        """Wait until the call is over and the tables have it."""
        self.wait("() => !document.querySelector('[data-conversation]')")
        self.wait_for("Conversation comptée")

    def wait(self, script, seconds=60):
        """Wait until a script is true in the page."""
        self.page.wait_for_function(script, timeout=seconds * 1000)

    def wait_for(self, words, seconds=60):
        """Wait until words can be read."""
        self.page.get_by_text(words).locator("visible=true").first.wait_for(timeout=seconds * 1000)

    def wait_for_phase(self, phase, seconds=20):
        """Wait until the caller's page shows a part."""
        self.wait(
            f"() => document.querySelector('[data-caller]')?.dataset.phase === '{phase}'", seconds
        )

    def wait_for_talk(self, seconds=30):
        """Wait until sound or pictures flow both ways."""
        self.wait(TALKING, seconds)

    def button(self, name):
        """Return the button that bears a name and can be seen."""
        return self.page.get_by_role("button", name=name).locator("visible=true").first


@pytest.fixture
def open_window(open_browser, call_site):
    """Give a function that opens a window, as somebody or as a stranger without an account."""
    opened = []

    def start(person=None, *, width=1280, language="fr", devices=True):
        browser = open_browser("chromium with devices" if devices else "chromium")
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            locale=LOCALES[language],
            reduced_motion="reduce",
        )
        opened.append(context)
        if person is not None:
            context.add_cookies([_session_of(person, call_site.address)])
        page, mistakes = context.new_page(), []
        page.on("pageerror", lambda error: mistakes.append(str(error)))
        return Window(page, call_site.address, javascript=True, mistakes=mistakes)

    yield start
    for context in opened:
        context.close()


def _session_of(person, address):
    client = Client()
    client.force_login(person)
    name = site_settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": address}


def make_number(*, channels=("voice", "video", "text"), code="colis", **more):
    """Return a number of an invented company, open around the clock on every channel."""
    facts = {
        "name": "Suivi de colis",
        "published_at": timezone.now() - timedelta(days=60),
        "closed_on_holidays": False,
        "languages": ["fr"],
        "free_alternative": "le formulaire du site",
    }
    number = NumberFactory(code=code, channels=list(channels), **{**facts, **more})
    for channel in channels:
        for weekday in range(1, 8):
            OpeningHoursFactory(
                number=number, channel=channel, weekday=weekday, opens=time(0), closes=time(23, 59)
            )
    return number


def make_agent(number, given_name="Ana", **seat):
    """Return somebody who answers a number: the person, and their seat."""
    person = PersonFactory()
    described = Seat(given_name, numbers=(number.pk,), **seat)
    return person, seat_agent(
        organisation_id=number.organisation_id, person_id=person.pk, seat=described
    )
