"""The portal's pages: the first question, the sources, the demo people."""

import pytest

from boutdufil.kernel.people import services as people

pytestmark = pytest.mark.django_db


def test_home_asks_the_first_question(client):
    page = client.get("/").content.decode()

    assert 'name="q"' in page
    assert "Votre métier, avec vos mots" in page


def test_home_counts_what_is_in_force(client):
    answer = client.get("/")

    assert answer.context["holdings"].cards > 0
    assert answer.context["holdings"].open_doors > 0


def test_home_speaks_english(client):
    client.cookies["boutdufil_language"] = "en"

    assert "Your job, in your own words" in client.get("/").content.decode()


@pytest.mark.parametrize("address", ["/accessibilite/", "/sources/"])
def test_public_pages_open(client, address):
    assert client.get(address).status_code == 200


def test_the_source_in_force_is_named(client):
    assert "18/09/2025" in client.get("/sources/").content.decode()


def test_doors_are_told_with_their_source_and_not_as_declared(client):
    assert "avec leur source et leur date" in client.get("/").content.decode()
    assert "tant que la branche ne les a pas confirmées" in client.get("/sources/").content.decode()


def test_demo_people_are_offered(client):
    people.create_demo_person(slug="inventee", name="Camille Inventée", story="Une histoire.")

    page = client.get("/demonstration/").content.decode()

    assert "Camille Inventée" in page
    assert "Une histoire." in page


def test_a_real_site_has_no_demo_people(client, settings):
    settings.DEMO = False

    assert client.get("/demonstration/").status_code == 404


@pytest.mark.parametrize("address", ["/sources/", "/vie-privee/", "/accessibilite/"])
def test_every_page_leads_to_what_concerns_the_whole_site(client, address):
    assert f'href="{address}"' in client.get("/connexion/").content.decode()
