"""Who may see registrations and run an event: every role, every act."""

import pytest
from django.contrib.auth.models import AnonymousUser

from boutdufil.kernel.organisations.enums import Role
from boutdufil.rooms.campaigns.permissions import registrations as permissions
from boutdufil.rooms.campaigns.selectors.nodes import node_row
from tests.factories.campaigns import CampaignFactory, EventFactory, NodeFactory, PartnerFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
ACTS = {
    "see": permissions.can_see_registrations,
    "intake": permissions.can_run_intake,
    "door": permissions.can_run_door,
}
# Of an event of a company beneath a campaign of somebody else.
ALLOWED = {"own", "above"}
ACTORS = ("stranger", "person", "partner", "reader", "recruiter", "own", "above", "beside")


@pytest.fixture
def event():
    return EventFactory(parent=NodeFactory(), organiser=OrganisationFactory())


@pytest.fixture
def actors(event):
    def member(organisation, role=Role.MANAGER):
        return MembershipFactory(organisation=organisation, role=role).person

    partner = OrganisationFactory()
    PartnerFactory(node=event.root, organisation=partner)
    beside = NodeFactory(parent=event.root, organiser=OrganisationFactory())
    return {
        "stranger": AnonymousUser(),
        "person": PersonFactory(),
        "partner": member(partner),
        "reader": member(event.organiser, Role.READER),
        "recruiter": member(event.organiser, Role.RECRUITER),
        "own": member(event.organiser),
        "above": member(event.root.organiser),
        "beside": member(beside.organiser),
    }


@pytest.mark.parametrize("act", sorted(ACTS))
def test_the_matrix_of_an_event(act, event, actors):
    row = node_row(event.pk)

    assert {who for who in ACTORS if ACTS[act](actors[who], row)} == ALLOWED


def test_only_an_event_has_a_door():
    tour = CampaignFactory()
    manager = MembershipFactory(organisation=tour.organiser, role=Role.MANAGER).person

    assert permissions.can_see_registrations(manager, node_row(tour.pk))
    assert not permissions.can_run_door(manager, node_row(tour.pk))
