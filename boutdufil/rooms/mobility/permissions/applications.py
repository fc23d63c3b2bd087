"""Who may do what with an application: plain predicates, closed by default.

Two sides alone: the person who sent it, and those who recruit for the organisation of its
vacancy. Neither the other people of that organisation nor the administrators of the site read it.
What a person withdrew is theirs again: the employer reads it no more.
"""

from datetime import date

from boutdufil.kernel.people.permissions import Actor, is_self, is_signed_in
from boutdufil.kernel.posts.enums import VacancyStatus
from boutdufil.kernel.posts.models import Vacancy
from boutdufil.rooms.mobility.enums import FINAL_STAGES, NEXT_STAGES, SlotState, Stage
from boutdufil.rooms.mobility.models import Application, InterviewSlot
from boutdufil.rooms.mobility.permissions.vacancies import can_manage_vacancies


def takes_applications(vacancy: Vacancy, today: date) -> bool:
    """Tell whether a vacancy is published, in sight and within its dates."""
    return (
        vacancy.status == VacancyStatus.PUBLISHED
        and vacancy.hidden_at is None
        and (vacancy.apply_until is None or vacancy.apply_until >= today)
    )


def is_public(actor: Actor, vacancy: Vacancy) -> bool:
    """Tell whether anybody may know of the vacancy: it was published and is not hidden."""
    return vacancy.status != VacancyStatus.DRAFT and vacancy.hidden_at is None


def is_applicant(actor: Actor, application: Application) -> bool:
    """Tell whether the application is the actor's own."""
    return is_self(actor, application.person_id)


def is_recruiter(actor: Actor, vacancy: Vacancy) -> bool:
    """Tell whether the actor recruits for the organisation of the vacancy."""
    return can_manage_vacancies(actor, vacancy.organisation_id)


def can_apply(actor: Actor, vacancy: Vacancy, today: date) -> bool:
    """Allow anybody with an account while the vacancy takes applications."""
    return is_signed_in(actor) and takes_applications(vacancy, today)


def can_list_candidates(actor: Actor, vacancy: Vacancy) -> bool:
    """Allow those who recruit for it."""
    return is_recruiter(actor, vacancy)


def can_read_as_employer(actor: Actor, application: Application) -> bool:
    """Allow those who recruit for its vacancy, until it is withdrawn."""
    return application.stage != Stage.WITHDRAWN and is_recruiter(actor, application.vacancy)


def can_read_application(actor: Actor, application: Application) -> bool:
    """Allow its person, and the employer's recruiters until it is withdrawn."""
    return is_applicant(actor, application) or can_read_as_employer(actor, application)


def can_read_document(actor: Actor, application: Application) -> bool:
    """Allow those who read the application."""
    return can_read_application(actor, application)


def can_add_document(actor: Actor, application: Application) -> bool:
    """Allow its person, until it has ended."""
    return is_applicant(actor, application) and application.stage not in FINAL_STAGES


def can_write_message(actor: Actor, application: Application) -> bool:
    """Allow both sides, also after a refusal or a hire, until it is withdrawn."""
    return application.stage != Stage.WITHDRAWN and can_read_application(actor, application)


def can_withdraw(actor: Actor, application: Application) -> bool:
    """Allow its person at any time: until hired, or to take a refused one back."""
    ended = application.stage in {Stage.WITHDRAWN, Stage.HIRED}
    return is_applicant(actor, application) and not ended


def can_move(actor: Actor, application: Application, stage: str) -> bool:
    """Allow the recruiters the steps that may follow the present one."""
    may_follow = stage in NEXT_STAGES.get(application.stage, ())
    return may_follow and can_read_as_employer(actor, application)


def can_refuse(actor: Actor, application: Application) -> bool:
    """Allow the recruiters to refuse what has not ended."""
    return can_move(actor, application, Stage.REFUSED)


def can_hire(actor: Actor, application: Application) -> bool:
    """Allow the recruiters to hire, once the two have met or an offer was made."""
    return can_move(actor, application, Stage.HIRED)


def can_undo_hire(actor: Actor, application: Application) -> bool:
    """Allow the recruiters to say that a hire did not hold."""
    return can_move(actor, application, Stage.UNDONE)


def can_propose_slots(actor: Actor, application: Application) -> bool:
    """Allow the recruiters to propose moments until it has ended."""
    return application.stage not in FINAL_STAGES and can_read_as_employer(actor, application)


def can_cancel_slot(actor: Actor, slot: InterviewSlot) -> bool:
    """Allow both sides to call off a moment that stands."""
    stands = slot.state in {SlotState.PROPOSED, SlotState.CHOSEN}
    application = slot.application
    if not stands or application.stage in FINAL_STAGES:
        return False
    return is_applicant(actor, application) or can_read_as_employer(actor, application)


def can_choose_slot(actor: Actor, application: Application) -> bool:
    """Allow its person to answer the moments proposed, until it has ended."""
    return is_applicant(actor, application) and application.stage not in FINAL_STAGES
