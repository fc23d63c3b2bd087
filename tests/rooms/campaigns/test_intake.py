"""An event takes registrations: places, slots and questions as its organiser sets them."""

import pytest
from django.urls import reverse

from boutdufil.rooms.campaigns.enums import RegistrationStatus
from boutdufil.rooms.campaigns.errors import CampaignError
from boutdufil.rooms.campaigns.models import Intake, Question, Registration, Slot
from boutdufil.rooms.campaigns.rules.registrations import RegistrationDraft
from boutdufil.rooms.campaigns.rules.slots import IntakeDraft
from boutdufil.rooms.campaigns.services import intake as services
from boutdufil.rooms.campaigns.services.registering import cancel_registration, register
from tests.factories.campaigns import EventFactory, QuestionFactory
from tests.rooms.campaigns.desk import MONDAY, organiser_of, tour

pytestmark = pytest.mark.django_db
ROW = {
    "day": MONDAY.isoformat(),
    "opens_at": "09:00",
    "closes_at": "12:00",
    "minutes": "30",
    "places": "2",
}


@pytest.fixture
def event():
    _campaign, (metz, _nancy) = tour()
    return metz


@pytest.fixture
def organiser(event, client):
    person = organiser_of(event)
    client.force_login(person)
    return person


def opened(event, organiser, **facts):
    return services.set_intake(node_id=event.pk, draft=IntakeDraft(**facts), actor_id=organiser.pk)


def come(intake, name, **said):
    draft = RegistrationDraft(name=name, email=f"{name}@exemple.test", **said)
    return register(intake_id=intake.pk, draft=draft)


def address(name, event, *more):
    return reverse(name, args=[event.pk, *more])


def test_the_organiser_opens_registrations(client, event, organiser):
    typed = {"capacity": "40", "answer_hours": "12", "largest_group": "30"}

    answer = client.post(address("campaigns:intake", event), typed)

    assert answer.url == address("campaigns:intake", event)
    made = Intake.objects.get(node=event)
    assert (made.capacity, made.answer_hours, made.largest_group) == (40, 12, 30)
    assert not made.keeps_waiting_list
    assert "Reprendre un fichier" in client.get(answer.url).content.decode()


def test_more_places_are_offered_to_those_who_wait(event, organiser):
    intake = opened(event, organiser, capacity=1)
    first, second = come(intake, "ana"), come(intake, "bob")
    assert second.status == RegistrationStatus.WAITING

    opened(event, organiser, capacity=2)

    second.refresh_from_db()
    first.refresh_from_db()
    assert (first.status, second.status) == (
        RegistrationStatus.CONFIRMED,
        RegistrationStatus.OFFERED,
    )


def test_fewer_places_than_are_taken_are_refused_with_the_number(client, event, organiser):
    intake = opened(event, organiser, capacity=5)
    come(intake, "ana")
    come(intake, "bob")

    answer = client.post(
        address("campaigns:intake", event), {"capacity": "1", "answer_hours": "24"}
    )

    assert answer.status_code == 422
    assert "2 places sont prises" in str(answer.context["form"].errors["capacity"])
    intake.refresh_from_db()
    assert intake.capacity == 5


def test_nobody_registers_for_what_holds_events(event, organiser):
    with pytest.raises(CampaignError):
        services.set_intake(node_id=event.parent.pk, draft=IntakeDraft(), actor_id=organiser.pk)


