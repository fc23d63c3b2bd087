"""The formulas against 50 digits, against chains solved step by step, and against simulation."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boutdufil.engines.queueing import (
    Call,
    Pool,
    erlang_b,
    erlang_c,
    impatient,
    least_agents,
    least_agents_impatient,
    random_calls,
    simulate,
    within,
)
from tests.engines.slow_queueing import (
    exact_erlang_c,
    exact_within,
    impatient_by_steps,
    least_by_counting,
)

# Share within 60 s of talks of 300 s, from a reference in 40 digits.
PUBLISHED = [
    (10, 12, 0.6987660648),
    (100, 108, 0.9337113808),
    (1_000, 1_022, 0.9953686739),
    (5_000, 5_040, 0.9998461277),
    (10_000, 10_060, 0.9999973287),
]
# Load, agents, patience: answered within 60 s of all offered, and given up.
IMPATIENT = [
    (10, 12, 120, 0.8940, 0.0722),
    (100, 95, 120, 0.91819, 0.0789),
    (200, 190, 180, 0.93520, 0.0633),
]


@pytest.mark.parametrize(("load", "agents", "share"), PUBLISHED)
def test_published_shares(load, agents, share):
    assert float(within(load, agents, 300, 60)) == pytest.approx(share, abs=6e-11)


def test_a_published_table():
    """100 calls in half an hour of 3 minutes, 80 % within 20 s: 14 agents."""
    assert int(least_agents(10, 180, 20, 0.8)) == 14
    assert float(within(10, 14, 180, 20)) == pytest.approx(0.88835, abs=5e-6)
    assert float(erlang_c(10, 14)) == pytest.approx(0.17413, abs=5e-6)


@pytest.mark.parametrize(
    ("load", "agents"),
    [(0.001, 1), (0.5, 1), (0.99, 1), (3.3, 4), (14.9, 15), (15.5, 16), (16.5, 17), (95, 100),
     (4_999.5, 5_000), (272_500, 273_000), (299_990, 300_000)],
)  # fmt: skip
def test_as_exact_as_fifty_digits(load, agents):
    assert float(erlang_c(load, agents)) == pytest.approx(
        float(exact_erlang_c(load, agents)), abs=1e-11
    )
    assert float(within(load, agents, 240, 60)) == pytest.approx(
        float(exact_within(load, agents, 240, 60)), abs=1e-11
    )


def test_a_whole_trade_in_one_pool():
    assert float(erlang_c(272_500, 273_000)) == pytest.approx(0.24087833241, abs=1e-11)


@given(st.floats(0.01, 400), st.integers(1, 80), st.sampled_from([20.0, 60.0]))
@settings(max_examples=60, deadline=None)
def test_any_load_is_as_exact(load, spare, target):
    load = round(load, 3)
    agents = int(load) + spare
    assert float(within(load, agents, 240, target)) == pytest.approx(
        float(exact_within(load, agents, 240, target)), abs=1e-11
    )


def test_the_fewest_agents_are_exactly_the_fewest():
    generator = np.random.default_rng(1)
    loads = np.round(generator.uniform(0.01, 300, 1_000), 4)
    shares = generator.choice([0.5, 0.8, 0.9, 0.95, 0.99], 1_000)
    targets = generator.choice([0.0, 20.0, 60.0], 1_000)

    found = least_agents(loads, 240, targets, shares)

    for load, target, share, agents in zip(loads, targets, shares, found, strict=True):
        counted, edge = least_by_counting(load, 240, target, share)
        assert agents == counted or edge < 1e-9


@pytest.mark.long
def test_the_fewest_agents_on_a_large_grid():
    loads = np.round(np.geomspace(0.01, 3_000, 10_000), 4)
    found = least_agents(loads, 240, 60, 0.9)

    for load, agents in zip(loads, found, strict=True):
        assert agents == least_by_counting(load, 240, 60, 0.9)[0]


def test_the_notes_of_the_pooling_table():
    """Agents for 80, 90, 95 and 99 % within 60 s, talks of 240 s."""
    loads = np.array([[10], [50], [100], [1_000], [10_000]])

    assert least_agents(loads, 240, 60, [0.8, 0.9, 0.95, 0.99]).tolist() == [
        [13, 14, 15, 17],
        [54, 56, 57, 60],
        [105, 106, 108, 112],
        [1_006, 1_008, 1_011, 1_016],
        [10_007, 10_009, 10_012, 10_018],
    ]


def test_a_week_of_quarters_with_empty_nights_is_one_call():
    loads = np.tile(np.concatenate([np.zeros(32), np.linspace(0.1, 600, 64)]), 7)
    agents = least_agents(loads, 240, 60, 0.9)

    assert agents.shape == (672,)
    assert (agents[loads == 0] == 0).all()
    assert (agents[loads > 0] > loads[loads > 0]).all()
    assert np.isfinite(within(loads, agents, 240, 60)).all()


@pytest.mark.parametrize(
    ("load", "agents", "share"), [(5, 5, 0.0), (5, 3, 0.0), (0, 0, 1.0), (0, 3, 1.0), (7, 0, 0.0)]
)
def test_edges_are_numbers(load, agents, share):
    assert float(within(load, agents, 240, 60)) == share


@pytest.mark.parametrize(("load", "agents"), [(5_000, 10), (2_000, 1_000), (300_000, 270_000)])
def test_hopeless_loads_are_exact_too(load, agents):
    inverse = 1.0
    for n in range(1, agents + 1):
        inverse = 1 + inverse * n / load
    assert float(erlang_b(load, agents)) == pytest.approx(1 / inverse, rel=1e-12)


def test_without_agents_every_call_is_blocked_and_without_calls_none():
    assert erlang_b([0, 0, 5], [0, 4, 0]).tolist() == [1.0, 0.0, 1.0]
    assert erlang_c([0, 0, 5], [0, 4, 0]).tolist() == [1.0, 0.0, 1.0]


@pytest.mark.parametrize("share", [0.0, 1.0, -0.1, 1.1])
def test_all_or_nothing_cannot_be_asked(share):
    with pytest.raises(ValueError, match="share"):
        least_agents(10, 240, 60, share)
    with pytest.raises(ValueError, match="share"):
        least_agents_impatient(load=1, service_s=1, patience_s=1, target_s=1, share=share)


@pytest.mark.parametrize("wrong", [(-1, 5, 240, 60), (5, 5.5, 240, 60), (5, 9, 0, 60)])
def test_what_makes_no_sense_is_refused(wrong):
    with pytest.raises(ValueError, match=r"load|service"):
        within(*wrong)


@pytest.mark.parametrize(("load", "agents", "patience", "share", "gone"), IMPATIENT)
def test_published_shares_with_impatience(load, agents, patience, share, gone):
    lived = impatient(load=load, agents=agents, service_s=300, patience_s=patience, target_s=60)

    assert lived.within == pytest.approx(share, abs=5e-5)
    assert lived.abandoned == pytest.approx(gone, abs=5e-5)


@pytest.mark.parametrize(
    ("load", "agents", "patience", "target"),
    [(10, 12, 120, 60), (10, 5, 30, 20), (40, 44, 600, 60), (0.5, 1, 60, 60), (100, 95, 120, 0),
     (100, 95, 120, 60), (30, 20, 240, 90)],
)  # fmt: skip
def test_the_closed_form_is_what_the_chain_gives_step_by_step(load, agents, patience, target):
    lived = impatient(load=load, agents=agents, service_s=300, patience_s=patience, target_s=target)
    share, gone = impatient_by_steps(load, agents, 300, patience, target)

    assert lived.within == pytest.approx(share, abs=1e-8)
    assert lived.abandoned == pytest.approx(gone, abs=1e-8)


def test_endless_patience_is_erlang_c():
    lived = impatient(load=100, agents=110, service_s=240, patience_s=1e9, target_s=60)

    assert lived.within == pytest.approx(float(within(100, 110, 240, 60)), abs=1e-5)
    assert lived.at_once == pytest.approx(1 - float(erlang_c(100, 110)), abs=1e-5)


@pytest.mark.parametrize(("load", "agents"), [(5_000, 10), (300_000, 290_000), (1e-6, 3)])
def test_any_load_is_stable_when_callers_give_up(load, agents):
    lived = impatient(load=load, agents=agents, service_s=300, patience_s=120, target_s=60)

    served = 1 - lived.abandoned
    assert 0 <= lived.within <= served + 1e-12 <= 1 + 1e-12
    assert load * served <= agents + 1e-6
    assert lived.mean_wait_s == pytest.approx(120 * lived.abandoned)


@given(st.integers(1, 60), st.floats(0.1, 90), st.sampled_from([0.8, 0.9, 0.97]))
@settings(max_examples=40, deadline=None)
def test_one_agent_fewer_is_too_few(patience_min, load, share):
    terms = {"load": load, "service_s": 300, "patience_s": 60 * patience_min, "target_s": 60}
    agents = least_agents_impatient(share=share, **terms)

    assert impatient(agents=agents, **terms).within >= share
    assert agents == 1 or impatient(agents=agents - 1, **terms).within < share


def test_no_calls_no_trouble():
    assert impatient(load=0, agents=1, service_s=1, patience_s=1, target_s=1).within == 1.0


def day(seed, *, hours=60.0, patience_s=None, load=20.0):
    generator = np.random.default_rng(seed)
    return random_calls(
        generator, lasts_s=3600 * hours, per_s=load / 240, talk_s=240, patience_s=patience_s
    )


def test_the_simulation_agrees_with_erlang_c():
    shares = [simulate(day(seed), Pool(23)).share_within(60_000) for seed in range(12)]
    error = np.std(shares) / np.sqrt(len(shares))

    assert abs(np.mean(shares) - float(within(20, 23, 240, 60))) < 4 * error


def test_the_simulation_agrees_with_erlang_a():
    played = [simulate(day(seed, patience_s=120.0), Pool(19)) for seed in range(12)]
    lived = impatient(load=20, agents=19, service_s=240, patience_s=120, target_s=60)
    shares = [one.share_within(60_000) for one in played]
    gone = [one.unanswered for one in played]

    for seen, true in ((shares, lived.within), (gone, lived.abandoned)):
        assert abs(np.mean(seen) - true) < 4 * np.std(seen) / np.sqrt(len(seen))


def test_a_small_day_by_hand():
    """Two agents, a rest of 4 s: the third waits for the first talk and its rest."""
    calls = [Call(0, 0, 10_000), Call(1_000, 0, 30_000), Call(2_000, 0, 5_000)]

    assert simulate(calls, Pool(2, gap_ms=4_000)).waits == (0, 0, 12_000)
    assert simulate(calls, Pool(2)).waits == (0, 0, 8_000)


def test_who_gives_up_is_not_answered_and_does_not_count_as_kept():
    calls = [Call(0, 0, 60_000), Call(1_000, 0, 5_000, 3_000), Call(2_000, 0, 5_000)]
    outcome = simulate(calls, Pool(1))

    assert outcome.waits == (0, None, 58_000)
    assert outcome.share_within(60_000) == pytest.approx(2 / 3)
    assert outcome.unanswered == pytest.approx(1 / 3)


def test_the_same_generator_draws_the_same_day():
    assert day(3, hours=2, patience_s=60.0) == day(3, hours=2, patience_s=60.0)
    assert day(3, hours=2) != day(4, hours=2)


def test_an_empty_day_keeps_every_promise():
    assert simulate([], Pool(1)).share_within(60_000) == 1.0
