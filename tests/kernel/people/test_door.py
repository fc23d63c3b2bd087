"""Signing up, in and out, by link and by password."""

import datetime
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from boutdufil.kernel.people.enums import LinkPurpose
from boutdufil.kernel.people.models import EmailLink, Person, PersonSession
from boutdufil.kernel.people.tokens import derive_token
from tests.factories.people import EmailLinkFactory, PersonFactory

pytestmark = pytest.mark.django_db
PHRASE = "un autocar rouge sous la pluie"


def signed_in_id(client):
    return int(client.session.get("_auth_user_id", 0))


def url_of(link):
    return reverse("people:open_link", args=[derive_token(link.nonce)])


def test_a_new_person_opens_an_account(client, link_in_mail):
    sent = client.post(
        reverse("people:sign_up"), {"name": "Zoé Inventée", "email": "Zoe@Example.org"}
    )
    assert sent.url == reverse("people:link_sent")
    assert not Person.objects.exists()

    client.post(link_in_mail(), {"name": "Zoé Inventée", "password": ""})
    person = Person.objects.get()

    assert (person.email, person.name) == ("zoe@example.org", "Zoé Inventée")
    assert person.email_verified_at
    assert not person.has_usable_password()
    assert signed_in_id(client) == person.pk


def test_an_unknown_address_on_the_sign_in_page_leads_to_an_account(client, link_in_mail):
    client.post(reverse("people:sign_in"), {"email": "neuf@example.org"})
    client.post(link_in_mail(), {"name": "Neuf", "password": PHRASE})

    assert Person.objects.get().check_password(PHRASE)


def test_a_link_signs_in_from_another_browser_and_leads_where_one_wanted_to_go(
    client, link_in_mail
):
    person = PersonFactory()
    client.post(reverse("people:sign_in"), {"email": person.email, "next": "/vie-privee/"})

    elsewhere = Client()
    answer = elsewhere.post(link_in_mail())

    assert signed_in_id(elsewhere) == person.pk
    assert signed_in_id(client) == 0
    assert answer.url == "/vie-privee/"


def test_opening_a_link_changes_nothing(client):
    link = EmailLinkFactory()

    answer = client.get(url_of(link))

    link.refresh_from_db()
    assert answer.status_code == 200
    assert link.used_at is None
    assert signed_in_id(client) == 0


@pytest.mark.parametrize("purpose", LinkPurpose.values)
def test_a_link_serves_once(purpose):
    person = None if purpose == LinkPurpose.SIGN_UP else PersonFactory()
    link = EmailLinkFactory(purpose=purpose, person=person, email="nouvelle@example.org")
    typed = {"name": "Zoé", "password": PHRASE}

    assert Client().post(url_of(link), typed).status_code == 302
    for replay in (Client().post(url_of(link), typed), Client().get(url_of(link))):
        assert replay.status_code == 410


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_spend_a_link_once():
    url = url_of(EmailLinkFactory())

    def click(_):
        try:
            return Client().post(url).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        answers = sorted(threads.map(click, range(4)))

    assert answers == [302, 410, 410, 410]


def test_a_link_lives_fifteen_minutes(client):
    link = EmailLinkFactory()

    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=15, seconds=1)):
        answer = client.post(url_of(link))

    assert answer.status_code == 410
    assert signed_in_id(client) == 0


def test_an_invented_token_opens_nothing(client):
    assert client.post(reverse("people:open_link", args=["x" * 43])).status_code == 410


def test_a_link_of_one_purpose_does_not_serve_another(client, link_in_mail):
    person = PersonFactory()
    client.post(reverse("people:forgot_password"), {"email": person.email})

    client.post(link_in_mail())

    assert signed_in_id(client) == 0, "a password link without a password does nothing"


def test_the_token_is_nowhere_at_rest(client, queue, link_in_mail):
    person = PersonFactory()
    client.post(reverse("people:sign_in"), {"email": person.email})
    token = link_in_mail().rstrip("/").split("/")[-1]

    with connection.cursor() as cursor:
        cursor.execute("select string_agg(l::text, '') from people_emaillink l")
        stored = cursor.fetchone()[0]
    sessions = str([s.get_decoded() for s in Session.objects.all()])

    assert len(token) == 43
    assert token not in stored + sessions + str(queue)
    assert queue == [("people.send_link", {"link_id": EmailLink.objects.get().pk})]


def answers_to(email):
    """Return what a stranger sees of each door for one address."""
    seen = []
    for name in ("people:sign_in", "people:sign_up", "people:forgot_password"):
        stranger = Client()
        sent = stranger.post(reverse(name), {"email": email, "name": "Qui"}, follow=True)
        seen.append((sent.redirect_chain, sent.content.decode().replace(email, "")))
    wrong = Client().post(
        reverse("people:sign_in_password"), {"email": email, "password": "non, ce n’est pas ça"}
    )
    seen.append((wrong.status_code, wrong.content.decode().replace(email, "")))
    return seen


