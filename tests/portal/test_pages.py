"""The portal's pages: the first question, the sources, the demo people."""

import pytest
from django.utils import timezone

from boutdufil.kernel.people import services as people
from boutdufil.portal.demo_doors import demo_roles
from tests.factories.illico import NumberFactory
from tests.factories.organisations import OrganisationFactory

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


def test_home_counts_posts_with_the_way_to_their_counting(client):
    answer = client.get("/")

    assert answer.context["posts"].counted_url in answer.text


def test_every_front_door_opens_or_asks_who_comes(client):
    doors = client.get("/").context["doors"]

    assert len(doors) == 5
    assert {client.get(door.url).status_code for door in doors} <= {200, 302}


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
    assert page.index("Et aussi") < page.index("Camille Inventée"), "who is not named comes last"


def test_demo_people_stand_with_what_they_do(client):
    for slug, name in (("interprete", "Claire"), ("employeur", "Marc"), ("superviseure", "Ana")):
        people.create_demo_person(slug=slug, name=name, story="Une histoire.")

    roles = [(str(one.title), [door.name for door in one.doors]) for one in demo_roles()]

    assert roles == [
        ("Trouver un métier, recruter, reclasser, former", ["Marc"]),
        ("Répondre aux appels", ["Claire", "Ana"]),
    ]


def test_numbers_can_be_called_without_becoming_anybody(client, settings):
    holder = OrganisationFactory(invented=True)
    NumberFactory(code="suivi-de-commande", organisation=holder, published_at=timezone.now())
    real = OrganisationFactory(invented=False)
    NumberFactory(code="mairie-de-valmont", organisation=real, published_at=timezone.now())

    for page in (client.get("/").text, client.get("/demonstration/").text):
        assert "Sans compte" in page
        assert 'href="/illico/suivi-de-commande/"' in page
        assert "/illico/mairie-de-valmont/" not in page, "a real number is no part of the demo"
    settings.DEMO = False
    assert "Sans compte" not in client.get("/").text


def test_a_real_site_has_no_demo_people(client, settings):
    settings.DEMO = False

    assert client.get("/demonstration/").status_code == 404


@pytest.mark.parametrize("address", ["/sources/", "/vie-privee/", "/accessibilite/"])
def test_every_page_leads_to_what_concerns_the_whole_site(client, address):
    assert f'href="{address}"' in client.get("/connexion/").content.decode()
