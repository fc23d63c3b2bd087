"""The policy, rule by rule, on floors small enough to read."""

import pytest

from boutdufil.engines.routing import (
    Answered,
    Assigned,
    Back,
    Cause,
    Channel,
    Connected,
    Declined,
    Detached,
    Ended,
    Expired,
    Gone,
    HandedOver,
    Line,
    LineSet,
    Lost,
    Moved,
    Offered,
    Overflow,
    Paused,
    Phase,
    Profile,
    Queued,
    Released,
    ReserveSet,
    Router,
    Settings,
    SignedIn,
    SignedOut,
    State,
    Step,
    TakenBack,
    Transferred,
    Withdrawn,
    WrappedUp,
    WrongStateError,
)

TEXT3 = {Channel.TEXT: 3, Channel.VOICE: 1}


def floor(*lines, settings=None):
    """A router with these lines; one plain line when none is given."""
    router = Router(settings)
    for line in lines or (Line("plain"),):
        router.apply(LineSet(0, line))
    return router


def sign_in(router, at, **profiles):
    for name, skills in profiles.items():
        profile = skills if isinstance(skills, Profile) else Profile(frozenset(skills.split()))
        router.apply(SignedIn(at, name, profile))


def offer(router, at, call="c1", line="plain", **more):
    """Offer a call and return the agent where it rings, None when nowhere."""
    return rings(router.apply(Offered(at, call, line, **more)))


def rings(decisions):
    found = [one.agent for one in decisions if isinstance(one, Assigned)]
    return found[0] if found else None


def talk(router, at, agent, call="c1", line="plain"):
    """Bring a call to an agent who is free, and answer it."""
    assert offer(router, at, call, line) == agent
    router.apply(Answered(at, agent, call))


def reap(router, now):
    return [decision for _event, decisions in router.reap(now) for decision in decisions]


def state(router, agent):
    return router.agent(agent).state


def test_the_longest_idle_of_those_who_hold_the_skills_is_taken():
    router = floor(Line("signs", channel=Channel.VOICE, skills=frozenset({"lsf"})))
    sign_in(router, 0, ana="fr")
    sign_in(router, 1, bob="fr lsf")
    sign_in(router, 2, cleo="fr lsf")

    assert offer(router, 10, "c1", "signs") == "bob"
    assert offer(router, 11, "c2", "signs") == "cleo"
    assert offer(router, 12, "c3", "signs") is None


def test_scarce_skills_are_spared_while_they_are_short_and_a_plainer_agent_is_free():
    router = floor()
    router.apply(ReserveSet(0, {"lsf": 2}))
    sign_in(router, 0, ana="fr lsf", bob="fr lsf")
    sign_in(router, 1, cleo="fr")

    assert offer(router, 10, "c1") == "ana"
    assert offer(router, 11, "c2") == "cleo"
    assert offer(router, 12, "c3") == "bob"


def test_the_more_a_skill_is_short_the_more_it_is_spared():
    router = floor()
    router.apply(ReserveSet(0, {"lsf": 3, "en": 2}))
    sign_in(router, 0, ana="fr lsf")
    sign_in(router, 1, bob="fr en")

    assert offer(router, 10) == "bob"


def test_deaf_agents_come_before_interpreters_when_asked_for_and_nobody_waits_for_them():
    router = floor(Line("signs", skills=frozenset({"lsf"})))
    sign_in(router, 0, iris="lsf interpreter")
    sign_in(router, 5, dora="lsf deaf")
    wish = frozenset({"deaf"})

    assert offer(router, 10, "c1", "signs", favours=wish) == "dora"
    assert offer(router, 11, "c2", "signs", favours=wish) == "iris"


def test_soft_skills_are_asked_less_the_longer_a_caller_waits():
    steps = (Step(0, {"sales": 3}), Step(8_000, {"sales": 2}), Step(20_000, {}))
    router = floor(Line("orders", steps=steps))
    sign_in(router, 0, ana=Profile(levels={"sales": 2}), bob=Profile())

    assert offer(router, 0, "c1", "orders") is None
    assert rings(reap(router, 7_999)) is None
    assert rings(reap(router, 8_000)) == "ana"
    assert offer(router, 8_000, "c2", "orders") is None
    assert rings(reap(router, 28_000)) == "bob"


def test_a_partner_pool_helps_after_a_while():
    router = floor(Line("orders", overflow=(Overflow(15_000, "partner"),)))
    sign_in(router, 0, paul=Profile(pool="partner"))

    assert offer(router, 0, "c1", "orders") is None
    assert rings(reap(router, 15_000)) == "paul"


