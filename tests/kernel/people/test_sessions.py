"""Sessions are listed, told apart, and closed one by one or all at once."""

import datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from boutdufil.kernel.people import selectors
from boutdufil.kernel.people.devices import BROWSERS, SYSTEMS, describe_device
from boutdufil.kernel.people.models import PersonSession
from tests.factories.people import PersonFactory, PersonSessionFactory

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
CHROME = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"
PHRASE = "un autocar rouge sous la pluie"


@pytest.fixture
def person():
    return PersonFactory(with_password=PHRASE)


def signed_in(person, agent):
    browser = Client(headers={"user-agent": agent})
    browser.post(reverse("people:sign_in_password"), {"email": person.email, "password": PHRASE})
    return browser


@pytest.mark.django_db
def test_each_browser_is_one_row_and_the_current_one_comes_first(person):
    here, there = signed_in(person, FIREFOX), signed_in(person, CHROME)

    rows = selectors.session_rows(person.pk, here.session.session_key)

    assert [(r.device, r.is_current) for r in rows] == [
        ("Firefox · Linux", True),
        ("Chrome · Android", False),
    ]
    assert "cet appareil" in there.get(reverse("people:sessions")).content.decode()


@pytest.mark.django_db
def test_a_closed_session_is_out_at_its_next_page(person):
    here, there = signed_in(person, FIREFOX), signed_in(person, CHROME)
    other = next(
        r for r in selectors.session_rows(person.pk, here.session.session_key) if not r.is_current
    )

    here.post(reverse("people:revoke_session", args=[other.id]))

    assert there.get(reverse("people:my_page")).status_code == 302
    assert here.get(reverse("people:my_page")).status_code == 200


@pytest.mark.django_db
def test_all_others_close_at_once(person):
    here = signed_in(person, FIREFOX)
    others = [signed_in(person, CHROME) for _ in range(3)]

    here.post(reverse("people:revoke_other_sessions"))

    assert [o.get(reverse("people:my_page")).status_code for o in others] == [302] * 3
    assert here.get(reverse("people:my_page")).status_code == 200


@pytest.mark.django_db
def test_nobody_closes_a_stranger_s_session(person):
    theirs = PersonSessionFactory()

    answer = signed_in(person, FIREFOX).post(reverse("people:revoke_session", args=[theirs.pk]))

    assert answer.status_code == 404
    assert PersonSession.objects.filter(pk=theirs.pk).exists()


@pytest.mark.django_db
def test_the_key_of_a_session_is_kept_as_a_hash(person):
    browser = signed_in(person, FIREFOX)

    assert browser.session.session_key not in str(list(PersonSession.objects.values()))


@pytest.mark.django_db
def test_the_last_visit_is_noted_by_the_hour_only(person):
    browser = signed_in(person, FIREFOX)
    first = PersonSession.objects.get().last_seen_at

    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=50)):
        browser.get(reverse("people:my_page"))
    assert PersonSession.objects.get().last_seen_at == first

    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=70)):
        browser.get(reverse("people:my_page"))
    assert PersonSession.objects.get().last_seen_at > first


@pytest.mark.django_db
def test_signing_in_changes_the_key_of_the_session(person):
    browser = Client()
    browser.get(reverse("people:sign_in"))
    browser.post(reverse("people:sign_in"), {"email": person.email})
    before = browser.session.session_key

    browser.post(reverse("people:sign_in_password"), {"email": person.email, "password": PHRASE})

    assert before
    assert browser.session.session_key != before


@pytest.mark.django_db
def test_somebody_else_on_the_same_browser_gets_a_session_of_their_own(person):
    browser = signed_in(person, FIREFOX)
    other = PersonFactory(with_password=PHRASE)

    browser.post(reverse("people:sign_in_password"), {"email": other.email, "password": PHRASE})

    assert int(browser.session["_auth_user_id"]) == other.pk
    assert browser.get(reverse("people:my_page")).status_code == 200
    assert [s.is_current for s in selectors.session_rows(other.pk, browser.session.session_key)]


@pytest.mark.django_db
def test_a_session_ends_after_thirty_days(person):
    browser = signed_in(person, FIREFOX)

    assert browser.session.get_expiry_age() == 30 * 24 * 3600


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox · Linux"),
        (CHROME, "Chrome · Android"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge · Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0) Version/19.0 Safari/604.1", "Safari · iPhone"),
        ("curl/8.5.0", ""),
    ],
)
def test_a_device_in_two_words(agent, words):
    assert describe_device(agent) == words


@given(st.text(max_size=500))
def test_a_device_never_says_more_than_two_known_words(agent):
    known = {name for _, name in (*BROWSERS, *SYSTEMS)}

    assert set(filter(None, describe_device(agent).split(" · "))) <= known
