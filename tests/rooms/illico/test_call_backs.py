"""The line is let go, the place is kept: on the page, or until a message comes."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.urls import reverse
from django.utils import timezone

from boutdufil.kernel import realtime
from boutdufil.rooms.illico import tasks
from boutdufil.rooms.illico.enums import CallBackState, Outcome, ServiceState
from boutdufil.rooms.illico.models import CallBack, ServiceCall
from boutdufil.rooms.illico.selectors.call_backs import LINK_HOLDS, write_link_token
from boutdufil.rooms.illico.selectors.callers import caller_of, write_caller_token
from boutdufil.rooms.illico.selectors.promises import number_figures
from boutdufil.rooms.illico.services.call_backs import ready_call_backs
from boutdufil.rooms.illico.services.callers_kept import CALL_BACK_KEPT, forget_call_backs
from tests.rooms.illico.callers import call_of, open_number, press

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(monkeypatch):
    said = []
    monkeypatch.setattr(realtime, "ask", lambda op, **body: said.append((op, body)) or {})
    return said


def page_of(call):
    return f"/illico/appel/{write_caller_token(caller_of(call.pk))}/"


def waiting_call(client, number, minutes=2):
    call = call_of(press(client, number))
    ServiceCall.objects.filter(pk=call.pk).update(
        clicked_at=timezone.now() - timedelta(minutes=minutes), state=ServiceState.WAITING
    )
    call.refresh_from_db()
    return call


def ask_by_email(client, call, email="inventee@example.org"):
    return client.post(f"{page_of(call)}rappel/", {"way": "email", "email": email})


def link_in(message):
    return next(line for line in message.body.splitlines() if "/rappel/" in line).split("8000")[1]


def test_a_place_is_kept_on_the_open_page(client, asked):
    call = waiting_call(client, open_number())

    client.post(f"{page_of(call)}rappel/", {"way": "page"})

    page = client.get(page_of(call)).content.decode()
    assert "Votre place est gardée" in page
    assert "Je suis là" in page
    assert "data-keeps-place" in page
    assert [op for op, _body in asked] == ["offer"], "the call itself stays in line"
    client.post(f"{page_of(call)}present/")
    assert call.call_back.state == CallBackState.TAKEN
    assert "data-keeps-place" not in client.get(page_of(call)).content.decode()


def test_whoever_waits_for_a_message_leaves_the_line_as_a_broken_promise(client, asked):
    number = open_number()
    call = waiting_call(client, number)

    ask_by_email(client, call)

    call.refresh_from_db()
    assert (call.outcome, call.kept) == (Outcome.CALLED_BACK, False)
    assert asked[-1] == ("gone", {"call": str(call.pk)})
    page = client.get(page_of(call)).content.decode()
    assert "Un message partira" in page
    assert "data-conversation" not in page
    figure = number_figures(number.pk, timezone.now())["voice"]
    assert (figure.counted, figure.kept) == (1, 0)


def test_the_message_goes_out_when_nobody_stands_before(client, asked):
    number = open_number()
    before = waiting_call(client, number, minutes=3)
    call = waiting_call(client, number)
    ask_by_email(client, call)
    assert ready_call_backs(now=timezone.now()) == 0

    ServiceCall.objects.filter(pk=before.pk).update(state=ServiceState.CONNECTED)
    tasks.look_at_call_backs()

    row = CallBack.objects.get()
    assert (row.state, row.email) == (CallBackState.READY, "")
    [message] = mail.outbox
    assert message.to == ["inventee@example.org"]
    assert number.name in message.subject
    assert ready_call_backs(now=timezone.now()) == 0
    assert "un message vous attend" in client.get(page_of(call)).content.decode()


def test_later_callers_and_other_lines_delay_nobody(client, asked):
    number = open_number()
    waiting_call(client, open_number(), minutes=9)
    waiting_call(client, number, minutes=1)
    call = waiting_call(client, number)
    ask_by_email(client, call)

    assert ready_call_backs(now=timezone.now()) == 1


def test_two_wait_for_a_message_one_after_the_other(client, asked):
    number = open_number()
    first, second = waiting_call(client, number, minutes=4), waiting_call(client, number)
    ask_by_email(client, second, "deuxieme@example.org")
    ask_by_email(client, first, "premiere@example.org")

    assert ready_call_backs(now=timezone.now()) == 1
    assert mail.outbox[0].to == ["premiere@example.org"]


def test_the_link_shows_a_button_and_only_the_button_opens_the_line(client, asked):
    number = open_number()
    call = waiting_call(client, number)
    ask_by_email(client, call)
    ready_call_backs(now=timezone.now())
    link = link_in(mail.outbox[0])

    page = client.get(link).content.decode()
    assert "Je suis là, reprendre ma place" in page
    assert ServiceCall.objects.count() == 1, "a scanner of mail opens no line"

    answer = client.post(link)

    brought = call_of(answer)
    assert brought.call_back_of == call
    assert brought.case == call.case
    assert brought.clicked_at > call.clicked_at
    op, body = asked[-1]
    assert op == "offer"
    assert body["received_at"] == int(call.clicked_at.timestamp() * 1000), "the place is kept"
    assert number_figures(number.pk, timezone.now())["voice"].offered == 1, "counted once"
    assert "Ce lien ne vaut plus" in client.get(link).content.decode()
    client.post(link)
    assert ServiceCall.objects.count() == 2


def test_a_link_holds_ten_minutes(client, asked):
    call = waiting_call(client, open_number())
    ask_by_email(client, call)
    ready_call_backs(now=timezone.now())
    CallBack.objects.update(ready_at=timezone.now() - LINK_HOLDS - timedelta(seconds=1))

    client.post(link_in(mail.outbox[0]))

    assert ServiceCall.objects.count() == 1
    ready_call_backs(now=timezone.now())
    assert CallBack.objects.get().state == CallBackState.EXPIRED


def test_a_forged_link_opens_nothing(client, asked):
    for token in ("x", "1.x", write_link_token(999)):
        page = client.get(f"/illico/rappel/{token}/").content.decode()
        assert "Ce lien ne vaut plus" in page


def test_outside_the_hours_nobody_is_sent_for(client, asked):
    number = open_number()
    call = waiting_call(client, number)
    ask_by_email(client, call)
    number.hours.all().delete()

    assert ready_call_backs(now=timezone.now()) == 0


def test_a_wrong_address_is_said_and_nothing_is_lost(client, asked):
    call = waiting_call(client, open_number())

    answer = ask_by_email(client, call, "pas une adresse")

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "pas une adresse" in page
    assert not CallBack.objects.exists()
    assert ask_by_email(client, call, "").status_code == 422


def test_no_call_back_once_somebody_answers(client, asked):
    call = waiting_call(client, open_number())
    ServiceCall.objects.filter(pk=call.pk).update(state=ServiceState.CONNECTED)

    answer = ask_by_email(client, call)

    assert "Quelqu’un vous répond" in client.get(answer.url).content.decode()
    assert not CallBack.objects.exists()


def test_who_gave_up_in_line_may_still_ask_for_a_message(client, asked):
    call = waiting_call(client, open_number())
    ended = {"state": ServiceState.ENDED, "ended_at": timezone.now(), "kept": False}
    ServiceCall.objects.filter(pk=call.pk).update(outcome=Outcome.ABANDONED, **ended)
    assert "Garder votre place quand même" in client.get(page_of(call)).content.decode()

    ask_by_email(client, call)

    call.refresh_from_db()
    assert call.outcome == Outcome.CALLED_BACK
    assert ready_call_backs(now=timezone.now()) == 1


def test_an_old_call_brings_no_message(client, asked):
    call = waiting_call(client, open_number())
    ended = {"state": ServiceState.ENDED, "ended_at": timezone.now() - timedelta(hours=1)}
    ServiceCall.objects.filter(pk=call.pk).update(outcome=Outcome.ABANDONED, **ended)

    ask_by_email(client, call)

    assert not CallBack.objects.exists()


def test_a_call_back_is_given_up(client, asked):
    call = waiting_call(client, open_number())
    ask_by_email(client, call)

    client.post(f"{page_of(call)}rappel/fin/")

    row = CallBack.objects.get()
    assert (row.state, row.email) == (CallBackState.LEFT, "")
    assert ready_call_backs(now=timezone.now()) == 0


def test_what_is_kept_of_call_backs(client, asked):
    call = waiting_call(client, open_number())
    ask_by_email(client, call)
    now = timezone.now()

    assert forget_call_backs(now + timedelta(days=2)) == 1
    assert CallBack.objects.get().email == ""
    CallBack.objects.update(state=CallBackState.EXPIRED)
    assert forget_call_backs(now + CALL_BACK_KEPT + timedelta(days=1)) == 1


def test_addresses_of_call_backs():
    names = {
        "illico:ask_call_back": "/illico/appel/x/rappel/",
        "illico:leave_call_back": "/illico/appel/x/rappel/fin/",
        "illico:come_back": "/illico/appel/x/present/",
        "illico:call_back_link": "/illico/rappel/x/",
    }
    assert [reverse(name, args=["x"]) for name in names] == list(names.values())


class Picky(EmailBackend):
    """A mail server that takes nothing for one address."""

    def send_messages(self, messages):
        if any("refusee@example.org" in message.to for message in messages):
            raise SMTPRecipientsRefused({"refusee@example.org": (550, b"no such user")})
        return super().send_messages(messages)


def test_an_address_that_is_refused_keeps_nobody_else_waiting(client, asked, settings, caplog):
    settings.EMAIL_BACKEND = f"{__name__}.Picky"
    for email, minutes in (("refusee@example.org", 3), ("inventee@example.org", 2)):
        number = open_number()
        ask_by_email(client, waiting_call(client, number, minutes), email)

    assert ready_call_backs(now=timezone.now()) == 1

    assert [message.to for message in mail.outbox] == [["inventee@example.org"]]
    assert "SMTPRecipientsRefused" in caplog.text
    assert "refusee" not in caplog.text
    assert CallBack.objects.get(email="refusee@example.org").state == CallBackState.WAITING
