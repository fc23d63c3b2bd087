"""How many to draw, against every allocation there is; draws that replay; waves that stay fair."""

from collections import Counter
from dataclasses import replace
from fractions import Fraction
from hashlib import sha256
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boutdufil.engines.sampling import (
    Fault,
    LastWave,
    SamplingError,
    Stratum,
    Unit,
    draw,
    frame_digest,
    neyman,
    proportional,
    renew,
    replay,
    variance_of_total,
)

few = settings(max_examples=40, deadline=None)
FRAME = [Unit(f"{at:03}", "in" if at % 3 else "out") for at in range(60)]


@st.composite
def strata(draw):
    """Two to four small strata with bounds, and a size that they leave room for."""
    found = []
    for name in "abcd"[: draw(st.integers(2, 4))]:
        population = draw(st.integers(0, 7))
        minimum = draw(st.integers(0, 3))
        cap = draw(st.none() | st.integers(min(minimum, population), 8))
        spread = draw(st.sampled_from([0.0, 0.5, 1.0, 3.25, 10.0]))
        found.append(Stratum(name, population, spread, minimum, cap, whole=draw(st.booleans())))
    least, most = sum(one.least for one in found), sum(one.most for one in found)
    return found, draw(st.integers(least, most))


def every_allocation(found, size):
    for sizes in product(*(range(one.least, one.most + 1) for one in found)):
        if sum(sizes) == size:
            yield {one.name: own for one, own in zip(found, sizes, strict=True)}


@few
@given(strata())
def test_no_other_whole_numbers_have_a_smaller_variance(case):
    found, size = case
    sizes = neyman(found, size).sizes
    reached = variance_of_total(found, sizes)
    others = [variance_of_total(found, one) for one in every_allocation(found, size)]

    assert sum(sizes.values()) == size
    assert all(one.least <= sizes[one.name] <= one.most for one in found)
    known = [one for one in others if one is not None]
    assert reached == (min(known) if known else None)


@few
@given(strata(), st.randoms(use_true_random=False))
def test_proportional_keeps_the_total_one_rate_and_its_bounds(case, shuffler):
    found, size = case
    sizes = proportional(found, size).sizes
    shuffled = list(found)
    shuffler.shuffle(shuffled)

    assert sum(sizes.values()) == size
    assert all(one.least <= sizes[one.name] <= one.most for one in found)
    assert proportional(shuffled, size).sizes == sizes
    free = [one for one in found if one.least < sizes[one.name] < one.most]
    for one, other in product(free, repeat=2):
        # Both are less than one from the same rate.
        assert (sizes[one.name] - 1) * other.population < (sizes[other.name] + 1) * one.population


def test_known_allocations():
    thirds = [Stratum(name, 10) for name in "abc"]
    assert dict(proportional(thirds, 10).sizes) == {"a": 4, "b": 3, "c": 3}
    # Cochran's rule by hand: N S = 4000, 2000, 1000 share 70 as 40, 20, 10.
    usual = [Stratum("a", 400, 10.0), Stratum("b", 400, 5.0), Stratum("c", 100, 10.0)]
    assert dict(neyman(usual, 70).sizes) == {"a": 40, "b": 20, "c": 10}
    bounded = [
        replace(usual[0], maximum=30),
        replace(usual[1], minimum=2),
        replace(usual[2], whole=True),
    ]
    assert dict(neyman(bounded, 170).sizes) == {"a": 30, "b": 40, "c": 100}
    assert dict(proportional(bounded, 170).sizes) == {"a": 30, "b": 40, "c": 100}


def test_the_last_unit_goes_where_it_takes_most_off():
    # Worth 100 and 275.56: after one and two, 50 is more than 45.9 and less than 55.1.
    near = [Stratum("a", 10, 1.0), Stratum("b", 10, 1.66)]
    by_variance = {variance_of_total(near, sizes): sizes for sizes in every_allocation(near, 4)}

    assert dict(neyman(near, 4).sizes) == by_variance[min(by_variance)] == {"a": 2, "b": 2}


