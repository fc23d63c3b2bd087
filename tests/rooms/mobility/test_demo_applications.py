"""The candidates of the demo world: invented, alive, made once."""

import pytest
from django.utils import timezone

from boutdufil.kernel.people.models import Person
from boutdufil.rooms.mobility import demo
from boutdufil.rooms.mobility.demo import organisations
from boutdufil.rooms.mobility.enums import SlotState, Stage
from boutdufil.rooms.mobility.models import Application
from boutdufil.rooms.mobility.selectors.candidates import candidates_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def employer(demo_world, db):
    return organisations.find("voix-du-beffroi")


def test_a_second_time_changes_nothing(employer):
    def counted():
        return [
            (one.pk, one.stage, one.history.count(), one.slots.count(), one.messages.count())
            for one in Application.objects.order_by("pk")
        ]

    before = counted()
    demo.furnish()

    assert counted() == before


def test_karim_has_an_interview_to_answer(employer):
    karim = Person.objects.get(demo_slug="agent-administratif")

    application = Application.objects.get(person=karim)

    assert application.vacancy.organisation == employer
    assert application.stage == Stage.INTERVIEW
    slots = list(application.slots.all())
    assert len(slots) == 3
    assert all(slot.state == SlotState.PROPOSED for slot in slots)
    assert all(slot.starts_at > timezone.now() for slot in slots)
    assert all(timezone.localtime(slot.starts_at).weekday() < 5 for slot in slots)


def test_the_employers_list_lives_and_is_stamped(employer):
    vacancy = Application.objects.first().vacancy

    page = candidates_page(vacancy.pk, 0)

    assert {row.stage for row in page.rows} >= {Stage.SENT, Stage.READ, Stage.REFUSED}
    assert all(row.invented for row in page.rows)
    assert page.vacancy.invented
    people = Person.objects.filter(applications__isnull=False)
    assert all((person.email or "").endswith(".invalid") for person in people)
