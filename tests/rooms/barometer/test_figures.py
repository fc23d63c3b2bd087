"""Quoted figures: as their sources give them, side by side, never added up, to take away."""

import csv
import io
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from boutdufil.rooms.barometer.enums import Mark, ReleaseState
from boutdufil.rooms.barometer.models import FactSource, Indicator, QuotedFact
from boutdufil.rooms.barometer.rules.indicators import SHIPPED
from boutdufil.rooms.barometer.selectors.comparison import per_head
from boutdufil.rooms.barometer.selectors.figures import fact_rows, indicator_rows
from boutdufil.rooms.barometer.services.quoted_facts import load_shipped_facts
from tests.factories.barometer import CellFactory, QuotedFactFactory, ReleaseFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shipped():
    load_shipped_facts()


def page_of(client, slug):
    return client.get(reverse("barometer:indicator", args=[slug])).content.decode()


def test_what_is_shipped_is_there_once_and_has_its_sources():
    counts = (Indicator.objects.count(), FactSource.objects.count(), QuotedFact.objects.count())

    load_shipped_facts()

    assert counts[0] >= len(SHIPPED)
    assert counts == (
        Indicator.objects.count(),
        FactSource.objects.count(),
        QuotedFact.objects.count(),
    )


@pytest.mark.parametrize(
    ("slug", "area", "period", "value", "high"),
    [
        ("effectif", "FR", "2011", 273_000, None),
        ("effectif", "FR", "2012", 273_000, 275_000),
        ("effectif", "DE", "2011", 400_000, None),
        ("effectif", "GB", "2011", 1_000_000, None),
        ("effectif", "FR", "2025", 290_000, None),
        ("effectif", "FR", "2013", 329_000, None),
        ("effectif-prestataires", "FR", "2025", 55_000, None),
        ("effectif-prestataires", "FR", "2008", 23_477, None),
        ("postes-a-pourvoir", "FR-Lorraine", "2009", 500, None),
        ("part-internes", "FR", "2011", 80, None),
        ("part-externalisee", "FR", "2011", 22, None),
        ("chiffre-affaires", "FR", "2024", 3_560, None),
        ("part-en-france", "FR", "2025", 46, None),
        ("prets-a-payer", "FR", "2012", 57, None),
        ("sourds-et-malentendants", "FR", "2012", 4_000_000, None),
        ("emplois-creables", "FR", "2012", 15_000, None),
    ],
)
def test_a_figure_stands_as_it_was_said(slug, area, period, value, high):
    said = {
        (one.value, one.value_high)
        for one in fact_rows(slug)
        if (one.area, one.period) == (area, period)
    }

    assert (Decimal(value), None if high is None else Decimal(high)) in said


def test_what_a_source_only_bounds_is_not_sharpened(client):
    assert "au plus 20" in page_of(client, "rotation")


def test_two_denominators_are_told_apart_and_never_added(client):
    words = page_of(client, "part-internes")

    assert "À ne pas additionner" in words
    assert "Part de l’activité confiée à des prestataires" in words
    assert "80 et 22 font 102" in words


def test_a_withdrawn_figure_stays_withdrawn(client):
    fact = QuotedFact.objects.get(indicator__slug="part-emploi")
    QuotedFact.objects.filter(pk=fact.pk).update(withdrawn_at=timezone.now())

    load_shipped_facts()

    assert fact_rows("part-emploi") == ()
    assert "Aucune autre source" in page_of(client, "part-emploi")


def test_a_released_figure_has_its_interval_and_stamp_and_a_draft_is_not_seen(client):
    indicator = Indicator.objects.get(slug="effectif")
    published = ReleaseFactory(
        state=ReleaseState.PUBLISHED, published_at=timezone.now() - timedelta(days=1)
    )
    CellFactory(release=published, indicator=indicator)
    CellFactory(release=ReleaseFactory(), indicator=indicator, value=111_111.0)

    words = page_of(client, "effectif").replace("\u202f", " ")

    assert "267 000 – 279 000" in words
    assert "démonstration, données simulées" in words
    assert "111 111" not in words


def test_a_hidden_figure_is_hidden_everywhere(client):
    published = ReleaseFactory(state=ReleaseState.PUBLISHED, published_at=timezone.now())
    hidden = {"value": None, "low": None, "high": None, "variation": None}
    indicator = Indicator.objects.get(slug="effectif")
    CellFactory(release=published, indicator=indicator, mark=Mark.SECRET, **hidden)

    told = client.get(reverse("barometer:indicator_json", args=["effectif"])).json()

    assert [one["value"] for one in told["measured"]] == [None]
    assert "secret statistique" in page_of(client, "effectif")


def test_the_table_and_the_page_say_the_same(client):
    answer = client.get(reverse("barometer:indicator_csv", args=["effectif"]))

    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == len(fact_rows("effectif"))
    germany = [one for one in rows if (one["lieu"], one["periode"]) == ("DE", "2011")]
    assert [one["valeur"] for one in germany] == ["400000"]
    told = client.get(reverse("barometer:indicator_json", args=["effectif"])).json()
    assert [one["valeur"] for one in told["quoted"]] == [one["valeur"] for one in rows]
    assert told["licence"] == "Licence Ouverte 2.0"


def test_countries_are_compared_by_head(client):
    rows = {one.area: one for one in per_head()}

    assert rows["France"].percent == pytest.approx(1.0074, abs=1e-4)
    assert rows["Allemagne"].percent == pytest.approx(0.9703, abs=1e-4)
    assert rows["Royaume-Uni"].percent == pytest.approx(3.3778, abs=1e-4)
    assert "1,01" in client.get(reverse("barometer:comparison")).content.decode()


def test_nobody_is_made_to_say_a_figure_they_did_not_say():
    assert 54 not in {one.value for one in fact_rows("part-hors-france")}


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("rotation", "rotation"),
        ("turnover", "rotation"),
        ("chiffre d'affaires des prestataires", "chiffre-affaires"),
        ("duree indeterminee", "part-cdi"),
        ("offshore", "part-hors-france"),
    ],
)
def test_words_as_people_type_them_find_it(typed, slug):
    assert slug in [one.slug for one in indicator_rows(typed)]


def test_words_find_an_indicator(client):
    found = client.get(reverse("barometer:directory"), {"q": "chiffre d’affaires"})
    assert "Chiffre d’affaires des prestataires" in found.content.decode()
    none = client.get(reverse("barometer:directory"), {"q": "zzz"}).content.decode()
    assert "Aucun chiffre ne répond" in none


def test_an_unknown_indicator_is_not_found(client):
    for name in ("barometer:indicator", "barometer:indicator_csv", "barometer:indicator_json"):
        assert client.get(reverse(name, args=["rien"])).status_code == 404


def test_a_long_list_costs_no_more(client, django_assert_max_num_queries):
    indicator = Indicator.objects.get(slug="effectif")
    for at in range(30):
        QuotedFactFactory(indicator=indicator, period=f"{1990 + at}")

    with django_assert_max_num_queries(12):
        page_of(client, "effectif")