def test_a_caller_waits_a_little_for_the_agent_who_knows_the_case():
    router = floor(Line("plain", sticky_ms=15_000, wrap_up_ms=2_000))
    sign_in(router, 0, ana="fr")
    talk(router, 0, "ana")
    sign_in(router, 1, bob="fr")

    assert offer(router, 10, "c2", sticky="ana") is None
    router.apply(Released(3_000, "ana", "c1"))
    reap(router, 5_000)
    assert rings(reap(router, 9_000)) == "ana"


def test_after_the_wait_for_the_known_agent_anybody_may_answer():
    router = floor(Line("plain", sticky_ms=15_000))
    sign_in(router, 0, ana="fr")
    talk(router, 0, "ana")
    sign_in(router, 1, bob="fr")
    offer(router, 10, "c2", sticky="ana")

    assert rings(reap(router, 15_010)) == "bob"


@pytest.mark.parametrize("leave", [Lost, SignedOut, lambda at, who: Paused(at, who, "lunch")])
def test_nobody_waits_for_an_agent_who_has_left(leave):
    router = floor()
    sign_in(router, 0, ana="fr")
    talk(router, 0, "ana")
    sign_in(router, 1, bob="fr")
    offer(router, 10, "c2", sticky="ana")
    if leave is SignedOut:
        router.apply(Released(15, "ana", "c1"))

    assert rings(router.apply(leave(20, "ana"))) == "bob"


def test_priority_counts_and_age_catches_up():
    vip = Line("vip", priority=30)
    router = floor(Line("plain"), vip)
    offer(router, 0, "old")
    offer(router, 20_000, "new", "vip")
    sign_in(router, 25_000, ana="fr")
    assert router.agent("ana").calls == (("new", Phase.RESERVED),)

    offer(router, 56_000, "newer", "vip")
    sign_in(router, 58_000, bob="fr")
    assert router.agent("bob").calls == (("old", Phase.RESERVED),)


def test_a_line_that_fills_up_is_helped():
    router = floor(Line("calm"), Line("full", pressure=10, skills=frozenset({"fr"})))
    offer(router, 0, "first", "calm")
    for number in range(3):
        offer(router, 5_000, f"f{number}", "full")
    sign_in(router, 6_000, ana="fr")

    assert router.call("f0").agent == "ana"


def test_a_call_back_keeps_its_place():
    router = floor()
    offer(router, 50_000, "c1")
    offer(router, 60_000, "c2", received_at=10_000)
    sign_in(router, 61_000, ana="fr")

    assert router.call("c2").agent == "ana"


def test_a_call_nobody_answers_moves_on_in_ten_seconds():
    router = floor()
    sign_in(router, 0, ana="fr", bob="fr")
    offer(router, 0)

    assert reap(router, 9_999) == []
    decisions = reap(router, 10_000)
    assert decisions[0] == Withdrawn("c1", "ana", Cause.NO_ANSWER)
    assert rings(decisions) == "bob"
    assert state(router, "ana") == State.GAP


def test_after_two_calls_without_an_answer_the_agent_is_paused():
    router = floor()
    sign_in(router, 0, ana="fr")
    offer(router, 0)
    reap(router, 10_000)
    assert rings(reap(router, 14_000)) == "ana"
    reap(router, 24_000)

    assert state(router, "ana") == State.PAUSED
    assert router.agent("ana").paused == "no_answer"
    assert router.call("c1").phase == Phase.WAITING


def test_an_answer_wipes_out_a_missed_call():
    router = floor(Line("plain", wrap_up_ms=0))
    sign_in(router, 0, ana="fr")
    offer(router, 0)
    reap(router, 10_000)
    reap(router, 14_000)
    router.apply(Answered(15_000, "ana", "c1"))
    router.apply(Released(16_000, "ana", "c1"))
    reap(router, 20_000)
    offer(router, 30_000, "c2")
    reap(router, 40_000)

    assert state(router, "ana") == State.GAP


def test_a_declined_call_does_not_come_back_and_the_agent_keeps_the_turn():
    router = floor()
    sign_in(router, 0, ana="fr", bob="fr")
    offer(router, 1)

    assert rings(router.apply(Declined(2, "ana", "c1"))) == "bob"
    assert offer(router, 3, "c2") == "ana"
    router.apply(Declined(4, "bob", "c1"))
    assert router.call("c1").phase == Phase.WAITING


@pytest.mark.parametrize(("is_complex", "gap"), [(False, 4_000), (True, 6_000)])
def test_between_two_calls_lies_the_legal_gap(is_complex, gap):
    router = floor(Line("plain", is_complex=is_complex, gap_ms=gap, wrap_up_ms=1_000))
    sign_in(router, 0, ana="fr")
    talk(router, 0, "ana")
    router.apply(Released(10_000, "ana", "c1"))
    offer(router, 10_001, "c2")
    reap(router, 11_000)

    assert state(router, "ana") == State.GAP
    assert reap(router, 11_000 + gap - 1) == []
    assert rings(reap(router, 11_000 + gap)) == "ana"


