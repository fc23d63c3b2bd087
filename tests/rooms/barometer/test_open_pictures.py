"""The picture of an indicator: alone it says what, whose, since when, and that it is simulated."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from boutdufil.rooms.barometer.enums import Mark, ReleaseState
from boutdufil.rooms.barometer.models import Cell, Indicator
from tests.factories.barometer import CellFactory, IndicatorFactory, ReleaseFactory
from tests.rooms.barometer.open_world import (
    PUBLISHED_AT,
    SLUG,
    published_release,
    unpublished_release,
)

pytestmark = pytest.mark.django_db
STAMP = "Démonstration, données simulées"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def release():
    return published_release()


def picture(client, slug=SLUG, **query):
    answer = client.get(reverse("barometer:indicator_svg", args=[slug]), query)
    assert answer["Content-Type"].startswith("image/svg+xml")
    return ElementTree.fromstring(answer.content)  # noqa: S314 (made here)


def words(drawn):
    return [one.text for one in drawn.iter(f"{SVG}text")]


def test_a_picture_says_what_it_shows_and_whose_it_is(client, release):
    drawn = picture(client)
    told = " ".join(words(drawn))

    assert drawn.find(f"{SVG}title").text.startswith("Part des salariés")
    assert "2025\u00a0: 78,25 (de 76,1 à 80,3)" in drawn.find(f"{SVG}desc").text
    assert "« Enquête inventée », publié le 2026-03-04" in told
    assert "Licence Ouverte 2.0" in told
    assert STAMP in told


def test_a_picture_needs_no_style_no_script_and_nothing_from_elsewhere(client, release):
    text = client.get(reverse("barometer:indicator_svg", args=[SLUG])).content.decode()

    assert [
        one for one in ("<style", "style=", "class=", "<script", "href", "url(") if one in text
    ] == []
    assert 'fill="#ffffff"' in text


def test_a_picture_is_the_same_whoever_asks_and_english_on_request(client, release):
    address = reverse("barometer:indicator_svg", args=[SLUG])
    french = client.get(address)
    same = Client().get(address, headers={"accept-language": "en"})
    english = picture(client, lang="en")

    assert same.content == french.content
    assert same["Content-Language"] == "fr"
    assert english.get("lang") == "en"
    assert any("78.25" in text for text in words(english))


def test_a_picture_may_stand_on_other_sites(release):
    answer = Client().get(reverse("barometer:indicator_svg", args=[SLUG]))

    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert not answer.cookies
    again = Client().get(
        reverse("barometer:indicator_svg", args=[SLUG]), headers={"if-none-match": answer["ETag"]}
    )
    assert again.status_code == 304


def test_a_hidden_whole_says_so_and_never_zero(client, release):
    hidden = dict.fromkeys(("value", "low", "high", "variation", "respondents"))
    Cell.objects.filter(table="total").update(mark=Mark.SECRET, **hidden)
    drawn = picture(client)

    assert "secret statistique" in words(drawn)
    assert list(drawn.iter(f"{SVG}circle")) == []


def test_a_picture_shows_what_was_published_last_of_each_period(client, release):
    revised = ReleaseFactory(
        survey=release.survey,
        wave=release.wave,
        number=5,
        state=ReleaseState.PUBLISHED,
        published_at=PUBLISHED_AT + timedelta(days=9),
    )
    CellFactory(release=revised, indicator=Indicator.objects.get(slug=SLUG), value=79.5)

    told = words(picture(client))
    assert "79,5" in told
    assert "78,25" not in told


def test_real_figures_and_simulated_ones_share_no_picture(client, release):
    real = ReleaseFactory(
        survey__invented=False,
        simulated=False,
        state=ReleaseState.PUBLISHED,
        published_at=PUBLISHED_AT,
    )
    CellFactory(release=real, indicator=Indicator.objects.get(slug=SLUG), value=70.5, period="2024")

    told = words(picture(client))
    assert "70,5" in told
    assert "78,25" not in told
    assert STAMP not in told


def test_words_of_a_source_stay_beside_its_figure(client, release):
    drawn = picture(client, "effectif")

    beside = [one.text for one in drawn.iter(f"{SVG}text") if one.get("text-anchor") == "end"]
    assert "prévision de 329\u202f000" in beside
    assert "de 273\u202f000 à 275\u202f000" in beside
    assert max(map(len, beside)) <= 24


def test_without_a_measure_the_picture_shows_what_others_say_of_france(client, release):
    drawn = picture(client, "chiffre-affaires")
    told = words(drawn)

    assert "Dit par d’autres, sans correction ni intervalle de notre part." in told
    assert len(list(drawn.iter(f"{SVG}circle"))) >= 1
    assert STAMP not in told


def test_a_picture_of_nothing_says_unknown(client):
    IndicatorFactory(slug="neuf", name="Chiffre <neuf> & inconnu")

    told = words(picture(client, "neuf"))
    assert any("Inconnu" in one for one in told)
    assert any("Chiffre <neuf> & inconnu" in one for one in told)


def test_an_unknown_indicator_has_no_picture(client):
    assert client.get(reverse("barometer:indicator_svg", args=["nulle-part"])).status_code == 404


@pytest.mark.parametrize("state", [ReleaseState.DRAFT, ReleaseState.AUDITED, ReleaseState.READY])
def test_a_release_that_is_not_out_is_in_no_picture(client, release, state):
    waiting = unpublished_release(release, state)
    Cell.objects.filter(release=waiting).update(table="total")

    told = "".join(words(picture(client)))
    assert "7\u202f654\u202f321,5" not in told
    waiting.state, waiting.published_at = ReleaseState.PUBLISHED, PUBLISHED_AT
    waiting.save()
    assert "7\u202f654\u202f321,5" in "".join(words(picture(client)))


def test_the_code_to_paste_is_shown_and_not_run():
    text = render_to_string(
        "barometer/open_data/_embed.html", {"slug": SLUG, "name": 'Part "interne"'}
    )

    shown = text.split("<textarea")[1].split("</textarea>")[0]
    assert escape(f"/barometre/indicateurs/{SLUG}.svg?lang=fr") in shown
    assert "&lt;figure&gt;" in shown
    assert "<img" not in shown
    assert "Part &amp;quot;interne&amp;quot;" in shown


def test_the_page_of_an_indicator_gives_the_code_and_the_files(client, release):
    text = client.get(reverse("barometer:indicator", args=[SLUG])).content.decode()

    assert (
        escape(
            f'<img src="{settings.BOUTDUFIL_SITE_URL.rstrip("/")}/barometre/indicateurs/{SLUG}.svg'
        )
        in text
    )
    for name in ("indicator_svg", "indicator_xlsx", "measured_csv"):
        assert f'href="{reverse(f"barometer:{name}", args=[SLUG])}"' in text
