"""Interviews: proposed, picked, never two at a time, in anybody's calendar, called off."""

import threading
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, connections, transaction
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from boutdufil.rooms.mobility import tasks
from boutdufil.rooms.mobility.enums import SlotState, Stage
from boutdufil.rooms.mobility.errors import PastSlotError, SlotTakenError, StageMovedError
from boutdufil.rooms.mobility.models import InterviewSlot
from boutdufil.rooms.mobility.services import interviews
from boutdufil.rooms.mobility.services.interviews import Meeting
from tests.factories.mobility import ApplicationFactory, InterviewSlotFactory
from tests.factories.people import PersonFactory
from tests.rooms.mobility.application_world import application_world, html

PARIS = ZoneInfo("Europe/Paris")
ON_SITE = Meeting(30, "onsite", "12 rue du Beffroi, Lille", "Ascenseur")
NOON = datetime(2026, 12, 1, 12, 0, tzinfo=PARIS)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(datetime(2026, 11, 22, 9, 0, tzinfo=PARIS), tick=False):
        yield


@pytest.fixture
def world():
    return application_world(documents=())


@pytest.fixture
def recruiter(world):
    return world.client("recruiter")


def proposed(world, *starts, by="recruiter", meeting=ON_SITE):
    return interviews.propose_slots(
        application_id=world.application.pk,
        starts=starts or [NOON, NOON + timedelta(days=1)],
        meeting=meeting,
        actor_id=world.pk(by),
    )


def choice(world):
    return reverse("mobility:choose_slot", args=[world.application.pk])


MOMENTS = {
    "start_1": "2026-12-01T12:00",
    "start_2": "2026-12-02 15:30",
    "minutes": "30",
    "place": "onsite",
    "where": "12 rue du Beffroi, Lille",
}


def test_moments_are_proposed_in_the_time_of_paris(world, recruiter):
    recruiter.post(reverse("mobility:propose_slots", args=[world.application.pk]), MOMENTS)

    first, second = InterviewSlot.objects.all()
    assert first.starts_at == datetime(2026, 12, 1, 11, 0, tzinfo=UTC)
    assert second.ends_at == datetime(2026, 12, 2, 15, 0, tzinfo=UTC)
    world.application.refresh_from_db()
    assert world.application.stage == Stage.INTERVIEW


@pytest.mark.parametrize(
    ("change", "remedy"),
    [
        ({"start_1": ""}, "Proposez au moins un moment"),
        ({"start_1": "2026-11-01T10:00"}, "Ce moment est passé"),
        ({"start_1": "2028-11-01T10:00"}, "plus de six mois"),
        ({"start_1": "mardi"}, "aaaa-mm-jj hh:mm"),
        ({"start_1": "2027-03-28T02:30"}, "2027-03-28 02:30:00"),
        ({"where": ""}, "Dites où"),
        ({"place": "video", "where": "en visio"}, "commence par https://"),
    ],
    ids=["none", "past", "far", "words", "hour that does not exist", "nowhere", "no link"],
)
def test_what_cannot_be_kept_is_not_proposed(world, recruiter, change, remedy):
    address = reverse("mobility:propose_slots", args=[world.application.pk])

    answer = recruiter.post(address, MOMENTS | change)

    assert answer.status_code == 422
    assert remedy in html(answer)
    assert not InterviewSlot.objects.exists()


def test_the_person_picks_one_and_the_others_are_free_again(world):
    first, second = proposed(world)
    client = world.client("applicant")
    page = html(client.get(reverse("mobility:application", args=[world.application.pk])))
    assert "mardi 1er décembre 2026, 12:00 à 12:30, sur place" in page

    client.post(choice(world), {"slot": second.pk})

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (SlotState.LAPSED, SlotState.CHOSEN)
    page = html(client.get(reverse("mobility:application", args=[world.application.pk])))
    assert "Entretien mercredi 2 décembre à 12:00" in page
    assert "entretien.ics" in page


def test_none_of_them_suits(world):
    proposed(world)

    answer = world.client("applicant").post(choice(world), {"slot": "none"}, follow=True)

    assert "Proposez vos disponibilités dans un message" in html(answer)
    assert set(InterviewSlot.objects.values_list("state", flat=True)) == {SlotState.DECLINED}


def test_an_answer_needs_a_moment(world):
    proposed(world)

    answer = world.client("applicant").post(choice(world), {})

    assert answer.status_code == 422
    assert "dites qu’aucun ne convient" in html(answer)


