"""Practised calls: kept on request, shared by a code, observed with consent, owned by one."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from boutdufil.kernel.calls import selectors, services
from boutdufil.kernel.calls.enums import CallKind, CallState, ParticipantRole, Seen
from boutdufil.kernel.calls.errors import (
    CallRefusedError,
    NotAgreedError,
    UnknownScenarioError,
)
from boutdufil.kernel.calls.models import Call, CallEvent, ObserverSheet, Participant
from boutdufil.kernel.calls.permissions import Visitor
from boutdufil.kernel.calls.practice import LETTERS, new_code, opened_since, read_code
from boutdufil.kernel.calls.scenarios import scenario, walk
from boutdufil.kernel.calls.services.legs import open_leg
from boutdufil.kernel.organisations.enums import Role
from tests.factories.calls import CallFactory, ObserverSheetFactory, ParticipantFactory
from tests.factories.organisations import MembershipFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
SLUG = "colis-jamais-arrive"
ANYONE = Visitor(AnonymousUser())


def trained():
    return MembershipFactory(role=Role.TRAINER).person


def opened(person=None):
    return services.practice.open_practice(slug=SLUG, channel="voice", person=person)


def code_of(seat):
    return seat.call.reference.removeprefix("practice:")


def observed(person=None):
    """A call with a trained caller whose observation the person agreed to."""
    seat, trainer = opened(person), trained()
    services.practice.accept_invitation(code=code_of(seat), visitor=Visitor(trainer))
    services.practice.answer_observation(participant_id=seat.pk, agrees=True)
    return seat, trainer


def test_a_scripted_call_is_kept_when_its_owner_asks():
    person = PersonFactory()
    here = walk(scenario(SLUG), "a.a.a.a")

    seat = services.practice.keep_practice(walk=here, person=person)

    (one,) = selectors.practised_by(person.pk)
    assert (one.participant_id, one.way, one.with_somebody) == (seat.pk, "a.a.a.a", False)
    assert one.end == str(scenario(SLUG).ends["regle"].title)
    facts = CallEvent.objects.filter(call=seat.call).values_list("kind", flat=True)
    assert list(facts) == ["opened", "practised", "ended"]
    assert selectors.verify_chain(seat.call_id).ok


def test_a_call_that_goes_on_is_not_kept():
    with pytest.raises(UnknownScenarioError):
        services.practice.keep_practice(walk=walk(scenario(SLUG), "a"), person=None)
    assert not Call.objects.exists()


def test_what_was_said_is_nowhere():
    services.practice.keep_practice(walk=walk(scenario(SLUG), "a.a.a.a"), person=None)

    bodies = list(CallEvent.objects.values_list("body", flat=True))
    assert {key for body in bodies for key in body} == {
        "kind", "channel", "scenario", "version", "key", "end", "way", "cause",
    }  # fmt: skip


def test_a_code_is_read_however_it_is_typed():
    code = new_code()

    assert len(code) == 6
    assert set(code) <= set(LETTERS)
    assert read_code(f" {code[:3].lower()}-{code[3:]} ") == code
    assert [read_code(wrong) for wrong in ("", "ABC", "AEIOU1", code + "B")] == [""] * 4


def test_the_invited_person_is_the_caller_and_then_a_trained_one_observes():
    seat, friend, trainer = opened(), PersonFactory(), trained()
    code = code_of(seat)
    first = services.practice.accept_invitation(code=code, visitor=Visitor(friend))

    assert first.role == ParticipantRole.CALLER
    assert selectors.invitation(code, ANYONE) is None
    second = services.practice.accept_invitation(code=code, visitor=Visitor(trainer))
    assert second.role == ParticipantRole.OBSERVER
    with pytest.raises(CallRefusedError):
        services.practice.accept_invitation(code=code, visitor=Visitor(trained()))


def test_a_code_grows_old_and_dies_with_its_call():
    seat, late = opened(), opened()
    services.end_call(call_id=seat.call_id)
    before = opened_since(timezone.now()) - timedelta(minutes=1)
    Call.objects.filter(pk=late.call_id).update(opened_at=before)

    assert selectors.invitation(code_of(seat), ANYONE) is None
    assert selectors.invitation(code_of(late), ANYONE) is None
    assert selectors.invitation("??????", ANYONE) is None


def test_a_scenario_is_practised_on_its_own_channels():
    with pytest.raises(UnknownScenarioError):
        services.practice.open_practice(slug=SLUG, channel="video", person=None)


def test_the_call_connects_when_both_are_there_and_ends_when_one_leaves():
    seat = opened()
    caller = services.practice.accept_invitation(code=code_of(seat), visitor=ANYONE)
    legs = [open_leg(token=services.leg_token(one.pk)) for one in (seat, caller)]

    services.room.follow_leg_up(legs[0])
    assert Call.objects.get(pk=seat.call_id).state == CallState.CONNECTED
    services.room.follow_message(legs[0], "media", {"up": True})
    services.room.follow_leg_down(legs[1], "left")
    services.room.follow_leg_up(legs[0])
    services.room.follow_message(legs[0], "media", {"up": False})

    ended = Call.objects.get(pk=seat.call_id)
    assert (ended.state, ended.end_cause) == (CallState.ENDED, "hung_up")
    assert CallEvent.objects.filter(call=ended, kind="media").count() == 1


def test_no_sheet_without_consent():
    seat, trainer = opened(), trained()
    services.practice.accept_invitation(code=code_of(seat), visitor=Visitor(trainer))
    for agrees in (None, False):
        if agrees is not None:
            services.practice.answer_observation(participant_id=seat.pk, agrees=True)
            services.practice.answer_observation(participant_id=seat.pk, agrees=agrees)
        with pytest.raises(NotAgreedError):
            services.sheets.write_sheet(call_id=seat.call_id, observer=trainer, answers={})


def test_a_sheet_holds_every_criterion_and_no_sum():
    seat, trainer = observed()
    said = {"welcome": {"seen": "seen", "remark": " A laissé finir. "}, "identity": {"seen": "9"}}

    sheet = services.sheets.write_sheet(call_id=seat.call_id, observer=trainer, answers=said)

    page = selectors.sheet_page(sheet.pk)
    assert [line.seen for line in page.lines][:2] == [Seen.SEEN, Seen.NOT_ASKED]
    assert page.lines[0].remark == "A laissé finir."
    assert len(page.lines) == len(scenario(SLUG).criteria)
    assert not any(isinstance(value, int | float) for value in sheet.answers.values())


def test_a_sheet_is_shared_taken_back_answered_and_deleted_by_its_owner():
    person = PersonFactory()
    seat, trainer = observed(person)
    sheet = services.sheets.write_sheet(call_id=seat.call_id, observer=trainer, answers={})
    services.end_call(call_id=seat.call_id)

    services.sheets.reply_to_sheet(sheet_id=sheet.pk, words="  Merci. ")
    assert selectors.sheet_page(sheet.pk).reply == "Merci."
    assert selectors.practised_by(person.pk, shared_only=True)[0].sheets == ()
    services.sheets.share_sheet(sheet_id=sheet.pk, actor_id=person.pk)
    assert len(selectors.practised_by(person.pk, shared_only=True)[0].sheets) == 1
    services.sheets.write_sheet(call_id=seat.call_id, observer=trainer, answers={})
    assert selectors.sheet_page(sheet.pk).shared_at is None
    services.sheets.share_sheet(sheet_id=sheet.pk, actor_id=person.pk)
    services.sheets.withdraw_sheet(sheet_id=sheet.pk, actor_id=person.pk)
    assert selectors.sheet_page(sheet.pk).shared_at is None
    services.sheets.delete_sheet(sheet_id=sheet.pk, actor_id=person.pk)
    assert selectors.sheet_page(sheet.pk) is None


def test_an_invitation_nobody_took_up_is_no_call():
    person = PersonFactory()
    lonely, together = opened(person), opened(person)
    for seat in (lonely, together):
        if seat is together:
            services.connect_call(call_id=seat.call_id)
        services.end_call(call_id=seat.call_id)

    (one,) = selectors.practised_by(person.pk)
    assert (one.participant_id, one.with_somebody) == (together.pk, True)


def test_a_practised_call_is_taken_out_of_a_path():
    person = PersonFactory()
    seat, trainer = observed(person)
    services.sheets.write_sheet(call_id=seat.call_id, observer=trainer, answers={})
    services.end_call(call_id=seat.call_id)

    services.practice.forget_practice(participant_id=seat.pk)

    assert selectors.practised_by(person.pk) == []
    assert not ObserverSheet.objects.exists()
    assert selectors.verify_chain(seat.call_id).ok


def test_a_guest_who_signs_in_keeps_the_calls(client):
    person = PersonFactory()
    here = walk(scenario(SLUG), "a.a.a.a")
    seat = services.practice.keep_practice(walk=here, person=None)
    session = client.session
    session["calls_seats"] = [str(seat.pk), "nonsense", 7]

    services.practice.claim_guest_seats(person=person, session=session)

    assert Participant.objects.get(pk=seat.pk).person == person
    assert "calls_seats" not in session


def test_a_seat_of_somebody_is_not_claimed_by_another(client):
    seat = services.practice.keep_practice(
        walk=walk(scenario(SLUG), "a.a.a.a"), person=PersonFactory()
    )
    session = client.session
    session["calls_seats"] = [str(seat.pk)]

    services.practice.claim_guest_seats(person=PersonFactory(), session=session)

    assert Participant.objects.get(pk=seat.pk).person == seat.person


def test_a_person_takes_everything_with_them_and_leaves_nothing():
    person = PersonFactory()
    seat, trainer = observed(person)
    services.sheets.write_sheet(call_id=seat.call_id, observer=trainer, answers={})

    told = services.subject.export_calls(person)
    services.subject.erase_calls(person)
    services.subject.erase_calls(trainer)

    assert told["calls"][0]["scenario"] == SLUG
    assert len(told["sheets_about_me"]) == 1
    assert services.subject.export_calls(person) == {
        "calls": [], "sheets_about_me": [], "sheets_i_wrote": [],
    }  # fmt: skip
    assert not Participant.objects.exclude(person=None).exists()
    assert selectors.verify_chain(seat.call_id).ok


@pytest.mark.parametrize("count", [1, 30])
def test_an_export_costs_the_same_for_one_and_for_thirty(django_assert_num_queries, count):
    person = PersonFactory()
    for _ in range(count):
        call = CallFactory(scenario=SLUG, scenario_version=1)
        ParticipantFactory(call=call, person=person)
        ObserverSheetFactory(call=call, observed__person=person)
        ObserverSheetFactory(call=call, observer=person)

    with django_assert_num_queries(3):
        told = services.subject.export_calls(person)

    assert len(told["sheets_about_me"]) == len(told["sheets_i_wrote"]) == count


def test_an_observer_who_leaves_is_no_longer_named():
    sheet = ObserverSheetFactory(call__scenario=SLUG, call__scenario_version=1)

    services.subject.erase_calls(sheet.observer)

    assert selectors.sheet_page(sheet.pk).observer == ""


@pytest.mark.parametrize("rule", services.subject.RULES, ids=lambda rule: rule.name)
def test_people_are_taken_out_of_old_calls(rule):
    now = timezone.now()
    kind = CallKind(rule.name.removeprefix("calls."))
    old, young = (CallFactory(kind=kind) for _ in range(2))
    ends = ((old, now - rule.period - timedelta(days=1)), (young, now))
    for call, moment in ends:
        ParticipantFactory(call=call, person=PersonFactory(), name="Inventé")
        Call.objects.filter(pk=call.pk).update(ended_at=moment)

    assert rule.run(now) == 1
    assert Participant.objects.get(call=old).person is None
    assert Participant.objects.get(call=young).person is not None
    assert rule.run(now) == 0


def test_a_practised_call_somebody_left_open_is_ended():
    left, fresh = opened(), opened()
    old = timezone.now() - services.subject.LEFT_AFTER - timedelta(minutes=1)
    Call.objects.filter(pk=left.call_id).update(opened_at=old)

    assert services.subject.end_left_practice(now=timezone.now()) == 1
    assert Call.objects.get(pk=left.call_id).end_cause == "left"
    assert Call.objects.get(pk=fresh.call_id).state == CallState.OPEN
