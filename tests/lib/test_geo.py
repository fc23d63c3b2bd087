"""Distances obey the laws of distances, boxes hold their circles, times grow."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from boutdufil.lib.geo import (
    BY_CAR,
    BY_PUBLIC_TRANSPORT,
    EARTH_RADIUS_KM,
    Position,
    bounding_box,
    distance_km,
    travel_minutes,
)

HALF_TURN = math.pi * EARTH_RADIUS_KM
LILLE = Position(50.6339, 3.0551)
PARIS = Position(48.8534, 2.3488)
METZ = Position(49.1191, 6.1727)
NANCY = Position(48.6844, 6.1850)

positions = st.builds(
    Position,
    st.floats(-90, 90, allow_nan=False),
    st.floats(-180, 180, allow_nan=False),
)
lengths = st.floats(0, 2000, allow_nan=False)


@given(positions, positions)
def test_the_way_back_is_as_long(a, b):
    assert distance_km(a, b) == pytest.approx(distance_km(b, a), abs=1e-9)


@given(positions)
def test_a_place_is_at_no_distance_of_itself(a):
    assert distance_km(a, a) == 0


@given(positions, positions)
def test_no_place_is_farther_than_half_a_turn(a, b):
    assert 0 <= distance_km(a, b) <= HALF_TURN + 1e-6


# Near the antipode the haversine loses digits: half a metre there, nothing in one country.
@given(positions, positions, positions)
def test_a_detour_is_never_shorter(a, b, c):
    assert distance_km(a, c) <= distance_km(a, b) + distance_km(b, c) + 1e-3


@given(positions, positions)
def test_two_places_apart_are_at_some_distance(a, b):
    assume(abs(a.latitude - b.latitude) > 1e-6)

    assert distance_km(a, b) > 0


@pytest.mark.parametrize(
    ("a", "b", "km"),
    [(LILLE, PARIS, 204), (METZ, NANCY, 48), (Position(0, 0), Position(0, 180), HALF_TURN)],
)
def test_known_distances(a, b, km):
    assert distance_km(a, b) == pytest.approx(km, abs=0.6)


@given(positions, st.floats(0, 360), st.floats(0, 1), lengths)
def test_points_of_the_circle_are_in_the_box(a, bearing, share, km):
    b = _destination(a, bearing, share * km)
    assume(distance_km(a, b) <= km)
    box = bounding_box(a, km)

    assert box.south <= b.latitude <= box.north
    assert box.west <= b.longitude <= box.east


def test_a_negative_radius_is_refused():
    with pytest.raises(ValueError, match="negative"):
        bounding_box(LILLE, -1)


@pytest.mark.parametrize(
    ("latitude", "longitude"), [(90.1, 0), (0, -180.1), (math.nan, 0), (0, math.inf)]
)
def test_an_impossible_position_is_refused(latitude, longitude):
    with pytest.raises(ValueError, match="out of range"):
        Position(latitude, longitude)


@pytest.mark.parametrize("pace", [BY_CAR, BY_PUBLIC_TRANSPORT])
@given(a=lengths, b=lengths)
def test_farther_never_takes_less_time(pace, a, b):
    near, far = sorted((a, b))

    assert travel_minutes(near, pace) <= travel_minutes(far, pace)


@given(lengths)
def test_no_speed_beats_the_motorway(km):
    assert travel_minutes(km) >= 60 * km / 100


def test_staying_takes_no_time():
    assert travel_minutes(0) == 0


def _destination(start, bearing, km):
    angle, course = km / EARTH_RADIUS_KM, math.radians(bearing)
    lat, lon = math.radians(start.latitude), math.radians(start.longitude)
    sine = math.sin(lat) * math.cos(angle) + math.cos(lat) * math.sin(angle) * math.cos(course)
    new = math.asin(max(-1.0, min(1.0, sine)))
    turn = math.atan2(
        math.sin(course) * math.sin(angle) * math.cos(lat),
        math.cos(angle) - math.sin(lat) * math.sin(new),
    )
    east = (math.degrees(lon + turn) + 180) % 360 - 180
    return Position(math.degrees(new), east)
