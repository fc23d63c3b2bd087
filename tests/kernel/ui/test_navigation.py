"""The frame: who registers a link finds it; the section and the languages are known."""

import pytest
from django.test import RequestFactory
from django.urls import resolve, reverse
from django.utils.translation import override

from boutdufil.kernel.ui import navigation
from boutdufil.kernel.ui.context_processors import interface


@pytest.fixture
def registry(monkeypatch):
    """An empty registry, put back afterwards."""
    monkeypatch.setattr(navigation, "_entries", {})


def page(path: str):
    request = RequestFactory().get(path)
    request.resolver_match = resolve(request.path)
    return request


@pytest.mark.usefixtures("registry")
def test_links_come_in_their_order_and_mark_the_section():
    navigation.register("late", "Plus tard", "ui:styleguide", order=9)
    navigation.register("ui", "Guide", "ui:styleguide", order=1)

    links = interface(page("/styleguide/"))["nav"]

    assert [(link.label, link.current) for link in links] == [("Guide", True), ("Plus tard", False)]


@pytest.mark.usefixtures("registry")
def test_a_key_registered_twice_is_one_link():
    navigation.register("ui", "Guide", "ui:styleguide")
    navigation.register("ui", "Le guide", "ui:styleguide")
    assert [entry.label for entry in navigation.entries()] == ["Le guide"]

    navigation.unregister("ui")
    assert navigation.entries() == []


def test_the_language_form_returns_to_the_page_with_its_query():
    with override("fr"):
        english = next(
            language
            for language in interface(page("/styleguide/?a=1"))["language_urls"]
            if not language["current"]
        )

    assert english["code"] == "en"
    assert english["next"] == "/styleguide/?a=1"
    assert english["action"] == reverse("ui:set_language")


def test_an_address_nothing_answers_to_is_empty():
    assert navigation.address("nobody:home") == ""


@pytest.mark.django_db
def test_a_visitor_changes_language_and_stays(client):
    answer = client.post(
        reverse("ui:set_language"), {"language": "en", "next": reverse("ui:styleguide")}
    )

    assert answer.url == reverse("ui:styleguide")
    assert '<html lang="en">' in client.get(answer.url).content.decode()


@pytest.mark.django_db
def test_the_language_form_does_not_lead_to_another_site(client):
    answer = client.post(
        reverse("ui:set_language"), {"language": "en", "next": "https://ailleurs.example/"}
    )

    assert "ailleurs" not in answer.url


@pytest.mark.django_db
def test_the_style_guide_suggests_towns(client):
    answer = client.get(reverse("ui:suggestions"), {"q": "Li"}).content.decode()

    assert answer.count('role="option"') == 2
    assert 'data-label="Lille"' in answer
