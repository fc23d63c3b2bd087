"""What must hold after every event, whatever happens: nobody lost, nobody stuck, nothing twice."""

import gc
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boutdufil.engines.routing import (
    Assigned,
    ClockWentBackError,
    DuplicateError,
    Ended,
    Gone,
    Offered,
    Phase,
    Profile,
    RefusedError,
    Released,
    Router,
    SignedIn,
    StaleError,
    State,
    UnknownAgentError,
    UnknownCallError,
    UnknownLineError,
    WrongStateError,
    event_from,
    to_plain,
)
from boutdufil.engines.routing import _errors as errors
from tests.engines.routing_traces import LINES, Trace

SEEDS = st.integers(0, 2**32)


def run(seed, steps, agents=9):
    """Yield each event that was taken, what it led to, and the router."""
    trace, router = Trace(seed, agents), Router()
    for event in trace.opening():
        yield event, router.apply(event), router
    for _ in range(steps):
        due = router.due(trace.step())
        for event in [*due, None]:
            event = event or trace.event(router)
            try:
                yield event, router.apply(event), router
            except RefusedError:
                continue


def journal(seed, steps):
    return [event for event, _out, _router in run(seed, steps)]


def frozen(router):
    return json.dumps(router.snapshot(), sort_keys=True)


@given(SEEDS)
@settings(max_examples=40, deadline=None)
def test_agents_and_calls_always_agree(seed):
    for _event, _out, router in run(seed, 120):
        held = {}
        for agent in router.agents():
            for call, phase in agent.calls:
                if phase is not Phase.WRAP_UP:
                    assert call not in held, "two agents hold one call"
                    held[call] = (agent.name, phase)
        up = {one.name: (one.agent, one.phase) for one in router.calls() if one.agent}
        assert held == up


@given(SEEDS)
@settings(max_examples=40, deadline=None)
def test_no_caller_is_lost_and_none_ends_twice(seed):
    offered, ended = set(), []
    for event, out, router in run(seed, 200):
        offered |= {event.call} if isinstance(event, Offered) else set()
        ended += [one.call for one in out if isinstance(one, Ended)]
        assert sorted(ended) == sorted(set(ended))
        assert offered == set(ended) | {one.name for one in router.calls()}


@given(SEEDS)
@settings(max_examples=40, deadline=None)
def test_every_state_has_a_deadline_or_a_call(seed):
    """Reserved, wrap-up, gap and away end by themselves; in call ends with the call, which does."""
    for _event, _out, router in run(seed, 120):
        timers = {tuple(one[2:5]) for one in router.snapshot()["timers"]}
        for agent in router.agents():
            kind = {State.GAP: "gap", State.AWAY: "away"}.get(agent.state)
            assert kind is None or (kind, agent.name, "") in timers
            for call, phase in agent.calls:
                assert DEADLINE_OF[phase](agent.name, call) in timers
        for call in router.calls():
            assert call.phase is not Phase.WAITING or ("wait", "", call.name) in timers
        assert len(timers) <= 3 * len([*router.agents(), *router.calls()])


DEADLINE_OF = {
    Phase.RESERVED: lambda agent, call: ("ring", agent, call),
    Phase.IN_CALL: lambda _agent, call: ("call", "", call),
    Phase.WRAP_UP: lambda agent, call: ("wrap_up", agent, call),
}


@given(SEEDS)
@settings(max_examples=20, deadline=None)
def test_time_alone_empties_the_floor(seed):
    """When nobody does anything any more, every call ends and no agent stays busy."""
    router = [router for _event, _out, router in run(seed, 150)][-1]
    for _ in range(200):
        if router.next_deadline is None:
            break
        router.reap(router.next_deadline)

    assert list(router.calls()) == []
    assert {one.state for one in router.agents()} <= {State.AVAILABLE, State.PAUSED}


@given(SEEDS)
@settings(max_examples=25, deadline=None)
def test_an_event_sent_twice_is_refused_and_changes_nothing(seed):
    for event, _out, router in run(seed, 60):
        before = frozen(router)
        with pytest.raises(RefusedError):
            router.apply(event)
        assert frozen(router) == before


@given(SEEDS, st.integers(0, 150))
@settings(max_examples=30, deadline=None)
def test_a_restored_router_goes_on_alike(seed, cut):
    events = journal(seed, 150)
    cut = min(cut, len(events))
    one = Router.replay(events[:cut])
    two = Router.restore(json.loads(frozen(one)))

    assert frozen(two) == frozen(one)
    for event in events[cut:]:
        assert two.due(event.at) == one.due(event.at)
        assert two.apply(event) == one.apply(event)
    assert frozen(two) == frozen(one)


def test_replaying_a_journal_in_json_rebuilds_the_state_bit_for_bit():
    *_, (_event, _out, router) = run(7, 3_000)
    lines = [json.dumps(to_plain(event)) for event in journal(7, 3_000)]

    rebuilt = Router.replay(event_from(json.loads(line)) for line in lines)

    assert frozen(rebuilt) == frozen(router)


def test_decisions_can_be_written_down():
    assert to_plain(Assigned("c1", "ana", 10)) == {
        "type": "Assigned",
        "call": "c1",
        "agent": "ana",
        "until": 10,
    }


def test_a_snapshot_of_another_version_is_not_read():
    with pytest.raises(ValueError, match="version"):
        Router.restore({**Router().snapshot(), "version": 99})


def ready():
    router = Router.replay(Trace(1, 0).opening())
    router.apply(SignedIn(10, "ana", Profile()))
    router.apply(Offered(20, "c1", "plain"))
    return router


@pytest.mark.parametrize(
    ("event", "error"),
    [
        (Gone(19, "c1"), ClockWentBackError),
        (SignedIn(20, "ana", Profile()), DuplicateError),
        (Offered(20, "c1", "plain"), DuplicateError),
        (Offered(20, "c2", "nothing"), UnknownLineError),
        (Offered(20, "c2", "plain", received_at=21), WrongStateError),
        (Gone(20, "c9"), UnknownCallError),
        (Released(20, "bob", "c1"), UnknownAgentError),
        (Released(20, "ana", "c1"), WrongStateError),
        (ready().due(99_999)[0], None),
    ],
)
def test_what_does_not_fit_is_refused_with_its_type_and_changes_nothing(event, error):
    router = ready()
    if error is None:
        router.apply(event)
        error = StaleError
    before = frozen(router)

    with pytest.raises(error):
        router.apply(event)
    assert frozen(router) == before


def test_a_call_that_is_over_cannot_come_again():
    router = ready()
    router.apply(Gone(30, "c1"))

    for event in (Gone(31, "c1"), Offered(31, "c1", "plain")):
        with pytest.raises(DuplicateError):
            router.apply(event)


def test_the_ended_are_forgotten_after_an_hour():
    router = ready()
    router.apply(Gone(30, "c1"))
    router.apply(Offered(3_600_100, "c2", "plain"))
    router.apply(Gone(3_600_100, "c2"))

    assert [name for name, _at in router.snapshot()["ended"]] == ["c2"]


def test_every_refusal_is_told_apart_by_type():
    kinds = [one for one in vars(errors).values() if isinstance(one, type)]

    assert all(issubclass(one, RefusedError) for one in kinds)
    assert len(LINES) == len({line.id for line in LINES})


def test_events_leave_no_reference_cycles_so_that_the_collector_may_be_off():
    events = journal(5, 1_500)
    router = Router.replay(events[:600])
    gc.collect()
    gc.disable()
    try:
        for event in events[600:]:
            router.apply(event)
        assert gc.collect() == 0
    finally:
        gc.enable()
