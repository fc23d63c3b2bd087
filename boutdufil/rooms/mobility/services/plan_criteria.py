"""The criteria that decide between several people, declared before anybody is read."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from boutdufil.rooms.mobility.enums import Criterion
from boutdufil.rooms.mobility.errors import PlanError
from boutdufil.rooms.mobility.models import CriteriaDeclaration, Plan
from boutdufil.rooms.mobility.services.plans import SHORTEST_REASON, locked, record


@transaction.atomic
def declare_criteria(
    *, plan: Plan, criteria: Sequence[str], actor_id: int | None, reason: str = ""
) -> CriteriaDeclaration:
    """Declare the criteria in their order; once the roster is read, only with a reason.

    :raises PlanError: none, one twice, an unknown one, or a late change without its reason.
    """
    plan = locked(plan)
    known = [Criterion(code).value for code in criteria if code in Criterion.values]
    if not known or len(set(known)) < len(criteria):
        raise PlanError(_("Choisissez au moins un critère, chacun une seule fois."))
    late = plan.roster_read_at is not None
    if late and len(reason.strip()) < SHORTEST_REASON:
        raise PlanError(
            _("La liste est déjà lue : écrivez pourquoi les critères changent. Ce sera publié.")
        )
    declared = CriteriaDeclaration.objects.create(
        plan=plan, criteria=known, reason=reason.strip(), declared_by_id=actor_id
    )
    record(plan, "criteria_declared", actor_id, criteria=known, late=late)
    return declared
