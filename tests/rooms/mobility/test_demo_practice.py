"""The demo world holds practised calls: the person reads them on their page, the trainer too."""

import pytest
from django.urls import reverse

from boutdufil.kernel.calls.models import Call, ObserverSheet
from boutdufil.kernel.calls.permissions import Visitor, can_write_sheet, is_trained_observer
from boutdufil.kernel.calls.selectors.practice import practised_by
from boutdufil.kernel.organisations.enums import Role
from boutdufil.kernel.people.services import create_demo_person
from boutdufil.rooms.mobility.demo import practice
from tests.factories.organisations import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    learner = create_demo_person(slug="preparatrice", name="Nadia Delattre", story="Une histoire.")
    observer = create_demo_person(slug="organisme", name="Yvon Pruvost", story="Une histoire.")
    MembershipFactory(person=observer, role=Role.TRAINER)
    return learner, observer


def test_one_call_alone_and_one_observed(people, client):
    learner, observer = people
    practice.furnish()
    practice.furnish()

    assert Call.objects.count() == 2
    alone, observed = sorted(practised_by(learner.pk), key=lambda one: one.with_somebody)
    assert alone.end
    assert [link.is_shared for link in observed.sheets] == [True]
    sheet = ObserverSheet.objects.get()
    assert is_trained_observer(observer)
    assert can_write_sheet(Visitor(observer), sheet.call_id)
    for person in (learner, observer):
        client.force_login(person)
        page = client.get(reverse("calls:sheet", args=[sheet.pk])).text
        assert "Fiche inventée, pour la démonstration" in page
        assert "Nom et code postal" in page
    own = client.get(reverse("calls:mine")).text
    assert "Les fiches que vous avez écrites" in own
    assert learner.name not in own


def test_without_both_people_there_is_none():
    practice.furnish()

    assert not Call.objects.exists()
