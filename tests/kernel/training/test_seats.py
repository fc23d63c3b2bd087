"""Seats: the capacity is exact, the waiting list goes by the moment of the demand."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from boutdufil.kernel.events.models import OutboxEvent
from boutdufil.kernel.training import selectors, tasks
from boutdufil.kernel.training.enums import EnrolmentState
from boutdufil.kernel.training.errors import EnrolmentError, SessionFullError, TrainingError
from boutdufil.kernel.training.models import Enrolment
from boutdufil.kernel.training.services import programmes, retention, seats, subject
from tests.factories.people import PersonFactory
from tests.factories.training import BlockResultFactory, EnrolmentFactory, SessionFactory


def ask(session, person=None, **more):
    person = person or PersonFactory()
    return seats.ask_seat(session_id=session.pk, person_id=person.pk, **more)


def confirm(enrolment):
    return seats.confirm_seat(enrolment_id=enrolment.pk, actor_id=None)


def wait(enrolment):
    return seats.put_on_waiting_list(enrolment_id=enrolment.pk, actor_id=None)


def cancel(enrolment, **more):
    return seats.cancel_seat(enrolment_id=enrolment.pk, actor_id=None, **more)


def states(session):
    return [one.state for one in session.enrolments.order_by("asked_at", "pk")]


def test_asking_twice_is_asking_once(school, person):
    assert ask(school.session, person) == ask(school.session, person)
    assert school.session.enrolments.count() == 1


def test_only_a_confirmed_enrolment_takes_a_seat(school):
    first = ask(school.session)
    school.session.refresh_from_db()
    assert school.session.booked == 0

    confirm(first)
    confirm(first)
    school.session.refresh_from_db()
    assert school.session.booked == 1


def test_a_full_session_confirms_nobody(school):
    people = [ask(school.session) for _ in range(3)]
    confirm(people[0])
    confirm(people[1])

    with pytest.raises(SessionFullError, match="liste d’attente"):
        confirm(people[2])
    assert states(school.session) == ["confirmed", "confirmed", "asked"]


def test_a_seat_given_back_goes_to_the_first_who_waits(school):
    people = [ask(school.session) for _ in range(4)]
    confirm(people[0])
    confirm(people[1])
    wait(people[3])
    wait(people[2])
    cancel(people[0], reason="Empêchée")

    assert states(school.session) == ["cancelled", "confirmed", "confirmed", "waiting"]
    assert selectors.seats_of(people[3].person_id)[0].place == 1


def test_a_cancelled_enrolment_may_be_asked_for_again(school, person):
    first = ask(school.session, person)
    cancel(first)
    cancel(first)

    assert ask(school.session, person).pk != first.pk
    with pytest.raises(EnrolmentError):
        confirm(first)
    with pytest.raises(EnrolmentError):
        wait(first)


@pytest.mark.parametrize("change", [{"starts_on": 0}, {"cancelled_on": 0}])
def test_no_seat_in_a_session_begun_or_cancelled(school, today, change):
    for field in change:
        setattr(school.session, field, today)
    school.session.save()

    with pytest.raises(EnrolmentError):
        ask(school.session)


def test_cancelling_a_session_tells_everybody(school):
    ask(school.session)
    confirm(ask(school.session))
    with pytest.raises(TrainingError):
        programmes.cancel_session(session_id=school.session.pk, reason="", actor_id=None)
    programmes.cancel_session(session_id=school.session.pk, reason="Travaux", actor_id=None)

    assert states(school.session) == ["cancelled", "cancelled"]
    assert {one.reason for one in Enrolment.objects.all()} == {"Travaux"}


def test_a_session_cancelled_twice_keeps_the_day_of_the_first(school, today):
    school.session.cancelled_on = today - timedelta(days=3)
    school.session.save()

    programmes.cancel_session(session_id=school.session.pk, reason="Encore", actor_id=None)

    school.session.refresh_from_db()
    assert school.session.cancelled_on == today - timedelta(days=3)


def test_a_decision_is_told_to_the_person_and_to_other_modules(school, person):
    enrolment = confirm(ask(school.session, person, need_id=7))

    told = OutboxEvent.objects.filter(name="training.enrolment_changed").order_by("pk")
    assert [(each.payload["state"], each.payload["need_id"]) for each in told] == [
        ("asked", 7),
        ("confirmed", 7),
    ]
    assert ProcrastinateJob.objects.filter(task_name="training.send_decision").count() == 1
    tasks.send_decision(enrolment_id=enrolment.pk)
    assert mail.outbox[0].to == [person.email]
    assert school.programme.label in mail.outbox[0].body


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_never_overbook(today):
    session = SessionFactory(
        starts_on=today + timedelta(30), ends_on=today + timedelta(40), seats=3
    )
    asked = [EnrolmentFactory(session=session) for _ in range(8)]

    def try_to_confirm(enrolment):
        try:
            return bool(confirm(enrolment))
        except SessionFullError:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        given = list(pool.map(try_to_confirm, asked))

    session.refresh_from_db()
    confirmed = session.enrolments.filter(state=EnrolmentState.CONFIRMED).count()
    assert (sum(given), session.booked, confirmed) == (3, 3, 3)


def test_a_person_takes_their_trainings_away_and_erases_them(school, person):
    waiting = wait(ask(school.session))
    taken = confirm(ask(school.session, person))
    confirm(ask(school.session))
    BlockResultFactory(person=person, block=school.blocks[0])

    told = subject.export_trainings(person)
    assert [one["state"] for one in told["enrolments"]] == ["confirmed"]
    assert told["blocks"][0]["block"] == school.blocks[0].label
    subject.erase_trainings(person)

    assert not Enrolment.objects.filter(pk=taken.pk).exists()
    waiting.refresh_from_db()
    assert waiting.state == EnrolmentState.CONFIRMED
    assert subject.export_trainings(person) == {"enrolments": [], "blocks": []}


def test_old_enrolments_are_forgotten(school, today):
    EnrolmentFactory(session=school.session)
    old = SessionFactory(
        starts_on=today - timedelta(2000), ends_on=today - timedelta(1900), seats=1
    )
    EnrolmentFactory(session=old)
    (rule,) = retention.RULES

    from django.utils import timezone

    assert rule.run(timezone.now()) == 1
    assert school.session.enrolments.count() == 1