def test_a_need_is_read_by_consent_alone_and_forgotten_after_the_meeting(world):
    slot = proposed(world, NOON)[0]
    client, need = world.client("applicant"), "Une interprète en langue des signes"

    refused = client.post(choice(world), {"slot": slot.pk, "needs": need})
    assert "Cochez la case pour que ce besoin soit lu" in html(refused)
    assert need in html(refused)
    client.post(choice(world), {"slot": slot.pk, "needs": need, "agreed": "on"})
    slot.refresh_from_db()
    assert slot.needs == need

    assert interviews.forget_needs(NOON + timedelta(days=6)) == 0
    assert interviews.forget_needs(NOON + timedelta(days=8)) == 1
    slot.refresh_from_db()
    assert slot.needs == ""


def test_a_person_is_not_in_two_places(world):
    slot = proposed(world, NOON)[0]
    elsewhere = ApplicationFactory(person=world.applicant)
    InterviewSlotFactory(
        application=elsewhere,
        starts_at=NOON + timedelta(minutes=15),
        ends_at=NOON + timedelta(minutes=45),
        state=SlotState.CHOSEN,
    )

    answer = world.client("applicant").post(choice(world), {"slot": slot.pk})

    assert answer.status_code == 422
    assert "Choisissez-en un autre" in html(answer)
    slot.refresh_from_db()
    assert slot.state == SlotState.PROPOSED


def test_a_recruiter_is_not_in_two_places(world, recruiter):
    slot = proposed(world, NOON)[0]
    other = ApplicationFactory(vacancy=world.vacancy)
    twin = InterviewSlotFactory(
        application=other,
        proposed_by=world.people["recruiter"],
        starts_at=NOON,
        ends_at=NOON + timedelta(minutes=30),
    )
    interviews.choose_slot(slot_id=slot.pk, actor_id=world.applicant.pk)

    with pytest.raises(SlotTakenError):
        interviews.choose_slot(slot_id=twin.pk, actor_id=other.person_id)
    answer = recruiter.post(reverse("mobility:propose_slots", args=[other.pk]), MOMENTS)
    assert "déjà un entretien à l’un de ces moments" in html(answer)


def test_one_after_the_other_is_no_clash(world):
    slot = proposed(world, NOON)[0]
    InterviewSlotFactory(
        application=ApplicationFactory(person=world.applicant),
        starts_at=NOON + timedelta(minutes=30),
        ends_at=NOON + timedelta(minutes=60),
        state=SlotState.CHOSEN,
    )

    interviews.choose_slot(slot_id=slot.pk, actor_id=world.applicant.pk)


def test_the_database_itself_refuses_two_at_a_time(world):
    moment = {"starts_at": NOON, "ends_at": NOON + timedelta(minutes=30)}
    InterviewSlotFactory(application=world.application, state=SlotState.CHOSEN, **moment)

    with pytest.raises(IntegrityError), transaction.atomic():
        InterviewSlotFactory(
            application=ApplicationFactory(person=world.applicant),
            state=SlotState.CHOSEN,
            **moment,
        )


def test_another_choice_takes_the_place_of_the_first(world):
    first, second = proposed(world)
    interviews.choose_slot(slot_id=first.pk, actor_id=world.applicant.pk)
    third = proposed(world, NOON + timedelta(days=3))[0]

    interviews.choose_slot(slot_id=third.pk, actor_id=world.applicant.pk)

    first.refresh_from_db()
    assert (first.state, first.sequence) == (SlotState.CANCELLED, 2)
    with pytest.raises(StageMovedError):
        interviews.choose_slot(slot_id=second.pk, actor_id=world.applicant.pk)


def test_a_moment_that_has_passed_is_neither_proposed_nor_picked(world):
    slot = proposed(world, NOON)[0]

    with pytest.raises(PastSlotError):
        proposed(world, datetime(2026, 11, 1, 9, 0, tzinfo=PARIS))
    with time_machine.travel(NOON + timedelta(minutes=1)), pytest.raises(PastSlotError):
        interviews.choose_slot(slot_id=slot.pk, actor_id=world.applicant.pk)


@pytest.mark.parametrize(("who", "told"), [("applicant", "recruiter"), ("recruiter", "applicant")])
def test_either_side_calls_it_off_and_the_other_is_told(world, who, told, monkeypatch):
    slot = proposed(world, NOON)[0]
    interviews.choose_slot(slot_id=slot.pk, actor_id=world.applicant.pk)
    heard = []
    for side in ("person", "employer"):
        monkeypatch.setattr(
            interviews.notices, f"tell_{side}", lambda side=side, **_: heard.append(side)
        )

    world.client(who).post(reverse("mobility:cancel_slot", args=[world.application.pk, slot.pk]))

    slot.refresh_from_db()
    assert (slot.state, slot.sequence) == (SlotState.CANCELLED, 2)
    assert heard == ["employer" if told == "recruiter" else "person"]


