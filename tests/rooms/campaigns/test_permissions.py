"""Who may do what with a node: every role, every act."""

import pytest
from django.contrib.auth.models import AnonymousUser

from boutdufil.kernel.organisations.enums import Role
from boutdufil.rooms.campaigns.enums import NodeKind, NodeStatus, Step
from boutdufil.rooms.campaigns.permissions import nodes as permissions
from boutdufil.rooms.campaigns.selectors.nodes import node_row
from tests.factories.campaigns import CampaignFactory, NodeFactory, PartnerFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
ACTORS = ("stranger", "person", "partner", "reader", "own", "above", "beside")
ACTS = {
    "manage": lambda actor, node: permissions.can_manage(actor, node),
    "oversee": lambda actor, node: permissions.can_oversee(actor, node),
    "lock": lambda actor, node: permissions.can_lock(actor, node),
    "read": lambda actor, node: permissions.can_read(actor, node),
    "open": lambda actor, node: permissions.can_open_campaign(actor, node.organiser_id),
    "show": lambda actor, node: permissions.can_show_vacancies(actor, node.organiser_id),
    "submit": lambda actor, node: permissions.can_take_step(actor, node, Step.SUBMIT),
    "publish": lambda actor, node: permissions.can_take_step(actor, node, Step.PUBLISH),
    "archive": lambda actor, node: permissions.can_take_step(actor, node, Step.ARCHIVE),
}
# Of a draft of a company beneath a campaign of somebody else.
ALLOWED = {
    "manage": {"own"},
    "oversee": {"own", "above"},
    "lock": {"own", "above"},
    "read": {"own", "above", "partner"},
    "open": {"own"},
    "show": {"own"},
    "submit": {"own"},
    "publish": {"own", "above"},
    "archive": set(),
}


@pytest.fixture
def company():
    tour = CampaignFactory()
    return NodeFactory(
        parent=tour,
        kind=NodeKind.COMPANY,
        organiser=OrganisationFactory(),
        status=NodeStatus.DRAFT,
    )


@pytest.fixture
def actors(company):
    tour = company.parent
    partner = OrganisationFactory()
    PartnerFactory(node=tour, organisation=partner)
    beside = NodeFactory(parent=tour, organiser=OrganisationFactory())

    def member(organisation, role=Role.MANAGER):
        return MembershipFactory(organisation=organisation, role=role).person

    return {
        "stranger": AnonymousUser(),
        "person": PersonFactory(),
        "partner": member(partner, Role.READER),
        "reader": member(company.organiser, Role.READER),
        "own": member(company.organiser),
        "above": member(tour.organiser),
        "beside": member(beside.organiser),
    }


@pytest.mark.parametrize("act", sorted(ACTS))
@pytest.mark.parametrize("who", ACTORS)
def test_the_matrix_of_a_draft(who, act, company, actors):
    assert ACTS[act](actors[who], node_row(company.pk)) is (who in ALLOWED[act])


@pytest.mark.parametrize("who", ACTORS)
@pytest.mark.parametrize("status", sorted(NodeStatus))
def test_everybody_reads_what_is_public(who, status, company, actors):
    company.status = status
    company.save()
    public = status not in {NodeStatus.DRAFT, NodeStatus.REVIEW}

    assert permissions.can_read(actors[who], node_row(company.pk)) is (
        public or who in ALLOWED["read"]
    )


@pytest.mark.parametrize("who", ACTORS)
@pytest.mark.parametrize("step", [Step.PUBLISH, Step.SEND_BACK])
def test_what_is_to_be_reviewed_is_decided_above(who, step, company, actors):
    company.status, company.needs_review = NodeStatus.REVIEW, True
    company.save()

    may = permissions.can_take_step(actors[who], node_row(company.pk), step)
    assert may is (who == "above")


def test_a_role_in_the_organisation_above_an_organiser_holds(company):
    group = OrganisationFactory()
    company.organiser.parent = group
    company.organiser.save()

    person = MembershipFactory(organisation=group, role=Role.MANAGER).person

    assert permissions.can_manage(person, node_row(company.pk))
