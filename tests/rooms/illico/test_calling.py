"""A call from the button on: written first, never lost, turned away only with words."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from boutdufil.kernel import realtime
from boutdufil.kernel.calls.enums import CallState
from boutdufil.kernel.calls.services import end_call
from boutdufil.rooms.illico.enums import CaseState, Outcome, ServiceState
from boutdufil.rooms.illico.models import CallerMark, Closing, ServiceCall
from boutdufil.rooms.illico.selectors.callers import (
    caller_call,
    caller_of,
    write_caller_token,
)
from boutdufil.rooms.illico.selectors.cards import service_card
from boutdufil.rooms.illico.services import calling
from boutdufil.rooms.illico.services.filtering import block_caller, forget_marks, origin_of
from boutdufil.rooms.illico.services.hours import publish_days
from tests.factories.illico import (
    AbuseReportFactory,
    AgentFactory,
    AnswerFactory,
    CaseFactory,
    MeteredCallFactory,
    NumberFactory,
)
from tests.rooms.illico.callers import call_of, open_number, press

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(monkeypatch):
    """What the dispatcher was asked."""
    said = []

    def ask(op, **body):
        said.append((op, body))
        return {}

    monkeypatch.setattr(realtime, "ask", ask)
    return said


def page_of(call):
    return f"/illico/appel/{write_caller_token(caller_of(call.pk))}/"


def test_the_button_opens_a_call_and_offers_it(client, asked):
    number = open_number()
    before = timezone.now()

    answer = press(client, number)

    call = call_of(answer)
    assert before <= call.clicked_at <= timezone.now()
    assert (call.state, call.channel, call.language) == (ServiceState.OFFERED, "voice", "fr")
    assert call.in_hours
    assert call.kept is None
    [(op, body)] = asked
    assert op == "offer"
    assert body["call"] == str(call.pk)
    assert body["line"] == f"{number.code}:voice"
    assert body["received_at"] == int(call.clicked_at.timestamp() * 1000)


def test_a_click_costs_few_questions(client, asked, django_assert_num_queries):
    number = open_number()
    publish_days(now=timezone.now())

    # Six lines are written, five read, one is a count; each of three transactions costs two.
    with django_assert_num_queries(18):
        press(client, number)


def test_nobody_is_lost_while_the_dispatcher_is_away(client):
    answer = press(client, open_number())

    assert call_of(answer).state == ServiceState.OFFERED
    page = client.get(answer.url).content.decode()
    assert "Vous êtes en ligne" in page
    assert 'data-phase="waiting"' in page


def test_signs_and_cued_speech_are_languages_of_the_video(client, asked):
    number = open_number()

    press(client, number, channel="video", wants_signing_agent="1")
    press(client, number, channel="video", cued="1")

    (_, signs), (_, cued) = asked
    assert (signs["skills"], signs["favours"]) == (["lsf"], ["signs_first"])
    assert (cued["skills"], cued["favours"]) == (["lpc"], [])


def test_what_was_read_goes_with_the_call(client, asked):
    number = open_number()
    mine, other = AnswerFactory(number=number), AnswerFactory(number=open_number())

    answer = press(client, number, read=[mine.pk, other.pk, mine.pk, "x", "9" * 30])

    call = call_of(answer)
    assert call.read == [mine.pk]
    assert service_card(call, agent_id=0).read == (mine.question,)


def test_outside_the_hours_no_call_is_made(client, asked):
    number = NumberFactory(published_at=timezone.now())

    answer = press(client, number)

    assert answer.url == f"/illico/{number.code}/appeler/"
    page = client.get(answer.url).content.decode()
    assert "aucun appel n’est parti" in page
    assert not ServiceCall.objects.exists()
    assert asked == []


def test_a_door_shut_in_published_hours_is_a_broken_promise(client, asked):
    number = open_number(free_alternative="le formulaire du site")
    now = timezone.now()
    Closing.objects.create(
        number=number, starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1)
    )

    answer = press(client, number)

    call = call_of(answer)
    assert (call.outcome, call.kept, call.state) == (Outcome.REFUSED, False, ServiceState.ENDED)
    assert call.call.state == CallState.ENDED
    page = client.get(answer.url).content.decode()
    assert "Promesse non tenue" in page
    assert "le formulaire du site" in page
    assert asked == []


def test_a_blocked_caller_is_told_and_counted_apart(client, asked):
    number = open_number()
    agent = AgentFactory(organisation=number.organisation)
    first = call_of(press(client, number))

    block_caller(call_id=first.pk, agent_id=agent.pk)
    answer = press(client, number)

    call = call_of(answer)
    assert (call.outcome, call.kept, call.state) == (Outcome.FILTERED, None, ServiceState.ENDED)
    assert "mis de côté" in client.get(answer.url).content.decode()
    # Another organisation decides for itself.
    assert call_of(press(client, open_number())).state == ServiceState.OFFERED


def test_a_shared_address_is_freed_long_before_a_browser(client, asked):
    number = open_number()
    first = call_of(press(client, number))
    block = block_caller(call_id=first.pk, agent_id=None)
    neighbour = Client()
    assert call_of(press(neighbour, number)).outcome == Outcome.FILTERED

    block.address_until = timezone.now()
    block.save()

    assert call_of(press(neighbour, number)).outcome == Outcome.UNKNOWN
    assert call_of(press(client, number)).outcome == Outcome.FILTERED


def test_marks_say_nothing_and_fade(client, asked):
    call = call_of(press(client, open_number()))
    mark = CallerMark.objects.get(pk=call.pk)
    assert "127.0.0.1" not in mark.address
    assert mark.address == origin_of(browser="", address="127.0.0.1").address

    assert forget_marks(timezone.now()) == 0
    assert forget_marks(timezone.now() + timedelta(days=2)) == 1
    assert block_caller(call_id=call.pk, agent_id=None) is None


def test_a_case_goes_on_with_whoever_knows_it(client, asked):
    number = open_number()
    agent = AgentFactory(organisation=number.organisation)
    case = CaseFactory(number=number, code="K7QF3-M9X2B", agent=agent, state=CaseState.SOLVED)

    call = call_of(press(client, number, case=" k7qf3m9x2b"))

    case.refresh_from_db()
    assert call.case == case
    assert case.state == CaseState.OPEN
    assert asked[0][1]["sticky"] == agent.name


def test_an_unknown_case_delays_nobody(client, asked):
    elsewhere = CaseFactory(number=open_number(), code="K7QF3-M9X2B")

    answer = press(client, open_number(), case=elsewhere.code)

    assert call_of(answer).case != elsewhere
    assert "n’est pas connu ici" in client.get(answer.url).content.decode()


def test_a_page_opens_with_its_own_token_alone(client, asked):
    answer = press(client, open_number())
    token = answer.url.split("/")[3]
    assert caller_call(token) is not None

    for wrong in (token[:-1], token[1:], "x" * 43, str(call_of(answer).pk)):
        assert caller_call(wrong) is None
        assert "n’existe plus" in client.get(f"/illico/appel/{wrong}/").content.decode()
        assert client.post(f"/illico/appel/{wrong}/resolu/").status_code == 404
        assert client.post(f"/illico/appel/{wrong}/raccrocher/").status_code == 404
        assert client.get(f"/illico/appel/{wrong}/etat/").status_code == 404


def test_an_agents_seat_opens_no_callers_page(client, asked):
    call = call_of(press(client, open_number()))
    seat = call.call.participants.create(role="agent")

    assert caller_call(write_caller_token(seat.pk)) is None


def test_the_page_forgets_after_a_month(client, asked):
    answer = press(client, open_number())
    token = answer.url.split("/")[3]
    import time_machine

    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert caller_call(token) is None


def test_hanging_up_without_the_script(client, asked):
    call = call_of(press(client, open_number()))

    answer = client.post(f"{page_of(call)}raccrocher/")

    assert answer.status_code == 302
    assert asked[-1] == ("gone", {"call": str(call.pk)})


def test_the_state_of_a_call_with_its_place(client, monkeypatch):
    call = call_of(press(client, open_number()))
    told = {"kind": "queued", "place": 3, "expected_s": 40, "call": str(call.pk)}
    monkeypatch.setattr(realtime, "ask", lambda op, **body: told)

    state = client.get(f"{page_of(call)}etat/").json()

    assert (state["kind"], state["place"], state["expected_s"]) == ("queued", 3, 40)
    assert state["is_live"]


def test_a_page_whose_line_was_away_reads_that_its_caller_was_warned(client, asked):
    call = call_of(press(client, open_number()))
    where = f"{page_of(call)}etat/"

    before = client.get(where).json()
    AbuseReportFactory(call_id=call.pk)

    assert (before["is_warned"], client.get(where).json()["is_warned"]) == (False, True)


def test_solved_or_not_is_said_in_one_tap(client, asked):
    call = call_of(press(client, open_number()))
    ServiceCall.objects.filter(pk=call.pk).update(
        state=ServiceState.ENDED, outcome=Outcome.ANSWERED, first_human_at=call.clicked_at
    )

    client.post(f"{page_of(call)}resolu/", {"solved": "yes"})
    call.refresh_from_db()
    assert call.solved is True
    assert call.case.state == CaseState.SOLVED
    assert call.case.closed_at
    assert "c’est résolu. Merci." in client.get(page_of(call)).content.decode()

    client.post(f"{page_of(call)}resolu/", {"solved": "no"})
    call.refresh_from_db()
    assert call.solved is False
    assert call.case.state == CaseState.OPEN


def test_a_promise_to_follow_up_stays_when_it_is_not_solved(client, asked):
    call = call_of(press(client, open_number()))
    call.case.due_on = timezone.now().date()
    call.case.save()

    calling.answer_solved(call_id=call.pk, solved=False)

    call.case.refresh_from_db()
    assert call.case.state == CaseState.FOLLOWED_UP


def test_the_receipt_of_a_call(client, asked):
    call = call_of(press(client, open_number()))
    ended = {"state": ServiceState.ENDED, "ended_at": call.clicked_at + timedelta(seconds=80)}
    ServiceCall.objects.filter(pk=call.pk).update(
        outcome=Outcome.ANSWERED,
        first_human_at=call.clicked_at + timedelta(seconds=12),
        kept=True,
        **ended,
    )
    assert "comptée dans la minute" in client.get(page_of(call)).content.decode()
    MeteredCallFactory(call=call, seconds=58, free_ms={"waiting": 12_000})

    page = client.get(page_of(call)).content.decode()

    assert "12\u00a0s" in page
    assert "58\u00a0s" in page
    assert "0\u00a0€" in page
    assert f"Payé par {call.number.organisation.name}" in page
    assert call.case.code in page
    assert "data-conversation" not in page


@pytest.mark.parametrize("writes", [True, False])
def test_a_line_that_does_not_pass_twice_leads_to_text_or_a_message(client, asked, writes):
    channels = ["voice", "text"] if writes else ["voice"]
    call = call_of(press(client, open_number(channels=channels)))
    end_call(call_id=call.pk, cause="no_media")
    ended = {"state": ServiceState.ENDED, "outcome": Outcome.UNHEARD, "kept": False}
    ServiceCall.objects.filter(pk=call.pk).update(**ended, ended_at=timezone.now())

    page = client.get(page_of(call)).content.decode()

    assert "La liaison ne passe pas" in page
    assert "compté comme une promesse rompue" in page
    assert "M’écrire quand c’est mon tour" in page
    assert ("Écrire en direct à une personne" in page) is writes


def test_addresses_of_a_call():
    names = {
        "illico:call_start": "/illico/x/appeler/",
        "illico:call": "/illico/appel/x/",
        "illico:call_state": "/illico/appel/x/etat/",
        "illico:hang_up": "/illico/appel/x/raccrocher/",
        "illico:solved": "/illico/appel/x/resolu/",
    }
    assert [reverse(name, args=["x"]) for name in names] == list(names.values())
