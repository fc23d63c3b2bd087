"""Maps: every commune lies where it belongs, dots where they should, and few enough bytes."""

import re

import pytest

from boutdufil.kernel.territories.models import Commune, Department
from boutdufil.kernel.territories.selectors import maps
from boutdufil.kernel.territories.selectors.maps import Marker, departments_of, place_map

pytestmark = pytest.mark.django_db
METZ, NANCY, AJACCIO, SAINT_DENIS = "57463", "54395", "2A004", "97411"


def is_inside(ring, x, y):
    pairs = zip(ring, ring[1:] + ring[:1], strict=True)
    crossed = [(ax, ay, bx, by) for (ax, ay), (bx, by) in pairs if (ay > y) != (by > y)]
    return sum(x < (bx - ax) * (y - ay) / (by - ay) + ax for ax, ay, bx, by in crossed) % 2 == 1


@pytest.mark.parametrize(("level", "share"), [("near", 0.95), ("far", 0.93)])
def test_towns_lie_inside_the_outline_of_their_departement(level, share):
    land = maps._land(level)
    towns = Commune.objects.filter(population__gte=5000, approximate=False, current=True)
    rows = list(towns.values_list("department_id", "longitude", "latitude"))

    inside = [
        any(is_inside(maps._ring(land, ring), x, y) for ring in land.rings[code])
        for code, x, y in rows
    ]

    assert len(rows) > 1500
    assert sum(inside) / len(rows) >= share


def test_every_departement_has_an_outline_at_both_levels():
    codes = set(Department.objects.values_list("code", flat=True))

    assert set(maps._land("near").rings) == set(maps._land("far").rings) == codes


def test_a_region_is_drawn_alone_and_its_dots_lie_as_the_towns_do():
    drawn = place_map(
        [Marker(METZ, "Metz"), Marker(NANCY, "Nancy", count=9)],
        departments=departments_of("area:lorraine"),
    )

    metz, nancy = drawn.dots
    assert (metz.y < nancy.y, metz.radius < nancy.radius) == (True, True)
    assert all(0 < dot.x < drawn.width and 0 < dot.y < drawn.height for dot in drawn.dots)
    assert len(drawn.marked) == 2
    assert drawn.way == ""


def test_the_country_shows_its_islands_beside_it():
    drawn = place_map([Marker(METZ, "Metz"), Marker(AJACCIO, "A"), Marker(SAINT_DENIS, "B")])
    metz, corsica, island = drawn.dots

    assert metz.y < corsica.y < maps.WIDTH < island.y < drawn.height
    assert len(drawn.borders) == 2
    assert sum(map(len, (*drawn.borders, *drawn.marked))) < 16_000


def test_what_goes_beyond_a_region_is_drawn_with_it():
    drawn = place_map(
        [Marker(METZ, "Metz"), Marker("75056", "Paris")],
        departments=departments_of("region:44"),
        way=True,
    )

    assert drawn.dots[1].x < drawn.dots[0].x
    assert re.fullmatch(r"M\d+ \d+l-\d+[ -]\d+", drawn.way)


def test_nothing_known_is_no_map():
    assert place_map([Marker("99999", "Nulle part")]) is None
    assert departments_of("") == departments_of("x:y") == frozenset()