def without_csrf(answers):
    return [(head, re.sub(r'value="\w{64}"', "", body)) for head, body in answers]


def test_no_door_says_whether_an_account_exists(settings):
    settings.DEMO = False
    PersonFactory(email="la@example.org", with_password=PHRASE)

    assert without_csrf(answers_to("la@example.org")) == without_csrf(answers_to("pa@example.org"))


def test_both_addresses_cost_the_same_work(settings):
    settings.DEMO = False
    PersonFactory(email="la@example.org")

    def queries_for(email):
        with CaptureQueriesContext(connection) as captured:
            Client().post(reverse("people:sign_in"), {"email": email})
        return len(captured)

    assert abs(queries_for("la@example.org") - queries_for("pa@example.org")) <= 1


def test_an_unknown_address_costs_a_hash_too(client, monkeypatch):
    hashed = []
    original = Person.set_password
    monkeypatch.setattr(
        Person, "set_password", lambda self, raw: (hashed.append(raw), original(self, raw))
    )

    client.post(reverse("people:sign_in_password"), {"email": "pa@example.org", "password": PHRASE})

    assert hashed == [PHRASE]


def test_a_password_signs_in_whatever_the_capitals_of_the_address(client):
    person = PersonFactory(email="zoe@example.org", with_password=PHRASE)

    client.post(
        reverse("people:sign_in_password"), {"email": " ZOE@example.org", "password": PHRASE}
    )

    assert signed_in_id(client) == person.pk


def test_a_closed_account_stays_closed(client):
    person = PersonFactory(with_password=PHRASE, is_active=False)
    link = EmailLinkFactory(person=person)

    client.post(reverse("people:sign_in"), {"email": person.email})
    client.post(reverse("people:sign_in_password"), {"email": person.email, "password": PHRASE})

    assert client.post(url_of(link)).status_code == 410
    assert signed_in_id(client) == 0
    assert mail.outbox == []


@pytest.mark.parametrize(
    "elsewhere", ["https://ailleurs.example/", "//ailleurs.example", "javascript:alert(1)", "\\\\x"]
)
def test_nobody_is_led_to_another_site(client, elsewhere):
    person = PersonFactory(with_password=PHRASE)

    answer = client.post(
        reverse("people:sign_in_password"),
        {"email": person.email, "password": PHRASE, "next": elsewhere},
    )

    assert answer.url == reverse("people:my_page")


def test_signing_out_takes_a_post(client):
    client.force_login(PersonFactory())

    assert client.get(reverse("people:sign_out")).status_code == 405
    assert signed_in_id(client)
    client.post(reverse("people:sign_out"))
    assert signed_in_id(client) == 0
    assert not PersonSession.objects.exists()


def test_a_new_password_closes_the_other_sessions_and_voids_other_links(client, link_in_mail):
    person = PersonFactory(with_password="ancienne phrase de passe")
    other_link = EmailLinkFactory(person=person)
    thief = Client()
    thief.force_login(person)

    client.post(reverse("people:forgot_password"), {"email": person.email})
    client.post(link_in_mail(), {"password": PHRASE})

    assert Person.objects.get().check_password(PHRASE)
    assert signed_in_id(client) == person.pk
    assert thief.get(reverse("people:my_page")).status_code == 302
    assert Client().post(url_of(other_link)).status_code == 410


@pytest.mark.parametrize("weak", ["court", "personne.inventee@example.org"])
def test_a_weak_password_is_refused_and_the_link_stays_good(client, weak):
    person = PersonFactory(email="personne.inventee@example.org")
    link = EmailLinkFactory(person=person, purpose=LinkPurpose.SET_PASSWORD)

    answer = client.post(url_of(link), {"password": weak})
    link.refresh_from_db()

    assert answer.context["form"].errors["password"]
    assert link.used_at is None


def test_a_stranger_cannot_plant_a_password_in_an_account_to_be(client, link_in_mail):
    client.post(
        reverse("people:sign_up"),
        {"name": "Victime", "email": "victime@example.org", "password": PHRASE},
    )
    Client().post(link_in_mail(), {"name": "Victime", "password": ""})

    assert not Person.objects.get().has_usable_password()


def test_messages_speak_the_language_of_the_page(client):
    PersonFactory(email="zoe@example.org")

    client.post(reverse("people:sign_in"), {"email": "zoe@example.org"})

    assert mail.outbox[0].subject == "Votre lien de connexion"
    assert "Bonjour" in mail.outbox[0].body
