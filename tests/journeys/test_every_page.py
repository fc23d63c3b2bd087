"""Every page there is: axe, width, console, themes and language, for strangers and people.

One browser page walks them all, because a start per page would take minutes; faults are collected
and reported together.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, Response

from boutdufil.kernel.people.enums import LinkPurpose
from tests.architecture.addresses import PAGES, POLICY, Policy, sample
from tests.architecture.inhabited import world
from tests.architecture.world import (
    DEAD_TOKEN,
    VISITORS,
    WITHDRAWN_TOKEN,
    World,
    words_of_people,
)
from tests.axe import violations
from tests.journeys.failing_urls import FAILURES

__all__ = ["world"]

pytestmark = [pytest.mark.browser, pytest.mark.urls("tests.journeys.failing_urls")]

TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
# What is read in English: text and what stands for text, outside passages in another language.
READ_IN_ENGLISH = """() => {
  const english = (element) => element.closest("[lang]").lang.startsWith("en");
  const unread = "script, style, code, svg";
  const read = [document.title];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (english(element) && !element.closest(unread)) read.push(walker.currentNode.data);
  }
  for (const name of ["aria-label", "alt", "placeholder", "title", "content"])
    for (const element of document.querySelectorAll(`[${name}]`))
      if (english(element)) read.push(element.getAttribute(name));
  return read.map((text) => text.trim()).filter(Boolean);
}"""
FRENCH = re.compile(
    r"\b(?:vous|votre|vos|nous|notre|nos|les|des|une|est|sont|dans|pour|avec|sans|sur|métiers?"
    r"|compétences?|du|au|aux|et|à|ce|cette|par|qui|que|pas)\b|[çœ]|\b[ldnsjqu]’\w",
    re.I,
)
# Names stay what they are, in any language.
NAMES = re.compile(
    r"Bout du fil|Licence Ouverte|France Travail|Les Trois Étoffes \(inventée\)|Nadia Delattre"
    r"|Karim Lesage|Nadia Inventée|Villeneuve-d’Ascq|Marcq-en-Barœul|Français|Code du travail"
    r"|Grand Est|Nord-Pas-de-Calais"
)


@dataclass
class Walk:
    """A browser on the site, and all that was wrong on its way."""

    page: Page
    site: str
    language: str
    visitor: str
    written: list[str] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    shown: tuple[int, str] = (0, "")

    def look_at(self, address: str) -> None:
        """Open an address and hold its page to what every page owes."""
        self.heard.clear()
        self._show(360, "light")
        answer = self.page.goto(self.site + address)
        assert answer is not None
        self._note(address, "is not the page", self._elsewhere(address, answer))
        self._note(address, "axe, light, 360", violations(self.page))
        self._note(address, "scrolls sideways at 360", self.page.evaluate(TOO_WIDE))
        self._look_wide(address)
        if self.language == "en":
            self._note(address, "French in English", self._french())
        self._note(address, "console", [line for line in self.heard if not expected(line, answer)])

    def _look_wide(self, address: str) -> None:
        # Another language changes words alone: the wide page was seen in French.
        if self.language != "fr":
            return
        self._show(1280, "light")
        self._note(address, "axe, light, 1280", violations(self.page))
        self._note(address, "scrolls sideways at 1280", self.page.evaluate(TOO_WIDE))
        self._show(1280, "dark")
        self._note(address, "axe, dark", violations(self.page, colours_alone=True))

    def _show(self, width: int, theme: str) -> None:
        if self.shown[0] != width:
            self.page.set_viewport_size({"width": width, "height": 800})
        if self.shown[1] != theme:
            self.page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        self.shown = (width, theme)

    def _elsewhere(self, address: str, answer: Response) -> str:
        """Say where we were led instead; the page of a fault is found where it was asked for."""
        arrived = answer.url.removeprefix(self.site)
        return "" if arrived == address else f"led to {arrived}"

    def _french(self) -> list[str]:
        read = set(self.page.evaluate(READ_IN_ENGLISH))
        return sorted({text[:120] for text in read if FRENCH.search(self._ours(text))})

    def _ours(self, text: str) -> str:
        """Leave out of a text what people wrote themselves."""
        for words in self.written:
            if words == text or (" " in words and words in text):
                text = text.replace(words, "")
        return NAMES.sub("", text)

    def _note(self, address: str, what: str, found: object) -> None:
        if found:
            self.faults.append(f"{address} {what}: {found}")


def expected(line: str, answer: Response) -> bool:
    """Tell whether the console only says that the page asked for has the status it has."""
    return answer.status >= 400 and f"status of {answer.status}" in line


@pytest.fixture
def start_walk(open_browser, live_server, world) -> Iterator[object]:
    """Give a function that opens the site as a visitor, in a language."""
    opened = []

    def start(visitor: str, language: str, *, long_ago: bool = False) -> Walk:
        client = Client()
        world.visit_again(client) if long_ago else world.visit(client, visitor)
        context = open_browser("chromium").new_context()
        opened.append(context)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        cookies = {settings.SESSION_COOKIE_NAME: session, settings.LANGUAGE_COOKIE_NAME: language}
        context.add_cookies(
            [{"name": n, "value": v, "url": live_server.url} for n, v in cookies.items()]
        )
        written = [words for words in words_of_people() if FRENCH.search(words)]
        walk = Walk(context.new_page(), live_server.url, language, visitor, written)
        walk.page.on("console", lambda message: walk.heard.append(message.text))
        walk.page.on("pageerror", lambda error: walk.heard.append(str(error)))
        return walk

    yield start
    for context in opened:
        context.close()


def addresses(world: World, visitor: str) -> list[str]:
    """Return every page this visitor can open, each with what makes it show something."""
    samples = world.samples()
    open_to = [n for n in PAGES if visitor == "person" or POLICY[n] is Policy.ANYONE]
    return [reverse(name, kwargs=sample(name) | samples.get(name, {})) for name in open_to]


def states(world: World) -> list[str]:
    """Return the other faces of pages: searches, links of all kinds, faults."""
    words = {
        "mobility:past_jobs": ["?q=preparatrice", "?q=zzzzqq"],
        "mobility:skills": ["?q=client", "?q=zzzzqq"],
        "mobility:why": ["?q=conseiller", "?q=zzzzqq"],
        "mobility:compare": ["?a=N1105&b=D1408", "?a=D1408&b=D1408", "?a=D1408&b=Z9999"],
        "mobility:paths": ["?voir=50"],
    }
    searches = [reverse(name) + query for name, queries in words.items() for query in queries]
    purposes = [p for p in LinkPurpose if p != LinkPurpose.SIGN_IN]
    tokens = [*map(world.email_token, purposes), DEAD_TOKEN]
    links = [reverse("people:open_link", args=[token]) for token in tokens]
    shared = [reverse("mobility:shared", args=[t]) for t in (WITHDRAWN_TOKEN, DEAD_TOKEN)]
    jobs = [
        reverse("mobility:reasons", args=["N1105"]),
        reverse("mobility:card", args=["Z9999"]),
    ]
    broken = [f"/echec/{what}/" for what in (*FAILURES, "formulaire", "trop", "panne")]
    return [*searches, *links, *shared, *jobs, *broken, "/nulle-part/"]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("visitor", VISITORS)
def test_every_page_keeps_what_every_page_owes(start_walk, world, visitor, language):
    walk = start_walk(visitor, language)
    for address in addresses(world, visitor):
        walk.look_at(address)

    assert walk.faults == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_state_of_a_page_keeps_it_too(start_walk, world, language):
    walk = start_walk("stranger", language)
    for address in states(world):
        walk.look_at(address)

    assert walk.faults == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_one_must_sign_in_again_for_keeps_it_too(start_walk, language):
    walk = start_walk("person", language, long_ago=True)
    for name in ("people:change_email", "people:erase"):
        walk.look_at(reverse(name))

    assert walk.faults == []


def test_the_walk_would_notice(start_walk):
    french, english = (start_walk("stranger", language) for language in ("fr", "en"))
    for walk in (french, english):
        walk.look_at("/echec/defauts/")
        told = "\n".join(walk.faults)
        assert "image-alt" in told
        assert "scrolls sideways at 360" in told
        assert "Content Security Policy" in told
    assert "region" in "\n".join(french.faults)
    unread = next(fault for fault in english.faults if "French in English" in fault)
    assert unread.endswith("['Votre métier']")
