"""A call: opened, entered, ended once; what happened in it stays as it was written."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from boutdufil.engines.sealing import SealError
from boutdufil.kernel.calls import selectors, services
from boutdufil.kernel.calls.chain import BEGINNING, digest_of, line_of
from boutdufil.kernel.calls.enums import CallKind, CallState, Channel, ParticipantRole
from boutdufil.kernel.calls.errors import (
    CallEndedError,
    FullCallError,
    LegTokenError,
    StrangerError,
    UnknownScenarioError,
    WrongStepError,
)
from boutdufil.kernel.calls.models import Call, CallEvent
from tests.factories.calls import CallEventFactory, CallFactory, ParticipantFactory

pytestmark = pytest.mark.django_db


def opened(**facts):
    return services.open_call(**{"kind": CallKind.SERVICE, "channel": Channel.VOICE, **facts})


def kinds(call):
    return list(CallEvent.objects.filter(call=call).values_list("kind", flat=True))


def test_a_call_begins_its_own_story():
    call = opened(reference="illico:1")

    assert (call.state, call.scenario_version) == (CallState.OPEN, 0)
    assert kinds(call) == ["opened"]


def test_a_practised_call_keeps_the_version_of_its_scenario():
    call = opened(kind=CallKind.PRACTICE, scenario="colis-jamais-arrive")

    assert (call.scenario, call.scenario_version) == ("colis-jamais-arrive", 1)


def test_a_call_has_no_invented_scenario():
    with pytest.raises(UnknownScenarioError):
        opened(scenario="inconnu")


def test_a_call_connects_and_ends():
    call = opened()
    first = services.connect_call(call_id=call.pk).connected_at
    services.connect_call(call_id=call.pk)

    ended = services.end_call(call_id=call.pk, cause="hung_up")

    assert kinds(call) == ["opened", "connected", "ended"]
    assert (ended.connected_at, ended.end_cause) == (first, "hung_up")
    assert selectors.verify_chain(call.pk).ok


def test_a_call_ends_once():
    call = opened()
    first = services.end_call(call_id=call.pk, cause="hung_up")

    again = services.end_call(call_id=call.pk, cause="lost")

    assert (again.ended_at, again.end_cause) == (first.ended_at, "hung_up")
    with pytest.raises(WrongStepError):
        services.connect_call(call_id=call.pk)


def test_an_ended_call_cannot_be_reopened_by_anybody():
    call = opened()
    services.end_call(call_id=call.pk)

    with pytest.raises(DatabaseError), transaction.atomic():
        Call.objects.filter(pk=call.pk).update(state=CallState.OPEN)


def test_somebody_enters_leaves_and_enters_again():
    call = opened()
    caller = services.add_participant(call=call, role=ParticipantRole.CALLER)

    services.join_call(participant_id=caller.pk)
    services.join_call(participant_id=caller.pk)
    services.leave_call(participant_id=caller.pk)
    back = services.join_call(participant_id=caller.pk)

    assert back.left_at is None
    assert kinds(call) == ["opened", "joined", "left", "joined"]


def test_nobody_enters_a_call_that_is_over():
    call = opened()
    caller = services.add_participant(call=call, role=ParticipantRole.CALLER)
    services.end_call(call_id=call.pk)

    with pytest.raises(CallEndedError):
        services.join_call(participant_id=caller.pk)
    with pytest.raises(CallEndedError):
        services.add_participant(call=call, role=ParticipantRole.AGENT)


def test_four_people_fit_into_a_call():
    call = CallFactory()
    people = [ParticipantFactory(call=call) for _ in range(5)]
    for one in people[:4]:
        services.join_call(participant_id=one.pk)

    with pytest.raises(FullCallError):
        services.join_call(participant_id=people[4].pk)

    services.leave_call(participant_id=people[0].pk)
    assert services.join_call(participant_id=people[4].pk).joined_at


def test_a_token_opens_one_leg_and_nothing_else():
    seat = ParticipantFactory()
    token = services.leg_token(seat.pk)

    assert services.read_leg_token(token) == seat.pk
    for wrong in ("", "x", token[:-1], token + "a", token.replace(".", "-"), "a.b.c"):
        with pytest.raises(LegTokenError):
            services.read_leg_token(wrong)


def test_a_token_grows_old():
    with time_machine.travel(1_000_000):
        token = services.leg_token(ParticipantFactory().pk, seconds=60)
        assert services.read_leg_token(token)

    with time_machine.travel(1_000_062), pytest.raises(LegTokenError):
        services.read_leg_token(token)


def test_the_same_key_is_one_fact():
    call = CallFactory()
    first = services.record_event(call_id=call.pk, kind="held", body={"key": "7", "on": True})
    again = services.record_event(call_id=call.pk, kind="held", body={"key": "7", "on": True})
    services.record_event(call_id=call.pk, kind="held", body={"key": "8"})

    assert again.pk == first.pk
    assert kinds(call) == ["held", "held"]


def test_a_fact_may_be_written_down_later_than_it_happened():
    moment = timezone.now() - timedelta(minutes=2)

    fact = services.record_event(call_id=CallFactory().pk, kind="ringing", at=moment)

    assert fact.at == moment


def test_a_fact_is_about_somebody_of_this_call():
    with pytest.raises(StrangerError):
        services.record_event(
            call_id=CallFactory().pk, kind="joined", participant_id=ParticipantFactory().pk
        )


def test_a_fact_without_a_fixed_form_is_refused():
    with pytest.raises(SealError):
        services.record_event(call_id=CallFactory().pk, kind="light", body={"lux": 0.5})


def test_a_fact_is_never_changed_nor_deleted():
    call = opened()
    facts = CallEvent.objects.filter(call=call)

    for act in (lambda: facts.update(kind="nothing"), facts.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    assert kinds(call) == ["opened"]


def append(call, *, seq=2, kind="left", told="left", after=None):
    """Write a line as somebody might who goes round the service."""
    before = bytes(call.events.get(seq=1).digest) if after is None else after
    line = line_of(call_id=call.pk, seq=seq, at=call.opened_at, what=(told, None), body={})
    digest = digest_of(before, line)
    CallEventFactory(call=call, seq=seq, at=call.opened_at, kind=kind, digest=digest)


@pytest.mark.parametrize(
    ("how", "is_whole"),
    [({}, True), ({"told": "joined"}, False), ({"seq": 3}, False), ({"after": BEGINNING}, False)],
    ids=["as it was written", "changed", "one taken out", "the one before changed"],
)
def test_what_was_not_written_so_is_found(how, is_whole):
    other, call = opened(), opened()
    append(call, **how)

    found = selectors.verify_chains([other.pk, call.pk])

    assert found[other.pk].ok
    assert (found[call.pk].ok, found[call.pk].broken_at) == (is_whole, None if is_whole else 2)
    assert found[call.pk] == selectors.verify_chain(call.pk)


@pytest.mark.django_db(transaction=True)
def test_facts_that_arrive_together_follow_one_another():
    call = opened()

    def write(number):
        try:
            # Each fact comes twice, as it does when a line is broken.
            services.record_event(call_id=call.pk, kind="note", body={"key": str(number // 2)})
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(24)))

    ranks = list(CallEvent.objects.filter(call=call).values_list("seq", flat=True))
    assert ranks == list(range(1, 14))