def test_the_variance_of_an_allocation_is_the_textbook_one():
    usual = [Stratum("a", 400, 10.0), Stratum("b", 100, 5.0)]

    assert variance_of_total(usual, {"a": 40, "b": 20}) == 16_000_000 * (
        Fraction(1, 40) - Fraction(1, 400)
    ) + 250_000 * (Fraction(1, 20) - Fraction(1, 100))
    assert variance_of_total(usual, {"a": 40, "b": 0}) is None


@pytest.mark.parametrize("rule", [proportional, neyman])
@pytest.mark.parametrize(
    ("given_", "size", "fault"),
    [
        ([Stratum("a", 5), Stratum("a", 6)], 3, Fault.DUPLICATE),
        ([Stratum("a", 5, minimum=4), Stratum("b", 9, whole=True)], 12, Fault.TOO_FEW),
        ([Stratum("a", 5, maximum=2), Stratum("b", 9)], 12, Fault.TOO_MANY),
        ([Stratum("a", -1)], 0, Fault.NEGATIVE),
        ([Stratum("a", 5, spread=-2.0)], 1, Fault.NEGATIVE),
        ([Stratum("a", 9, minimum=4, maximum=3)], 4, Fault.BOUNDS),
    ],
)
def test_what_cannot_be_allocated(rule, given_, size, fault):
    with pytest.raises(SamplingError) as caught:
        rule(given_, size)
    assert caught.value.fault is fault


@few
@given(st.randoms(use_true_random=False), st.text(max_size=6))
def test_the_order_of_a_frame_changes_nothing(shuffler, seed):
    shuffled = list(FRAME)
    shuffler.shuffle(shuffled)
    sizes = {"in": 7, "out": 4}

    assert draw(shuffled, sizes, seed) == draw(FRAME, sizes, seed)


def test_a_draw_is_the_lowest_hashes_of_each_stratum():
    found = draw(FRAME, {"in": 7, "out": 4}, "2026")
    lowest = sorted(
        (sha256(f"2026:{one.number}".encode()).hexdigest(), one.number)
        for one in FRAME
        if one.stratum == "out"
    )

    assert found.strata[1].drawn == tuple(number for _, number in lowest[:4])
    assert found.weights[lowest[0][1]] == Fraction(20, 4)
    assert sum(found.weights.values()) == len(FRAME)
    assert found.sizes == {"in": 7, "out": 4}


def test_a_log_replays_and_a_false_one_does_not():
    log = draw(FRAME, {"in": 7, "out": 4}, "2026")
    assert replay(log, reversed(FRAME)).holds
    other = draw(FRAME, {"in": 7, "out": 4}, "2027")
    told = replay(replace(log, seed="2027"), FRAME)
    assert not told.holds
    assert set(told.missing) == set(other.weights) - set(log.weights)
    assert set(told.unexpected) == set(log.weights) - set(other.weights)
    grown = [*FRAME, Unit("new", "in")]
    assert not replay(log, grown).frame_is_same
    moved = [replace(FRAME[0], stratum="in"), *FRAME[1:]]
    assert frame_digest(moved) != log.frame


def test_everybody_is_drawn_as_often_as_they_should():
    times = Counter()
    for seed in range(1000):
        times.update(list(draw(FRAME, {"in": 8, "out": 5}, str(seed)).weights))

    # Chances 1/5 and 1/4: 200 and 250 of 1,000, four standard errors are 55.
    for one in FRAME:
        assert abs(times[one.number] - (200 if one.stratum == "in" else 250)) < 55


@pytest.mark.parametrize(
    ("sizes", "fault"),
    [
        ({"in": 3}, Fault.NO_SIZE),
        ({"in": 3, "out": 2, "away": 1}, Fault.UNKNOWN),
        ({"in": 41, "out": 2}, Fault.TOO_MANY),
        ({"in": -1, "out": 2}, Fault.NEGATIVE),
    ],
)
def test_what_cannot_be_drawn(sizes, fault):
    with pytest.raises(SamplingError) as caught:
        draw(FRAME, sizes, "s")
    assert caught.value.fault is fault
    with pytest.raises(SamplingError, match="twice in the list: 000"):
        draw([*FRAME, FRAME[0]], {"in": 1, "out": 1}, "s")


