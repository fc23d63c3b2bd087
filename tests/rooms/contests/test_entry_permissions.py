"""Who may do what with an entry: every role, every act."""

import pytest
from django.contrib.auth.models import AnonymousUser

from boutdufil.kernel.organisations.enums import Role
from boutdufil.rooms.contests.permissions import entries as may
from tests.factories.contests import AccessRefereeFactory, JurorFactory, MemberFactory
from tests.factories.organisations import MembershipFactory
from tests.factories.people import PersonFactory
from tests.rooms.contests.entry_world import organiser_of, team_edition, team_of

pytestmark = pytest.mark.django_db
OF_ENTRY = ("can_see_entry", "can_change_entry", "can_write_file")
OF_EDITION = ("can_see_entries", "can_check_blind", "can_name_referee", "can_grant_accommodations")
ALLOWED = {
    "captain": set(OF_ENTRY),
    "member": {"can_see_entry", "can_write_file"},
    "organiser": set(OF_EDITION) - {"can_grant_accommodations"},
    "referee": {"can_grant_accommodations"},
    **dict.fromkeys(
        ("invited", "left", "other_candidate", "employer", "juror", "other_organiser", "visitor"),
        frozenset(),
    ),
}


def people_of(entry, captain, member):
    edition = entry.edition
    staff = MembershipFactory(organisation=edition.organiser, role=Role.READER).person
    AccessRefereeFactory(edition=edition, person=staff)
    invited, left = PersonFactory(), PersonFactory()
    MemberFactory(entry=entry, person=None, email=invited.email, joined_at=None)
    MemberFactory(entry=entry, person=left, joined_at=None)
    return {
        "captain": captain,
        "member": member,
        "organiser": organiser_of(edition),
        "referee": staff,
        "invited": invited,
        "left": left,
        "other_candidate": team_of(edition)[1][0],
        "employer": MembershipFactory(organisation=entry.employer, role=Role.MANAGER).person,
        "juror": JurorFactory(edition=edition).person,
        "other_organiser": organiser_of(team_edition()),
        "visitor": AnonymousUser(),
    }


@pytest.fixture
def world():
    edition = team_edition()
    firm = MembershipFactory().organisation
    entry, (captain, member) = team_of(edition, employer=firm)
    return entry, people_of(entry, captain, member)


def test_each_may_do_what_is_theirs_and_nothing_else(world):
    entry, people = world
    assert set(people) == set(ALLOWED)
    for name, person in people.items():
        subjects = dict.fromkeys(OF_ENTRY, entry.pk) | dict.fromkeys(OF_EDITION, entry.edition_id)
        allowed = {act for act, subject in subjects.items() if getattr(may, act)(person, subject)}
        assert allowed == ALLOWED[name], name


def test_without_a_referee_those_who_run_the_edition_decide():
    edition = team_edition()
    assert may.can_grant_accommodations(organiser_of(edition), edition.pk)
    assert not may.can_grant_accommodations(AnonymousUser(), edition.pk)
    assert not may.can_see_entry(PersonFactory(), 0)
