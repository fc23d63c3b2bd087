"""What tests of the organiser's desk share: somebody who organises, and a tour of two stops."""

from datetime import date, time

from boutdufil.kernel.organisations.enums import Role
from tests.factories.campaigns import CampaignFactory, EventFactory, NodeFactory
from tests.factories.organisations import MembershipFactory

MONDAY, TUESDAY = date(2027, 10, 18), date(2027, 10, 19)


def organiser_of(node):
    """Return a manager of a node's organiser."""
    return MembershipFactory(organisation=node.organiser, role=Role.MANAGER).person


def tour():
    """Return a campaign and its two events, of a Monday in Metz and a Tuesday in Nancy."""
    campaign = CampaignFactory(name="Tour inventé")
    metz = NodeFactory(parent=campaign, name="Metz", commune="57463", address="Place d’Armes")
    nancy = NodeFactory(parent=campaign, name="Nancy", commune="54395", address="Cours Léopold")
    hours = {"opens_at": time(9), "closes_at": time(12)}
    return campaign, [
        EventFactory(parent=metz, name="Bus à Metz", starts_on=MONDAY, ends_on=MONDAY, **hours),
        EventFactory(parent=nancy, name="Bus à Nancy", starts_on=TUESDAY, ends_on=TUESDAY, **hours),
    ]
