"""Factories of campaigns: invented organisers, days of a year to come."""

from base64 import b64decode
from datetime import date, timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from boutdufil.kernel.people.tokens import hash_token
from boutdufil.rooms.campaigns import models
from boutdufil.rooms.campaigns.enums import EventKind, NodeKind, NodeStatus, PartnerRole
from boutdufil.rooms.campaigns.services.invitations import token_of
from tests.factories.campaign_dating import (
    AvailabilityFactory,
    DatingFactory,
    DatingPlanFactory,
    MeetingFactory,
    TableFactory,
    WishFactory,
)
from tests.factories.campaign_intake import (
    DataClockFactory,
    LetterCopyFactory,
    LetterFactory,
    LetterRefusalFactory,
)
from tests.factories.campaign_registrations import (
    ConsentFactory,
    DoorDeviceFactory,
    IntakeFactory,
    QuestionFactory,
    RegistrationFactory,
    ScanFactory,
    SlotFactory,
)
from tests.factories.campaign_tours import TourPlanFactory
from tests.factories.campaign_visits import (
    AttendanceCertificateFactory,
    FunnelFactFactory,
    TrialCallFactory,
    TrialFactory,
)
from tests.factories.organisations import OrganisationFactory

__all__ = [
    "AttendanceCertificateFactory",
    "AvailabilityFactory",
    "CampaignFactory",
    "ConsentFactory",
    "DataClockFactory",
    "DatingFactory",
    "DatingPlanFactory",
    "DoorDeviceFactory",
    "EventFactory",
    "FunnelFactFactory",
    "IntakeFactory",
    "LetterCopyFactory",
    "LetterFactory",
    "LetterRefusalFactory",
    "MeetingFactory",
    "NodeFactory",
    "NodeInvitationFactory",
    "PartnerFactory",
    "QuestionFactory",
    "RegistrationFactory",
    "ScanFactory",
    "SlotFactory",
    "TableFactory",
    "TourPlanFactory",
    "TrialCallFactory",
    "TrialFactory",
    "WishFactory",
]

# One grey point.
PNG = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=="
)


class CampaignFactory(DjangoModelFactory):
    """A published campaign of a week, from Monday to Friday."""

    class Meta:
        model = models.Node

    kind = NodeKind.CAMPAIGN
    name = factory.Sequence(lambda n: f"Tour inventé {n}")
    slug = factory.Sequence(lambda n: f"tour-invente-{n}")
    organiser = factory.SubFactory(OrganisationFactory)
    status = NodeStatus.PUBLISHED
    starts_on = date(2027, 10, 18)
    ends_on = date(2027, 10, 22)


class NodeFactory(DjangoModelFactory):
    """A published stop beneath a campaign, of its organiser."""

    class Meta:
        model = models.Node

    kind = NodeKind.STOP
    name = factory.Sequence(lambda n: f"Étape inventée {n}")
    slug = factory.Sequence(lambda n: f"etape-inventee-{n}")
    parent = factory.SubFactory(CampaignFactory)
    root = factory.LazyAttribute(lambda one: one.parent.root or one.parent)
    path = factory.LazyAttribute(lambda one: [*one.parent.path, one.parent.pk])
    organiser = factory.SelfAttribute("parent.organiser")
    status = NodeStatus.PUBLISHED


class EventFactory(NodeFactory):
    """An open day."""

    kind = NodeKind.EVENT
    event_kind = EventKind.OPEN_DAY
    name = factory.Sequence(lambda n: f"Portes ouvertes {n}")
    slug = factory.Sequence(lambda n: f"portes-ouvertes-{n}")


class PartnerFactory(DjangoModelFactory):
    """A partner by name, that promised something."""

    class Meta:
        model = models.Partner

    node = factory.SubFactory(CampaignFactory)
    name = factory.Sequence(lambda n: f"Partenaire inventé {n}")
    role = PartnerRole.HOST
    promise = "Prêter une salle"
    position = factory.Sequence(lambda n: n % 30_000)


class NodeInvitationFactory(DjangoModelFactory):
    """An invitation nobody took up yet."""

    class Meta:
        model = models.NodeInvitation

    parent = factory.SubFactory(CampaignFactory)
    email = factory.Sequence(lambda n: f"entreprise{n}@example.org")
    organisation_name = "Atelier inventé"
    nonce = factory.Sequence(lambda n: f"campaign-nonce-{n}")
    token_hash = factory.LazyAttribute(lambda one: hash_token(token_of(one.nonce)))
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=14))
