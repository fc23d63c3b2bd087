"""Allowances: exact under concurrency, no clear addresses, no stranger locked out."""

import datetime
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.core import mail
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from boutdufil.kernel.people.models import RateCounter
from boutdufil.kernel.people.services.rates import forget_allowances, take_allowance
from boutdufil.kernel.people.throttle import client_address, rate_limited, throttle
from tests.factories.people import PersonFactory, RateCounterFactory

PHRASE = "un autocar rouge sous la pluie"
START = datetime.datetime(2026, 11, 22, 9, 0, tzinfo=datetime.UTC)


def take(key="k", limit=3, per_seconds=60):
    return take_allowance(scope="tests", key=key, limit=limit, per_seconds=per_seconds)


@pytest.mark.django_db
def test_so_many_at_once_then_one_at_a_time():
    with time_machine.travel(START, tick=False) as clock:
        assert [take() for _ in range(5)] == [0, 0, 0, 20, 20]
        clock.shift(19)
        assert take() == 1
        clock.shift(1)
        assert [take(), take()] == [0, 20]


@pytest.mark.django_db
def test_knocking_on_a_closed_door_does_not_keep_it_closed():
    with time_machine.travel(START, tick=False) as clock:
        for _ in range(100):
            take()
        clock.shift(20)
        assert take() == 0


@pytest.mark.django_db
def test_keys_and_scopes_do_not_share():
    assert [take("a", limit=1), take("b", limit=1), take("a", limit=1)][:2] == [0, 0]
    assert throttle(scope="elsewhere", key="a", limit=1, per_seconds=60)
    assert not throttle(scope="elsewhere", key="a", limit=1, per_seconds=60)


@pytest.mark.django_db
def test_only_a_keyed_hash_of_the_key_is_kept():
    take("192.0.2.7 zoe@example.org")

    row = RateCounter.objects.get()
    assert "192.0.2.7" not in row.key_hash
    assert "zoe" not in row.key_hash
    assert len(row.key_hash) == 64


@pytest.mark.django_db(transaction=True)
def test_the_last_place_is_taken_once():
    def knock(_):
        try:
            return take(limit=10, per_seconds=3600) == 0
        finally:
            connection.close()

    with ThreadPoolExecutor(12) as threads:
        allowed = sum(threads.map(knock, range(60)))

    assert allowed == 10
    assert str(RateCounter.objects.get()).startswith("tests")


@pytest.mark.django_db
def test_a_limited_view_reads_freely_and_answers_429_with_when_to_return():
    view = rate_limited("tests.view", limit=2, per_seconds=600)(lambda request: HttpResponse("ok"))

    def ask(method):
        request = getattr(RequestFactory(), method)("/")
        request.user, request.session = AnonymousUser(), SessionStore()
        request.resolver_match = None
        return view(request)

    assert [ask("get").status_code for _ in range(5)] == [200] * 5
    answers = [ask("post") for _ in range(3)]
    assert [a.status_code for a in answers] == [200, 200, 429]
    assert 295 <= int(answers[-1]["Retry-After"]) <= 300


def wrong_password(browser, email, address):
    return browser.post(
        reverse("people:sign_in_password"),
        {"email": email, "password": "non, pas du tout"},
        REMOTE_ADDR=address,
    )


@pytest.mark.django_db
def test_who_guesses_is_slowed_and_the_owner_is_not(client, link_in_mail):
    person = PersonFactory(with_password=PHRASE)
    thief = Client()

    guesses = [wrong_password(thief, person.email, "198.51.100.9") for _ in range(40)]
    owner = client.post(
        reverse("people:sign_in_password"),
        {"email": person.email, "password": PHRASE},
        REMOTE_ADDR="192.0.2.1",
    )

    assert [g.status_code for g in guesses] == [200] * 5 + [429] * 35
    assert owner.status_code == 302


@pytest.mark.django_db
def test_the_link_works_even_from_the_slowed_address(link_in_mail):
    person = PersonFactory(with_password=PHRASE)
    browser = Client(REMOTE_ADDR="198.51.100.9")
    slowed = [wrong_password(browser, person.email, "198.51.100.9") for _ in range(8)][-1]

    browser.post(reverse("people:sign_in"), {"email": person.email})
    browser.post(link_in_mail())

    assert reverse("people:sign_in") in slowed.content.decode()
    assert int(browser.session["_auth_user_id"]) == person.pk


@pytest.mark.django_db
def test_a_mailbox_is_not_flooded_and_its_links_stay_good(link_in_mail):
    person = PersonFactory()
    for n in range(30):
        Client(REMOTE_ADDR=f"198.51.100.{n}").post(
            reverse("people:sign_in"), {"email": person.email}
        )

    owner = Client()
    owner.post(link_in_mail())

    assert len(mail.outbox) == 5
    assert int(owner.session["_auth_user_id"]) == person.pk


def address_of(settings, remote, forwarded="", trusted=()):
    settings.BOUTDUFIL_TRUSTED_PROXIES = list(trusted)
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    return client_address(RequestFactory().get("/", REMOTE_ADDR=remote, **headers))


@pytest.mark.parametrize(
    ("remote", "forwarded", "trusted", "address"),
    [
        ("192.0.2.1", "", (), "192.0.2.1"),
        ("192.0.2.1", "203.0.113.5", (), "192.0.2.1"),
        ("10.0.0.1", "203.0.113.5", ("10.0.0.0/8",), "203.0.113.5"),
        ("10.0.0.1", "1.2.3.4, 203.0.113.5", ("10.0.0.1",), "203.0.113.5"),
        ("10.0.0.1", "1.2.3.4, 203.0.113.5, 10.0.0.2", ("10.0.0.0/8",), "203.0.113.5"),
        ("", "203.0.113.5", ("unix",), "203.0.113.5"),
        ("10.0.0.1", "n’importe quoi", ("10.0.0.0/8",), "unknown"),
        ("2001:db8:1:2:3:4:5:6", "", (), "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.1", "", (), "192.0.2.1"),
    ],
)
def test_whose_word_is_taken_for_an_address(settings, remote, forwarded, trusted, address):
    assert address_of(settings, remote, forwarded, trusted) == address


@given(st.text(max_size=80))
def test_a_stranger_cannot_choose_their_address(claim):
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=claim)

    assert client_address(request) == "192.0.2.1"


@pytest.mark.django_db
def test_empty_counters_are_forgotten_after_a_day():
    RateCounterFactory(full_until=START)
    kept = RateCounterFactory(full_until=START + datetime.timedelta(hours=2))

    assert forget_allowances(before=START + datetime.timedelta(hours=1)) == 1
    assert RateCounter.objects.get() == kept
