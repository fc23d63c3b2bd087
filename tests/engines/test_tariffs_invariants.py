"""I1, I3, I4 and I10 of the ledger: on any timeline and any period, by any order, in integers."""

import ast
import random
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

import boutdufil.engines.tariffs as tariffs
from boutdufil.engines.tariffs import (
    Change,
    Kind,
    Tariff,
    What,
    meter,
    postings,
    read_timeline,
    settle,
)
from boutdufil.lib.shares import share_out

ENDS_MS = 400_000
NAMES = st.sampled_from(["ana", "bob", "cleo"])
CHANGES = st.lists(
    st.builds(
        Change,
        at_ms=st.integers(0, ENDS_MS),
        what=st.sampled_from([What.AGENT, What.AGENT, What.MEDIA, *What]),
        is_on=st.booleans(),
        who=NAMES,
    ),
    max_size=14,
)
TARIFFS = st.builds(
    Tariff,
    rate=st.integers(0, 6_000),
    ceiling=st.one_of(st.just(0), st.integers(1, 60_000)),
    free_ms=st.integers(10_000, 30_000),
)
AMOUNTS = st.dictionaries(st.text(max_size=3), st.integers(0, 10**10), max_size=12)


def can_cost(changes, ms):
    """Look at one moment on its own: agent there, media both ways, nothing that is free."""
    on = set()
    for change in sorted(changes, key=lambda one: one.at_ms):
        if change.at_ms <= ms:
            (on.add if change.is_on else on.discard)((change.what, change.who))
    there = {what for what, _who in on}
    return {What.AGENT, What.MEDIA} <= there and not there - {What.AGENT, What.MEDIA}


@given(CHANGES)
def test_segments_follow_one_another_from_first_to_last_ms(changes):
    segments = read_timeline(changes, ends_ms=ENDS_MS)

    assert segments[0].starts_ms == 0
    assert segments[-1].ends_ms == ENDS_MS
    assert all(a.ends_ms == b.starts_ms for a, b in pairwise(segments))
    assert all(one.lasts_ms > 0 for one in segments)


@given(CHANGES, st.data())
def test_conversation_is_exactly_where_it_can_cost(changes, data):
    segments = read_timeline(changes, ends_ms=ENDS_MS)
    ms = data.draw(st.integers(0, ENDS_MS - 1))
    there = next(one for one in segments if one.starts_ms <= ms < one.ends_ms)

    assert (there.kind is Kind.CONVERSATION) == can_cost(changes, ms)


@given(CHANGES, TARIFFS)
def test_billed_seconds_are_the_metered_ones_and_no_more(changes, tariff):
    """I4: the sum of conversation after the free part, in whole seconds, under the ceiling."""
    segments = read_timeline(changes, ends_ms=ENDS_MS)
    metered = meter(segments, tariff)
    talked = sum(one.lasts_ms for one in segments if one.kind is Kind.CONVERSATION)
    full = max(0, talked - tariff.free_ms) // 1_000

    assert metered.seconds == (full if not tariff.ceiling else min(full, afforded(tariff, full)))
    assert metered.amount == tariff.rate * metered.seconds <= 6_000 * metered.seconds
    assert sum(metered.by_agent.values()) == metered.seconds
    assert sum(metered.amounts.values()) == metered.amount
    assert sum(metered.free_ms.values()) + 1_000 * metered.seconds == ENDS_MS


def afforded(tariff, full):
    """Count the seconds the ceiling pays for, one by one."""
    return next((s for s in range(full) if tariff.rate * (s + 1) > tariff.ceiling * 60), full)


@given(CHANGES, TARIFFS)
def test_each_agent_gets_the_seconds_they_had_the_caller_give_or_take_one(changes, tariff):
    segments = read_timeline(changes, ends_ms=ENDS_MS)
    metered = meter(segments, tariff)

    for agent, seconds in metered.by_agent.items():
        assert 1_000 * (seconds - 1) < metered.worked_ms[agent]


