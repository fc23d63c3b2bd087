"""The invented organisations of the demo, made through services."""

import pytest

from boutdufil.kernel.organisations.enums import Role
from boutdufil.kernel.organisations.models import Agreement, Membership, Organisation
from boutdufil.kernel.organisations.permissions import has_role
from boutdufil.kernel.people.models import Person
from boutdufil.rooms.mobility.demo import organisations as demo

pytestmark = pytest.mark.django_db


def counts():
    return [model.objects.count() for model in (Organisation, Membership, Agreement, Person)]


def test_a_second_time_changes_nothing():
    demo.furnish()
    first = counts()
    demo.furnish()

    assert counts() == first


def test_every_key_is_found_and_says_that_it_is_invented():
    demo.furnish()

    for key in demo.KEYS:
        found = demo.find(key)
        assert found.invented
        assert "(invent" in found.name
        assert found.siret is None


def test_hr_of_the_firm_holds_her_role_in_its_site():
    demo.furnish()
    helene = Person.objects.get(demo_slug="rh-site")

    assert has_role(helene, {Role.HR}, demo.find("trois-etoffes-site").pk)
    assert not has_role(helene, {Role.HR}, demo.find("voix-du-beffroi").pk)
