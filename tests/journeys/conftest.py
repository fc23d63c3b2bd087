"""A real browser on the real site: with and without JavaScript, at any width, in any language."""

import re
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from tests.axe import violations
from tests.browsers import open_browser

__all__ = ["open_browser"]

LOCALES = {"fr": "fr-FR", "en": "en-GB"}
MOST_TABS = 150


# Proposals that come late may stand before a button: a tap elsewhere shuts them.
SHUT_PROPOSALS = """() => {
  const at = document.activeElement;
  if (at?.matches("[role=combobox]")) at.blur();
}"""


@dataclass
class Journey:
    """One person's browser, and what must hold on every page they see."""

    page: Page
    site: str
    javascript: bool
    mistakes: list[str]

    def go(self, path):
        """Open an address of the site, or a whole address."""
        self.page.goto(path if path.startswith("http") else self.site + path)
        self.check()

    def be(self, name):
        """Be somebody of the demo, in one click."""
        self.page.goto(self.site + "/")
        self.page.get_by_role("button", name=name).first.click()
        self.page.wait_for_load_state()
        return self

    def sign_in(self, person):
        """Come with the session of somebody; signing in has journeys of its own."""
        client = Client()
        client.force_login(person)
        name = settings.SESSION_COOKIE_NAME
        cookie = {"name": name, "value": client.cookies[name].value, "url": self.site}
        self.page.context.add_cookies([cookie])
        return self

    def press(self, name, role="button", *, within="main"):
        """Press what bears this name, and look at the page that comes."""
        self.page.evaluate(SHUT_PROPOSALS)
        self.page.locator(within).get_by_role(role, name=name).first.click()
        self.page.wait_for_load_state()
        self.check()

    def ask(self, label, words):
        """Type words and press Enter: proposals that come late may stand before the button."""
        asked = self.field(label)
        asked.fill(words)
        with self.page.expect_navigation():
            asked.press("Enter")
        self.check()

    def check(self):
        """Hold the page to what every page owes: one heading, no sideways scroll, axe silent."""
        expect(self.page.locator("h1")).to_have_count(1)
        width = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        scroll, client = self.page.evaluate(width)
        assert scroll <= client, f"{self.page.url} scrolls sideways"
        if self.javascript:
            assert violations(self.page) == [], self.page.url
            assert self.mistakes == []

    def field(self, label):
        """Return the control that bears this label; the list of suggestions bears it too."""
        return self.page.locator("input, select").and_(self.page.get_by_label(label)).first

    def tab_to(self, selector):
        """Reach an element by the Tab key alone."""
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("s => document.activeElement.matches(s)", selector):
                return
        raise AssertionError(f"the Tab key never reaches {selector}")

    def text(self, selector="main"):
        """Return what is read there, its spaces plain."""
        return re.sub(r"\s+", " ", self.page.locator(selector).inner_text())


@pytest.fixture
def start_journey(open_browser, live_server, transactional_db):
    """Give a function that opens a fresh browser profile on the site."""
    opened = []

    def start(*, javascript=True, width=1280, language="fr", browser="chromium"):
        context = open_browser(browser).new_context(
            java_script_enabled=javascript,
            viewport={"width": width, "height": 800},
            locale=LOCALES[language],
            reduced_motion="reduce",
        )
        opened.append(context)
        page, mistakes = context.new_page(), []
        page.on("pageerror", lambda error: mistakes.append(str(error)))
        return Journey(page, live_server.url, javascript, mistakes)

    yield start
    for context in opened:
        context.close()
