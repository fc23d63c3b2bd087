"""An accommodation is asked with consent, granted by one person, and erased on a word."""

from decimal import Decimal

import pytest
from django.core import mail

from boutdufil.kernel.audit.models import AuditEntry
from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.models import Accommodation
from boutdufil.rooms.contests.selectors.accommodations import (
    accommodations_of,
    needs_of,
    time_factor_of,
)
from boutdufil.rooms.contests.services.accommodations import (
    AccommodationDraft,
    ask_accommodation,
    decide_accommodation,
    name_referee,
    tell_accommodation,
    withdraw_consent,
)
from tests.factories.contests import AccommodationFactory, MemberFactory
from tests.factories.people import PersonFactory
from tests.rooms.contests.entry_world import open_edition, organiser_of, team_edition, team_of

pytestmark = pytest.mark.django_db
THIRD = AccommodationDraft(Decimal("1.334"), large_print=True)


def test_a_factor_counts_once_granted_and_no_longer_than_consented():
    member = MemberFactory(entry__edition=open_edition())
    entry, person = member.entry, member.person
    asked = ask_accommodation(person_id=person.pk, draft=THIRD)
    assert time_factor_of(entry.pk) == 1
    [row] = accommodations_of(entry.edition_id)
    assert (row.name, row.is_waiting) == (person.name, True)
    decide(asked, entry.edition, grants=True)
    assert time_factor_of(entry.pk) == Decimal("1.334")
    assert needs_of(entry.pk).large_print
    ask_accommodation(person_id=person.pk, draft=AccommodationDraft(Decimal("1.5")))
    assert time_factor_of(entry.pk) == 1
    withdraw_consent(person_id=person.pk)
    assert not Accommodation.objects.exists()


def decide(asked, edition, *, grants):
    decide_accommodation(
        accommodation_id=asked.pk,
        edition_id=edition.pk,
        grants=grants,
        actor_id=organiser_of(edition).pk,
    )


def test_a_team_has_the_largest_of_its_members():
    entry, (ines, malik) = team_of(team_edition())
    AccommodationFactory(person=ines, time_factor="1.2", signs=True)
    AccommodationFactory(person=malik, time_factor="1.5")
    AccommodationFactory(time_factor="3")
    assert time_factor_of(entry.pk) == Decimal("1.5")
    assert needs_of(entry.pk).signs


def test_a_refused_request_counts_for_nothing_and_the_mail_says_nothing_of_it():
    member = MemberFactory(entry__edition=open_edition())
    asked = ask_accommodation(person_id=member.person_id, draft=THIRD)
    decide(asked, member.edition, grants=False)
    assert time_factor_of(member.entry_id) == 1
    assert tell_accommodation(accommodation_id=asked.pk)
    assert "temps" not in mail.outbox[-1].body
    assert mail.outbox[-1].to == [member.person.email]


def test_who_takes_no_part_is_not_decided_on_and_nothing_is_nothing():
    asked = ask_accommodation(person_id=PersonFactory().pk, draft=THIRD)
    with pytest.raises(ContestError, match="n’existe plus"):
        decide(asked, open_edition(), grants=True)
    with pytest.raises(ContestError, match="ce qu’il vous faut"):
        ask_accommodation(person_id=PersonFactory().pk, draft=AccommodationDraft(Decimal(1)))


def test_the_trail_says_that_something_was_asked_and_never_what():
    member = MemberFactory(entry__edition=open_edition())
    asked = ask_accommodation(person_id=member.person_id, draft=THIRD)
    decide(asked, member.edition, grants=True)
    withdraw_consent(person_id=member.person_id)
    lines = AuditEntry.objects.filter(subject=f"person:{member.person_id}")
    assert [(one.verb, one.facts) for one in lines.order_by("pk")] == [
        ("contests.ask_accommodation", {}),
        ("contests.decide_accommodation", {}),
        ("contests.withdraw_accommodation", {}),
    ]


def test_only_somebody_of_the_organisation_is_named():
    edition = open_edition()
    organiser = organiser_of(edition)
    with pytest.raises(ContestError) as told:
        name_referee(edition_id=edition.pk, person_id=PersonFactory().pk, actor_id=organiser.pk)
    assert told.value.field == "person"
    name_referee(edition_id=edition.pk, person_id=organiser.pk, actor_id=organiser.pk)