@pytest.mark.parametrize(("is_complex", "gap"), [(False, 3_999), (True, 5_999)])
def test_a_shorter_gap_is_refused(is_complex, gap):
    with pytest.raises(ValueError, match="gap"):
        Line("plain", is_complex=is_complex, gap_ms=gap)


def test_finishing_early_begins_the_gap_at_once():
    router = floor()
    sign_in(router, 0, ana="fr")
    talk(router, 0, "ana")
    router.apply(Released(10, "ana", "c1"))
    router.apply(WrappedUp(20, "ana", "c1"))

    assert state(router, "ana") == State.GAP
    assert router.next_deadline == 4_020


def test_several_texts_at_once_to_the_least_loaded_and_no_voice_beside_them():
    router = floor(Line("chat", channel=Channel.TEXT, gap_ms=0), Line("plain"))
    both = Profile(capacity=TEXT3)
    sign_in(router, 0, ana=both, bob=both)

    for number, agent in enumerate(["ana", "bob", "ana", "bob"]):
        talk(router, number, agent, f"t{number}", "chat")
    assert offer(router, 10, "v1") is None
    assert offer(router, 11, "t9", "chat") == "ana"


def test_a_caller_who_goes_at_the_instant_of_assignment_frees_the_agent():
    router = floor()
    sign_in(router, 0, ana="fr", bob="fr")
    offer(router, 1)
    decisions = router.apply(Gone(1, "c1"))

    assert decisions[0] == Withdrawn("c1", "ana", Cause.HUNG_UP)
    assert Ended("c1", Cause.HUNG_UP) in decisions
    assert offer(router, 2, "c2") == "ana"


def test_what_rings_at_a_lost_agent_goes_elsewhere_at_once():
    router = floor()
    sign_in(router, 0, ana="fr", bob="fr")
    offer(router, 1)

    assert rings(router.apply(Lost(2, "ana"))) == "bob"
    router.apply(Back(3, "ana"))
    assert state(router, "ana") == State.AVAILABLE


def test_a_conversation_outlives_a_reload_of_the_agent():
    router = floor()
    sign_in(router, 0, ana="fr")
    talk(router, 0, "ana")
    router.apply(Lost(100, "ana"))
    router.apply(Back(19_000, "ana"))

    assert reap(router, 60_000) == []
    assert state(router, "ana") == State.IN_CALL


def test_a_caller_whose_agent_does_not_come_back_is_first_in_line():
    router = floor(settings=Settings(grace_ms=20_000))
    sign_in(router, 0, ana="fr")
    talk(router, 0, "ana")
    router.apply(Lost(100, "ana"))
    offer(router, 200, "c2")
    decisions = reap(router, 20_100)

    assert Detached("c1", "ana", Cause.AGENT_LOST) in decisions
    assert Queued("c1") in decisions
    sign_in(router, 21_000, bob="fr")
    assert router.call("c1").agent == "bob"


def test_a_transferred_caller_keeps_the_place_of_the_first_second():
    router = floor(Line("plain"), Line("law", skills=frozenset({"law"})))
    sign_in(router, 0, ana="fr")
    talk(router, 0, "ana")
    offer(router, 5_000, "c2", "law")
    router.apply(Transferred(9_000, "ana", "c1", "law"))
    sign_in(router, 9_500, lea="law")

    assert router.call("c1").agent == "lea"
    assert state(router, "ana") == State.WRAP_UP


def test_a_call_that_does_not_get_through_goes_to_somebody_else_and_blames_nobody():
    router = floor()
    sign_in(router, 0, ana="fr", bob="fr")
    talk(router, 0, "ana")
    decisions = router.apply(TakenBack(10_000, "ana", "c1"))

    assert decisions[:2] == [Detached("c1", "ana", Cause.NO_MEDIA), Assigned("c1", "bob", 20_000)]
    assert state(router, "ana") == State.GAP
    reap(router, 14_000)
    assert state(router, "ana") == State.AVAILABLE, "no work after a call that was none"
    with pytest.raises(WrongStateError):
        router.apply(TakenBack(14_001, "ana", "c1"))


