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
CLOSED = {Policy.PERSON, Policy.ADMINISTRATOR}


def test_every_address_has_a_name_and_a_policy():
    assert sorted(POLICY) == NAMES


@pytest.mark.django_db
@pytest.mark.parametrize("name", [n for n in NAMES if POLICY.get(n) in CLOSED])
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


# These write addresses down without testing them.
LISTS = {"addresses.py", "contest_samples.py", "world.py", "test_urls.py"}


def test_every_address_is_named_in_a_test():
    texts = "\n".join(
        path.read_text(encoding="utf-8")
        for path in (ROOT / "tests").rglob("*.py")
        if path.name not in LISTS and path.parent.name != "parts"
    )

    assert [name for name in NAMES if not named_in(texts, name)] == []


def named_in(texts: str, name: str) -> bool:
    """Tell whether the qualified name or the complete path stands between quotes there."""
    path = re.escape(reverse(name, kwargs=sample(name)))
    for value in map(str, sample(name).values()):
        path = path.replace(re.escape(value), r"[^/\"']+")
    return bool(re.search(rf"[\"'](?:{name}|{path}(?:[?#][^\"']*)?)[\"']", texts))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('reverse("mobility:shares")', True),
        ('client.get("/mobilite/partage/")', True),
        ('client.get("/mobilite/partage/?page=2")', True),
        ('client.get("/mobilite/partage/12/retirer/")', False),
        ("mobility:shares without quotes", False),
        ('page(client, "shares")', False),
    ],
)
def test_the_beginning_of_a_path_is_not_its_name(text, named):
    assert named_in(text, "mobility:shares") is named
