"""Reminders: the day before, a week before for who registered long ago; once, and never in vain."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from boutdufil.rooms.campaigns.enums import NodeStatus, RegistrationStatus
from boutdufil.rooms.campaigns.rules.reminders import is_due, reminder_due
from boutdufil.rooms.campaigns.rules.tickets import link_of
from boutdufil.rooms.campaigns.services.reminders import send_reminders
from tests.factories.campaigns import IntakeFactory, RegistrationFactory, SlotFactory
from tests.rooms.campaigns.desk import tour

PARIS = ZoneInfo("Europe/Paris")
LONG_AGO = datetime(2027, 9, 1, 10, tzinfo=PARIS)
EVE = datetime(2027, 10, 17, 10, 5, tzinfo=PARIS)
WEEK_BEFORE = datetime(2027, 10, 11, 10, 5, tzinfo=PARIS)


@pytest.fixture
def intake():
    _campaign, (metz, _nancy) = tour()
    return IntakeFactory(node=metz)


def come(intake, **facts):
    return RegistrationFactory(intake=intake, **{"registered_at": LONG_AGO, **facts})


def at(*moment):
    return datetime(*moment, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("now", "since"),
    [
        (at(2027, 1, 1, 9), None),
        (at(2027, 1, 1, 10), at(2027, 1, 1, 10)),
        (at(2027, 1, 7, 9, 59), at(2027, 1, 1, 10)),
        (at(2027, 1, 7, 10), at(2027, 1, 7, 10)),
        (at(2027, 1, 7, 23, 59), at(2027, 1, 7, 10)),
        (at(2027, 1, 8, 0), None),
    ],
    ids=["too-early", "week", "between", "eve", "night", "the-day"],
)
def test_when_a_reminder_is_due(now, since):
    due = reminder_due(date(2027, 1, 8), now)

    assert (due.since if due else None) == since


def test_who_registered_lately_is_not_reminded_a_week_before():
    week = reminder_due(date(2027, 1, 8), at(2027, 1, 1, 12))
    eve = reminder_due(date(2027, 1, 8), at(2027, 1, 7, 12))
    lately, today = at(2026, 12, 30), at(2027, 1, 7, 11)

    assert not is_due(week, lately, None)
    assert is_due(eve, lately, None)
    assert not is_due(eve, today, None)
    assert is_due(eve, lately, at(2027, 1, 1, 10))
    assert not is_due(eve, lately, at(2027, 1, 7, 10))


@pytest.mark.django_db
def test_a_reminder_says_when_and_where_once_each_time(intake):
    one = come(intake, name="Ana", language="fr", places=3)

    sent = [send_reminders(now=now) for now in (WEEK_BEFORE, WEEK_BEFORE, EVE, EVE)]

    assert sent == [1, 0, 1, 0]
    letter = mail.outbox[-1]
    assert letter.subject == "Rappel : Bus à Metz"
    for words in ("Ana", "18 octobre 2027", "de 09:00 à 12:00", "Place d’Armes", "3 personnes"):
        assert words in letter.body
    assert reverse("campaigns:registration", args=[link_of(one)]) in letter.body


@pytest.mark.django_db
def test_a_reminder_speaks_of_the_slot_and_its_reader_s_language(intake):
    slot = SlotFactory(
        intake=intake,
        starts_at=datetime(2027, 10, 19, 14, tzinfo=PARIS),
    )
    lately = datetime(2027, 10, 10, tzinfo=PARIS)
    come(intake, slot=slot, language="en", registered_at=lately)

    assert send_reminders(now=EVE) == 0
    assert send_reminders(now=EVE + timedelta(days=1)) == 1
    assert "Oct. 19, 2027" in mail.outbox[-1].body


@pytest.mark.django_db
@pytest.mark.parametrize(
    "facts",
    [
        {"status": RegistrationStatus.CANCELLED},
        {"status": RegistrationStatus.WAITING},
        {"email": ""},
        {"erased_at": LONG_AGO},
        {"came_at": LONG_AGO},
        {"registered_at": EVE},
    ],
    ids=lambda facts: next(iter(facts.values())) if "status" in facts else next(iter(facts)),
)
def test_whom_it_does_not_concern_is_not_reminded(intake, facts):
    come(intake, **facts)

    assert send_reminders(now=EVE) == 0


@pytest.mark.django_db
@pytest.mark.parametrize("fact", ["called-off", "withdrawn"])
def test_nobody_is_reminded_of_what_does_not_take_place(intake, fact):
    come(intake)
    if fact == "called-off":
        intake.called_off_at = LONG_AGO
        intake.save()
    else:
        intake.node.status = NodeStatus.DRAFT
        intake.node.save()

    assert send_reminders(now=EVE) == 0


@pytest.mark.django_db
def test_looking_for_thirty_costs_what_one_costs(intake):
    come(intake)
    early = WEEK_BEFORE - timedelta(days=1)
    with CaptureQueriesContext(connection) as one:
        send_reminders(now=early)
    RegistrationFactory.create_batch(29, intake=intake, registered_at=LONG_AGO)
    with CaptureQueriesContext(connection) as thirty:
        send_reminders(now=early)

    assert len(one) == len(thirty)
