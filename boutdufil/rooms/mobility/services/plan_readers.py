"""Who reads a confidential plan: named one by one, without any message."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from boutdufil.rooms.mobility.errors import PlanError
from boutdufil.rooms.mobility.models import Plan, PlanReader
from boutdufil.rooms.mobility.selectors import plans as selectors
from boutdufil.rooms.mobility.services.plans import locked, record


@transaction.atomic
def name_reader(*, plan: Plan, person_id: int, actor_id: int) -> PlanReader:
    """Let somebody of the firm read a plan. No message leaves: tell them yourself.

    :raises PlanError: the person acts for no part of the firm.
    """
    plan = locked(plan)
    if person_id not in dict(selectors.possible_readers(plan)):
        raise PlanError(
            _("Choisissez une personne de l’entreprise : invitez-la d’abord comme lecteur.")
        )
    reader = PlanReader.objects.create(plan=plan, person_id=person_id, named_by_id=actor_id)
    record(plan, "reader_named", actor_id, person=person_id)
    return reader


@transaction.atomic
def remove_reader(*, plan: Plan, reader_id: int, actor_id: int) -> None:
    """Let somebody read a plan no longer.

    :raises PlanError: nobody of human resources would be left to read it.
    """
    plan = locked(plan)
    reader = plan.readers.filter(pk=reader_id, removed_at=None).first()
    if reader is None:
        return
    if reader.person_id == actor_id:
        raise PlanError(_("Vous ne pouvez pas vous retirer vous-même : un autre lecteur le peut."))
    reader.removed_at = timezone.now()
    reader.save(update_fields=["removed_at"])
    record(plan, "reader_removed", actor_id, person=reader.person_id)