def test_a_row_of_equal_slots_is_made_in_one_form(client, event, organiser):
    opened(event, organiser, capacity=20)

    client.post(address("campaigns:add_slots", event), ROW)
    client.post(address("campaigns:add_slots", event), ROW | {"closes_at": "12:30"})

    assert Slot.objects.filter(intake__node=event, capacity=2).count() == 7


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"day": "2027-12-01"}, "day", "pas de ceux du rendez-vous"),
        ({"opens_at": ""}, "opens_at", "deux heures"),
        ({"closes_at": "08:00"}, "closes_at", "avant le début"),
        ({"closes_at": "09:10"}, "minutes", "au moins un nouveau"),
        ({"minutes": "1"}, "minutes", "supérieure ou égale"),
    ],
    ids=["other-day", "half", "backwards", "too-short", "a-minute"],
)
def test_what_is_wrong_with_slots_is_said_there(client, event, organiser, typed, field, words):
    opened(event, organiser)

    answer = client.post(address("campaigns:add_slots", event), ROW | typed)

    assert answer.status_code == 422
    assert words in str(answer.context["slots"].errors[field])
    assert not Slot.objects.exists()


def test_a_slot_is_changed_and_removed_while_nobody_is_in(client, event, organiser):
    intake = opened(event, organiser)
    client.post(address("campaigns:add_slots", event), ROW)
    full, empty = Slot.objects.order_by("starts_at")[:2]
    held = [come(intake, name, slot_id=full.pk) for name in ("ana", "bob", "eve")]

    client.post(address("campaigns:slot", event, full.pk), {"do": "change", "places": "1"})
    full.refresh_from_db()
    assert full.capacity == 2
    client.post(address("campaigns:slot", event, full.pk), {"do": "change", "places": "beaucoup"})
    client.post(address("campaigns:slot", event, full.pk), {"do": "change", "places": ""})
    held[2].refresh_from_db()
    assert held[2].status == RegistrationStatus.OFFERED
    client.post(address("campaigns:slot", event, full.pk), {"do": "remove"})
    client.post(address("campaigns:slot", event, empty.pk), {"do": "remove"})
    assert Slot.objects.filter(pk=full.pk).exists()
    assert not Slot.objects.filter(pk=empty.pk).exists()

    for one in held:
        cancel_registration(registration_id=one.pk)
    client.post(address("campaigns:slot", event, full.pk), {"do": "remove"})
    assert not Slot.objects.filter(pk=full.pk).exists()
    assert Registration.objects.filter(slot=None).count() == 3


def test_questions_of_a_campaign_are_asked_beneath_it(client, event, organiser):
    QuestionFactory(node=event.root, label="Comment venez-vous ?")
    typed = {"label": "Votre bus ?", "why": "Pour la place.", "kind": "choice"}

    refused = client.post(address("campaigns:questions", event), typed | {"choices": "A\nA\n"})
    assert "de 2 à 20" in str(refused.context["form"].errors["choices"])
    client.post(address("campaigns:questions", event), typed | {"choices": "A\nB\n"})

    page = client.get(address("campaigns:questions", event)).content.decode()
    assert "Comment venez-vous" in page
    made = Question.objects.get(node=event)
    assert made.choices == ["A", "B"]
    client.post(address("campaigns:question", event, made.pk), {"do": "retire"})
    made.refresh_from_db()
    assert made.retired_at is not None


def test_a_question_is_said_otherwise_and_keeps_its_kind(client, event, organiser):
    asked = QuestionFactory(node=event, label="Ou ?")
    page = f"{address('campaigns:questions', event)}?question={asked.pk}"
    assert 'value="Ou ?"' in client.get(page).content.decode()

    client.post(page, {"label": "Où ?", "why": "Pour le bus.", "kind": "number"})

    asked.refresh_from_db()
    assert (asked.label, asked.why, asked.kind) == ("Où ?", "Pour le bus.", "text")
    assert Question.objects.count() == 1


def test_a_question_moves_up(client, event, organiser):
    first, second = QuestionFactory(node=event), QuestionFactory(node=event)

    client.post(address("campaigns:question", event, second.pk), {"do": "up"})

    assert list(Question.objects.filter(node=event)) == [second, first]


def test_a_question_of_another_node_is_not_touched(client, event, organiser):
    other = QuestionFactory(node=EventFactory())

    client.post(address("campaigns:question", event, other.pk), {"do": "retire"})

    other.refresh_from_db()
    assert other.retired_at is None
