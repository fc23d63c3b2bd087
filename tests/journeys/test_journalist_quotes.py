"""A journalist finds turnover, reads why sources differ, and puts the chart on a page of theirs."""

import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from boutdufil.rooms.barometer.services.estimation import (
    RunDraft,
    run_estimation,
    take_frame_margins,
)
from boutdufil.rooms.barometer.services.quoted_facts import load_shipped_facts
from boutdufil.rooms.barometer.services.releases import make_release, publish_release
from tests.rooms.barometer.estimates import closed_wave

pytestmark = pytest.mark.browser
STAMP = "démonstration, données simulées"


@pytest.fixture
def published(transactional_db):
    """Publish a wave of invented centres beside what others say."""
    load_shipped_facts()
    wave = closed_wave()
    take_frame_margins(wave_id=wave.pk, actor_id=None)
    run = run_estimation(wave_id=wave.pk, draft=RunDraft(), actor_id=None)
    made = make_release(run_id=run.pk, name="Résultats inventés", actor_id=None)
    return publish_release(release_id=made.pk, now=timezone.now(), actor_id=None)


@pytest.fixture
def paper():
    """Serve a page of the newspaper's own, on another port."""
    pages = {}

    class Paper(BaseHTTPRequestHandler):
        def do_GET(self):
            body = pages.get("text", "").encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_told):
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Paper)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield pages, f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def test_a_journalist_finds_turnover_and_embeds_it(
    start_journey, published, paper, settings, live_server
):
    settings.BOUTDUFIL_SITE_URL = live_server.url
    journey = start_journey(width=390)
    page = journey.page
    journey.go("/barometre/")
    journey.ask("Chercher un chiffre", "turnover")
    journey.press("Rotation", "link")
    text = journey.text()
    assert "Quand deux diffèrent" in text
    assert "Le même sujet, compté autrement" in text
    journey.press("Rotation, par les départs", "link")
    text = journey.text()
    assert re.search(r"En \d{4} : [\d,]+ % \(intervalle à 95 % : ", text)
    assert STAMP in text

    code = page.get_by_label("Code à copier").input_value()
    pages, address = paper
    pages["text"] = f"<!doctype html><title>Journal</title>{code}"
    page.goto(address)
    picture = page.locator("img").first
    expect(picture).to_be_visible()
    assert picture.evaluate("one => one.complete && one.naturalWidth > 200")
    assert "Rotation" in picture.get_attribute("alt")


def test_a_blind_reader_reads_the_same_figures_in_the_table(start_journey, published):
    journey = start_journey()
    journey.go("/barometre/indicateurs/rotation-departs/")
    journey.tab_to("details > summary")
    journey.page.keyboard.press("Enter")
    cells = published.cells.filter(indicator__slug="rotation-departs", table="region")
    shown = [one for one in cells if one.value is not None]
    table = journey.page.locator("details[open] table")
    expect(table.locator("tbody tr")).to_have_count(cells.count())
    told = re.sub(r"\s+", " ", table.inner_text())
    assert shown
    for one in shown:
        assert f"{one.value:.2f}".rstrip("0").rstrip(".").replace(".", ",") in told