@given(CHANGES, TARIFFS, st.integers(1, ENDS_MS))
def test_the_meter_only_runs_forward(changes, tariff, now):
    """What is shown during a call never goes down later."""
    early = [one for one in changes if one.at_ms <= now]
    so_far = meter(read_timeline(early, ends_ms=now), tariff)
    whole = meter(read_timeline(changes, ends_ms=ENDS_MS), tariff)

    assert so_far.seconds <= whole.seconds
    assert so_far.warning_ms is None or so_far.warning_ms == whole.warning_ms


@given(CHANGES, TARIFFS)
def test_the_warning_comes_when_half_of_the_ceiling_is_reached(changes, tariff):
    metered = meter(read_timeline(changes, ends_ms=ENDS_MS), tariff)
    if metered.warning_ms is not None:
        until = [one for one in changes if one.at_ms <= metered.warning_ms]
        then = meter(read_timeline(until, ends_ms=metered.warning_ms), tariff)
        half = tariff.ceiling * 30
        assert then.amount >= half or metered.ceiling_ms == metered.warning_ms
        assert then.amount - tariff.rate < half


@given(AMOUNTS, st.integers(60, 100), st.randoms(use_true_random=False))
def test_the_pool_is_shared_exactly_and_fairly_whatever_the_order(amounts, share, chance):
    """I3: pool rounded up, shares sum to it, each within a cent of its quota, ties by name."""
    settlement = settle(amounts, share=share)
    base = settlement.owed
    total = sum(amounts.values())

    assert 0 <= Fraction(total, 6_000) - base < 1
    assert Fraction(base * share, 100) <= settlement.pool < Fraction(base * share, 100) + 1
    assert sum(one.cents for one in settlement.shares) == settlement.pool
    for one in settlement.shares:
        quota = Fraction(settlement.pool * one.amount, total or 1)
        assert abs(one.cents - quota) < 1
    shuffled = list(amounts.items())
    chance.shuffle(shuffled)
    assert settle(dict(shuffled), share=share) == settlement


@given(AMOUNTS, st.integers(0, 2_000), AMOUNTS)
def test_every_entry_sums_to_zero(amounts, floor, worked):
    """I1, with top-ups too."""
    settlement = settle(amounts, floor=floor, worked_ms=worked)
    entry = postings(settlement, payer="p", service="s")

    assert sum(one.cents for one in entry) == 0
    assert all(
        6_000_000 * (one.cents + one.top_up) >= floor * worked.get(one.agent, 0)
        for one in settlement.shares
    )


@given(st.integers(0, 10**9), st.lists(st.integers(1, 10**6), min_size=1, max_size=30))
def test_more_weight_never_gets_less(total, weights):
    shares = share_out(total, {f"{number:02}": one for number, one in enumerate(weights)})
    pairs = sorted(zip(weights, shares.values(), strict=True))

    assert all(a[1] <= b[1] for a, b in pairwise(pairs) if a[0] < b[0])


def test_thousands_of_calls_settle_alike_whatever_the_order():
    chance = random.Random(4)
    calls = [(f"a{chance.randrange(80)}", 3_700 * chance.randrange(900)) for _ in range(5_000)]

    def settled(some):
        amounts = {}
        for agent, amount in some:
            amounts[agent] = amounts.get(agent, 0) + amount
        return settle(amounts)

    assert settled(calls) == settled(calls[::-1])


def test_the_module_knows_no_fractions():
    """I10: no float, no Decimal, no true division, no rounding function."""
    forbidden = {"float", "Decimal", "decimal", "Fraction", "fractions", "math", "round", "numpy"}
    for path in Path(tariffs.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            assert not isinstance(node, ast.Div), path.name
            assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), path.name
            names = {
                getattr(node, "id", ""),
                getattr(node, "attr", ""),
                getattr(node, "module", ""),
            }
            assert not names & forbidden, path.name
