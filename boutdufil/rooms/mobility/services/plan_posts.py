"""Adding posts to a plan and taking them off; its employer alone decides the side."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from boutdufil.kernel.posts import services as ledger
from boutdufil.rooms.mobility.enums import PlanAnswer
from boutdufil.rooms.mobility.errors import PlanError
from boutdufil.rooms.mobility.models import Plan, PlanVacancy, Proposal
from boutdufil.rooms.mobility.selectors import plan_posts as selectors
from boutdufil.rooms.mobility.selectors.plan_results import history_of
from boutdufil.rooms.mobility.selectors.rosters import employees
from boutdufil.rooms.mobility.services.plans import locked, record

MOST_PLACES = 2_000


@transaction.atomic
def add_post(
    *, plan: Plan, vacancy_id: int, places: int, actor_id: int | None, classification: str = ""
) -> PlanVacancy:
    """Let a plan propose posts of a vacancy; the ledger knows of it once the plan is announced.

    :raises PlanError: the vacancy cannot be added, or the number makes no sense.
    """
    plan = locked(plan)
    vacancy = selectors.addable(plan, vacancy_id)
    if vacancy is None:
        raise PlanError(_("Cette offre n’est plus ouverte, ou elle est déjà dans le plan."))
    _check_places(places)
    row = PlanVacancy.objects.create(
        plan=plan,
        vacancy=vacancy,
        side=selectors.side_of(plan, vacancy.organisation_id),
        places=places,
        classification=classification.strip(),
        added_by_id=actor_id,
    )
    if not plan.confidential:
        ledger.attach(vacancy_id=vacancy_id, to=plan.ref)
    record(plan, "post_added", actor_id, vacancy=vacancy_id, places=places, side=row.side)
    return row


@transaction.atomic
def change_post(
    *, row: PlanVacancy, places: int, classification: str, actor_id: int | None
) -> PlanVacancy:
    """Change how many posts of a vacancy the plan may fill, and their classification.

    :raises PlanError: fewer than were accepted already.
    """
    plan = locked(row.plan)
    _check_places(places)
    accepted = Proposal.objects.filter(chosen=row, answer=PlanAnswer.ACCEPTED).count()
    if places < accepted:
        raise PlanError(
            _("%(count)d personnes ont déjà accepté ce poste : gardez au moins ce nombre.")
            % {"count": accepted}
        )
    row.places, row.classification = places, classification.strip()
    row.save(update_fields=["places", "classification"])
    record(plan, "post_changed", actor_id, vacancy=row.vacancy_id, places=places)
    return row


@transaction.atomic
def remove_post(*, row: PlanVacancy, actor_id: int | None) -> None:
    """Take a post off a plan.

    :raises PlanError: somebody accepted it or asked for it, or still has time to answer.
    """
    plan = locked(row.plan)
    held = row.answers.filter(answer=PlanAnswer.ACCEPTED).exists()
    if str(row.pk) in history_of(plan, employees(plan)).wanted.values():
        raise PlanError(_("Quelqu’un a demandé ce poste : il ne peut plus être retiré."))
    if held or row.proposals.filter(answer=PlanAnswer.NONE).exists():
        raise PlanError(_("Ce poste est proposé ou accepté : il ne peut plus être retiré."))
    row.removed_at = timezone.now()
    row.save(update_fields=["removed_at"])
    if not plan.confidential:
        ledger.detach(vacancy_id=row.vacancy_id, to=plan.ref)
    record(plan, "post_removed", actor_id, vacancy=row.vacancy_id)


def _check_places(places: int) -> None:
    if not 1 <= places <= MOST_PLACES:
        raise PlanError(
            _("Indiquez un nombre de postes entre 1 et %(most)d.") % {"most": MOST_PLACES}
        )
