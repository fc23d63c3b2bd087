"""Which place is meant: by name, by postal code, with and without mistakes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boutdufil.kernel.territories import selectors
from boutdufil.kernel.territories.names import read_query, search_form

pytestmark = pytest.mark.django_db

LILLE, METZ, PARIS = "59350", "57463", "75056"


def found(query, **options):
    return [place.name for place in selectors.search_places(query, **options)]


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("Lille", "Lille"),
        ("LILLE", "Lille"),
        ("lil", "Lille"),
        ("59", "Lille"),
        ("villeneuve d ascq", "Villeneuve-d'Ascq"),
        ("Villeneuve-d’Ascq", "Villeneuve-d'Ascq"),
        ("st etienne", "Saint-Étienne"),
        ("ste genevieve des bois", "Sainte-Geneviève-des-Bois"),
        ("rochelle", "La Rochelle"),
        ("havre", "Le Havre"),
        ("saint denis 93", "Saint-Denis"),
        ("Paris 11", "Paris 11e Arrondissement"),
        ("75011", "Paris 11e Arrondissement"),
        ("Mamoudzou", "Mamoudzou"),
    ],
)
def test_the_first_answer_is_the_one_meant(query, name):
    assert found(query)[0] == name


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("lile", "Lille"),
        ("metzz", "Metz"),
        ("turcoing", "Tourcoing"),
        ("bordaux", "Bordeaux"),
        ("saint-etiene", "Saint-Étienne"),
        ("vileneuve d'asq", "Villeneuve-d'Ascq"),
        ("clermont ferand", "Clermont-Ferrand"),
    ],
)
def test_slips_of_the_keyboard_are_forgiven(query, name):
    assert found(query)[0] == name


@pytest.mark.parametrize("query", ["", "   ", "%", "_", "'", "zzzzqq", "nulle part", "é", "999999"])
def test_what_means_nothing_finds_nothing_or_a_name(query):
    assert all(search_form(query) in search_form(name) for name in found(query))


def test_same_names_are_ranked_by_population():
    first, second = selectors.search_places("Saint-Denis", limit=2)

    assert (first.department_name, second.department_name) == ("La Réunion", "Seine-Saint-Denis")


def test_the_label_shows_the_postal_code_that_was_asked():
    assert selectors.search_places("59800")[0].label == "Lille (59800)"


def test_the_limit_is_kept():
    assert len(found("saint", limit=3)) == 3


def test_a_whole_city_comes_before_its_arrondissements():
    paris, *parts = selectors.search_places("paris", limit=3)

    assert (paris.code, paris.label) == (PARIS, "Paris (75)")
    assert all("Arrondissement" in part.name for part in parts)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Lille", LILLE),
        ("59000", LILLE),
        ("Lille (59000)", LILLE),
        ("59000 Lille", LILLE),
        ("Metz", METZ),
        ("57463", METZ),
        ("Paris", PARIS),
        ("Paris (75)", PARIS),
        ("2a004", "2A004"),
        ("69003", "69383"),
    ],
)
def test_find_place(text, code):
    assert selectors.find_place(text).code == code


@pytest.mark.parametrize("text", ["", " ", "nulle part", "00000", "\x00", "zzzzqq"])
def test_find_no_place(text):
    assert selectors.find_place(text) is None


@pytest.mark.parametrize("code", [LILLE, METZ, PARIS, "13201", "97411", "2A004"])
def test_a_label_leads_back_to_its_place(code):
    assert selectors.find_place(selectors.get_place(code).label).code == code


def test_get_place():
    assert selectors.get_place(LILLE) == selectors.PlaceRow(
        LILLE, "Lille", "Nord", "59000", "Lille (59000)"
    )
    assert selectors.get_place("00000") is None


def test_places_of_several_codes_cost_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        found = selectors.places([LILLE, METZ, "00000"])

    assert set(found) == {LILLE, METZ}


@pytest.mark.parametrize("limit", [1, 30])
@pytest.mark.parametrize(("query", "queries"), [("saint", 1), ("59", 1), ("saint etiene", 2)])
def test_a_search_costs_the_same_for_one_and_thirty(
    query, queries, limit, django_assert_num_queries
):
    with django_assert_num_queries(queries):
        selectors.search_places(query, limit=limit)


@given(st.text(max_size=40))
def test_any_text_can_be_read(text):
    query = read_query(text)

    assert len(query.digits) <= 5
    assert set(query.name.split()) <= set(query.whole.split())


@given(st.text(max_size=40))
def test_the_search_form_is_stable(text):
    assert search_form(search_form(text)) == search_form(text)
