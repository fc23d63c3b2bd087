"""Invented people: one click in the demo, nothing anywhere else."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from boutdufil.kernel.people import registry, selectors, services
from boutdufil.kernel.people.models import Person
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def nadia():
    return services.create_demo_person(slug="nadia", name="Nadia B.", story="Vingt ans au dépôt.")


def sign_in(client, slug):
    return client.post(reverse("people:demo_sign_in"), {"slug": slug})


def test_one_click_signs_in(client, nadia, settings):
    settings.DEMO = True

    assert sign_in(client, "nadia").status_code == 302
    assert int(client.session["_auth_user_id"]) == nadia.pk
    assert "Personne inventée" in client.get(reverse("people:my_page")).content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
def test_there_is_no_such_door_in_production(client, nadia, settings, method):
    settings.DEMO = False

    answer = getattr(client, method)(reverse("people:demo_sign_in"), {"slug": "nadia"})

    assert answer.status_code == 404
    assert "_auth_user_id" not in client.session


def test_nobody_real_and_nobody_of_the_team_is_behind_the_click(client, settings):
    settings.DEMO = True
    PersonFactory(demo_slug="equipe", is_staff=True)

    assert sign_in(client, "equipe").status_code == 404
    assert sign_in(client, "").status_code == 404


def test_the_same_slug_is_the_same_person(nadia):
    again = services.create_demo_person(slug="nadia", name="Nadia B.", story="Une autre histoire.")

    assert again.pk == nadia.pk
    assert Person.objects.get().demo_story == "Une autre histoire."
    assert nadia.email.endswith(".invalid")


def test_demo_people_come_in_the_order_they_were_made(nadia, settings):
    services.create_demo_person(slug="amine", name="Amine", story="Assistant.")

    settings.DEMO = True
    assert [p.slug for p in selectors.demo_people()] == ["nadia", "amine"]
    settings.DEMO = False
    assert selectors.demo_people() == []


def test_an_erased_demo_person_can_be_made_again(nadia):
    services.erase_subject(person=nadia, actor_id=nadia.pk)

    assert services.create_demo_person(slug="nadia", name="Nadia B.", story="").pk != nadia.pk


def test_the_demo_shows_the_link_that_no_mail_brings(client, settings):
    settings.DEMO = True
    client.post(reverse("people:sign_in"), {"email": "vous@example.org"})

    assert re.search(r"/connexion/lien/[\w-]{43}/", client.get(sent()).content.decode())


def test_the_demo_never_shows_the_link_of_the_team(client, settings):
    settings.DEMO = True
    PersonFactory(email="equipe@example.org", is_staff=True)
    client.post(reverse("people:sign_in"), {"email": "equipe@example.org"})

    assert "/connexion/lien/" not in client.get(sent()).content.decode()


def test_elsewhere_the_page_shows_no_link(client, settings):
    settings.DEMO = False
    client.post(reverse("people:sign_in"), {"email": "vous@example.org"})

    assert "/connexion/lien/" not in client.get(sent()).content.decode()


def test_nobody_asked_so_nothing_was_sent(client):
    assert client.get(sent()).url == reverse("people:sign_in")


def test_rooms_claim_what_the_guest_had_begun(client, nadia, settings, monkeypatch):
    settings.DEMO = True
    claimed = []
    monkeypatch.setattr(
        registry,
        "_sign_in_hooks",
        [lambda *, person, session: claimed.append((person.pk, session.get("parcours")))],
    )
    session = client.session
    session["parcours"] = 41
    session.save()

    sign_in(client, "nadia")

    assert claimed == [(nadia.pk, 41)]


@pytest.mark.parametrize(
    "name",
    [
        "people:sign_in", "people:sign_up", "people:sign_in_password", "people:forgot_password",
        "people:privacy", "people:my_page", "people:sessions", "people:correct",
        "people:change_email", "people:erase", "people:export_data",
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", ["fr", "en"])
def test_reading_writes_no_table(nadia, name, language):
    browser = Client(headers={"accept-language": language})
    browser.force_login(nadia)

    with CaptureQueriesContext(connection) as queries:
        answer = browser.get(reverse(name))

    assert answer.status_code == 200
    written = [q["sql"] for q in queries if re.match(r"(?i)insert|update|delete", q["sql"])]
    assert written == []


def sent():
    return reverse("people:link_sent")