def entry_of(client, slot):
    address = reverse("mobility:interview_file", args=[slot.application_id, slot.pk])
    answer = client.get(address)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(answer.content)
    return calendar, calendar.walk("VEVENT")[0]


def test_the_calendar_entry_is_complete(world):
    slot = proposed(world, NOON)[0]
    interviews.choose_slot(slot_id=slot.pk, actor_id=world.applicant.pk)

    calendar, entry = entry_of(world.client("applicant"), slot)

    assert calendar["METHOD"] == "PUBLISH"
    assert calendar["VERSION"] == "2.0"
    assert [zone["TZID"] for zone in calendar.walk("VTIMEZONE")] == ["Europe/Paris"]
    assert entry["UID"] == f"interview-{slot.pk}@boutdufil"
    assert entry["SEQUENCE"] == 1
    assert entry["DTSTART"].params["TZID"] == "Europe/Paris"
    assert entry["DTSTART"].dt == NOON
    assert entry["DTEND"].dt == NOON + timedelta(minutes=30)
    assert entry["STATUS"] == "CONFIRMED"
    assert world.vacancy.title in entry["SUMMARY"]
    assert entry["LOCATION"] == "12 rue du Beffroi, Lille"
    text = calendar.to_ical().decode()
    assert world.people["recruiter"].email not in text
    assert world.applicant.email not in text


def test_a_moment_only_proposed_is_tentative(world):
    slot = proposed(world, NOON)[0]

    calendar, entry = entry_of(world.client("applicant"), slot)

    assert (calendar["METHOD"], entry["STATUS"]) == ("PUBLISH", "TENTATIVE")


def test_the_employer_reads_the_name_in_theirs(world):
    slot = proposed(world, NOON)[0]
    interviews.choose_slot(slot_id=slot.pk, actor_id=world.applicant.pk)

    _calendar, entry = entry_of(world.client("recruiter"), slot)

    assert "Karim Inventé" in entry["SUMMARY"]


def test_an_entry_called_off_has_the_same_name_and_a_greater_sequence(world):
    slot = proposed(world, NOON)[0]
    interviews.choose_slot(slot_id=slot.pk, actor_id=world.applicant.pk)
    before = entry_of(world.client("applicant"), slot)[1]
    interviews.cancel_slot(slot_id=slot.pk, actor_id=world.applicant.pk, by_employer=False)

    calendar, entry = entry_of(world.client("applicant"), slot)

    assert calendar["METHOD"] == "CANCEL"
    assert entry["STATUS"] == "CANCELLED"
    assert entry["UID"] == before["UID"]
    assert entry["SEQUENCE"] > before["SEQUENCE"]


def test_people_are_reminded_once_of_the_day_to_come(world):
    slot = proposed(world, NOON)[0]
    interviews.choose_slot(slot_id=slot.pk, actor_id=world.applicant.pk)

    with time_machine.travel(NOON - timedelta(hours=30)):
        tasks.remind_of_interviews()
    assert mail.outbox == []
    with time_machine.travel(NOON - timedelta(hours=20)):
        tasks.remind_of_interviews()
        tasks.remind_of_interviews()

    (message,) = mail.outbox
    assert message.to == [world.applicant.email]
    assert "mardi 1er décembre, 12:00" in message.body
    assert "rue du Beffroi" not in message.body
    assert world.vacancy.organisation.name not in message.body


def test_an_interview_called_off_reminds_nobody(world):
    slot = proposed(world, NOON)[0]

    assert interviews.remind_of_interviews(NOON - timedelta(hours=2)) == 0
    interviews.cancel_slot(slot_id=slot.pk, actor_id=world.pk("recruiter"), by_employer=True)
    assert interviews.remind_of_interviews(NOON - timedelta(hours=2)) == 0


@pytest.mark.django_db(transaction=True)
def test_two_people_at_the_same_moment_for_one_recruiter():
    recruiter, now = PersonFactory(), timezone.now()
    slots = [
        InterviewSlotFactory(
            proposed_by=recruiter,
            starts_at=now + timedelta(days=1),
            ends_at=now + timedelta(days=1, minutes=30),
        )
        for _number in range(2)
    ]
    answers = []

    def pick(slot):
        try:
            interviews.choose_slot(slot_id=slot.pk, actor_id=slot.person_id)
            answers.append("chosen")
        except SlotTakenError:
            answers.append("taken")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=pick, args=[slot]) for slot in slots]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == ["chosen", "taken"]
    assert InterviewSlot.objects.filter(state=SlotState.CHOSEN).count() == 1
