"""What is worth a look, against a straightforward second writing of each rule."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from boutdufil.rooms.barometer.rules.outliers import (
    Observed,
    Reach,
    Rule,
    changes,
    effect_bounds,
    flags,
    influences,
    ratios,
)

REACH = Reach()
# A worked example: twelve quiet centres, one that doubles, a small one that halves.
PAIRS = [
    (102, 100),
    (205, 200),
    (50, 51),
    (310, 300),
    (80, 79),
    (149, 150),
    (61, 60),
    (404, 400),
    (27, 27),
    (99, 96),
    (520, 505),
    (33, 32),
    (600, 300),
    (4, 8),
]


def quartile(values, part):
    """The quartile by linear interpolation, by hand."""
    ordered = sorted(values)
    place = (len(ordered) - 1) * part
    whole = int(place)
    rest = place - whole
    after = ordered[min(whole + 1, len(ordered) - 1)]
    return ordered[whole] + rest * (after - ordered[whole])


def oracle(pairs, power=0.5, floor=0.05, effect=5.0):
    """Hidiroglou and Berthelot, written step by step: the places outside the bounds."""
    ratio = [now / before for now, before in pairs]
    middle = quartile(ratio, 0.5)
    change = [1 - middle / one if one < middle else one / middle - 1 for one in ratio]
    effects = [s * max(pair) ** power for s, pair in zip(change, pairs, strict=True)]
    first, half, third = (quartile(effects, part) for part in (0.25, 0.5, 0.75))
    low = half - effect * max(half - first, abs(floor * half))
    high = half + effect * max(third - half, abs(floor * half))
    outside = [n for n, one in enumerate(effects) if not low <= one <= high]
    return middle, low, high, outside


def centre(key, now, before=None, *, kind="provider", size="50-199", weight=2.0):
    return Observed(key, kind, size, weight, now, before or {})


def paired(pairs):
    return [centre(n, {"heads_end": a}, {"heads_end": b}) for n, (a, b) in enumerate(pairs)]


def test_changes_are_those_of_the_method_written_again():
    middle, low, high, outside = oracle(PAIRS)
    found = list(changes(paired(PAIRS), "heads_end", REACH))

    assert effect_bounds(PAIRS, REACH) == pytest.approx((middle, low, high))
    assert [one.key for one in found] == outside == [12, 13]
    assert all(one.rule == Rule.CHANGE for one in found)
    doubled = found[0]
    assert (doubled.value, doubled.against) == (600, 300)
    assert doubled.high < 600
    # The upper bound is where the effect itself meets its bound.
    edge = doubled.high / 300
    assert (edge / middle - 1) * 600**0.5 == pytest.approx(high)


def test_a_large_centre_is_shown_for_a_change_a_small_one_may_make():
    small, large = (12, 10), (1200, 1000)
    found = changes(paired([*PAIRS[:12], small, large]), "heads_end", REACH)

    assert [one.key for one in found] == [13]


def test_few_centres_are_judged_with_all_and_very_few_not_at_all():
    mixed = [
        centre(n, {"heads_end": a}, {"heads_end": b}, kind="in_house" if n % 2 else "provider")
        for n, (a, b) in enumerate(PAIRS)
    ]

    assert {one.within for one in changes(mixed, "heads_end", REACH)} == {()}
    assert not list(changes(paired([(10, 10), (9, 10), (90, 10)]), "heads_end", REACH))


def test_a_ratio_far_from_its_class_is_shown_with_its_usual_range():
    quiet = [centre(n, {"heads_end": 100 + n, "exits": 20 + n % 3}) for n in range(11)]
    found = list(
        ratios([*quiet, centre(99, {"heads_end": 100, "exits": 90})], "exits", "heads_end", REACH)
    )

    assert [(one.key, one.rule, one.against) for one in found] == [(99, Rule.RATIO, "heads_end")]
    assert found[0].low < 20 < found[0].high < 90
    assert found[0].within == ("provider", "50-199")


def test_the_same_everywhere_shows_nothing_for_a_breath():
    same = [centre(n, {"heads_end": 100, "exits": 20}) for n in range(11)]

    assert not list(
        ratios([*same, centre(99, {"heads_end": 100, "exits": 20.5})], "exits", "heads_end", REACH)
    )


def test_influence_is_the_share_of_the_weighted_total():
    several = [centre(n, {"heads_end": 10}, weight=1.0) for n in range(30)]
    several.append(centre(99, {"heads_end": 20}, weight=5.0))

    assert influences(several, "heads_end")[99] == pytest.approx(0.25)
    found = flags(several)
    assert [(one.key, one.rule) for one in found] == [(99, Rule.INFLUENCE)]
    assert sum(influences(several, "heads_end").values()) == pytest.approx(1)


def test_in_a_small_wave_an_equal_share_is_not_worth_a_look():
    assert flags([centre(n, {"heads_end": 10}) for n in range(4)]) == []


def test_no_answers_no_flags():
    assert flags([]) == []
    assert influences([centre(1, {"heads_end": 0.0})], "heads_end") == {}


amounts = st.integers(1, 5_000)
kinds = st.sampled_from(["provider", "in_house"])
worlds = st.lists(st.tuples(amounts, amounts, amounts, kinds, st.integers(1, 9)), max_size=30)
# A busy machine makes examples slowly; that says nothing of the rule.
patient = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)


def built(world, scale=1):
    return [
        centre(
            n,
            {"heads_end": heads * scale, "exits": exits * scale},
            {"heads_end": before * scale},
            kind=kind,
            weight=float(weight),
        )
        for n, (heads, exits, before, kind, weight) in enumerate(world)
    ]


@patient
@given(worlds, st.randoms())
def test_the_order_of_the_rows_does_not_matter(world, chance):
    centres = built(world)
    shuffled = list(centres)
    chance.shuffle(shuffled)

    assert flags(centres) == flags(shuffled)


@patient
@given(worlds, st.sampled_from([4, 16, 64]))
def test_the_unit_of_measure_does_not_matter(world, scale):
    """Powers of four: their square root is exact, so that no bound moves by a rounding."""
    told = [(one.key, one.code, one.rule) for one in flags(built(world))]

    assert [(one.key, one.code, one.rule) for one in flags(built(world, scale))] == told
