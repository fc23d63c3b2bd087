"""Other modules show their part on a person's page."""

import pytest
from django.urls import reverse

from boutdufil.kernel.people import registry
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def sections():
    """Register invented sections, and take them out again."""
    keys = []

    def register(key, provider, order):
        registry.register_my_page_section(
            key, f"Titre {key}", provider, "ui/_messages.html", order=order
        )
        keys.append(key)

    yield register
    for key in keys:
        registry.forget_registration(key)


def test_sections_stand_in_order_and_get_the_person(client, sections):
    person, seen = PersonFactory(), []
    sections("tests-second", lambda asked: seen.append(asked.pk) or {}, 20)
    sections("tests-first", lambda asked: [], 10)
    client.force_login(person)

    text = client.get(reverse("people:my_page")).content.decode()

    assert text.index("Titre tests-first") < text.index("Titre tests-second")
    assert seen == [person.pk]


def test_a_section_with_nothing_to_say_is_absent(client, sections):
    sections("tests-empty", lambda asked: None, 10)
    client.force_login(PersonFactory())

    assert "tests-empty" not in client.get(reverse("people:my_page")).content.decode()
