"""Four wishes on a telephone, a plan with two exchanges, somebody absent, a hire in the ledger."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from boutdufil.kernel.organisations.enums import Role
from boutdufil.kernel.posts.selectors import Scope, post_figure
from boutdufil.rooms.campaigns.enums import LIVE, EventKind, MeetingState
from boutdufil.rooms.campaigns.models import Dating, Meeting, Table, Wish
from boutdufil.rooms.campaigns.rules.tickets import link_of
from boutdufil.rooms.campaigns.selectors.dating import dating_row
from tests.factories.campaigns import (
    EventFactory,
    IntakeFactory,
    RegistrationFactory,
    TableFactory,
    WishFactory,
)
from tests.factories.organisations import MembershipFactory
from tests.factories.people import PersonFactory
from tests.factories.posts import AttachmentFactory, PostFactory, VacancyFactory

pytestmark = pytest.mark.browser


@pytest.fixture
def event(transactional_db):
    """Return a job dating of tomorrow and one vacancy of one post."""
    day = timezone.localdate() + timedelta(days=1)
    made = EventFactory(
        event_kind=EventKind.JOB_DATING, starts_on=day, ends_on=day, opens_at="14:00"
    )
    made.closes_at = "15:00"
    made.save()
    vacancy = VacancyFactory(organisation=made.organiser)
    PostFactory(vacancy=vacancy, number=1)
    AttachmentFactory(vacancy=vacancy, to=f"campaign:{made.pk}")
    IntakeFactory(node=made)
    return made


def member(event, role):
    return MembershipFactory(organisation=event.organiser, role=role).person


def reads(journey, words):
    """Wait for what a button says."""
    expect(journey.page.locator("body")).to_contain_text(words)


def set_up(journey, event):
    """Say the hours, and add the table that recruits; three others are there soon."""
    journey.go(f"/campagnes/organiser/{event.pk}/")
    journey.press("Rencontres", role="link")
    journey.press("Garder ces heures")
    journey.press("Ajouter une table", role="link")
    journey.page.locator("[name=label]").fill("Table de Paul")
    journey.page.locator("[name=vacancies]").first.check()
    journey.press("Garder cette table")
    for number in (2, 3, 4):
        TableFactory(dating=Dating.objects.get(), label=f"Table {number}")


def wish(journey, person):
    """Choose four recruiters from one's ticket, the last one dearest in the end."""
    journey.go(f"/i/{link_of(person)}/")
    journey.press("Choisir qui je veux rencontrer", role="link")
    wished = journey.page.locator("ol > li")
    for number in range(1, 5):
        journey.press("Je veux rencontrer")
        expect(wished).to_have_count(number)
    for place in (2, 1, 0):
        journey.press("Monter · Table de Paul")
        expect(wished.nth(place)).to_contain_text("Table de Paul")
    journey.press("Garder")
    reads(journey, "C’est noté")


def swap(journey, event, one, other):
    """Let two meetings exchange their times by hand."""
    journey.go(f"/campagnes/organiser/{event.pk}/rencontres/{one.pk}/")
    journey.page.locator("[name=other]").select_option(str(other.pk))
    journey.press("Échanger les heures")
    reads(journey, "C’est changé")


def plan(journey, event, person):
    journey.go(f"/campagnes/organiser/{event.pk}/rencontres/")
    journey.press("Faire le plan")
    reads(journey, "rencontres prévues, 6 au plus")
    alone = Meeting.objects.filter(registration=person, table__label__in=("Table 3", "Table 4"))
    for _ in range(2):
        swap(journey, event, *alone)
    journey.press("Publier le plan")
    reads(journey, "Le plan est publié")


def hire(journey, meeting):
    """Say so at the table, in one tap."""
    journey.go(f"/campagnes/tables/{meeting.table_id}/")
    assert meeting.registration.name not in journey.text()
    journey.press(f"Embauche · {dating_row(meeting.dating).clock.hour(meeting.round)}")
    reads(journey, "poste est compté comme pourvu")


def test_from_four_wishes_to_a_hire(start_journey, event):
    claire, paul = member(event, Role.MANAGER), member(event, Role.RECRUITER)
    ines = RegistrationFactory(intake=event.intake, name="Inès Inventée", person=PersonFactory())
    hugo = RegistrationFactory(intake=event.intake, name="Hugo Inventé")
    desk, phone = start_journey(), start_journey(javascript=False, width=360)
    desk.sign_in(claire)
    set_up(desk, event)
    wish(phone, ines)
    assert Wish.objects.get(registration=ines, rank=1).table.label == "Table de Paul"
    for rank, label in ((1, "Table de Paul"), (2, "Table 2")):
        WishFactory(registration=hugo, table=Table.objects.get(label=label), rank=rank)
    plan(desk, event, ines)
    desk.go(f"/campagnes/organiser/{event.pk}/rencontres/jour/")
    desk.press("Absence · Hugo Inventé")
    reads(desk, "Plan refait autour")
    assert not Meeting.objects.filter(registration=hugo, state__in=LIVE).exists()

    phone.go(f"/i/{link_of(ines)}/rencontres/")
    assert "La prochaine" in phone.text()
    seat = start_journey(javascript=False, width=360)
    seat.sign_in(paul)
    hire(seat, Meeting.objects.get(registration=ines, table__label="Table de Paul"))

    assert Meeting.objects.filter(state=MeetingState.MET).count() == 1
    figure = post_figure(Scope(through=(f"campaign:{event.pk}",)))
    assert (figure.offered, figure.filled, figure.filled_through) == (1, 1, 1)
