"""Who may do what for whom: every predicate for every kind of actor."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from boutdufil.kernel.organisations import permissions
from boutdufil.kernel.organisations.enums import Role
from tests.factories.organisations import BranchFactory, MembershipFactory, OrganisationFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
EVERY_ROLE = {"reader", "recruiter", "hr", "trainer", "branch_officer", "manager"}
# Roles held above hold here as well.
ABOVE = {"manager_of_parent", "hr_of_parent", "manager_of_group"}
MANAGERS = {"manager", "manager_of_parent", "manager_of_group"}
ACTORS = [
    "stranger",
    "person",
    *sorted(EVERY_ROLE),
    *sorted(ABOVE),
    "manager_of_part",
    "manager_of_sister",
    "manager_of_other",
    "ended_manager",
    "closed_account_manager",
    "officer",
    "administrator",
]


class Family:
    """A group over a company over the site in question, with a sister, a part and a stranger."""

    def __init__(self):
        self.group = OrganisationFactory()
        self.company = OrganisationFactory(parent=self.group)
        self.site = OrganisationFactory(parent=self.company)
        self.sister = OrganisationFactory(parent=self.company)
        self.part = OrganisationFactory(parent=self.site)
        self.other = OrganisationFactory()
        self.branch = BranchFactory()
        # The body of the branch is the site, so that its roles are asked about the branch too.
        self.branch.organisation = self.site
        self.branch.save()

    def actor(self, name):
        if name == "stranger":
            return AnonymousUser()
        if name == "administrator":
            return PersonFactory(is_staff=True, is_superuser=True)
        person = PersonFactory(is_active=name != "closed_account_manager")
        role, place, ended = self.role_of(name)
        if role:
            MembershipFactory(
                person=person,
                organisation=place,
                role=role,
                ended_at=timezone.now() if ended else None,
            )
        return person

    def role_of(self, name):
        places = {
            "manager_of_parent": (Role.MANAGER, self.company, False),
            "hr_of_parent": (Role.HR, self.company, False),
            "manager_of_group": (Role.MANAGER, self.group, False),
            "manager_of_part": (Role.MANAGER, self.part, False),
            "manager_of_sister": (Role.MANAGER, self.sister, False),
            "manager_of_other": (Role.MANAGER, self.other, False),
            "ended_manager": (Role.MANAGER, self.site, True),
            "closed_account_manager": (Role.MANAGER, self.site, False),
            "officer": (Role.BRANCH_OFFICER, self.site, False),
        }
        if name in EVERY_ROLE:
            return Role(name), self.site, False
        return places.get(name, (None, None, False))


ACTS = {
    "can_see_organisation": (
        lambda actor, f: permissions.can_see_organisation(actor, f.site.pk),
        EVERY_ROLE | ABOVE | {"officer", "administrator"},
    ),
    "can_change_organisation": (
        lambda actor, f: permissions.can_change_organisation(actor, f.site.pk),
        MANAGERS,
    ),
    "can_close_organisation": (
        lambda actor, f: permissions.can_close_organisation(actor, f.site.pk),
        MANAGERS,
    ),
    "can_add_part": (lambda actor, f: permissions.can_add_part(actor, f.site.pk), MANAGERS),
    "can_attach": (
        lambda actor, f: permissions.can_attach(actor, f.site.pk, f.company.pk),
        MANAGERS - {"manager"},
    ),
    "can_invite": (
        lambda actor, f: permissions.can_invite(actor, f.site.pk),
        MANAGERS | {"administrator"},
    ),
    "can_withdraw_invitation": (
        lambda actor, f: permissions.can_withdraw_invitation(actor, f.site.pk, None),
        MANAGERS | {"administrator"},
    ),
    "can_withdraw_invitation_to_a_branch": (
        lambda actor, f: permissions.can_withdraw_invitation(actor, None, f.branch.pk),
        {"branch_officer", "officer", "administrator"},
    ),
    "can_end_membership": (
        lambda actor, f: permissions.can_end_membership(actor, f.site.pk, person_id=0),
        MANAGERS,
    ),
    "can_open_branch": (lambda actor, f: permissions.can_open_branch(actor), {"administrator"}),
    "can_furnish_branch": (
        lambda actor, f: permissions.can_furnish_branch(actor, f.branch.pk),
        {"branch_officer", "officer", "administrator"},
    ),
    "can_speak_for_branch": (
        lambda actor, f: permissions.can_speak_for_branch(actor, f.branch.pk),
        {"branch_officer", "officer"},
    ),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("actor", ACTORS)
def test_the_matrix(act, actor):
    family = Family()
    ask, allowed = ACTS[act]

    assert ask(family.actor(actor), family) is (actor in allowed)


def test_every_predicate_is_in_the_matrix():
    predicates = {name for name in vars(permissions) if name.startswith("can_")}

    assert predicates <= set(ACTS)


@pytest.mark.parametrize("held", Role)
@pytest.mark.parametrize("asked", Role)
def test_each_role_grants_itself_and_nothing_more(held, asked):
    member = MembershipFactory(role=held)

    assert permissions.has_role(member.person, {asked}, member.organisation_id) is (held == asked)


@pytest.mark.parametrize(
    ("held_in", "holds"),
    [("group", True), ("company", True), ("site", True), ("part", False), ("sister", False)],
)
def test_a_role_holds_beneath_and_never_upward(held_in, holds):
    family = Family()
    member = MembershipFactory(organisation=getattr(family, held_in), role=Role.HR)

    assert permissions.has_role(member.person, {Role.HR}, family.site.pk) is holds


def test_people_lay_down_their_own_role():
    member = MembershipFactory(role=Role.READER)
    asked = (member.person, member.organisation_id, member.person_id)

    assert permissions.can_end_membership(*asked)
    assert not permissions.can_end_membership(
        PersonFactory(), member.organisation_id, member.person_id
    )


def test_nobody_holds_a_role_in_what_does_not_exist():
    member = MembershipFactory(role=Role.MANAGER)

    assert not permissions.has_role(member.person, {Role.MANAGER}, 0)
    assert not permissions.can_speak_for_branch(member.person, 0)


def test_asking_costs_one_query(django_assert_num_queries):
    member = MembershipFactory()

    with django_assert_num_queries(1):
        permissions.has_role(member.person, {Role.RECRUITER}, member.organisation_id)
