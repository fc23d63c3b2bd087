"""Factories of the ledger and of vacancies: invented employers, official codes and places."""

from datetime import date

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from boutdufil.kernel.posts import models
from boutdufil.kernel.posts.enums import (
    AnswerKind,
    ContactKind,
    Contract,
    NeedOrigin,
    PayPeriod,
    VacancyStatus,
)
from tests.factories.organisations import OrganisationFactory
from tests.factories.people import PersonFactory

# Lille, as its commune stands in the table of places.
LILLE = {"commune": "59350", "latitude": 50.63391, "longitude": 3.05512}


class NeedFactory(DjangoModelFactory):
    """An employer's need of one customer adviser in Lille."""

    class Meta:
        model = models.Need

    organisation = factory.SubFactory(OrganisationFactory)
    origin = NeedOrigin.EMPLOYER
    headcount = 1
    code = "D1408"
    commune = "59350"


class NeedAnswerFactory(DjangoModelFactory):
    """Places of a training for a need."""

    class Meta:
        model = models.NeedAnswer

    need = factory.SubFactory(NeedFactory)
    kind = AnswerKind.TRAINING
    ref = factory.Sequence(lambda n: f"session:{n}")
    places = 8


class VacancyFactory(DjangoModelFactory):
    """A published vacancy that the law has nothing to say against."""

    class Meta:
        model = models.Vacancy

    organisation = factory.SubFactory(OrganisationFactory)
    need = factory.SubFactory(NeedFactory, organisation=factory.SelfAttribute("..organisation"))
    code = "D1408"
    title = "Conseiller client à distance / Conseillère cliente à distance"
    description = "Vous répondez aux questions de la clientèle par téléphone et par écrit."
    contract = Contract.PERMANENT
    weekly_hours = 35
    pay_min = 190_000
    pay_max = 210_000
    pay_period = PayPeriod.MONTH
    month_pay_min = 190_000
    month_pay_max = 210_000
    commune = LILLE["commune"]
    latitude = LILLE["latitude"]
    longitude = LILLE["longitude"]
    status = VacancyStatus.PUBLISHED
    published_at = factory.LazyFunction(timezone.now)


class DraftFactory(VacancyFactory):
    """A vacancy that only its employer sees."""

    status = VacancyStatus.DRAFT
    published_at = None


class VacancySkillFactory(DjangoModelFactory):
    """A required skill."""

    class Meta:
        model = models.VacancySkill

    vacancy = factory.SubFactory(VacancyFactory)
    skill = factory.Sequence(lambda n: f"z:{n}")
    label = factory.Sequence(lambda n: f"Compétence inventée {n}")
    required = True


class VacancyEntryFactory(DjangoModelFactory):
    """A line of history."""

    class Meta:
        model = models.VacancyEntry

    vacancy = factory.SubFactory(VacancyFactory)
    verb = "created"


class VacancyReportFactory(DjangoModelFactory):
    """A report nobody decided yet."""

    class Meta:
        model = models.VacancyReport

    vacancy = factory.SubFactory(VacancyFactory)
    reason = "false_content"
    words = "Le poste n’existe pas."
    reporter = factory.SubFactory(PersonFactory)


class PostFactory(DjangoModelFactory):
    """An open post."""

    class Meta:
        model = models.Post

    vacancy = factory.SubFactory(VacancyFactory)
    number = factory.Sequence(lambda n: n + 1)


class AttachmentFactory(DjangoModelFactory):
    """A vacancy shown by a campaign."""

    class Meta:
        model = models.Attachment

    vacancy = factory.SubFactory(VacancyFactory)
    to = factory.Sequence(lambda n: f"campaign:{n}")


class ContactFactory(DjangoModelFactory):
    """Somebody's direct application."""

    class Meta:
        model = models.Contact

    vacancy = factory.SubFactory(VacancyFactory)
    person = factory.SubFactory(PersonFactory)
    kind = ContactKind.APPLICATION


class HireFactory(DjangoModelFactory):
    """A hire on a post; the state of the post is the service's to change."""

    class Meta:
        model = models.Hire

    post = factory.SubFactory(PostFactory)
    person = factory.SubFactory(PersonFactory)
    hired_on = date(2026, 12, 1)


class VacancyImportFactory(DjangoModelFactory):
    """A file of one vacancy, read and not yet imported."""

    class Meta:
        model = models.VacancyImport

    organisation = factory.SubFactory(OrganisationFactory)
    created_by = factory.SubFactory(PersonFactory)
    filename = "offres.csv"
    header = ("Référence", "Intitulé")
    rows = ((2, ("A1", "Téléconseiller / Téléconseillère"), ()),)
