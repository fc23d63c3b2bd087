"""Applications of the inhabited site: the person sent one, and recruits where another came in."""

from boutdufil.kernel.files.services import store_file
from boutdufil.kernel.organisations.enums import Role
from boutdufil.kernel.people.models import Person
from boutdufil.rooms.mobility.enums import Stage
from boutdufil.rooms.mobility.models import Application
from boutdufil.rooms.mobility.services.applications import PURPOSE
from tests.factories.mobility import (
    ApplicationDocumentFactory,
    ApplicationFactory,
    ApplicationMessageFactory,
    ApplicationReadingFactory,
    InterviewSlotFactory,
    StageChangeFactory,
)
from tests.factories.organisations import MembershipFactory
from tests.factories.posts import PostFactory, VacancyFactory, VacancySkillFactory

# The smallest document that is whole: nothing but its table of objects.
PDF = b"%PDF-1.4\nxref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 1>>\nstartxref\n9\n%%EOF"


def inhabit(person: Person) -> dict[str, dict[str, object]]:
    """Give the person an application, a candidate, a vacancy to apply to; say where they stand."""
    own, theirs = _own(person), _candidate(person)
    slot = InterviewSlotFactory(application=own)
    InterviewSlotFactory(application=theirs, proposed_by=person)
    file = store_file(content=PDF, name="cv.pdf", purpose=PURPOSE)
    document = ApplicationDocumentFactory(application=own, file=file)
    mine, candidate = {"application_id": own.pk}, {"application_id": theirs.pk}
    vacancy = {"vacancy_id": theirs.vacancy_id}
    hired = ApplicationFactory(vacancy=theirs.vacancy, stage=Stage.HIRED, name="Léo Inventé")
    return {
        "mobility:apply": {"vacancy_id": VacancyFactory().pk},
        **{f"mobility:{name}": mine for name in OWN},
        **{f"mobility:{name}": candidate for name in CANDIDATE},
        **{f"mobility:{name}": vacancy for name in ("candidates", "answer_remaining")},
        "mobility:undo_hire": {"application_id": hired.pk},
        "mobility:application_document": mine | {"document_id": document.pk},
        **{f"mobility:{n}": mine | {"slot_id": slot.pk} for n in ("cancel_slot", "interview_file")},
    }


OWN = ("application", "withdraw_application", "application_message", "add_document", "choose_slot")
CANDIDATE = (
    *("candidate", "open_candidate", "move_candidate", "refuse_candidate"),
    *("propose_slots", "hire_candidate"),
)


def _own(person: Person) -> Application:
    application = ApplicationFactory(person=person, stage=Stage.INTERVIEW)
    StageChangeFactory(application=application)
    ApplicationMessageFactory(application=application)
    return application


def _candidate(person: Person) -> Application:
    """Return an application to a vacancy the person recruits for, which they opened."""
    vacancy = VacancyFactory()
    PostFactory(vacancy=vacancy)
    VacancySkillFactory(vacancy=vacancy)
    MembershipFactory(person=person, organisation=vacancy.organisation, role=Role.RECRUITER)
    application = ApplicationFactory(vacancy=vacancy, stage=Stage.INTERVIEW, name="Zoé Inventée")
    ApplicationReadingFactory(application=application, reader=person)
    return application