def test_a_call_that_does_not_get_through_waits_first_in_line_or_is_over():
    router = floor()
    sign_in(router, 0, ana="fr")
    talk(router, 0, "ana")
    offer(router, 5, "c2")
    assert Queued("c1") in router.apply(TakenBack(10_000, "ana", "c1"))
    # Nobody else came free within the gap: the same person is better than nobody.
    reap(router, 14_000)
    assert router.call("c1").agent == "ana"
    router.apply(Answered(15_000, "ana", "c1"))
    decisions = router.apply(TakenBack(30_000, "ana", "c1", is_over=True))
    assert decisions[1] == Ended("c1", Cause.NO_MEDIA)
    assert router.call("c1") is None
    assert router.call("c2").phase is Phase.WAITING


def test_whoever_was_consulted_can_take_the_call_over():
    router = floor()
    sign_in(router, 0, ana="fr", bob="fr")
    talk(router, 0, "ana")
    talk(router, 1, "bob", "c1/2")
    decisions = router.apply(HandedOver(2, "ana", "c1", "c1/2"))

    assert Connected("c1", "bob") in decisions
    assert Ended("c1/2", Cause.HANDED_OVER) in decisions
    router.apply(Released(9, "bob", "c1"))
    assert [state(router, one) for one in ("ana", "bob")] == [State.WRAP_UP] * 2


def test_a_call_may_be_handed_back_to_somebody_still_wrapping_it_up():
    router = floor()
    sign_in(router, 0, ana="fr", bob="fr")
    talk(router, 0, "ana")
    talk(router, 1, "bob", "c1/2")
    router.apply(HandedOver(2, "ana", "c1", "c1/2"))
    router.apply(WrappedUp(3, "ana", "c1"))
    reap(router, 4_003)
    talk(router, 5_000, "ana", "c1/3")
    router.apply(HandedOver(6_000, "bob", "c1", "c1/3"))

    assert state(router, "bob") == State.WRAP_UP
    assert reap(router, 60_000)
    assert router.agent("ana").calls == (("c1", Phase.IN_CALL),)


def test_a_text_may_be_handed_back_while_its_work_is_not_finished():
    router = floor(Line("chat", channel=Channel.TEXT, gap_ms=0, wrap_up_ms=50_000))
    both = Profile(capacity=TEXT3)
    sign_in(router, 0, ana=both, bob=both)
    talk(router, 0, "ana", "c1", "chat")
    talk(router, 1, "bob", "c1/2", "chat")
    router.apply(HandedOver(2, "ana", "c1", "c1/2"))
    talk(router, 3, "ana", "c1/3", "chat")
    router.apply(HandedOver(4, "bob", "c1", "c1/3"))
    reap(router, 60_000)

    assert router.agent("ana").calls == (("c1", Phase.IN_CALL),)
    router.apply(Released(60_001, "ana", "c1"))


def test_a_transfer_may_come_back_to_the_same_agent():
    chat = Line("chat", channel=Channel.TEXT, gap_ms=0)
    router = floor(chat)
    sign_in(router, 0, ana=Profile(capacity=TEXT3))
    talk(router, 0, "ana", "c1", "chat")
    router.apply(Transferred(5, "ana", "c1", "chat"))

    assert router.agent("ana").calls == (("c1", Phase.RESERVED),)


def test_a_moved_agent_answers_for_the_new_queues_at_once():
    router = floor(Line("law", skills=frozenset({"law"})))
    sign_in(router, 0, ana="fr")
    assert offer(router, 1, "c1", "law") is None

    assert rings(router.apply(Moved(2, "ana", Profile(frozenset({"law"}))))) == "ana"


def test_nobody_signs_out_of_a_conversation():
    router = floor()
    sign_in(router, 0, ana="fr")
    talk(router, 0, "ana")

    with pytest.raises(WrongStateError):
        router.apply(SignedOut(1, "ana"))


def test_waits_and_calls_have_an_end():
    router = floor(Line("plain", longest_wait_ms=60_000, longest_call_ms=90_000))
    offer(router, 0, "waits")
    assert Ended("waits", Cause.TOO_LONG) in reap(router, 60_000)
    sign_in(router, 60_000, ana="fr")
    talk(router, 60_000, "ana", "talks")

    assert Ended("talks", Cause.TOO_LONG) in reap(router, 150_000)
    assert state(router, "ana") == State.WRAP_UP


def test_what_has_run_out_comes_in_order_and_only_once():
    router = floor()
    sign_in(router, 0, ana="fr", bob="fr")
    offer(router, 5, "c1")
    offer(router, 7, "c2")

    due = router.due(99_999)
    assert [(one.kind, one.call, one.deadline) for one in due] == [
        ("ring", "c1", 10_005),
        ("ring", "c2", 10_007),
    ]
    assert all(isinstance(one, Expired) and one.at == 99_999 for one in due)
    assert [event for event, _ in router.reap(99_999)][:2] == due
    assert router.due(99_999) == []
