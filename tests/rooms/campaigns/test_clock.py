"""A campaign forgets people: when, told beforehand, and what stays."""

from datetime import date, datetime, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from boutdufil.kernel.people.tokens import hash_token
from boutdufil.rooms.campaigns.models import (
    Consent,
    DataClock,
    LetterCopy,
    LetterRefusal,
    Registration,
)
from boutdufil.rooms.campaigns.rules.clock import erased_on, is_erased, warning_due
from boutdufil.rooms.campaigns.rules.tickets import link_of, ticket_of
from boutdufil.rooms.campaigns.selectors.attendance import counts_at
from boutdufil.rooms.campaigns.selectors.registrations import (
    registration_by_link,
)
from boutdufil.rooms.campaigns.services.clock import follow_clocks
from tests.factories.campaigns import (
    ConsentFactory,
    DataClockFactory,
    IntakeFactory,
    LetterCopyFactory,
    LetterFactory,
    LetterRefusalFactory,
    RegistrationFactory,
)
from tests.factories.people import PersonFactory
from tests.rooms.campaigns.desk import organiser_of, tour

# Of a tour that ends on 22 October 2027, kept six months.
DUE = date(2028, 4, 22)


@pytest.fixture
def world(client):
    campaign, events = tour()
    organiser = organiser_of(campaign)
    client.force_login(organiser)
    intake = IntakeFactory(node=events[0])
    one = RegistrationFactory(
        intake=intake,
        person=PersonFactory(),
        name="Ana",
        needs="Une rampe",
        answers={"1": "oui"},
        group_name="Lycée inventé",
        places=24,
        origin="affiche",
        came_at=timezone.now(),
    )
    return {"campaign": campaign, "organiser": organiser, "one": one}


def noon(day):
    return timezone.make_aware(datetime.combine(day, datetime.min.time().replace(hour=12)))


def pass_to(day, monkeypatch):
    """Let a day come for the clock, and for what it writes down."""
    monkeypatch.setattr(timezone, "now", lambda: noon(day))
    return follow_clocks(noon(day))


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(1, 24))
def test_the_day_is_so_many_months_later(last_day, months):
    due = erased_on(last_day, months)

    assert (due.year * 12 + due.month) - (last_day.year * 12 + last_day.month) == months
    assert due.day == last_day.day or (due.day < last_day.day and (due + timedelta(1)).day == 1)


@given(st.integers(-60, 60), st.none() | st.integers(-60, 60))
def test_nothing_is_erased_within_a_week_of_saying_so(today, warned):
    day, told = DUE + timedelta(today), None if warned is None else DUE + timedelta(warned)

    if is_erased(DUE, day, told):
        assert day >= DUE
        assert told is not None
        assert day - told >= timedelta(days=7)
    if warning_due(DUE, day, told):
        assert day >= DUE - timedelta(days=30)


@pytest.mark.django_db
def test_organisers_are_told_twice_and_then_it_is_done(world, monkeypatch):
    days = (31, 30, 29, 7, 6, 0, -1)
    erased = [pass_to(DUE - timedelta(days=n), monkeypatch) for n in days]

    assert erased == [0, 0, 0, 0, 0, 1, 0]
    assert [one.to for one in mail.outbox] == [[world["organiser"].email]] * 2
    assert "22 avril 2028" in mail.outbox[0].body
    one = Registration.objects.get()
    assert (one.name, one.email, one.needs, one.answers, one.group_name, one.person) == (
        "",
        "",
        "",
        {},
        "",
        None,
    )
    assert (one.places, one.origin, one.erased_at is not None) == (24, "affiche", True)
    assert counts_at(world["campaign"].pk).came == 24
    assert DataClock.objects.get().erased_at is not None


@pytest.mark.django_db
def test_a_machine_that_slept_says_so_before_it_erases(world, monkeypatch):
    late = DUE + timedelta(days=40)

    erased = [pass_to(late + timedelta(days=n), monkeypatch) for n in (0, 6, 7)]

    assert erased == [0, 0, 1]
    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_nothing_recognises_who_was_erased(world, monkeypatch):
    one, campaign = world["one"], world["campaign"]
    ConsentFactory(registration=one)
    LetterCopyFactory(letter=LetterFactory(node=campaign), registration=one)
    LetterRefusalFactory(root=campaign)
    link, ticket = link_of(one), ticket_of(one)
    assert registration_by_link(link)
    other = RegistrationFactory(intake__node__starts_on=DUE, intake__node__ends_on=DUE)

    for n in (7, 0):
        pass_to(DUE - timedelta(days=n), monkeypatch)

    assert registration_by_link(link) is None
    assert not Registration.objects.filter(ticket_hash=hash_token(ticket)).exists()
    assert not Consent.objects.exists()
    assert not LetterCopy.objects.exists()
    assert not LetterRefusal.objects.exists()
    other.refresh_from_db()
    assert other.erased_at is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("months", "status", "kept"), [("12", 302, 12), ("0", 422, 6), ("25", 422, 6), ("", 422, 6)]
)
def test_the_organiser_says_how_long(client, world, months, status, kept):
    DataClockFactory(root=world["campaign"])
    page = reverse("campaigns:clock", args=[world["campaign"].pk])
    assert "22 avril 2028" in client.get(page).content.decode()

    assert client.post(page, {"months": months}).status_code == status
    assert DataClock.objects.get().keeps_months == kept


@pytest.mark.django_db
def test_only_a_whole_campaign_has_a_clock(client, world):
    stop = world["one"].intake.node.parent

    assert client.get(reverse("campaigns:clock", args=[stop.pk])).status_code == 404
