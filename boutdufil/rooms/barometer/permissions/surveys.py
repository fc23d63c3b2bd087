"""Who may do what with a survey. Denied by default; the public reads what is published.

The managers and the statisticians of the organisation that leads it run it, and see what each
centre answered. No other role does; those who answer hold the link of their own answer.
"""

from __future__ import annotations

from boutdufil.kernel.organisations.enums import Role
from boutdufil.kernel.organisations.permissions import has_role
from boutdufil.kernel.people.permissions import Actor
from boutdufil.rooms.barometer.models import Survey

STATISTICIANS = frozenset({Role.MANAGER, Role.STATISTICIAN})


def can_open_survey(actor: Actor, organisation_id: int) -> bool:
    """Allow the managers and statisticians of an organisation to begin a survey in its name."""
    return has_role(actor, STATISTICIANS, organisation_id)


def can_run_survey(actor: Actor, survey_id: int) -> bool:
    """Allow the managers and statisticians of who leads it, and nobody else."""
    surveys = Survey.objects.filter(pk=survey_id)
    leader = surveys.values_list("organisation_id", flat=True).first()
    return leader is not None and has_role(actor, STATISTICIANS, leader)
