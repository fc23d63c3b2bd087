"""Error pages: in both languages, without a database where there may be none."""

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils.translation import override

PAGES = ["400", "403", "403_csrf", "404", "429", "500", "503"]


@pytest.mark.parametrize("page", PAGES)
def test_an_error_page_needs_neither_request_nor_database(page):
    with override("fr"):
        html = render_to_string(f"{page}.html")

    assert html.count("<h1>") == 1
    assert f"Erreur {page[:3]}" in html


@pytest.mark.parametrize("page", ["500", "503"])
def test_the_pages_of_an_outage_speak_both_languages_at_once(page):
    with override("fr"):
        assert '<div class="flow measure muted" lang="en">' in render_to_string(f"{page}.html")
    with override("en"):
        assert '<div class="flow measure muted" lang="fr">' in render_to_string(f"{page}.html")


@pytest.mark.django_db
def test_an_address_that_leads_nowhere_says_so():
    answer = Client().get("/personne/")

    assert answer.status_code == 404
    assert "Personne au bout de ce fil" in answer.content.decode()


@pytest.mark.django_db
def test_a_form_without_its_token_is_refused_kindly():
    answer = Client(enforce_csrf_checks=True).post("/langue/", {"language": "en"})

    assert answer.status_code == 403
    assert "Le formulaire a expiré" in answer.content.decode()


def test_a_page_of_too_many_requests_fits_the_frame():
    with override("fr"):
        html = render_to_string("429.html", request=RequestFactory().get("/"))

    assert html.count('class="thread-dot"') == 2
