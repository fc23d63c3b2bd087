"""Who may do what: every predicate for every kind of actor."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from boutdufil.kernel.people import permissions
from boutdufil.kernel.people.models import Person

SUBJECT = 7
NOW = datetime.datetime(2026, 11, 22, 9, 0, tzinfo=datetime.UTC)
ACTORS = {
    "stranger": AnonymousUser(),
    "self": Person(pk=SUBJECT, name="x"),
    "self_closed": Person(pk=SUBJECT, name="x", is_active=False),
    "self_erased": Person(pk=SUBJECT, erased_at=NOW),
    "other": Person(pk=8, name="x"),
    "staff": Person(pk=9, name="x", is_staff=True),
    "administrator": Person(pk=10, name="x", is_staff=True, is_superuser=True),
    "closed_administrator": Person(
        pk=11, name="x", is_staff=True, is_superuser=True, is_active=False
    ),
}
ALLOWED = {
    permissions.can_see_my_page: {"self"},
    permissions.can_export_subject: {"self", "administrator"},
    permissions.can_correct_subject: {"self", "administrator"},
    permissions.can_erase_subject: {"self", "administrator"},
    permissions.can_revoke_session: {"self"},
    permissions.is_self: {"self"},
}


@pytest.mark.parametrize("predicate", ALLOWED, ids=lambda p: p.__name__)
@pytest.mark.parametrize("actor", ACTORS)
def test_the_matrix(predicate, actor):
    assert predicate(ACTORS[actor], SUBJECT) is (actor in ALLOWED[predicate])


def test_every_predicate_on_a_subject_is_in_the_matrix():
    predicates = {
        member
        for name, member in vars(permissions).items()
        if name.startswith("can_") and callable(member)
    }

    assert predicates <= set(ALLOWED)


@pytest.mark.parametrize("actor", ACTORS)
def test_who_answers_for_the_site(actor):
    assert permissions.is_administrator(ACTORS[actor]) is (actor == "administrator")


@pytest.mark.parametrize(
    ("minutes", "fresh"), [(0, True), (15, True), (15.1, False), (-1, False), (None, False)]
)
def test_what_counts_as_a_fresh_sign_in(minutes, fresh):
    at = None if minutes is None else NOW - datetime.timedelta(minutes=minutes)

    assert permissions.has_fresh_sign_in(at, NOW) is fresh


PRIVATE = [
    ("people:my_page", []),
    ("people:export_data", []),
    ("people:correct", []),
    ("people:change_email", []),
    ("people:ask_password_link", []),
    ("people:sessions", []),
    ("people:revoke_other_sessions", []),
    ("people:revoke_session", [1]),
    ("people:erase", []),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "args"), PRIVATE)
def test_a_stranger_is_led_to_sign_in(client, name, args):
    for answer in (client.get(reverse(name, args=args)), client.post(reverse(name, args=args))):
        assert answer.status_code == 302
        assert answer.url.startswith(reverse("people:sign_in"))
