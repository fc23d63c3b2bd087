"""The page's side: one stream for several topics, over breaks, pauses and old tokens."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import transaction
from playwright.sync_api import BrowserContext, Page, Route
from pytest_django import DjangoDbBlocker

from boutdufil.kernel import realtime
from boutdufil.kernel.events.relay import running_relay
from boutdufil.kernel.events.selectors import outbox_status
from tests.browsers import OpenBrowser
from tests.database import TestDatabase, disconnect
from tests.kernel.realtime.web import Web, web
from tests.processes import wait_until

pytestmark = pytest.mark.browser

PAGE = """<!doctype html><title>Essai</title>
<div data-stream="/flux/?t={first}" hidden></div><div data-stream="/flux/?t={second}" hidden></div>
<a href="/ailleurs/">Ailleurs</a>
<script type="module">
import {{ subscribe, watch }} from "/static/realtime/stream.js";
window.got = []; window.states = [];
subscribe("{topic}", "told", (body) => window.got.push(body.n));
subscribe("{topic}-2", "*", (body, kind) => window.got.push(`${{kind}} ${{body.n}}`));
subscribe("{topic}", "told", () => {{ throw new Error("a callback that stumbles"); }});
watch((isOpen) => window.states.push(isOpen));
</script>"""


@pytest.fixture(scope="module")
def served(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    test_database: TestDatabase,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Web]:
    folder: Path = tmp_path_factory.mktemp("exchange")
    with django_db_blocker.unblock():
        with running_relay(), web(f"unix:{folder}/dispatcher.sock") as process:
            wait_until(lambda: outbox_status().has_relay)
            yield process
        disconnect()
        test_database.restore()


class Visit:
    """A visitor's page on two topics, whose tokens are made as long-lived as a test wants."""

    def __init__(self, served: Web, context: BrowserContext, *, seconds: int = 3600) -> None:
        self.topic = f"plan:{uuid4().hex[:8]}"
        self.seconds = seconds
        self.url = f"http://127.0.0.1:{served.port}"
        self.streams: list[str] = []
        self.page: Page = context.new_page()
        self.page.on("request", self._note)
        self.page.route("**/essai/", self._page)
        self.page.route("**/ailleurs/", lambda route: route.fulfill(body="<title>Ailleurs</title>"))
        self.page.goto(f"{self.url}/essai/")
        self.page.wait_for_function("window.states.at(-1)")

    def tell(self, number: int, *, to: str = "") -> None:
        with transaction.atomic():
            realtime.publish(self.topic + to, "told", {"n": number})

    def wait_for(self, got: list[object]) -> None:
        with contextlib.suppress(Exception):
            self.page.wait_for_function("n => window.got.length >= n", arg=len(got), timeout=15_000)
        assert self.page.evaluate("window.got") == got

    def _page(self, route: Route) -> None:
        first = realtime.stream_token([self.topic], seconds=self.seconds)
        second = realtime.stream_token([f"{self.topic}-2"], seconds=self.seconds)
        body = PAGE.format(topic=self.topic, first=first, second=second)
        route.fulfill(body=body, content_type="text/html; charset=utf-8")

    def _note(self, request: object) -> None:
        url = str(getattr(request, "url", ""))
        if "/flux/" in url:
            self.streams.append(url)


@pytest.fixture
def context(open_browser: OpenBrowser) -> Iterator[BrowserContext]:
    made = open_browser("chromium").new_context()
    yield made
    made.close()


def test_a_page_holds_one_stream_for_all_its_topics(served: Web, context: BrowserContext) -> None:
    visit = Visit(served, context)
    visit.tell(1)
    visit.tell(2, to="-2")
    visit.tell(3)

    visit.wait_for([1, "told 2", 3])
    assert len(visit.streams) == 1


def test_nothing_is_lost_or_doubled_while_the_network_is_away(
    served: Web, context: BrowserContext
) -> None:
    visit = Visit(served, context)
    visit.tell(1)
    visit.wait_for([1])
    # The tokens' own position is before all of it: what came already must not come again.
    visit.page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide'))")
    visit.tell(2)
    visit.page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow'))")
    visit.tell(3)

    visit.wait_for([1, 2, 3])
    assert visit.page.evaluate("window.states") == [False, True, False, True]


def test_an_old_token_is_renewed_by_the_page_itself(served: Web, context: BrowserContext) -> None:
    visit = Visit(served, context, seconds=2)
    visit.tell(1)
    visit.wait_for([1])
    visit.seconds = 3600
    visit.page.wait_for_function("window.states.at(-1) === false", timeout=15_000)
    visit.tell(2)
    visit.page.wait_for_function("window.states.at(-1)", timeout=20_000)
    visit.tell(3)

    visit.wait_for([1, 2, 3])


def test_a_page_that_is_left_lets_its_stream_go(served: Web, context: BrowserContext) -> None:
    visit = Visit(served, context)
    visit.tell(1)
    visit.wait_for([1])
    visit.page.click("a")
    visit.page.wait_for_url("**/ailleurs/")
    visit.tell(2)
    visit.page.go_back()
    visit.page.wait_for_function("window.states.at(-1)")
    visit.tell(3)

    visit.page.wait_for_function("window.got.at(-1) === 3", timeout=15_000)
    assert visit.page.evaluate("window.got") in ([1, 2, 3], [2, 3], [3])
