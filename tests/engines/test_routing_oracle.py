"""The router decides as brute force does, on random traces where everything goes wrong."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boutdufil.engines.routing import RefusedError, Router
from tests.engines.routing_traces import Trace
from tests.engines.slow_routing import SlowRouter, is_free


def outcome(router, event):
    try:
        return router.apply(event)
    except RefusedError:
        return "refused"


def compare(seed, steps, agents):
    """Return the first event on which the two part, with what each said; None when on none."""
    trace, fast, slow = Trace(seed, agents), Router(), SlowRouter()
    opening = list(trace.opening())
    for number in range(steps):
        if opening:
            events = [opening.pop(0)]
        else:
            now = trace.step()
            assert fast.due(now) == slow.due(now)
            events = [*fast.due(now), trace.event(fast)]
        for event in events:
            ours, theirs = outcome(fast, event), outcome(slow, event)
            if ours != theirs:
                return number, event, ours, theirs
    return None


@given(st.integers(0, 2**32), st.integers(1, 12))
@settings(max_examples=60, deadline=None)
def test_short_traces_agree_with_brute_force(seed, agents):
    assert compare(seed, 120, agents) is None


@pytest.mark.parametrize("seed", [1, 2])
def test_ten_thousand_events_agree_with_brute_force(seed):
    assert compare(seed, 10_000, 9) is None


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 120))
def test_many_long_traces_agree_with_brute_force(seed):
    assert compare(seed, 10_000, 5 + seed % 17) is None


@given(st.integers(0, 2**32))
@settings(max_examples=40, deadline=None)
def test_nobody_waits_whom_somebody_free_could_take(seed):
    trace, slow, fast = Trace(seed, 8), SlowRouter(), Router()
    events = list(trace.opening())
    for _ in range(150):
        now = trace.step()
        events += [*fast.due(now), trace.event(fast)]
        for event in events:
            outcome(fast, event)
            outcome(slow, event)
            free = [agent for agent in slow.agents.values() if is_free(agent)]
            assert [slow.best_call(agent) for agent in free] == [None] * len(free)
        events = []
