"""Links to a plan's aggregates, given to the social partners and taken back."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from boutdufil.kernel.people.tokens import hash_token
from boutdufil.rooms.mobility.enums import PlanState
from boutdufil.rooms.mobility.errors import PlanError
from boutdufil.rooms.mobility.models import Plan, SheetLink
from boutdufil.rooms.mobility.selectors.plan_sheets import kept_copy, sheet
from boutdufil.rooms.mobility.services.plans import locked, record
from boutdufil.rooms.mobility.services.profiles import new_token

LINK_LIVES = timedelta(days=90)
READABLE = (PlanState.DRAFT, PlanState.OPEN, PlanState.FROZEN)


@transaction.atomic
def create_sheet_link(*, plan: Plan, actor_id: int) -> str:
    """Give a link to the aggregates of this moment; returns its token, shown once.

    :raises PlanError: the plan is confidential.
    """
    plan = locked(plan, states=READABLE)
    if plan.confidential:
        raise PlanError(_("Le plan est confidentiel : aucun lien ne peut être donné."))
    token = new_token()
    with override("fr"):
        kept = kept_copy(sheet(plan))
    link = SheetLink.objects.create(
        plan=plan,
        token_hash=hash_token(token),
        copy=kept,
        created_by_id=actor_id,
        expires_at=timezone.now() + LINK_LIVES,
    )
    record(plan, "sheet_link_created", actor_id, link=link.pk)
    return token


@transaction.atomic
def withdraw_sheet_link(*, plan: Plan, link_id: int, actor_id: int) -> None:
    """Take a link back."""
    link = plan.sheet_links.filter(pk=link_id, withdrawn_at=None).first()
    if link is not None:
        link.withdrawn_at = timezone.now()
        link.save(update_fields=["withdrawn_at"])
        record(plan, "sheet_link_withdrawn", actor_id, link=link.pk)
