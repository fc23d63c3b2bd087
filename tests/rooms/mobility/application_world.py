"""A vacancy, those who recruit for it, somebody with a path, and everybody else."""

from dataclasses import dataclass

import typst
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone

from boutdufil.kernel.organisations.enums import Role
from boutdufil.kernel.people.models import Person
from boutdufil.kernel.posts.models import Vacancy
from boutdufil.rooms.mobility.enums import Decision
from boutdufil.rooms.mobility.models import Application
from boutdufil.rooms.mobility.services.applications import (
    ApplicationDraft,
    Upload,
    send_application,
)
from tests.factories.mobility import PastJobFactory, ProfileFactory, ProfileSkillFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.people import PersonFactory
from tests.factories.posts import PostFactory, VacancyFactory, VacancySkillFactory

LETTER = "Bonjour, je réponds au téléphone depuis onze ans et votre offre m’intéresse."
WORDS = "Merci pour votre candidature. Une autre personne a déjà tenu ce poste chez nous."
ROLES = {
    "recruiter": Role.RECRUITER,
    "manager": Role.MANAGER,
    "hr": Role.HR,
    "reader": Role.READER,
    "trainer": Role.TRAINER,
    "officer": Role.BRANCH_OFFICER,
}


def pdf(words="Un curriculum vitæ inventé"):
    """Return a real PDF."""
    return typst.compile(words.encode())


CV = pdf()


@dataclass
class ApplicationWorld:
    """One vacancy of two posts, asking ten skills, eight of which the applicant holds."""

    vacancy: Vacancy
    applicant: Person
    application: Application
    people: dict[str, object]

    def client(self, who):
        """Return the browser of somebody."""
        client = Client()
        if isinstance(self.people[who], Person):
            client.force_login(self.people[who])
        return client

    def pk(self, who):
        """Return the number of somebody's account."""
        return self.people[who].pk


def html(answer):
    """Return a page with every run of spaces as one."""
    return " ".join(answer.content.decode().split())


def vacancy_asking(count=10, posts=2, **more):
    """Return a published vacancy that requires so many skills, the last two desired."""
    vacancy = VacancyFactory(**more)
    for number in range(count):
        VacancySkillFactory(
            vacancy=vacancy,
            skill=f"z:{number}",
            label=f"Savoir faire {number}",
            required=number < count - 2,
        )
    for number in range(posts):
        PostFactory(vacancy=vacancy, number=number + 1)
    return vacancy


def person_with_path(skills=range(8), **more):
    """Return somebody with a past job and so many confirmed skills."""
    person = PersonFactory(**more)
    profile = ProfileFactory(person=person)
    PastJobFactory(profile=profile, title_label="Agente administrative")
    for number in skills:
        ProfileSkillFactory(profile=profile, skill=f"z:{number}", label=f"Savoir faire {number}")
    ProfileSkillFactory(profile=profile, skill="z:removed", decision=Decision.REMOVED)
    return person


def apply_as(person, vacancy, *, documents=(), through="", **more):
    """Send an application with everything the person has."""
    profile = person.mobility_profile
    draft = ApplicationDraft(
        skills=tuple(profile.skills.values_list("skill", flat=True)),
        jobs=tuple(profile.past_jobs.values_list("pk", flat=True)),
        **{"letter": LETTER, "share_email": True, "phone": "06 12 34 56 78", **more},
        documents=tuple(Upload("cv.pdf", content) for content in documents),
    )
    return send_application(
        vacancy_id=vacancy.pk, person_id=person.pk, draft=draft, through=through
    )


def application_world(*, documents=(CV,)):
    """Return the vacancy, its application, and everybody who might want to read it."""
    vacancy = vacancy_asking()
    applicant = person_with_path(name="Karim Inventé")
    application = apply_as(applicant, vacancy, documents=documents)
    elsewhere = VacancyFactory()
    people = {
        "nobody": AnonymousUser(),
        "applicant": applicant,
        "another applicant": person_with_path(),
        "stranger": PersonFactory(),
        "administrator": PersonFactory(is_staff=True, is_superuser=True),
        "recruiter elsewhere": _member(elsewhere.organisation, Role.RECRUITER),
        "manager of the group": _above(vacancy.organisation),
        "former recruiter": _member(vacancy.organisation, Role.RECRUITER, ended_at=timezone.now()),
        **{name: _member(vacancy.organisation, role) for name, role in ROLES.items()},
    }
    apply_as(people["another applicant"], vacancy)
    return ApplicationWorld(vacancy, applicant, application, people)


def _member(organisation, role, **more):
    return MembershipFactory(organisation=organisation, role=role, **more).person


def _above(organisation):
    """Return the manager of a company above: a role holds beneath."""
    group = OrganisationFactory()
    organisation.parent = group
    organisation.save(update_fields=["parent"])
    return _member(group, Role.MANAGER)
