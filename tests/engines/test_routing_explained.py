"""Every choice can be explained: why this agent, why not that one, why this call first."""

from boutdufil.engines.routing import (
    Assigned,
    Channel,
    Declined,
    Line,
    LineSet,
    Offered,
    Overflow,
    Paused,
    Profile,
    Reason,
    RefusedError,
    ReserveSet,
    Router,
    SignedIn,
    Step,
    Why,
    explain,
)
from tests.engines.routing_traces import Trace

ORDERS = Line(
    "orders",
    skills=frozenset({"fr"}),
    steps=(Step(0, {"sales": 2}), Step(9_000, {})),
    overflow=(Overflow(20_000, "partner"),),
)


def floor(**profiles):
    router = Router()
    router.apply(LineSet(0, ORDERS))
    for at, (name, profile) in enumerate(profiles.items()):
        router.apply(SignedIn(at * 1_000, name, profile))
    return router


def seller(skills="fr", level=2, **more):
    levels = {"sales": level} if level else {}
    return Profile(frozenset(skills.split()), levels, **more)


def reasons(router, event, name):
    explained = explain(router, event, event.call, [name])
    return explained.agents[0].reasons


def test_the_hurdles_of_those_who_cannot_are_all_named():
    router = floor(
        ana=seller(),
        bob=Profile(frozenset({"en"}), {}, {Channel.TEXT: 1}, "partner"),
        cleo=seller(level=1),
        dan=seller(),
    )
    router.apply(Paused(9_000, "dan", "lunch"))
    event = Offered(9_000, "c1", "orders")

    assert [one.why for one in reasons(router, event, "bob")] == [
        Why.NO_CHANNEL,
        Why.LACKS_SKILL,
        Why.LEVEL_TOO_LOW,
        Why.POOL_CLOSED,
    ]
    assert reasons(router, event, "cleo") == (Reason(Why.LEVEL_TOO_LOW, "sales", 1, 2),)
    assert reasons(router, event, "dan") == (Reason(Why.PAUSED, "lunch"),)
    assert reasons(router, event, "nobody") == (Reason(Why.SIGNED_OUT),)


def test_of_those_who_can_the_first_difference_is_named():
    router = floor(ana=seller(), bob=seller(), lea=seller("fr lsf"))
    event = Offered(9_000, "c1", "orders")
    assert reasons(router, event, "bob") == (Reason(Why.IDLE_LESS, "", 8_000, 9_000),)

    router.apply(ReserveSet(9_000, {"lsf": 3}))
    assert reasons(router, event, "lea") == (Reason(Why.SCARCER, "lsf", 2, 0),)

    wish = Offered(9_000, "c1", "orders", favours=frozenset({"lsf"}))
    assert reasons(router, wish, "ana") == (Reason(Why.LESS_FAVOURED, "lsf", 0, 1),)


def test_an_agent_who_declined_is_told_so():
    router = floor(ana=seller(), bob=seller())
    router.apply(Offered(9_000, "c1", "orders"))

    assert reasons(router, Declined(9_001, "ana", "c1"), "ana") == (Reason(Why.DECLINED),)


def test_the_calls_that_were_passed_over_are_named_too():
    router = Router()
    for line in (Line("plain"), Line("vip", priority=60), Line("law", skills=frozenset({"law"}))):
        router.apply(LineSet(0, line))
    for number, line in enumerate(("plain", "plain", "vip", "law")):
        router.apply(Offered(number, f"c{number}", line))
    explained = explain(router, SignedIn(10_000, "ana", Profile()), "c2")

    assert explained.agent == "ana"
    assert {one.name: one.reasons[0].why for one in explained.calls} == {
        "c0": Why.LOWER_SCORE,
        "c1": Why.LOWER_SCORE,
        "c3": Why.LACKS_SKILL,
    }


def test_explaining_leaves_the_router_as_it_is_and_says_nothing_of_what_does_not_happen():
    router = floor(ana=seller())
    before = router.snapshot()

    assert explain(router, Offered(9_000, "c1", "orders"), "other") is None
    assert router.snapshot() == before


def test_every_choice_of_a_long_day_can_be_explained():
    """The agent named is the one the router takes; nobody is passed over without a reason."""
    trace, router, choices = Trace(11, 6), Router(), 0
    for event in trace.opening():
        router.apply(event)
    for _ in range(600):
        router.reap(trace.step())
        event, before = trace.event(router), Router.restore(router.snapshot())
        for taken in assigned(router, event):
            explained = explain(before, event, taken.call)
            assert explained.agent == taken.agent
            assert all(one.reasons for one in (*explained.agents, *explained.calls))
            choices += 1
    assert choices > 40


def assigned(router, event):
    try:
        return [one for one in router.apply(event) if isinstance(one, Assigned)]
    except RefusedError:
        return []
