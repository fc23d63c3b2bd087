"""Those who answer: what is held of them is taken away, erased, and forgotten in time."""

from datetime import timedelta

import pytest
from django.utils import timezone

from boutdufil.kernel.people import registry
from boutdufil.rooms.barometer.models import MailingLine
from boutdufil.rooms.barometer.services.respondent_privacy import (
    KEPT_FOR,
    RULES,
    erase_respondents,
    export_respondents,
    forget_contacts,
)
from tests.factories.barometer import (
    MailingLineFactory,
    RespondentContactFactory,
    ResponseFactory,
    UnitFactory,
)
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(days=KEPT_FOR.days + 1)


def contact(**facts):
    """A contact for a centre, with everything a register holds."""
    one = RespondentContactFactory(telephone="0102030405", position="Direction", **facts)
    one.units.add(UnitFactory())
    return one


def test_the_room_has_registered_with_peoples_rights():
    assert "barometer_respondents" in {one.name for one in registry.subject_data()}
    assert {one.name for one in RULES} <= {one.name for one in registry.retention_rules()}


def test_a_person_is_found_by_account_and_by_address_and_by_nothing_else():
    person = PersonFactory(email="ines@centre.example")
    by_account, by_address = contact(person=person), contact(email="Ines@centre.example")
    letter = MailingLineFactory(contact=by_account)
    ResponseFactory(answered_by=by_address)
    contact()

    told = export_respondents(person)["contacts"]

    assert [one["name"] for one in told] == [by_account.name, by_address.name]
    assert told[0]["letters"][0]["kind"] == letter.mailing.kind
    assert len(told[1]["answered"]) == len(told[1]["centres"]) == 1


def test_erasing_empties_the_register_and_keeps_how_many_letters_left():
    person = PersonFactory()
    mine, other = contact(person=person), contact()
    MailingLineFactory(contact=mine)

    erase_respondents(person)

    mine.refresh_from_db()
    other.refresh_from_db()
    assert (mine.name, mine.email, mine.telephone, mine.position) == ("", "", "", "")
    assert (mine.person, mine.units.count()) == (None, 0)
    assert mine.ended_at is not None
    assert MailingLine.objects.count() == 1
    assert (other.email, other.units.count()) != ("", 0)
    assert export_respondents(person) == {"contacts": []}


def test_who_was_not_heard_of_for_three_years_is_forgotten():
    now = timezone.now()
    old = {"created_at": now - LONG_AGO}
    silent, ended = contact(**old), contact(ended_at=now - LONG_AGO)
    written_to, answered, new = contact(**old), contact(**old), contact()
    MailingLineFactory(contact=written_to, sent_at=now - timedelta(days=30))
    ResponseFactory(answered_by=answered, sent_at=now - timedelta(days=30))

    assert forget_contacts(now) == 2

    for one, is_kept in ((silent, False), (ended, False), (written_to, True), (answered, True)):
        one.refresh_from_db()
        assert bool(one.email) is is_kept
    assert forget_contacts(now) == 0
    assert new.email