def wave(seed):
    """Return a frame a year later, and its last wave: six died, nine were born, three moved."""
    last = draw(FRAME, {"in": 16, "out": 8}, f"last {seed}")
    now = [one for one in FRAME[6:] if one.number not in {"010", "013", "016"}]
    now += [Unit(number, "out") for number in ("010", "013", "016")]
    now += [Unit(f"n{at}", "in") for at in range(9)]
    return now, LastWave({one.number: one.stratum for one in FRAME}, last.weights)


def test_a_share_stays_the_dead_are_replaced_and_weights_sum_to_the_frame():
    now, last = wave(1)
    sizes = {"in": 16, "out": 9}
    found = renew(now, last, sizes, keep=Fraction(3, 4), seed="2027")
    alive = {one.number for one in now}

    assert set(found.dead) == set(last.drawn) - alive
    assert sum(found.weights.values()) == len(now)
    assert Counter(one.stratum for one in now if one.number in found.weights) == sizes
    for cell in found.cells:
        own = {one.number for one in now if one.stratum == cell.stratum}
        own = {one for one in own if last.strata.get(one, "") == cell.before}
        known = own & set(last.drawn)
        assert set(cell.kept) <= known
        size = len(cell.kept) + len(cell.fresh)
        assert len(cell.kept) == min(size, int(Fraction(3, 4) * len(known) + Fraction(1, 2)))
        assert (cell.population, cell.weight) == (len(own), Fraction(len(own), size))
    assert set(found.dropped) == (set(last.drawn) & alive) - found.weights.keys()
    assert {one.before for one in found.cells if one.stratum == "in"} == {"", "in"}


@few
@given(st.randoms(use_true_random=False), st.fractions(0, 1, max_denominator=7))
def test_the_next_wave_does_not_depend_on_order_either(shuffler, keep):
    now, last = wave(2)
    shuffled = list(now)
    shuffler.shuffle(shuffled)
    sizes = {"in": 12, "out": 7}

    one = renew(now, last, sizes, keep=keep, seed="s")
    assert renew(shuffled, last, sizes, keep=keep, seed="s") == one
    assert len(one.weights) == 19
    assert set(one.weights).isdisjoint(one.dropped)


def test_in_a_next_wave_all_of_a_cell_have_one_chance():
    times = Counter()
    for seed in range(800):
        now, last = wave(seed)
        found = renew(now, last, {"in": 15, "out": 9}, keep=Fraction(2, 3), seed=f"next {seed}")
        times.update(list(found.weights))
        weights = {(one.stratum, one.before): one.weight for one in found.cells}

    assert len(weights) == 4
    for one in now:
        weight = weights[one.stratum, last.strata.get(one.number, "")]
        chance = 1 / weight
        error = float(chance * (1 - chance) / 800) ** 0.5
        assert abs(times[one.number] / 800 - float(chance)) <= 4 * error + 1e-12


def test_everybody_may_stay_or_nobody():
    now, last = wave(3)
    sizes = {"in": 16, "out": 9}
    every = renew(now, last, sizes, keep=Fraction(1), seed="s")
    nobody = renew(now, last, sizes, keep=Fraction(0), seed="s")

    assert not any(cell.kept for cell in nobody.cells)
    assert len(every.dropped) <= 3
    with pytest.raises(SamplingError) as caught:
        renew(now, last, sizes, keep=Fraction(5, 4), seed="s")
    assert caught.value.fault is Fault.SHARE
    with pytest.raises(SamplingError, match="out: 1 of 2"):
        renew(now, last, {"in": 16, "out": 1}, keep=Fraction(1), seed="s")
