"""Factories of organisations: invented companies, their people, branches and agreements."""

from datetime import date, timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from boutdufil.kernel.organisations import models
from boutdufil.kernel.organisations.enums import OrganisationKind, Role
from boutdufil.kernel.organisations.tokens import derive_invitation_token, hash_token
from tests.factories.people import PersonFactory


class OrganisationFactory(DjangoModelFactory):
    """A company in Lille that nobody verified."""

    class Meta:
        model = models.Organisation

    name = factory.Sequence(lambda n: f"Entreprise inventée {n}")
    kind = OrganisationKind.COMPANY
    commune = "59350"
    invented = True


class MembershipFactory(DjangoModelFactory):
    """Somebody who recruits for a company."""

    class Meta:
        model = models.Membership

    organisation = factory.SubFactory(OrganisationFactory)
    person = factory.SubFactory(PersonFactory)
    role = Role.RECRUITER


class InvitationFactory(DjangoModelFactory):
    """An invitation nobody accepted yet."""

    class Meta:
        model = models.Invitation

    organisation = factory.SubFactory(OrganisationFactory)
    email = factory.Sequence(lambda n: f"invitee{n}@example.org")
    role = Role.RECRUITER
    nonce = factory.Sequence(lambda n: f"nonce{n}")
    token_hash = factory.LazyAttribute(lambda one: hash_token(derive_invitation_token(one.nonce)))
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=14))


class BranchFactory(DjangoModelFactory):
    """A sector represented by an association."""

    class Meta:
        model = models.Branch

    slug = factory.Sequence(lambda n: f"branche-{n}")
    name = factory.Sequence(lambda n: f"Branche inventée {n}")
    organisation = factory.SubFactory(OrganisationFactory, kind=OrganisationKind.ASSOCIATION)


class AffiliationFactory(DjangoModelFactory):
    """An employer in its branch."""

    class Meta:
        model = models.Affiliation

    branch = factory.SubFactory(BranchFactory)
    organisation = factory.SubFactory(OrganisationFactory)


class AgreementFactory(DjangoModelFactory):
    """An agreement of an open term; its parties are added by the test."""

    class Meta:
        model = models.Agreement

    title = factory.Sequence(lambda n: f"Accord inventé {n}")
    signed_on = date(2025, 10, 14)
    in_force_on = date(2025, 10, 14)
    invented = True


class SignatureFactory(DjangoModelFactory):
    """A branch that confirmed an agreement."""

    class Meta:
        model = models.Signature

    agreement = factory.SubFactory(AgreementFactory)
    branch = factory.SubFactory(BranchFactory)
    confirmed_at = factory.LazyFunction(timezone.now)
