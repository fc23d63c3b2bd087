"""The reading API: as it is described, paged without a gap, kept by its readers, nothing early."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from boutdufil.rooms.barometer.enums import ReleaseState
from boutdufil.rooms.barometer.models import Cell, Indicator, QuotedFact
from boutdufil.rooms.barometer.rules.openapi import PREFIX
from tests.factories.barometer import CellFactory, ReleaseFactory
from tests.rooms.barometer.json_schema import faults
from tests.rooms.barometer.open_world import (
    PUBLISHED_AT,
    SLUG,
    UNPUBLISHED_VALUE,
    published_release,
    unpublished_release,
)

pytestmark = pytest.mark.django_db
NAMES = {
    "/indicators": ("barometer:api_indicators", {}),
    "/indicators/{slug}": ("barometer:api_indicator", {"slug": SLUG}),
    "/releases": ("barometer:api_releases", {}),
    "/releases/{survey}/{number}": ("barometer:api_release", {"survey": "enquete", "number": 1}),
    "/cells": ("barometer:api_cells", {}),
    "/facts": ("barometer:api_facts", {}),
}
ADDRESSES = [reverse(name, kwargs=kwargs) for name, kwargs in NAMES.values()]
CELLS = reverse("barometer:api_cells")


@pytest.fixture
def release():
    return published_release()


def described(client):
    return client.get(reverse("barometer:api_openapi")).json()


def operation(client, path):
    spec = described(client)
    return spec["paths"][path]["get"], spec["components"]["schemas"]


def test_every_address_is_described_and_every_description_has_an_address(client):
    spec = described(client)

    assert spec["openapi"] == "3.1.0"
    assert set(spec["paths"]) == set(NAMES)
    for path, (name, kwargs) in NAMES.items():
        assert reverse(name, kwargs=kwargs) == PREFIX + path.format(**kwargs)
        given = spec["paths"][path]["get"].get("parameters", [])
        assert {one["name"] for one in given if one["in"] == "path"} == set(kwargs)


def test_every_reference_of_the_description_leads_somewhere(client):
    spec = described(client)
    pointed = set(json.dumps(spec).split("#/components/schemas/")[1:])

    assert {one.split('"')[0] for one in pointed} == set(spec["components"]["schemas"])


@pytest.mark.parametrize("path", NAMES)
def test_every_answer_is_as_described(client, release, path):
    name, kwargs = NAMES[path]
    told, schemas = operation(client, path)
    answer = client.get(reverse(name, kwargs=kwargs))

    schema = told["responses"]["200"]["content"]["application/json"]["schema"]
    assert answer["Content-Type"] == "application/json"
    assert faults(answer.json(), schema, schemas) == []
    assert faults(answer.json() | {"more": 1}, schema, schemas) == ["$.more: not described"]


@pytest.mark.parametrize("path", NAMES)
def test_a_parameter_nobody_knows_is_named(client, release, path):
    name, kwargs = NAMES[path]
    told, schemas = operation(client, path)
    answer = client.get(reverse(name, kwargs=kwargs), {"couleur": "bleu"})

    schema = told["responses"]["400"]["content"]["application/problem+json"]["schema"]
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["parameter"] == "couleur"
    assert faults(answer.json(), schema, schemas) == []


@pytest.mark.parametrize("path", NAMES)
def test_every_described_parameter_is_taken(client, release, path):
    name, kwargs = NAMES[path]
    told, _schemas = operation(client, path)
    given = {"indicator": SLUG, "table": "region", "region": "44", "period": "2025", "limit": 3}
    given |= {"area": "FR", "cursor": ""}
    query = {one["name"] for one in told.get("parameters", []) if one["in"] == "query"}

    for parameter in query:
        answer = client.get(reverse(name, kwargs=kwargs), {parameter: given[parameter]})
        assert answer.status_code == 200, parameter


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("limit=0", "limit"),
        ("limit=501", "limit"),
        ("limit=beaucoup", "limit"),
        ("limit=٣", "limit"),
        ("cursor=nimporte", "cursor"),
        ("cursor=%C3%A9", "cursor"),
        ("table=region&table=type", "table"),
        ("period=" + "2" * 61, "period"),
    ],
)
def test_a_wrong_parameter_is_named(client, release, query, parameter):
    answer = client.get(f"{CELLS}?{query}")

    assert (answer.status_code, answer.json()["parameter"]) == (400, parameter)


def test_a_problem_is_told_in_the_language_of_the_asker(client):
    answer = client.get(f"{CELLS}?limit=0", headers={"accept-language": "fr"})

    assert answer.json()["detail"] == "«\u00a0limit\u00a0» est un nombre entier de 1 à 500."


@pytest.mark.parametrize(
    "address",
    [
        reverse("barometer:api_indicator", args=["nulle-part"]),
        reverse("barometer:api_release", args=["enquete", 9]),
        reverse("barometer:api_release", args=["nulle-part", 1]),
        reverse("barometer:api_release", args=["enquete", 10**12]),
        f"{CELLS}?indicator=nulle-part",
        reverse("barometer:api_facts") + "?indicator=nulle-part",
    ],
)
def test_what_is_not_there_is_a_problem(client, release, address):
    answer = client.get(address)

    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == 404


def test_a_hidden_cell_has_its_mark_and_null(client, release):
    told = client.get(CELLS, {"region": "94"}).json()["cells"]

    assert len(told) == 1
    assert (
        told[0]
        | {
            "mark": "secret",
            "value": None,
            "low": None,
            "high": None,
            "variation": None,
            "respondents": None,
            "simulated": True,
        }
        == told[0]
    )


def test_filters_are_all_kept(client, release):
    def places(**asked):
        return [one["place"] for one in client.get(CELLS, asked).json()["cells"]]

    assert places(table="total") == [{}]
    assert len(places(table="region")) == 3
    assert places(table="region", region="44", indicator=SLUG) == [{"region": "44"}]
    assert places(period="1999") == []
    assert places(indicator="chiffre-affaires") == []


def test_pages_follow_one_another_without_gap_or_repeat(client, release):
    later = ReleaseFactory(
        survey=release.survey,
        wave=release.wave,
        number=3,
        state=ReleaseState.PUBLISHED,
        published_at=PUBLISHED_AT - timedelta(days=30),
    )
    CellFactory(release=later, indicator=Indicator.objects.get(slug=SLUG), period="2024")
    seen, address = [], f"{CELLS}?limit=2&indicator={SLUG}"
    while address:
        told = client.get(address).json()
        seen += [(one["release"], json.dumps(one["place"])) for one in told["cells"]]
        address = told["next"]

    assert len(seen) == len(set(seen)) == Cell.objects.count()
    assert seen[0][0] == 3


def test_what_goes_out_between_two_pages_comes_after(client, release):
    first = client.get(f"{CELLS}?limit=2").json()
    waiting = unpublished_release(release, ReleaseState.READY)
    waiting.state, waiting.published_at = ReleaseState.PUBLISHED, timezone.now()
    waiting.save()
    rest = client.get(first["next"].replace("limit=2", "limit=500")).json()

    assert len(first["cells"]) + len(rest["cells"]) == Cell.objects.count()
    assert rest["cells"][-1]["value"] == UNPUBLISHED_VALUE
    assert rest["next"] is None


@pytest.mark.parametrize("address", [*ADDRESSES, reverse("barometer:api_openapi")])
def test_an_answer_that_is_known_is_not_sent_again(client, release, address):
    first = client.get(address)
    again = client.get(address, headers={"if-none-match": first["ETag"]})

    assert first["ETag"].startswith('"')
    assert first["Cache-Control"] == "public, max-age=300"
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert client.head(address).content == b""
    assert client.head(address)["ETag"] == first["ETag"]
    assert client.post(address).status_code == 405


def test_an_answer_that_changed_is_sent_again(client, release):
    first = client.get(CELLS)
    CellFactory(release=release, indicator=Indicator.objects.get(slug=SLUG), period="2023")
    again = client.get(CELLS, headers={"if-none-match": first["ETag"]})

    assert again.status_code == 200
    assert again["ETag"] != first["ETag"]


def test_the_last_change_is_that_of_a_release_or_of_a_fact(client, release):
    withdrawn = timezone.now() + timedelta(days=1)
    fact = QuotedFact.objects.filter(indicator__slug=SLUG).first()
    QuotedFact.objects.filter(pk=fact.pk).update(withdrawn_at=withdrawn)
    answer = client.get(reverse("barometer:api_facts"))

    assert answer["Last-Modified"] == withdrawn.strftime("%a, %d %b %Y %H:%M:%S GMT")


@pytest.mark.parametrize("address", ADDRESSES)
def test_pages_of_other_sites_may_read_and_no_cookie_is_set(release, address):
    answer = Client().get(address, headers={"origin": "https://journal.example"})

    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert not answer.cookies


def test_a_withdrawn_fact_is_told_no_more(client, release):
    def told():
        address = reverse("barometer:api_facts")
        return client.get(address, {"indicator": SLUG, "area": "FR"}).json()["facts"]

    count = len(told())
    fact = QuotedFact.objects.filter(indicator__slug=SLUG, area="FR").first()
    QuotedFact.objects.filter(pk=fact.pk).update(withdrawn_at=timezone.now())

    assert count > 0
    assert len(told()) == count - 1


def test_cells_cost_as_many_queries_however_many_there_are(
    client, release, django_assert_max_num_queries
):
    client.get(CELLS)
    indicator = Indicator.objects.get(slug=SLUG)
    for year in range(1950, 2000):
        CellFactory(release=release, indicator=indicator, period=str(year))

    with django_assert_max_num_queries(4):
        client.get(CELLS)


@pytest.mark.parametrize("state", [ReleaseState.DRAFT, ReleaseState.AUDITED, ReleaseState.READY])
def test_nothing_of_a_release_that_is_not_out_is_told(client, release, state):
    unpublished_release(release, state)
    told = "".join(client.get(address).content.decode() for address in ADDRESSES)

    assert "inedit" not in told
    assert str(UNPUBLISHED_VALUE) not in told
    assert "Pas encore sortie" not in told
    assert client.get(reverse("barometer:api_release", args=["enquete", 2])).status_code == 404
    assert client.get(CELLS, {"table": "inedit"}).json()["cells"] == []
