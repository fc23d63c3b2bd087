"""Factories of a job dating: six rounds of an invented afternoon, a table, a wish, a meeting."""

from datetime import datetime

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from boutdufil.rooms.campaigns import models
from boutdufil.rooms.campaigns.enums import EventKind, PlanState
from tests.factories.campaign_registrations import RegistrationFactory
from tests.factories.organisations import OrganisationFactory

EVENT = "tests.factories.campaigns.EventFactory"


class DatingFactory(DjangoModelFactory):
    """Six rounds of ten minutes from two o’clock, four meetings at most."""

    class Meta:
        model = models.Dating

    node = factory.SubFactory(EVENT, event_kind=EventKind.JOB_DATING)
    starts_at = factory.LazyFunction(
        lambda: datetime(2027, 10, 19, 14, 0, tzinfo=timezone.get_default_timezone())
    )
    minutes = 10
    rounds = 6
    screen_nonce = factory.Sequence(lambda n: f"screen-{n}")


class TableFactory(DjangoModelFactory):
    """A recruiter all day."""

    class Meta:
        model = models.Table

    dating = factory.SubFactory(DatingFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    label = factory.Sequence(lambda n: f"Table {n}")
    who = "Paul, chargé de recrutement"


class AvailabilityFactory(DjangoModelFactory):
    """Somebody who is there all day."""

    class Meta:
        model = models.Availability

    registration = factory.SubFactory(RegistrationFactory)


class WishFactory(DjangoModelFactory):
    """The dearest wish of somebody."""

    class Meta:
        model = models.Wish

    registration = factory.SubFactory(RegistrationFactory)
    table = factory.SubFactory(TableFactory)
    rank = 1


class DatingPlanFactory(DjangoModelFactory):
    """A plan that could not be better."""

    class Meta:
        model = models.DatingPlan

    dating = factory.SubFactory(DatingFactory)
    number = factory.Sequence(lambda n: n + 1)
    state = PlanState.DONE
    meetings = 1
    bound = 1


class MeetingFactory(DjangoModelFactory):
    """A meeting of the first round."""

    class Meta:
        model = models.Meeting

    dating = factory.SelfAttribute("table.dating")
    table = factory.SubFactory(TableFactory)
    registration = factory.SubFactory(RegistrationFactory)
    round = 0
