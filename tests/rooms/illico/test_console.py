"""An agent's console on a real dispatcher: taken, rung, answered, held, passed on, finished."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.core import mail
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from boutdufil.kernel.calls.models import CallEvent, Participant
from boutdufil.rooms.illico.enums import CaseState, HelpKind
from boutdufil.rooms.illico.errors import ConsoleError
from boutdufil.rooms.illico.models import (
    AbuseReport,
    CaseNote,
    FollowUp,
    HelpRequest,
    ServiceCall,
    StateSpan,
)
from boutdufil.rooms.illico.services import console, notes
from boutdufil.rooms.illico.services.notes import WriteUp
from tests.factories.illico import AnswerFactory
from tests.processes import wait_until
from tests.rooms.illico.answering import Floor, a_call, answering_number, seated
from tests.rooms.illico.dispatcher.world import open_site

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def floor(transactional_db, test_database, settings):
    with open_site(test_database) as site:
        settings.BOUTDUFIL_DISPATCHER = f"unix:{site.path}"
        site.start()
        yield Floor(site, site.client())


def connected(floor, number, **seat):
    """Return a desk in conversation, and the call."""
    desk = floor.desk(seated(number, **seat))
    desk.take()
    call = a_call(number)
    floor.offer(call)
    desk.wait_for("reserved")
    desk.act(call, "answer")
    desk.wait_for("in_call")
    return desk, call


def test_a_call_from_the_ring_to_the_file(floor):
    number = answering_number(procedure="Vérifier la commande", may_decide="Un renvoi")
    answer = AnswerFactory(number=number, question="Où est mon colis ?")
    desk = floor.desk(seated(number))
    assert desk.state() == "offline"
    desk.take("voice")
    desk.wait_for("available")

    call = a_call(number, read=[answer.pk])
    floor.offer(call)
    desk.wait_for("reserved")
    [card] = desk.page().ringing
    assert card.service.read == ("Où est mon colis ?",)
    assert (card.service.procedure, card.service.may_decide) == (
        "Vérifier la commande",
        "Un renvoi",
    )
    assert not Participant.objects.filter(call=call.call, person=desk.agent.person).exists()

    desk.act(call, "answer")
    seat = Participant.objects.get(call=call.call, person=desk.agent.person)
    assert (seat.role, seat.name, seat.is_home) == ("agent", "Ana", False)
    desk.act(call, "answer")
    assert Participant.objects.filter(call=call.call, person=desk.agent.person).count() == 1
    [card] = desk.page().talking
    assert card.seat_id == seat.pk


def test_the_file_of_a_call_is_filled_in_after_it(floor):
    desk, call = connected(floor, answering_number())
    desk.post("illico:write_note", call=call.pk, text="Colis égaré")
    desk.act(call, "hang_up")
    desk.wait_for("wrap_up")
    floor.project()
    [card] = desk.page().to_finish
    assert card.service.note == "Colis égaré"

    tomorrow = timezone.localdate() + timedelta(days=1)
    wrong = desk.post("illico:write_up", call=call.pk, state="followed_up", subject="Colis 12")
    assert wrong.status_code == 422
    assert "Colis 12" in wrong.content.decode()
    desk.post(
        "illico:write_up",
        call=call.pk,
        state="followed_up",
        subject="Colis 12",
        promise="Renvoyer le colis",
        due_on=tomorrow.isoformat(),
    )
    call.case.refresh_from_db()
    assert (call.case.state, call.case.subject) == (CaseState.FOLLOWED_UP, "Colis 12")
    assert FollowUp.objects.get().due_on == tomorrow
    desk.wait_for("gap")
    assert desk.page().to_finish == ()


def test_the_journal_says_from_when_to_when_somebody_worked(floor):
    desk, call = connected(floor, answering_number())
    desk.act(call, "hang_up")
    desk.act(call, "finish")
    desk.wait_for("available")
    desk.post("illico:change_state", do="pause", reason="meal")
    desk.wait_for("paused")
    assert desk.page().desk.reason_label == "repas"
    desk.post("illico:change_state", do="resume")
    desk.post("illico:change_state", do="leave")
    desk.wait_for("offline")
    wait_until(lambda: not StateSpan.objects.filter(ended_at=None).exists())

    states = list(StateSpan.objects.order_by("pk").values_list("state", flat=True))

    assert states[:4] == ["available", "reserved", "in_call", "wrap_up"]
    assert states[-2:] == ["paused", "available"]
    spans = list(StateSpan.objects.order_by("pk"))
    assert all(a.ended_at == b.began_at for a, b in pairwise(spans))


def test_who_declines_goes_on_and_the_call_goes_elsewhere(floor):
    number = answering_number()
    one, other = floor.desk(seated(number)), floor.desk(seated(number, "Bo"))
    one.take()
    one.wait_for("available")
    call = a_call(number)
    floor.offer(call)
    one.wait_for("reserved")
    other.take()

    one.act(call, "decline")

    other.wait_for("reserved")
    assert one.state() == "available"


def test_a_console_keeps_its_conversation_while_the_dispatcher_is_away(floor):
    desk, call = connected(floor, answering_number())
    wait_until(lambda: ServiceCall.objects.filter(agent=desk.agent, state="connected").exists())
    for process in floor.site._started:
        process.kill()
        process.wait()

    page = desk.page()

    assert page.desk.state == "unknown"
    assert [card.id for card in page.talking] == [call.pk]
    answer = desk.post("illico:change_state", do="pause", reason="rest")
    assert "Le répartiteur ne répond pas" in answer.content.decode()


def test_an_interpreter_joins_and_leaves(floor):
    number = answering_number()
    desk, call = connected(floor, number)
    interpreter = floor.desk(
        seated(number, "Claire", is_interpreter=True, languages=("lsf",), is_home=True)
    )
    interpreter.take("voice")
    assert interpreter.state() == "available", "interpreters get no callers"

    desk.post("illico:console_help", call=call.pk, do="interpreter", language="lsf")
    asked = HelpRequest.objects.get(kind=HelpKind.INTERPRETER)
    floor.link.join(f"call:{asked.pk}")
    interpreter.wait_for("reserved")
    interpreter.post("illico:console_call", call=asked.pk, do="answer")
    seat = Participant.objects.get(call=call.call, person=interpreter.agent.person)
    assert (seat.role, seat.is_home) == ("interpreter", True)
    [card] = interpreter.page().talking
    assert (card.talk_id, card.asked_by) == (call.pk, "Ana")

    desk.post("illico:console_help", call=call.pk, do="end", request=str(asked.pk))

    interpreter.wait_for("wrap_up")
    asked.refresh_from_db()
    assert asked.ended_at
    assert desk.state() == "in_call"
    assert not ServiceCall.objects.filter(pk=asked.pk).exists(), "the promise knows nothing of it"


def test_an_opinion_apart_then_the_call_passed_on(floor):
    number = answering_number()
    desk, call = connected(floor, number)
    colleague = floor.desk(seated(number, "Bo"))
    colleague.take()
    answer = desk.post(
        "illico:console_help", call=call.pk, do="consult", colleague=colleague.agent.pk
    )
    asked = HelpRequest.objects.get(kind=HelpKind.CONSULT)
    floor.link.join(f"call:{asked.pk}")
    assert answer.status_code == 200
    colleague.wait_for("reserved")
    early = desk.post("illico:console_help", call=call.pk, do="hand_over", request=str(asked.pk))
    assert "Personne n’a encore répondu" in early.content.decode()
    colleague.post("illico:console_call", call=asked.pk, do="answer")
    [card] = colleague.page().talking
    assert card.talk_id == asked.pk, "they talk apart: the caller hears nothing"
    assert not Participant.objects.filter(call=call.call, person=colleague.agent.person).exists()

    desk.post("illico:console_help", call=call.pk, do="hand_over", request=str(asked.pk))

    colleague.wait_for("in_call")
    [card] = colleague.page().talking
    assert (card.id, card.talk_id) == (call.pk, call.pk)
    assert desk.state() == "wrap_up"
    floor.project()
    call.refresh_from_db()
    assert call.agent == colleague.agent


def test_a_call_sent_on_waits_with_its_first_second(floor):
    number = answering_number()
    desk, call = connected(floor, number)
    other = answering_number(organisation=number.organisation, name="Facturation")
    stranger = answering_number()
    refused = desk.post("illico:console_help", call=call.pk, do="transfer", number=stranger.pk)
    assert "Ce service ne répond pas" in refused.content.decode()
    colleague = floor.desk(seated(other, "Bo"))
    colleague.take()
    floor.link.ask("lines_changed")
    wait_until(
        lambda: (
            desk.post("illico:console_help", call=call.pk, do="transfer", number=other.pk)
            and desk.state() == "wrap_up"
        )
    )

    colleague.wait_for("reserved")
    colleague.act(call, "answer")

    colleague.wait_for("in_call")


def test_an_abusive_caller_is_warned_then_ended_and_told_to_the_team(floor):
    desk, call = connected(floor, answering_number())
    floor.link.join(f"call:{call.pk}")

    desk.post("illico:console_help", call=call.pk, do="warn")
    assert AbuseReport.objects.get().ended_at is None
    desk.post("illico:console_help", call=call.pk, do="end_abuse")

    desk.wait_for("wrap_up")
    assert AbuseReport.objects.get().ended_at
    floor.link.ask("snapshot")
    assert "warned" in floor.link.kinds(f"call:{call.pk}")
    floor.project()
    assert CallEvent.objects.filter(call=call.call, kind="abuse_warned").count() == 1


def test_nobody_takes_the_seat_or_the_call_of_another(floor):
    number = answering_number()
    desk, call = connected(floor, number)
    stranger = Browser()
    stranger.force_login(seated(number, "Bo").person)
    own = {"agent_id": desk.agent.pk}
    of_call = own | {"call_id": call.pk}

    for name, where in (
        ("illico:take_post", own),
        ("illico:change_state", own),
        ("illico:console_call", of_call),
        ("illico:write_note", of_call),
        ("illico:write_up", of_call),
        ("illico:console_help", of_call),
    ):
        answer = stranger.post(reverse(name, kwargs=where), {"do": "answer", "text": "x"})
        assert answer.status_code == 404, name
    assert desk.state() == "in_call"
    assert not CaseNote.objects.exists()
    assert mail.outbox == []


@pytest.mark.django_db
def test_a_note_is_one_note_however_often_it_is_typed():
    agent = seated(answering_number())
    call = a_call(agent.numbers.get())

    for text in ("C", "Col", "Colis"):
        notes.write_note(agent_id=agent.pk, call_id=call.pk, text=text)

    assert CaseNote.objects.get().text == "Colis"
    notes.write_note(agent_id=agent.pk, call_id=call.pk, text=" ")
    assert not CaseNote.objects.exists()


@pytest.mark.django_db
def test_what_a_caller_said_of_their_case_stays():
    agent = seated(answering_number())
    call = a_call(agent.numbers.get())
    call.case.state = CaseState.SOLVED
    call.case.save()

    notes.write_up(agent_id=agent.pk, call_id=call.pk, done=WriteUp(CaseState.CLOSED, "Colis"))

    call.case.refresh_from_db()
    assert (call.case.state, call.case.subject) == (CaseState.SOLVED, "Colis")


@pytest.mark.django_db
def test_a_pause_has_a_reason_of_the_list():
    with pytest.raises(ConsoleError):
        console.begin_pause(agent_id=1, reason="because")
