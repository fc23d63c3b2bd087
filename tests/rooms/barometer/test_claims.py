"""Claims beside counts: real and simulated apart, unknown when nothing was counted, never mixed."""

from datetime import date

import pytest
from django.urls import reverse

from boutdufil.rooms.barometer.enums import RoomFactKind
from boutdufil.rooms.barometer.models import FactSource, Indicator
from boutdufil.rooms.barometer.rules.claims import CLAIMS, HOW
from boutdufil.rooms.barometer.selectors.claims import claim_rows
from boutdufil.rooms.barometer.services.quoted_facts import load_shipped_facts
from tests.factories.barometer import RoomFactFactory

pytestmark = pytest.mark.django_db
GRAND_EST = "44"


@pytest.fixture(autouse=True)
def shipped():
    load_shipped_facts()


def world(slug, *, simulated=False, place=0):
    counts = {one.slug: one for one in claim_rows()}[slug].counts[place]
    found = counts.simulated if simulated else counts.real
    return [(one.month, one.count) for one in found.months], found.total


def test_every_claim_has_its_source_its_figure_and_a_way_of_counting():
    sources = set(FactSource.objects.values_list("key", flat=True))
    slugs = {"", *Indicator.objects.values_list("slug", flat=True)}

    assert {one.source for one in CLAIMS} <= sources
    assert {one.indicator for one in CLAIMS} <= slugs
    assert {kind for one in CLAIMS for kind in one.beside} <= set(HOW)
    assert len(claim_rows()) == len(CLAIMS)


def test_nothing_counted_is_unknown_and_no_zero(client):
    assert world("postes-en-deux-ans") == ([], None)

    words = client.get(reverse("barometer:claims")).content.decode()

    assert words.count("Inconnu\u00a0: rien") == sum(len(one.beside) for one in CLAIMS)
    assert "simulées" not in words


def test_real_and_simulated_are_told_apart_by_month(client):
    for count, simulated, day in ((2, False, 3), (1, False, 20), (40, True, 5)):
        RoomFactFactory(count=count, simulated=simulated, happened_on=date(2026, 3, day))
    RoomFactFactory(count=7, happened_on=date(2026, 4, 1))

    real = [(date(2026, 4, 1), 7), (date(2026, 3, 1), 3)]
    assert world("postes-en-deux-ans") == (real, 10)
    assert world("postes-en-deux-ans", simulated=True) == ([(date(2026, 3, 1), 40)], 40)
    words = client.get(reverse("barometer:claims")).content.decode()
    assert "démonstration, données simulées" in words
    assert "mars 2026" in words


def test_a_claim_about_a_region_is_counted_there_alone():
    RoomFactFactory(region=GRAND_EST, count=2)
    RoomFactFactory(region="32", count=50)

    assert world("postes-en-lorraine")[1] == 2
    assert world("postes-en-deux-ans")[1] == 52


def test_people_who_answer_are_not_added_up_over_months():
    for month in (3, 4):
        RoomFactFactory(kind=RoomFactKind.AGENT, count=5, happened_on=date(2026, month, 1))
        RoomFactFactory(kind=RoomFactKind.CALL, count=9, happened_on=date(2026, month, 1))

    assert world("emplois-illico")[1] is None
    assert world("emplois-illico", place=1)[1] == 18


@pytest.mark.parametrize("words", ["15 000 emplois", "500 postes en Lorraine", "20 000 postes"])
def test_the_page_says_who_promised_what_and_what_it_cannot_see(client, words):
    page = client.get(reverse("barometer:claims")).content.decode()

    assert words in page
    assert "Manuel Jacquinet" in page
    assert "Ce que ce site ne voit pas" in page
    assert "Comment est-ce compté" in page
