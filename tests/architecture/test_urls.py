"""Every address has a login policy that holds, and a test that names it."""

import re

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.architecture.addresses import POLICY, Policy, sample
from tests.architecture.source_tree import ROOT


def named_patterns(resolver=None, namespace=""):
    """Yield (qualified name, pattern) of all addresses but the admin's."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{entry.namespace}:" if entry.namespace else ""
            if entry.namespace != "admin":
                yield from named_patterns(entry, namespace + inner)
        elif isinstance(entry, URLPattern):
            yield namespace + (entry.name or ""), entry


NAMES = sorted(name for name, _ in named_patterns())


def test_every_address_has_a_name_and_a_policy():
    assert sorted(POLICY) == NAMES


@pytest.mark.django_db
@pytest.mark.parametrize("name", [n for n in NAMES if POLICY.get(n) is Policy.PERSON])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_is_sent_to_sign_in(name, method):
    answer = getattr(Client(), method)(reverse(name, kwargs=sample(name)))

    assert answer.status_code == 302
    assert answer.url.startswith(reverse("people:sign_in"))


@pytest.mark.django_db
@pytest.mark.parametrize("name", [n for n in NAMES if POLICY.get(n) is Policy.ANYONE])
def test_a_public_page_does_not_ask_to_sign_in(name):
    answer = Client().get(reverse(name, kwargs=sample(name)))

    assert not (
        answer.status_code == 302 and answer.url.startswith(reverse("people:sign_in") + "?next")
    )


@pytest.mark.django_db
def test_the_admin_refuses_a_person_who_is_no_staff(client, django_user_model):
    person = django_user_model.objects.create(email="invente@example.org", name="Inventé")
    client.force_login(person)

    assert client.get(reverse("admin:index")).status_code == 302


def test_every_address_is_named_in_a_test():
    texts = "\n".join(
        path.read_text(encoding="utf-8")
        for path in (ROOT / "tests").rglob("*.py")
        if path.name != "addresses.py"
    )
    paths = {name: re.split(r"<", reverse_pattern(name))[0] for name in NAMES}
    untested = [n for n in NAMES if n not in texts and (len(paths[n]) < 3 or paths[n] not in texts)]

    assert untested == []


def reverse_pattern(name: str) -> str:
    """Return the path of a name up to its first parameter."""
    path = reverse(name, kwargs=sample(name))
    for value in map(str, sample(name).values()):
        path = path.split(value)[0]
    return path
