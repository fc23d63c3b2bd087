"""How far, what is near, how long: and what is only approximate says so."""

import pytest
from django.utils import translation

from boutdufil.kernel.territories import selectors
from boutdufil.kernel.territories.enums import TravelMode
from boutdufil.kernel.territories.models import Commune
from boutdufil.lib import geo
from tests.factories.territories import CommuneFactory

pytestmark = pytest.mark.django_db

LILLE, PARIS, METZ, NANCY = "59350", "75056", "57463", "54395"
AJACCIO, BASTIA, SAINT_DENIS = "2A004", "2B033", "97411"


@pytest.mark.parametrize(("a", "b", "km"), [(LILLE, PARIS, 204), (METZ, NANCY, 48)])
def test_known_distances(a, b, km):
    apart = selectors.distance_km(a, b)

    assert apart.km == pytest.approx(km, abs=1)
    assert not apart.approximate


def test_a_borrowed_position_makes_the_distance_approximate():
    vague = CommuneFactory(approximate=True)

    assert selectors.distance_km(vague.code, LILLE).approximate
    assert selectors.travel_minutes(vague.code, LILLE).approximate


def test_a_place_is_exactly_where_it_is_itself():
    vague = CommuneFactory(approximate=True)

    assert selectors.distance_km(vague.code, vague.code) == selectors.Distance(
        km=0.0, approximate=False
    )


def test_to_an_unknown_place_there_is_no_distance():
    assert selectors.distance_km(LILLE, "00000") is None
    assert selectors.travel_minutes("00000", LILLE) is None
    assert selectors.within("00000", 10) == []


@pytest.mark.parametrize(("code", "km"), [(LILLE, 0), (LILLE, 30), (NANCY, 80), (SAINT_DENIS, 60)])
def test_what_is_within_is_what_counting_one_by_one_finds(code, km):
    here = Commune.objects.get(code=code)
    centre = geo.Position(here.latitude, here.longitude)
    expected = {
        c.code
        for c in Commune.objects.all()
        if geo.distance_km(centre, geo.Position(c.latitude, c.longitude)) <= km
    }

    assert {place.code for place in selectors.within(code, km)} == expected


def test_nearest_first_and_approximate_when_borrowed():
    near = selectors.within(LILLE, 20)

    assert [p.km for p in near] == sorted(p.km for p in near)
    vague = {p.code for p in near if p.approximate}
    assert vague == set(
        Commune.objects.filter(code__in=[p.code for p in near], approximate=True).values_list(
            "code", flat=True
        )
    )


@pytest.mark.parametrize("km", [1, 100])
def test_within_costs_two_queries(km, django_assert_num_queries):
    with django_assert_num_queries(2):
        selectors.within(LILLE, km)


@pytest.mark.parametrize(
    ("a", "b"), [(LILLE, AJACCIO), (AJACCIO, SAINT_DENIS), (SAINT_DENIS, "97209")]
)
def test_no_road_over_the_sea(a, b):
    assert selectors.travel_minutes(a, b) is None


def test_corsica_has_its_own_roads():
    assert selectors.travel_minutes(AJACCIO, BASTIA).minutes > 60


def test_public_transport_takes_longer():
    car = selectors.travel_minutes(METZ, NANCY)
    train = selectors.travel_minutes(METZ, NANCY, TravelMode.PUBLIC_TRANSPORT)

    assert car.minutes < train.minutes


def test_an_estimate_says_that_it_is_one():
    with translation.override("fr"):
        estimate = selectors.travel_minutes(METZ, NANCY)

    assert estimate.minutes % 5 == 0
    assert estimate.label == "environ 1\u00a0h\u00a010 en voiture (estimation)"


def test_the_shortest_estimate_is_five_minutes():
    with translation.override("fr"):
        label = selectors.travel_minutes(LILLE, LILLE, TravelMode.PUBLIC_TRANSPORT).label

    assert label == "environ 5\u00a0min en transports en commun (estimation)"
