"""The list behind every "where?" box, and the admin that only reads."""

from html.parser import HTMLParser

import pytest
from django.contrib import admin
from django.test import RequestFactory
from django.urls import reverse

from boutdufil.kernel.territories import models
from tests.factories.territories import AreaFactory, CommuneFactory

pytestmark = pytest.mark.django_db


class Options(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        if tag == "li":
            self.found.append(dict(attrs))


def options(client, query):
    answer = client.get(reverse("territories:search"), {"q": query})
    reader = Options()
    reader.feed(answer.content.decode())
    assert answer.status_code == 200
    return reader.found


def test_the_address_is_french():
    assert reverse("territories:search") == "/territoires/recherche/"


def test_a_stranger_gets_options(client):
    first, *_rest = options(client, "lille")

    assert first["role"] == "option"
    assert first["data-value"] == "59350"
    assert first["data-label"] == "Lille (59000)"


def test_nothing_asked_nothing_offered(client):
    assert options(client, "") == []
    assert client.get(reverse("territories:search")).status_code == 200


def test_at_most_ten_options(client):
    assert len(options(client, "saint")) == 10


def test_names_are_escaped(client):
    CommuneFactory(name='Ville "inventée" & <fils>', search="ville inventee fils")
    answer = client.get(reverse("territories:search"), {"q": "ville inventee"})

    assert "<fils>" not in answer.content.decode()
    assert options(client, "ville inventee")[0]["data-label"].startswith(
        'Ville "inventée" & <fils>'
    )


def test_only_reading(client):
    assert client.post(reverse("territories:search"), {"q": "lille"}).status_code == 405


def test_a_search_costs_one_query(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get(reverse("territories:search"), {"q": "saint"})


@pytest.mark.parametrize(
    "model", [models.Region, models.Department, models.Commune, models.Area, models.TableVersion]
)
def test_the_admin_only_reads(model):
    request = RequestFactory().get("/")
    page = admin.site.get_model_admin(model)

    assert not page.has_add_permission(request)
    assert not page.has_change_permission(request)
    assert not page.has_delete_permission(request)


@pytest.mark.parametrize("name", ["region", "department", "commune", "area", "tableversion"])
def test_the_admin_lists_places(name, admin_client):
    assert admin_client.get(reverse(f"admin:territories_{name}_changelist")).status_code == 200


def test_an_invented_area_has_an_invented_department():
    assert [str(d) for d in AreaFactory().departments.all()] == ["Département inventé (Z01)"]
