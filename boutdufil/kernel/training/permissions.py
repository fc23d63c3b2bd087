"""Who may do what with trainings. Plain predicates, denied by default."""

from boutdufil.kernel.organisations.enums import Role
from boutdufil.kernel.organisations.permissions import can_speak_for_branch, has_role
from boutdufil.kernel.people.permissions import Actor, is_self
from boutdufil.kernel.training.models import Accreditation, Enrolment, TrainingBody

TRAINERS = frozenset({Role.TRAINER, Role.MANAGER})
OFFICERS = frozenset({Role.BRANCH_OFFICER})


def can_cancel_seat(actor: Actor, enrolment: Enrolment) -> bool:
    """Allow the person, and the trainers of the body."""
    return is_self(actor, enrolment.person_id) or can_decide_seat(actor, enrolment)


def can_run_body(actor: Actor, body: TrainingBody) -> bool:
    """Allow the trainers and managers of the organisation: programmes, sessions, lists."""
    return has_role(actor, TRAINERS, body.organisation_id)


def can_decide_seat(actor: Actor, enrolment: Enrolment) -> bool:
    """Allow the trainers of the body whose session it is: who comes, and what they achieved."""
    return can_run_body(actor, enrolment.session.programme.body)


def can_grant_accreditation(actor: Actor, branch_id: int) -> bool:
    """Allow the officers of the branch alone."""
    return can_speak_for_branch(actor, branch_id)


def can_change_accreditation(actor: Actor, accreditation: Accreditation) -> bool:
    """Allow the officers of the branch that decided it: renew, withdraw."""
    return has_role(actor, OFFICERS, accreditation.decided_by_id)
