"""Opening a large plan to its people: prepared by a job, a few at a time, published all at once.

A job that is cut short goes on where it stopped. Nobody reads anything before everybody's
proposal is ready, and a second job for the same opening changes nothing.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from boutdufil.kernel import jobs
from boutdufil.rooms.mobility.enums import OpeningState
from boutdufil.rooms.mobility.errors import PlanError
from boutdufil.rooms.mobility.models import Plan, PlanOpening, PostList, PreparedProposal
from boutdufil.rooms.mobility.selectors.plan_results import Computed
from boutdufil.rooms.mobility.services.plans import locked
from boutdufil.rooms.mobility.services.proposals import (
    Telling,
    open_to_people,
    publish_list,
    ready_to_open,
    still_looking,
)

# What a person may wait for at a screen; a plan of more people is opened by a job.
AT_ONCE = 1_000
# Between two of these the progress moves, and a job cut short loses no more.
PREPARED_AT_A_TIME = 100


@transaction.atomic
def ask_opening(*, plan: Plan, actor_id: int | None) -> PostList | PlanOpening:
    """Open a plan to its people, at once or, where they are many, by a job; asked twice is once.

    :raises PlanError: the plan is confidential or out of date, or a mention is missing.
    """
    plan = locked(plan)
    if plan.entries.count() <= AT_ONCE:
        return open_to_people(plan=plan, actor_id=actor_id)
    waiting = plan.openings.filter(state=OpeningState.WAITING).first()
    if waiting is not None:
        return waiting
    computed = ready_to_open(plan)
    opening = PlanOpening.objects.create(
        plan=plan,
        version=computed.version,
        total=len(still_looking(plan, computed)),
        asked_by_id=actor_id,
    )
    jobs.enqueue("mobility.open_plan", opening_id=opening.pk)
    return opening


def run_opening(*, opening_id: int) -> None:
    """Prepare what is not prepared yet, then publish; an opening that is over stays as it is."""
    opening = PlanOpening.objects.filter(pk=opening_id).select_related("plan").first()
    if opening is None or opening.state != OpeningState.WAITING:
        return
    try:
        _prepare(opening)
        _publish(opening.pk)
    except PlanError as error:
        _give_up(opening.pk, str(error))


def _prepare(opening: PlanOpening) -> None:
    """Tell everybody's reasons; each batch stays whatever happens to the next."""
    computed = _unchanged(opening.plan, opening)
    prepared = set(opening.prepared.values_list("entry_id", flat=True))
    people = still_looking(opening.plan, computed)
    left = [person for person in people if person.entry_id not in prepared]
    if not left:
        return
    telling = Telling(opening.plan, computed)
    for first in range(0, len(left), PREPARED_AT_A_TIME):
        some = left[first : first + PREPARED_AT_A_TIME]
        PreparedProposal.objects.bulk_create(
            (
                PreparedProposal(
                    opening=opening,
                    entry_id=person.entry_id,
                    reasons=telling.sealed_reasons(person),
                )
                for person in some
            ),
            ignore_conflicts=True,
        )


@transaction.atomic
def _publish(opening_id: int) -> None:
    """Publish the list and the proposals together, if the plan still is what was prepared."""
    plan = locked(Plan.objects.get(openings=opening_id))
    opening = PlanOpening.objects.select_for_update(of=("self",)).get(pk=opening_id)
    if opening.state != OpeningState.WAITING:
        return
    computed = _unchanged(plan, opening)
    prepared = opening.prepared.values_list("entry_id", "reasons")
    reasons = {entry_id: bytes(sealed) for entry_id, sealed in prepared}
    publish_list(plan=plan, computed=computed, reasons=reasons, actor_id=opening.asked_by_id)
    opening.state, opening.done_at = OpeningState.DONE, timezone.now()
    opening.save(update_fields=["state", "done_at"])
    opening.prepared.all().delete()


@transaction.atomic
def _give_up(opening_id: int, failure: str) -> None:
    """Keep why it cannot be; what was prepared is of no use any more."""
    asked = PlanOpening.objects.filter(pk=opening_id, state=OpeningState.WAITING)
    if asked.update(state=OpeningState.FAILED, failure=failure[:300], done_at=timezone.now()):
        PreparedProposal.objects.filter(opening_id=opening_id).delete()


def _unchanged(plan: Plan, opening: PlanOpening) -> Computed:
    computed = ready_to_open(plan)
    if computed.version.pk != opening.version_id:
        raise PlanError(_("Le plan a été recalculé pendant la préparation : ouvrez-le de nouveau."))
    return computed
